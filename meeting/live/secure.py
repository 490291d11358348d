"""HTTPS beside the plain port: opened as soon as there is a certificate, and switched to a new one when it comes.

Open connections go on; later ones get the new certificate.
"""

import logging
import ssl
import time
from collections.abc import Callable
from pathlib import Path

from meeting.live.doorway import Where

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0


class Secure:
    """Where HTTPS is served, and with which `certificate`: a PEM file that includes the key."""

    def __init__(self, certificate: Path, where: Where) -> None:
        self.where = where
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate = certificate
        self._seen: tuple[int, int] | None = None
        self._open = False

    def follow(self, open_port: Callable[["Secure"], None]) -> None:
        """Watch for a certificate and for new ones, until the process ends."""
        while True:
            try:
                self.look(open_port)
            except (OSError, ValueError) as error:  # wrong key, port in use: try again at the next look
                log.warning("HTTPS on port %s: %s", self.where.port, error)
            time.sleep(LOOK_SECONDS)

    def look(self, open_port: Callable[["Secure"], None]) -> None:
        """Load a new certificate, and open the port if it is closed."""
        try:
            found = self._certificate.stat()
        except FileNotFoundError:
            return
        if (found.st_mtime_ns, found.st_ino) != self._seen:
            self.context.load_cert_chain(self._certificate)
            self._seen = found.st_mtime_ns, found.st_ino
        if not self._open:
            open_port(self)
            self._open = True
