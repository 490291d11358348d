"""Rows of the office's own editions."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class OwnEdition(Base):
    """An edition made on screen; never changed and never deleted. Its file is written from here."""

    __tablename__ = "own_edition"
    id: Mapped[str] = mapped_column(primary_key=True)
    base: Mapped[str]
    preset: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
