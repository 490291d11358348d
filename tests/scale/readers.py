"""Readers of a big paper: each tablet fetches it by ranges over one kept connection, all at once.

Reads a job as JSON from standard input (`host port path size range_bytes cookies`), prints `{bytes, seconds,
failed}`. Loopback only; gives up after a minute.
"""

import ipaddress
import json
import re
import select
import socket
import sys
from time import perf_counter
from typing import Any

LIMIT = 60.0
SCRATCH = bytearray(1 << 18)
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class Reader:
    """One tablet reading from byte 0 to the end, a range at a time."""

    def __init__(self, command: dict[str, Any], cookie: str) -> None:
        self.job, self.cookie = command, cookie
        self.place = 0  # first byte not yet requested
        self.left = 0  # bytes of the present answer still to come
        self.head = b""
        self.read = 0
        self.failed = ""
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        self.sock.connect_ex((command["host"], command["port"]))

    @property
    def done(self) -> bool:
        """Whole paper read, or given up."""
        return bool(self.failed) or (self.place >= self.job["size"] and not self.left and not self.head)

    def ask(self) -> None:
        """Request the next range."""
        command = self.job
        last = min(self.place + command["range_bytes"], command["size"]) - 1
        self.sock.send(
            f"GET {command['path']} HTTP/1.1\r\nHost: {command['host']}:{command['port']}\r\n"
            f"Cookie: {self.cookie}\r\nRange: bytes={self.place}-{last}\r\n"
            "Connection: keep-alive\r\n\r\n".encode()
        )
        self.place, self.head = last + 1, b"\r\n"

    def take(self) -> None:
        """Read what has come; ask again when a range is complete."""
        if self.head:
            data = self.sock.recv(len(SCRATCH))
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                self.failed = "" if data else "closed"
                return
            length = LENGTH.search(self.head[:end])
            if b" 206 " not in self.head[:20] or not length:
                self.failed = self.head[2:60].decode("latin-1")
                return
            size = len(self.head) - end - 4
            self.left, self.head = int(length[1]) - size, b""
        else:
            size = self.sock.recv_into(SCRATCH)
            self.left -= size
            if not size:
                self.failed = "closed"
        self.read += size
        if not self.left and not self.failed and self.place < self.job["size"]:
            self.ask()


def fetch(command: dict[str, Any]) -> dict[str, Any]:
    """Let everybody read; return what came in and how long the slowest took."""
    if not ipaddress.ip_address(command["host"]).is_loopback:
        raise SystemExit("only a loopback address may be put under load")
    start = perf_counter()
    readers = [Reader(command, cookie) for cookie in command["cookies"]]
    epoll, by_fd = select.epoll(), {reader.sock.fileno(): reader for reader in readers}
    for fd in by_fd:
        epoll.register(fd, select.EPOLLOUT)
    left = len(readers)
    while left and perf_counter() - start < LIMIT:
        for fd, mask in epoll.poll(1.0):
            reader = by_fd[fd]
            _step(epoll, reader, mask)
            if reader.done:
                epoll.unregister(fd)
                reader.sock.close()
                left -= 1
    seconds = perf_counter() - start
    failed = [reader.failed or "unfinished" for reader in readers if reader.failed or not reader.done]
    return {"bytes": sum(r.read for r in readers), "seconds": seconds, "failed": failed}


def _step(epoll: select.epoll, reader: Reader, mask: int) -> None:
    try:
        if mask & select.EPOLLOUT:
            reader.ask()
            epoll.modify(reader.sock, select.EPOLLIN)
        else:
            reader.take()
    except BlockingIOError:
        return
    except OSError as problem:
        reader.failed = str(problem)


if __name__ == "__main__":
    json.dump(fetch(json.load(sys.stdin)), sys.stdout)
