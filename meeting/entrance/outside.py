"""The office's own directory, as this installation is set to reach it."""

from meeting.access.directory.local import Directory
from meeting.access.directory.outside import OutsideDirectory
from meeting.access.directory.task import Answer, Link, LinkStep, Question
from meeting.config import BadSettings, Settings
from meeting.kernel.clock import Clock
from meeting.store.database import Database
from meeting.work.apart import TaskFailed, run_apart

SECONDS = 8
"""After which the process that asks is killed: two connections of three seconds each, and its start."""


def link_of(settings: Settings) -> Link | None:
    """How the directory is reached; None when none is set. BadSettings when it is set by halves."""
    if not settings.ldap_url:
        return None
    if not settings.ldap_url.startswith(("ldap://", "ldaps://")):
        raise BadSettings("thiết đặt “ldap_url” phải bắt đầu bằng ldaps:// hoặc ldap://")
    place = settings.data / "ldap.password"
    try:
        password = place.read_text("utf-8").strip()
    except OSError:
        raise BadSettings(f"{place}: chưa có mật khẩu của tài khoản dịch vụ (thiết đặt “ldap_service”)") from None
    return Link(
        url=settings.ldap_url,
        authority=settings.ldap_authority,
        service=settings.ldap_service,
        password=password,
        base=settings.ldap_base,
        login=settings.ldap_login,
    )


def ask(question: Question, seconds: float = SECONDS) -> Answer:
    """Ask the directory, in a process of its own."""
    try:
        return run_apart("meeting.access.directory.ldap_apart", question, Answer, seconds=seconds)
    except TaskFailed:
        return Answer(LinkStep.CONNECT, "timeout")


def with_outside(local: Directory, database: Database, settings: Settings, clock: Clock) -> Directory:
    """The local directory, and beside it the one outside when one is set."""
    link = link_of(settings)
    return local if link is None else OutsideDirectory(local, database, link, ask, clock)
