"""Private requests that choose how a person's own screens look, and the state that their devices show."""

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
    """Choose the colours, the size of text, or both. A setting that is left out stays unchanged."""

    theme: Theme | None = None
    size: Size | None = None


@handles(Choose)
def choose(request: Choose, own: Own) -> None:
    """Store the choice for all devices of the person."""
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
    """Choose the language of the person's own screens."""

    language: Language


@handles(ChooseLanguage)
def choose_language(request: ChooseLanguage, own: Own) -> None:
    """Store the language with the login, which every page reads anyway. It is valid on all devices."""
    own.db.get_one(Login, own.person_id).language = request.language


_CHOSEN = Plain(
    select(DisplaySettings.version, *(getattr(DisplaySettings, name) for name in CHOICES)).where(
        DisplaySettings.person_id == bindparam("person")
    )
)


@shows("display")
def display(db: Session, person_id: int) -> dict[str, Any]:
    """Return `{version, theme, size}`. A setting that the person never chose is left out."""
    row = _CHOSEN.one(db, person=person_id)
    if row is None:
        return {"version": 0}
    return {"version": row.version} | {name: chosen for name in CHOICES if (chosen := getattr(row, name))}
