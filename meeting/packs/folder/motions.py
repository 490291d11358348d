"""The default question of an item to be voted on."""

import re

from meeting.agenda.rules import ItemForm
from meeting.voting.rules import MotionForm

_ADOPTS = re.compile(r"thông qua\b.*", re.IGNORECASE | re.DOTALL)


def usual_form(form: ItemForm) -> MotionForm:
    """Return a show of hands for an item of that form, and a vote on tablets for any other."""
    return MotionForm.HANDS if form == ItemForm.HANDS else MotionForm.OPEN


def usual_questions(title: str, form: ItemForm) -> tuple[str, ...]:
    """Return one question for an item to be voted on, and none for other items."""
    return (_question(title),) if form in (ItemForm.VOTE, ItemForm.HANDS) and title else ()


def _question(title: str) -> str:
    """Return the question for a title.

    `Khai mạc, thông qua chương trình` gives `Thông qua chương trình`; other titles get a prefix.
    """
    adopts = _ADOPTS.search(title)
    if adopts:
        found = adopts.group()
        return found[0].upper() + found[1:]
    return f"Thông qua: {title}"
