"""The question that goes without saying: the one put under an item to be voted on."""

import re

from meeting.packs.folder.model import Form, MotionForm

_ADOPTS = re.compile(r"thông qua\b.*", re.IGNORECASE | re.DOTALL)


def usual_form(form: Form) -> MotionForm:
    """By raised hands under an item of that form, on tablets under any other."""
    return "hands" if form == "hands" else "open"


def usual_questions(title: str, form: Form) -> tuple[str, ...]:
    """One question for an item to be voted on, none for others."""
    return (_question(title),) if form in ("vote", "hands") and title else ()


def _question(title: str) -> str:
    """`Khai mạc, thông qua chương trình` asks `Thông qua chương trình`; a bare title gets those words."""
    adopts = _ADOPTS.search(title)
    if adopts:
        found = adopts.group()
        return found[0].upper() + found[1:]
    return f"Thông qua: {title}"
