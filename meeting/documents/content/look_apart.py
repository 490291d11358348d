"""The looking task, run in the jail: `python -m meeting.documents.content.look_apart` (see looking.py)."""

from pathlib import Path

from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.looking import Answer, AskedFiles, Seen
from meeting.documents.content.refusals import UNSAFE
from meeting.documents.content.secrecy import SECRET, is_secret
from meeting.documents.content.sniff import sniff
from meeting.kernel.refusals import Refused
from meeting.work.jail import answer_jailed


def look(asked: AskedFiles) -> Answer:
    """See what each file is. What a page says is judged here and leaves the jail in no form."""
    return Answer(seen=[_seen(name, Path(path)) for name, path in asked.files])


def _seen(name: str, path: Path) -> Seen:
    try:
        media_type = sniff(name, path)
        words, properties = first_page(path)
        if is_secret(name, words, properties):
            return Seen(refused=SECRET, facts={"filename": name})
        return Seen(media_type=media_type)
    except Refused as refused:
        return Seen(refused=refused.code, facts=refused.facts)  # type: ignore[arg-type]
    except Exception:  # a parser stumbled over what its author did not think of
        return Seen(refused=UNSAFE, facts={"filename": name})


if __name__ == "__main__":
    answer_jailed(AskedFiles, look)
