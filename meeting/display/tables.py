"""Rows of display settings, one for each person who has chosen something."""

from sqlalchemy.orm import Mapped, mapped_column

from meeting.display.rules import Size, Theme
from meeting.store.base import Base, OneOf


class DisplaySettings(Base):
    """A person's choices; None where they chose nothing. `version` counts the choices: devices show the newest."""

    __tablename__ = "display_settings"
    person_id: Mapped[int] = mapped_column(primary_key=True)
    theme: Mapped[Theme | None] = mapped_column(OneOf(Theme), default=None)
    size: Mapped[Size | None] = mapped_column(OneOf(Size), default=None)
    version: Mapped[int] = mapped_column(default=0)
