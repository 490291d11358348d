"""An application answers a browser itself: as the proxy of one device, in the test's own thread, while the test waits.

Playwright can hand each request of a page to a test as well, but then the browser keeps no script from page to page,
and each request is passed on four times.
"""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.server import LOOPBACK


class Asked(NamedTuple):
    """A request; names of headers in small letters."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


class Answer(NamedTuple):
    """An answer to it."""

    status: int
    headers: dict[str, str]
    body: bytes


OF_THE_WIRE = ("connection", "content-length", "transfer-encoding")


class Proxy:
    """Listens beside a browser until it is closed. What goes wrong is kept in `faults`; where `answer` returns None,
    the line is cut."""

    def __init__(self, browser: Browser, answer: Callable[[Asked], Answer | None], faults: list[str]) -> None:
        self._answer = answer
        self._faults = faults
        self._server: asyncio.Server = browser._sync(asyncio.start_server(self._serves, LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        """Nobody new is answered."""
        self._server.close()

    async def _serves(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One line, request after request."""
        try:
            while answer := self._said(await heard(reader)):
                writer.write(wired(answer))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the browser has hung up
        except Exception as problem:
            self._faults.append(repr(problem))
        finally:
            writer.close()

    def _said(self, asked: Asked) -> Answer | None:
        try:
            return self._answer(asked)
        except Exception as problem:
            self._faults.append(repr(problem))
            return None


async def heard(reader: asyncio.StreamReader) -> Asked:
    """The next request; IncompleteReadError at the end of the line."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
    method, address, _ = first.split(" ")
    headers = {name.lower(): said.strip() for name, _, said in (line.partition(":") for line in lines)}
    place = urlsplit(address)
    return Asked(
        method, place.path, place.query, headers, await reader.readexactly(int(headers.get("content-length", 0)))
    )


def wired(answer: Answer) -> bytes:
    """An answer as it goes over the line."""
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Content-Length: {len(answer.body)}"]
    lines += [f"{name}: {said}" for name, said in answer.headers.items() if name.lower() not in OF_THE_WIRE]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body
