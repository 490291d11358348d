"""The one row of the room's network: what the Wi-Fi is called, and by which name the server is known."""

from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.config import Settings
from meeting.store.base import Base

ONLY = 1


class RoomNetwork(Base):
    """`name`: the server's name in the network, for its certificate; empty: that of the machine."""

    __tablename__ = "room_network"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    wifi_name: Mapped[str]
    wifi_password: Mapped[str]
    wifi_hidden: Mapped[bool]


def network(db: Session) -> RoomNetwork:
    """The row; made, and not yet kept, when nobody has chosen anything."""
    found = db.get(RoomNetwork, ONLY)
    return found or RoomNetwork(id=ONLY, name="", wifi_name="", wifi_password="", wifi_hidden=False)


def name_network(db: Session, name: str) -> None:
    """By which name the server is known from now on."""
    row = network(db)
    row.name = name
    db.add(row)


def wifi_name(db: Session, settings: Settings) -> str:
    """What the room's Wi-Fi is called: as chosen on screen, or else in the settings."""
    return network(db).wifi_name or settings.wifi_name
