"""The examining task, run in the jail: `python -m meeting.documents.content.look_apart` (see looking.py)."""

from pathlib import Path

from meeting.documents.content.first_page_apart import first_page
from meeting.documents.content.looking import AskedFiles, LookAnswer, LookedAt
from meeting.documents.content.refusals import UNSAFE
from meeting.documents.content.secrecy import SECRET, is_secret
from meeting.documents.content.sniff import sniff
from meeting.kernel.refusals import Refused
from meeting.kernel.task import answer_request


def look(asked: AskedFiles) -> LookAnswer:
    """Return what each file is. The words of a page are judged here and never leave the jail."""
    return LookAnswer(seen=[_seen(name, Path(path)) for name, path in asked.files])


def _seen(name: str, path: Path) -> LookedAt:
    try:
        media_type = sniff(name, path)
        words, properties = first_page(path)
        if is_secret(name, words, properties):
            return LookedAt(refused=SECRET, facts={"filename": name})
        return LookedAt(media_type=media_type)
    except Refused as refused:
        return LookedAt(refused=refused.code, facts=refused.facts)  # type: ignore[arg-type]
    except Exception:  # the author of the parser did not expect this content
        return LookedAt(refused=UNSAFE, facts={"filename": name})


if __name__ == "__main__":
    answer_request(AskedFiles, look)
