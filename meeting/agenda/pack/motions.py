"""The question that goes without saying: the one put under an item to be voted on."""

import re

from meeting.agenda.pack.model import Form, MotionForm, PackMotion

_ADOPTS = re.compile(r"thông qua\b.*", re.IGNORECASE | re.DOTALL)


def usual_form(form: Form) -> MotionForm:
    """By raised hands under an item of that form, on tablets under any other."""
    return "hands" if form == "hands" else "open"


def usual_motions(title: str, form: Form) -> tuple[PackMotion, ...]:
    """One motion for an item to be voted on, none for others."""
    if form not in ("vote", "hands") or not title:
        return ()
    return (PackMotion(title=_question(title), form=usual_form(form)),)


def _question(title: str) -> str:
    """`Khai mạc, thông qua chương trình` asks `Thông qua chương trình`; a bare title gets those words."""
    adopts = _ADOPTS.search(title)
    if adopts:
        found = adopts.group()
        return found[0].upper() + found[1:]
    return f"Thông qua: {title}"
