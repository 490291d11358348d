"""Receipts: the answer given under a key, so that the same request sent again gets the same answer."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class Receipt(Base):
    """The answer given under an actor's key. `digest` distinguishes a repeat from another request under that key."""

    __tablename__ = "receipt"
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
