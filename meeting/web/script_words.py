"""The sentences of our scripts in the language of the page. They are written in Vietnamese, as `t('…')`."""

import re
from functools import cache

from meeting.kernel.assets import asset_root
from meeting.kernel.languages import Language
from meeting.kernel.words import say

_WRITTEN = re.compile(r"""\bt\(\s*(?:'([^'\\]+)'|"([^"\\]+)")""")


@cache
def script_words(language: str) -> dict[str, str]:
    """Return the translation of each sentence; nothing for Vietnamese."""
    if language == Language.VIETNAMESE:
        return {}
    sources = (path.read_text("utf-8") for path in sorted((asset_root() / "static" / "js").rglob("*.js")))
    sentences = ("".join(found) for source in sources for found in _WRITTEN.findall(source))
    return {sentence: say(sentence, language) for sentence in sentences}
