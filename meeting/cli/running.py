"""Run the server, and beside it the worker, which is restarted when it stops."""

import contextlib
import ctypes
import dataclasses
import logging
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime

from meeting.app import create_app
from meeting.config import DEFAULT_NETWORKS, BadSettings, Settings
from meeting.kernel.clock import Clock
from meeting.live import loop, server
from meeting.live.doorway import Where
from meeting.live.memory import give_back_memory
from meeting.live.secure import Secure
from meeting.network.hosts import hosts_of
from meeting.network.shelf import Shelf
from meeting.network.tables import network
from meeting.rehearsal.choosing import check_free
from meeting.rehearsal.place import real_database
from meeting.store.database import Database
from meeting.store.hold import hold
from meeting.supervision import write_down
from meeting.web.address import own_network
from meeting.work import jobs, routines
from meeting.worker import create_workshop

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
IDLE_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
QUIET = ("engineio", "socketio", "pyhanko", "pikepdf", "alembic", "werkzeug")
"""Loggers whose small messages are dropped. The web server's would write every address, and so the codes of cards."""


def check_alone(settings: Settings, *, shares_port: bool = False) -> None:
    """Raise BadSettings when the port is taken: a second server would take half of the tablets.

    Raises Refused when another server uses the data folder, on any port; with PostgreSQL several may. `shares_port`:
    this server is one of several on the port.
    """
    hold(settings.data, shared=settings.many_servers).close()
    _check_port(settings.host, settings.port, "port", shares_port=shares_port)
    if settings.own_https and Shelf(settings.data).server() is not None:
        _check_port(settings.host, settings.tls_port, "tls_port", shares_port=shares_port)


def _check_port(host: str, port: int, setting: str, *, shares_port: bool) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shares_port:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadSettings(
                f"Không mở được cổng {port} ({error.strerror}). Máy chủ có lẽ đang chạy rồi; "
                f"nếu cổng do chương trình khác dùng, hãy đổi “{setting}”."
            ) from None


def check_rehearsal(settings: Settings) -> None:
    """Raise Refused, in a rehearsal's server, when a real meeting was opened while the rehearsal was prepared."""
    real = real_database(settings.data)
    if real:
        database = Database(real)
        try:
            with database.read() as db:
                check_free(db)
        finally:
            database.close()


def beside(settings: Settings, database: Database, now: datetime, *, shares_port: bool) -> Secure | None:
    """Return the HTTPS port of the office's own authority, or None. Renews the certificate when due or after a move."""
    if not settings.own_https:
        return None
    shelf = Shelf(settings.data, settings.secret())
    try:
        with database.read() as db:
            shelf.renew(hosts_of(settings, network(db).name), now)
    except OSError as error:  # the old certificate is still used
        log.error("the certificate for HTTPS was not renewed: %s", error)
    return Secure(shelf.certificate, Where(settings.host, settings.tls_port, shares_port))


def serve(settings: Settings, *, with_worker: bool, shares_port: bool = False) -> None:
    """Serve until SIGTERM or Ctrl+C. `shares_port`: several processes share one port."""
    _log(settings)
    give_back_memory()
    tls = settings.tls()
    held = hold(settings.data, shared=settings.many_servers)
    if settings.room_networks == DEFAULT_NETWORKS:  # an office may use addresses outside the private ranges
        settings = dataclasses.replace(settings, room_networks=f"{DEFAULT_NETWORKS},{own_network()}")
    house = create_app(settings)
    house.begin()
    keeper = WorkerKeeper(settings, house.site.database, house.site.clock) if with_worker else None
    if keeper is not None:
        loop.start(keeper.keep, "worker keeper")
    try:
        where = Where(settings.host, settings.port, shares_port)
        second = beside(settings, house.site.database, house.site.clock(), shares_port=shares_port)
        server.serve(house.app, where, mode=settings.async_mode, tls=tls, beside=second)
    finally:
        if keeper is not None:
            keeper.stop()
        held.close()


def work(settings: Settings) -> None:
    """Do jobs until SIGTERM or Ctrl+C.

    A worker started by a server also stops with the server, and after a minute without work.
    """
    _log(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: stop.set())
    idle_seconds = math.inf
    if "MEETING_PARENT" in os.environ:
        threading.Thread(target=_watch_parent, args=(int(os.environ["MEETING_PARENT"]), stop), daemon=True).start()
        idle_seconds = IDLE_SECONDS
    create_workshop(settings).work_until(stop, idle_seconds=idle_seconds)


class WorkerKeeper:
    """Keeps one worker process running while there is work. An idle worker would use as much memory as the server."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._looked = time.monotonic()  # daily routines are not looked for at the start
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def keep(self) -> None:
        """Start workers when needed, until `stop` is called. Whatever fails here is tried again: without this thread no
        worker would come until the server is restarted."""
        while not self._stopping:
            try:
                if self._is_wanted():
                    self._employ()
            except Exception:  # a database may be away for a moment, or no program can be started
                log.exception("could not look for work, or could not start a worker")
            time.sleep(PAUSE_SECONDS)

    def _is_wanted(self) -> bool:
        if time.monotonic() - self._looked > routines.EVERY_SECONDS:
            self._looked = time.monotonic()
            routines.request_due(self._database, self._settings, self._clock())
        with self._database.read() as db:
            return jobs.are_wanted(db)

    def _employ(self) -> None:
        """Start a worker, and wait until it has ended."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "meeting", "--data", str(self._settings.data), "worker"],
            env=os.environ | {"MEETING_PARENT": str(os.getpid())},
        )
        while self._process.poll() is None and not self._stopping:
            time.sleep(PAUSE_SECONDS)
        if self._process.returncode and not self._stopping:
            log.error("the worker stopped (status %s); it is started again", self._process.returncode)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=PAUSE_SECONDS)  # it may have been asked to stop

    def stop(self) -> None:
        """Stop the worker."""
        self._stopping = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def _watch_parent(parent: int, stop: threading.Event) -> None:
    """Stop this worker when its server is gone, even after kill -9."""
    while os.getppid() == parent:
        time.sleep(PAUSE_SECONDS)
    stop.set()


def end_with_parent() -> None:
    """Stop this server together with the process that supervises it: nobody else would restart or stop it."""
    if "MEETING_PARENT" not in os.environ:
        return
    with contextlib.suppress(OSError, AttributeError):  # only Linux has it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(os.environ["MEETING_PARENT"]):
        sys.exit(0)


def _log(settings: Settings) -> None:
    write_down(settings.log_level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
