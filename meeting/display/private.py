"""The requests to choose how one's own screens look and speak, and what one's devices are told of it."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.display.rules import CHOICES, Size, Theme
from meeting.display.tables import DisplaySettings
from meeting.kernel.languages import Language
from meeting.private.registry import Own, Private, handles, private, shows
from meeting.store.plain import Plain


@private("display.choose", allow=Capability.OWN_SETTINGS)
class Choose(Private, frozen=True, kw_only=True):
    """Choose a ground, a size of text, or both; what is left out stays as it is."""

    theme: Theme | None = None
    size: Size | None = None


@handles(Choose)
def choose(request: Choose, own: Own) -> None:
    """Holds on every device of the person."""
    row = own.db.get(DisplaySettings, own.person_id)
    if row is None:
        row = DisplaySettings(person_id=own.person_id, version=0)
        own.db.add(row)
    for name in CHOICES:
        if (chosen := getattr(request, name)) is not None:
            setattr(row, name, chosen)
    row.version += 1


@private("display.choose_language", allow=Capability.OWN_SETTINGS)
class ChooseLanguage(Private, frozen=True, kw_only=True):
    """Choose the language of one's own screens."""

    language: Language


@handles(ChooseLanguage)
def choose_language(request: ChooseLanguage, own: Own) -> None:
    """Holds on every device that the person signs in on; it stands with the sign-in, which every page looks up."""
    own.db.get_one(Login, own.person_id).language = request.language


_CHOSEN = Plain(
    select(DisplaySettings.version, *(getattr(DisplaySettings, name) for name in CHOICES)).where(
        DisplaySettings.person_id == bindparam("person")
    )
)


@shows("display")
def display(db: Session, person_id: int) -> dict[str, Any]:
    """`{version, theme, size}`; a setting that the person never chose is left out."""
    row = _CHOSEN.one(db, person=person_id)
    if row is None:
        return {"version": 0}
    return {"version": row.version} | {name: chosen for name in CHOICES if (chosen := getattr(row, name))}
