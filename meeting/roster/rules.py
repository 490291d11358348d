"""Decide what each line of a list means for the known people. Pure decisions. A doubtful line is not taken in."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.text import fold
from meeting.people.particulars import Particulars
from meeting.people.rules import check_account

NOT_A_LIST = declare("roster.not_a_list", 400, "Chọn tệp CSV hoặc Excel (.xlsx) có danh sách người.")
NOT_READ = declare("roster.not_read", 409, "Danh sách này không còn chờ nhập. Mở lại trang để xem.")
WRONG_COUNT = declare(
    "roster.wrong_count", 409, "Danh bạ vắng {count} người, số vừa gõ không khớp. Chưa cho ai nghỉ. Xem lại rồi gõ lại."
)
NOT_TAKEN = declare("roster.not_taken", 409, "Danh sách này chưa nhập, hoặc đã hoàn tác.")
SUFFIXES = (".csv", ".xlsx")


class RosterSource(StrEnum):
    """Where a list comes from: a file, or the office's own directory."""

    FILE = "office_file"
    DIRECTORY = "office_directory"


class RosterState(StrEnum):
    """The state of a list."""

    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    TAKING = "taking"
    TAKEN = "taken"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"


BUSY = (RosterState.READING, RosterState.TAKING, RosterState.TAKING_BACK)
ENDS = {
    RosterState.READING: RosterState.READ,
    RosterState.TAKING: RosterState.TAKEN,
    RosterState.TAKING_BACK: RosterState.TAKEN_BACK,
}
"""The state of a list after each kind of work."""


class LineKind(StrEnum):
    """The effect that a line would have. Only lines from the directory say that a person leaves or returns."""

    ADDS = "adds"
    CHANGES = "changes"
    LEAVES = "leaves"
    RETURNS = "returns"
    SAME = "same"
    CONFLICT = "conflict"


class LineState(StrEnum):
    """The outcome of a line. `LEFT_OUT`: nothing changed, because the person was changed by someone else first."""

    WAITS = "waits"
    DONE = "done"
    LEFT_OUT = "left_out"
    UNDONE = "undone"
    KEPT = "kept"


class Doubt(StrEnum):
    """Why a line is in conflict."""

    NONE = ""
    NO_NAME = "no_name"
    LETTERS = "letters"
    ACCOUNT = "account"
    TWICE = "twice"
    OTHER_NAME = "other_name"
    RETIRED = "retired"
    NAMESAKE = "namesake"
    SAME_ACCOUNT = "same_account"
    ADMIN = "of_admin"
    OFFICER = "of_officer"
    OTHER_ID = "other_id"
    SHRUNK = "shrunk"


DOUBTS = {
    Doubt.NO_NAME: _l("Chưa có họ tên."),
    Doubt.LETTERS: _l("Họ tên có ký tự lỗi. Lưu lại tệp bằng bảng mã UTF-8 hoặc Excel."),
    Doubt.ACCOUNT: _l("Tài khoản “{fact}” chỉ được gồm chữ thường không dấu, số, dấu chấm, gạch."),
    Doubt.TWICE: _l("Trùng với dòng {fact}."),
    Doubt.OTHER_NAME: _l("Tài khoản này đang của {fact}."),
    Doubt.RETIRED: _l("{fact} đã nghỉ. Đưa trở lại danh sách trước."),
    Doubt.NAMESAKE: _l("Đã có {fact}. Ghi tài khoản để biết là cùng một người hay hai người."),
    Doubt.SAME_ACCOUNT: _l("Trong danh bạ có hai tài khoản cùng đọc là “{fact}”, hoặc hai người trùng cả chức vụ."),
    Doubt.ADMIN: _l("Tài khoản này đang của quản trị {fact}. Quản trị của phòng họp không nối với danh bạ."),
    Doubt.OFFICER: _l(
        "Tài khoản này đang của {fact}, người điều hành một phiên họp chưa xong hoặc chưa khóa biên bản. "
        "Người này giữ thẻ và PIN, chưa nối với danh bạ."
    ),
    Doubt.OTHER_ID: _l("Tài khoản này đang của {fact}, đã nối với một người khác trong danh bạ."),
    Doubt.SHRUNK: _l("Danh bạ không còn {fact}, nhưng cùng lúc vắng quá nhiều người nên chưa cho ai nghỉ."),
}
"""The sentence of each doubt, in Vietnamese."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The rights of a line from the directory, besides particulars: the account there, and rights by its rules."""

    directory_id: str
    admin: bool = False
    planner: bool = False
    group_id: int | None = None


class Known(NamedTuple):
    """A person of the office, as far as lists need it.

    `given`: what the directory gave, None if not connected to it.

    `gone_there`: the person has left because the directory removed or disabled them.

    `officer`: the person conducts a meeting that is not over, or whose minutes are not locked.
    """

    person_id: int
    version: int
    account: str
    particulars: Particulars
    retired: bool
    admin: bool = False
    given: Given | None = None
    gone_there: bool = False
    planner: bool = False
    officer: bool = False


