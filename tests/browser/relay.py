"""A connection between a tablet and the server that a test can cut: a TCP relay on loopback."""

import contextlib
import socket
import threading


class Relay:
    """Relays `127.0.0.1:port` to the server's port while it is whole."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = threading.Event()
        self._whole.set()
        self._sockets: list[socket.socket] = []
        self._relays: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        self._whole.clear()
        for each in self._sockets:
            _drop(each)
        self._sockets.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self._whole.set()

    def close(self) -> None:
        """End the relay."""
        _drop(self._listener)
        self.cut()
        for each in self._relays:
            each.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole.is_set():
                _drop(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except ConnectionRefusedError:  # the server is down: the tablet finds nobody at the other end
                _drop(near)
                continue
            self._sockets += [near, far]
            for one, other in ((near, far), (far, near)):
                self._relays.append(threading.Thread(target=_relay, args=(one, other), daemon=True))
                self._relays[-1].start()


def _relay(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _drop(one)
    _drop(other)


def _drop(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
