"""Socket.IO without its client half. A server never calls another, and the client's libraries would cost each server
two hundred modules and 15 MiB."""

import sys
from types import ModuleType
from typing import cast

_CLIENTS = ("aiohttp", "requests", "websocket")
"""Libraries that the client half uses when they are installed, and does not need."""

_absent = {name: None for name in _CLIENTS if name not in sys.modules}
sys.modules.update(cast("dict[str, ModuleType]", _absent))  # None: as if it were not installed
try:
    from engineio.packet import MESSAGE, PING, Packet
    from flask_socketio import SocketIO
    from socketio import packet
    from socketio.exceptions import ConnectionRefusedError as Unwelcome
    from socketio.manager import Manager
finally:
    for _name in _absent:
        del sys.modules[_name]

__all__ = ["MESSAGE", "PING", "Manager", "Packet", "SocketIO", "Unwelcome", "packet"]