class Listed(NamedTuple):
    """A line of a list: its number in the file, its account (may be empty), and its person.

    `silent`: the fields of particulars that this line does not tell, such as those whose column the list lacks.
    """

    line: int
    account: str
    particulars: Particulars
    silent: frozenset[str] = frozenset()


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A line with what it would do. `person_id` and `version` name the person to change, `before` their particulars."""

    line: int
    account: str
    particulars: Particulars
    kind: LineKind
    person_id: int | None = None
    version: int = 0
    before: Particulars | None = None
    doubt: Doubt = Doubt.NONE
    fact: str = ""
    given: Given | None = None
    given_before: Given | None = None


def check_departures(typed: int, count: int) -> None:
    """Raise Refused unless the administrator typed the number of people leaving. A press of a button is not enough."""
    if typed != count:
        raise Refused(WRONG_COUNT, count=count)


def judge(listed: Iterable[Listed], known: Sequence[Known]) -> list[Judged]:
    """Return what each line of a list would do to the known people."""
    accounts = {each.account: each for each in known if each.account}
    names: dict[str, list[Known]] = {}
    for each in known:
        names.setdefault(plain_name(each.particulars), []).append(each)
    seen: dict[tuple[str, ...], int] = {}
    return [_judge(each, accounts, names.get(plain_name(each.particulars), []), seen) for each in listed]


def plain_name(particulars: Particulars) -> str:
    """Return the name without accents, with single spaces."""
    return " ".join(fold(particulars.full_name).split())


def _judge(one: Listed, accounts: dict[str, Known], namesakes: list[Known], seen: dict[tuple[str, ...], int]) -> Judged:
    doubt, fact = _fault(one, seen)
    if doubt:
        return _conflict(one, doubt, fact)
    person = accounts.get(one.account) if one.account else same_person(one.particulars, namesakes)
    if person is None:
        return _newcomer(one, namesakes)
    if person.retired:
        return _conflict(one, Doubt.RETIRED, person.particulars.named())
    if plain_name(person.particulars) != plain_name(one.particulars):
        return _conflict(one, Doubt.OTHER_NAME, person.particulars.named())
    particulars = _completed(one, person.particulars)
    kind = LineKind.SAME if person.particulars == particulars else LineKind.CHANGES
    return Judged(
        line=one.line,
        account=one.account or person.account,
        particulars=particulars,
        kind=kind,
        person_id=person.person_id,
        version=person.version,
        before=person.particulars,
    )


def _completed(one: Listed, before: Particulars) -> Particulars:
    """Return the particulars that a known person would have. What the line does not tell keeps its old value."""
    return replace(one.particulars, **{field: getattr(before, field) for field in one.silent})


def _newcomer(one: Listed, namesakes: list[Known]) -> Judged:
    """Judge a line whose account or person is unknown. A person of the same name may be the same person.

    Only an account, or a different title or unit, shows that they are two people.
    """
    if namesakes and not one.account:
        return _conflict(one, Doubt.NAMESAKE, told_of(namesakes[0].particulars))
    if (same := same_person(one.particulars, namesakes)) is not None:
        return _conflict(one, Doubt.NAMESAKE, told_of(same.particulars))
    return Judged(line=one.line, account=one.account, particulars=one.particulars, kind=LineKind.ADDS)


def _fault(one: Listed, seen: dict[tuple[str, ...], int]) -> tuple[Doubt, str]:
    """Return what is wrong with a line alone, or together with an earlier line: (doubt, fact for its sentence)."""
    if not one.particulars.full_name:
        return Doubt.NO_NAME, ""
    if any(sign in one.particulars.full_name for sign in ("?", "\ufffd")):
        return Doubt.LETTERS, ""
    if one.account:
        try:
            check_account(one.account)
        except Refused:
            return Doubt.ACCOUNT, one.account
    keys = [("account", one.account)] if one.account else []
    for key in [*keys, ("person", *told_apart_by(one.particulars))]:
        if (first := seen.setdefault(key, one.line)) != one.line:
            return Doubt.TWICE, str(first)
    return Doubt.NONE, ""


def same_person(particulars: Particulars, among: Sequence[Known]) -> Known | None:
    """Return the person among those of that name who has the same title and unit, or None."""
    return next((each for each in among if told_apart_by(each.particulars) == told_apart_by(particulars)), None)


def told_apart_by(particulars: Particulars) -> tuple[str, ...]:
    """Return what distinguishes people of one name: name, title and unit, without regard to case and spaces."""
    told = particulars.full_name, particulars.title, particulars.unit
    return tuple(" ".join(word.casefold().split()) for word in told)


def told_of(particulars: Particulars) -> str:
    """Return name, title and unit: `ông Nguyễn Văn An, Ủy viên, Ban Kinh tế`."""
    return ", ".join(filter(None, (particulars.named(), particulars.title, particulars.unit)))


def _conflict(one: Listed, doubt: Doubt, fact: str) -> Judged:
    return Judged(
        line=one.line,
        account=one.account[:40],
        particulars=one.particulars,
        kind=LineKind.CONFLICT,
        doubt=doubt,
        fact=fact[:400],
    )
