"""Receipts: what was answered to a key, so that the same request sent again gets the same answer."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class Receipt(Base):
    """The answer once given to an actor's key. `digest` tells a repeat from another request under the same key."""

    __tablename__ = "receipt"
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
