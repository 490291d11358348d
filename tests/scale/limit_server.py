"""The limit: the least that sending a change to everybody can cost in Python, with no library and nothing to decide.

One thread, one epoll, a frame made once, one `send` for each client. It speaks just enough of the room's protocol for
the same load client: it lets anybody in, answers `resume`, `beat` and `do`, and sends what `--messages` has for a
`change` after each command.
"""

import argparse
import base64
import contextlib
import hashlib
import itertools
import json
import select
import socket
import struct
from pathlib import Path

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
OPEN = '0{"sid":"%d","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
HEALTH = b'{"ok":true,"loop_lag_ms_max":0}'


class Client:
    """One connection: received bytes that are not read yet, and bytes that are not sent yet."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.inbox = b""
        self.rest = b""
        self.open = False
        self.joined = False

    def send(self, data: bytes) -> bool:
        """Write what the kernel takes at once and keep the rest; return whether there is a rest."""
        if not self.rest:
            with contextlib.suppress(BlockingIOError):
                data = data[self.link.send(data) :]
        self.rest += data
        return bool(self.rest)


class Limit:
    """All clients of one server."""

    def __init__(self, port: int, change: dict[str, str]) -> None:
        self.change = change
        self.seq = 0
        self.numbers = itertools.count(1)
        self.listener = socket.create_server(("127.0.0.1", port), backlog=4096)
        self.listener.setblocking(False)
        self.epoll = select.epoll()
        self.epoll.register(self.listener, select.EPOLLIN)
        self.clients: dict[int, Client] = {}

    def serve(self) -> None:
        """Run for ever."""
        while True:
            for fd, mask in self.epoll.poll():
                if fd == self.listener.fileno():
                    self._accept()
                elif fd in self.clients:
                    try:
                        self._turn(self.clients[fd], mask)
                    except OSError:
                        self._forget(fd)

    def _accept(self) -> None:
        link, _ = self.listener.accept()
        link.setblocking(False)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.clients[link.fileno()] = Client(link)
        self.epoll.register(link, select.EPOLLIN)

    def _forget(self, fd: int) -> None:
        self.epoll.unregister(fd)
        self.clients.pop(fd).link.close()

    def _turn(self, client: Client, mask: int) -> None:
        if mask & select.EPOLLOUT:
            rest, client.rest = client.rest, b""
            self._say(client, rest)
        if not mask & ~select.EPOLLOUT:
            return
        data = client.link.recv(65536)
        if not data:
            self._forget(client.link.fileno())
            return
        client.inbox += data
        if not client.open:
            self._greet(client)
        while client.open and (text := _unmasked(client)) is not None:
            self._hear(client, text)

    def _greet(self, client: Client) -> None:
        head, end, rest = client.inbox.partition(b"\r\n\r\n")
        if not end:
            return
        client.inbox = rest
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        key = fields.get(b"Sec-WebSocket-Key")
        if key is None:
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            self._say(client, answer % (len(HEALTH), HEALTH))
            return
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        opening = _frame(OPEN % next(self.numbers))
        self._say(client, head + b"Sec-WebSocket-Accept: %s\r\n\r\n%s" % (accept, opening))
        client.open = True

    def _hear(self, client: Client, text: bytes) -> None:
        if text.startswith(b"40"):
            self._say(client, _frame(f'40/meeting,{{"sid":"{next(self.numbers)}"}}'))
        elif text.startswith(b"42/meeting,"):
            number, _, body = text.removeprefix(b"42/meeting,").partition(b"[")
            name, said = json.loads(b"[" + body)
            client.joined = client.joined or name == "resume"
            answer = {"ok": True, "after": said.get("seq", 0), "upto": self.seq + (name == "do"), "panels": {}}
            self._say(client, _frame(f"43/meeting,{number.decode()}" + json.dumps([answer])))
            if name == "do":
                self._broadcast()

    def _broadcast(self) -> None:
        batch = {"after": self.seq, "upto": self.seq + 1, "panels": self.change}
        self.seq += 1
        frame = _frame("42/meeting," + json.dumps(["panels", batch], ensure_ascii=False))
        for client in list(self.clients.values()):
            if client.joined:
                self._say(client, frame)

    def _say(self, client: Client, data: bytes) -> None:
        wanted = select.EPOLLIN | (select.EPOLLOUT if client.send(data) else 0)
        if wanted & select.EPOLLOUT or not data:
            self.epoll.modify(client.link, wanted)


def _frame(text: str) -> bytes:
    content = text.encode()
    size = len(content)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + content
    if size < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, size) + content
    return struct.pack("!BBQ", 0x81, 127, size) + content


def _unmasked(client: Client) -> bytes | None:
    """The next whole message of a client, taken out of its inbox."""
    data = client.inbox
    if len(data) < 6:
        return None
    size, start = data[1] & 0x7F, 2
    if size == 126:
        size, start = int.from_bytes(data[2:4], "big"), 4
    end = start + 4 + size
    if len(data) < end:
        return None
    mask = (data[start : start + 4] * (size // 4 + 1))[:size]
    content = int.from_bytes(data[start + 4 : end], "big") ^ int.from_bytes(mask, "big")
    client.inbox = data[end:]
    return content.to_bytes(size, "big")


def main() -> None:
    """Serve on loopback."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--messages", type=Path, required=True)
    options = parser.parse_args()
    Limit(options.port, json.loads(options.messages.read_text("utf-8"))["change"]).serve()


if __name__ == "__main__":
    main()
