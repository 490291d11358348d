"""The single row of the room's network: the Wi-Fi, and the server's name."""

from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.config import Settings
from meeting.store.base import Base

ONLY = 1


class RoomNetwork(Base):
    """`name` is the server's name in the network, for its certificate; when empty, the machine's own name is used."""

    __tablename__ = "room_network"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    wifi_name: Mapped[str]
    wifi_password: Mapped[str]
    wifi_hidden: Mapped[bool]


def network(db: Session) -> RoomNetwork:
    """Return the row, or a new unsaved one when nothing was chosen yet."""
    found = db.get(RoomNetwork, ONLY)
    return found or RoomNetwork(id=ONLY, name="", wifi_name="", wifi_password="", wifi_hidden=False)


def name_network(db: Session, name: str) -> None:
    """Set the server's name."""
    row = network(db)
    row.name = name
    db.add(row)


def wifi_name(db: Session, settings: Settings) -> str:
    """Return the name of the room's Wi-Fi: as chosen on screen, or else from the settings."""
    return network(db).wifi_name or settings.wifi_name
