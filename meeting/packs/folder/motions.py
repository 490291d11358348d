"""The question that goes without saying: the one put under an item to be voted on."""

import re

from meeting.agenda.rules import ItemForm
from meeting.voting.rules import MotionForm

_ADOPTS = re.compile(r"thông qua\b.*", re.IGNORECASE | re.DOTALL)


def usual_form(form: ItemForm) -> MotionForm:
    """By raised hands under an item of that form, on tablets under any other."""
    return MotionForm.HANDS if form == ItemForm.HANDS else MotionForm.OPEN


def usual_questions(title: str, form: ItemForm) -> tuple[str, ...]:
    """One question for an item to be voted on, none for others."""
    return (_question(title),) if form in (ItemForm.VOTE, ItemForm.HANDS) and title else ()


def _question(title: str) -> str:
    """`Khai mạc, thông qua chương trình` asks `Thông qua chương trình`; a bare title gets those words."""
    adopts = _ADOPTS.search(title)
    if adopts:
        found = adopts.group()
        return found[0].upper() + found[1:]
    return f"Thông qua: {title}"
