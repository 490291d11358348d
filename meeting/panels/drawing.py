"""Draw panels with the same templates and catalogues as the pages, without a request."""

import time
from collections.abc import Iterable, MutableMapping
from enum import StrEnum
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from meeting.access.policy import View
from meeting.commands import caps
from meeting.kernel import dates
from meeting.kernel.assets import asset, asset_root
from meeting.kernel.compiled import Compiled
from meeting.kernel.languages import Language
from meeting.kernel.roles import Role
from meeting.kernel.words import catalogue, say
from meeting.panels.markdown import markdown
from meeting.panels.views import OFFICERS

SLICE_SECONDS = 0.005

FILTERS = {
    "hhmm": dates.short_time,
    "hhmmss": dates.exact_time,
    "dmy": dates.short_date,
    "percent_of": dates.percent,
    "markdown": markdown,
}
WORDS: dict[str, object] = {"Language": Language, "Role": Role, "View": View, "OFFICERS": OFFICERS}
"""Enums that every template can compare with: `{% if motion.state == MotionState.OPEN %}`.

A missing member is an error when a panel is drawn, and tests/house finds it in every template.
"""


def know(*enums: type[StrEnum]) -> None:
    """Make enums available to the templates by name (features.py calls this).

    Raises ValueError when a name is taken.
    """
    for each in enums:
        if WORDS.setdefault(each.__name__, each) is not each:
            raise ValueError(f"two enums of one name: {each.__name__}")


def draw(template: str, model: dict[str, Any], language: str) -> str:
    """Return a panel's HTML from its template and variables in a language. Others get a turn every few milliseconds."""
    return gathered(_environment(str(language)).get_template(template).generate(model))


def gathered(pieces: Iterable[str]) -> str:
    """Return the whole drawing, giving others a turn every few milliseconds."""
    parts, until = [], time.monotonic() + SLICE_SECONDS
    for part in pieces:
        parts.append(part)
        if time.monotonic() > until:
            time.sleep(0)
            until = time.monotonic() + SLICE_SECONDS
    return "".join(parts)


class _Templates(Environment):
    """Templates that share common globals as one plain dict.

    By default each import of a macro compares two chains of dicts key by key: a fifth of the cost of a drawing.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template."""
        return self.globals | dict(d or {})


@cache
def _environment(language: str) -> Environment:
    """Return the template environment of one language. An undefined variable is an error, not a blank.

    `language` must be plain text: for `cache` a member of `Language` is another key, and everything would be compiled
    twice.
    """
    folder = FileSystemLoader(asset_root() / "templates")
    environment = _Templates(
        loader=folder,
        bytecode_cache=Compiled("panels"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        cache_size=400,
    )
    book = catalogue(language)
    environment.install_gettext_callables(book.ugettext, book.ungettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(FILTERS)
    environment.filters["said"] = lambda sentence: say(sentence, language)
    environment.filters["weekday"] = lambda moment: say(dates.weekday(moment), language)
    environment.globals.update(WORDS, asset=asset, cap=caps.limit)
    return environment
