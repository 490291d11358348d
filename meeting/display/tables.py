"""Rows of display settings: one for each person who has chosen something."""

from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class DisplaySettings(Base):
    """What a person chose; empty while they did not. `version` counts their choices: devices show the newest."""

    __tablename__ = "display_settings"
    person_id: Mapped[int] = mapped_column(primary_key=True)
    theme: Mapped[str] = mapped_column(default="")
    size: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
