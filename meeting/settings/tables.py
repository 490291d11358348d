"""Rows of settings: the values that administrators have chosen, by name."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from meeting.store.base import Base


class ChosenSetting(Base):
    """A value that takes precedence over the configuration file."""

    __tablename__ = "chosen_setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
