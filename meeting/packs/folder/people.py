"""The list of people: their particulars, their role in this meeting, and whether they may vote.

There is one chair and at least one secretary. Each person has one account and one seat. Guests have no vote. At most
one person is marked as the head of the body; this is never guessed from a title or from the chair.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from meeting.agenda.rules import Mandate
from meeting.commands.caps import limit, own_caps
from meeting.kernel.roles import Role
from meeting.law.edition import Preset
from meeting.law.terms import Tie
from meeting.packs.folder.fields import Cell, day, line, required_line, word
from meeting.packs.folder.model import PackMandate, PackPerson
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.table import KnownColumn, Row, read_table
from meeting.packs.folder.words import MANDATES, ROLES, YES_NO
from meeting.people.particulars import Particulars

NUMBER = KnownColumn("number", "STT", ("TT", "số thứ tự", "no"), required=False)
_ALIASES = {
    "full_name": ("họ tên", "full name", "name"),
    "given_name": ("tên", "given name"),
    "honorific": ("danh xưng", "honorific"),
    "title": ("chức danh", "title", "position"),
    "unit": ("cơ quan", "cơ quan, đơn vị", "unit", "organisation"),
}
_CAPS = own_caps(Particulars)
PARTICULARS = {
    field: KnownColumn(field, cap.label, _ALIASES.get(field, ()), required=field == "full_name")
    for field, cap in _CAPS.items()
}
ROLE = KnownColumn("role", "Vai trò", ("role",))
VOTES = KnownColumn("votes", "Quyền biểu quyết", ("biểu quyết", "votes", "vote"))
LABEL = KnownColumn("label", "Ghế", ("số ghế", "chỗ ngồi", "seat"), required=False)
ACCOUNT = KnownColumn("account", "Tài khoản", ("mã đăng nhập", "tên đăng nhập", "account"))
WEIGHT = KnownColumn("weight", "Trọng số", ("weight",), required=False)

HEAD = KnownColumn("head", "Người đứng đầu", ("người đứng đầu cơ quan", "head of the body", "head"), required=False)
MANDATE = KnownColumn("mandate", "Nhiệm vụ", ("mandate",), required=False)
BY_NUMBER = KnownColumn("by_number", "Số văn bản", ("document number",), required=False)
BY_DATED = KnownColumn("by_dated", "Ngày văn bản", ("document date",), required=False)
BY_REASON = KnownColumn("by_reason", "Lý do", ("reason",), required=False)
POINT = KnownColumn("point", "Điểm cầu", ("dự từ xa tại", "remote point", "point"), required=False)

WRITTEN = (
    *(*PARTICULARS.values(), ROLE, VOTES, LABEL, ACCOUNT, WEIGHT, HEAD, POINT),
    *(MANDATE, BY_NUMBER, BY_DATED, BY_REASON),
)
"""The columns of a written list, in order."""

_VOTELESS = {Role.GUEST: "guest_votes", Role.NOBODY: "admin_votes"}
"""Roles without a vote, each with the code of the problem when the list gives them one."""
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


def read_people(path: Path, problems: Problems) -> tuple[PackPerson, ...]:
    """Return the people of a table, in its order. Problems are noted."""
    rows = read_table(path, (NUMBER, *WRITTEN), problems)
    people = [_person(row, problems) for row in rows]
    if people:
        _check_unique(people, rows, problems)
        _check_roles(people, rows, Spot(path.name), problems)
        _check_heads(people, rows, problems)
    return tuple(people)


def _person(row: Row, problems: Problems) -> PackPerson:
    particulars = _particulars(row, problems)
    role = word(row.cell(ROLE), problems, ROLES)
    votes = _votes(row, particulars.full_name, role, problems)
    return PackPerson(
        account=_account(row.cell(ACCOUNT), problems),
        particulars=particulars,
        role=role,
        votes=votes,
        weight=_weight(row.cell(WEIGHT), problems),
        label=line(row.cell(LABEL), problems, limit("agenda.add_seat", "label")),
        head=_head(row.cell(HEAD), problems),
        out=_out(row, particulars.full_name, problems, votes=votes),
        point=line(row.cell(POINT), problems, limit("attendance.add_point", "title")),
    )


def _out(row: Row, name: str, problems: Problems, *, votes: bool) -> PackMandate | None:
    """Return why a person with a vote is not in office. Returns None when the cell is blank."""
    cell = row.cell(MANDATE)
    mandate = word(cell, problems, MANDATES) if cell.text else Mandate.HELD
    if mandate == Mandate.HELD:
        return None
    if not votes:
        problems.add(cell.spot, "mandate_votes", name=name)
    return PackMandate(
        mandate=mandate,
        number=required_line(row.cell(BY_NUMBER), problems, limit("conduct.record_mandate", "number")),
        dated=day(row.cell(BY_DATED), problems),
        reason=required_line(row.cell(BY_REASON), problems, limit("conduct.record_mandate", "reason")),
    )


def _particulars(row: Row, problems: Problems) -> Particulars:
    """Return a row's particulars.

    Without a column for given names, the last word of the full name is the given name.
    """
    needed = {"full_name", "given_name"} & {"full_name", *row.cells}
    words = {
        field: (required_line if field in needed else line)(row.cell(column), problems, _CAPS[field].limit)
        for field, column in PARTICULARS.items()
    }
    if "given_name" not in needed:
        words["given_name"] = words["full_name"].rpartition(" ")[2]
    return Particulars(**words)


def _account(cell: Cell, problems: Problems) -> str:
    account = required_line(cell, problems).lower()
    if account and not _ACCOUNT.fullmatch(account):
        problems.add(cell.spot, "account_bad", value=account)
    return account


def _weight(cell: Cell, problems: Problems) -> int:
    """Return 1, and note a problem for any other weight.

    Councils and committees count heads: a weight would give a wrong verdict.
    """
    if line(cell, problems) not in ("", "1"):
        problems.add(cell.spot, "weight_bad", value=cell.text)
    return 1


def _head(cell: Cell, problems: Problems) -> bool:
    return bool(cell.text) and word(cell, problems, YES_NO)


def _votes(row: Row, name: str, role: Role, problems: Problems) -> bool:
    """Return whether the person may vote.

    Only guests, administrators and secretaries may leave the cell blank, which means no.
    """
    cell = row.cell(VOTES)
    if not cell.text and role in (Role.CLERK, *_VOTELESS):
        return False
    votes = word(cell, problems, YES_NO)
    if votes and role in _VOTELESS:
        problems.add(cell.spot, _VOTELESS[role], name=name)
    return votes


def _check_unique(people: Sequence[PackPerson], rows: Sequence[Row], problems: Problems) -> None:
    accounts: dict[str, tuple[PackPerson, Spot]] = {}
    seats: dict[str, tuple[PackPerson, Spot]] = {}
    for person, row in zip(people, rows, strict=True):
        for value, owners, code in (
            (person.account, accounts, "account_twice"),
            (person.label, seats, "seat_twice"),
        ):
            other, spot = owners.setdefault(value.casefold(), (person, row.spot))
            if value and other is not person:
                problems.add(row.spot, code, value=value, other=other.particulars.full_name, first=spot.line)


def _check_roles(people: Sequence[PackPerson], rows: Sequence[Row], whole: Spot, problems: Problems) -> None:
    if not all(row.cell(ROLE).text for row in rows):
        return  # missing roles are noted already; nobody can say yet who is the chair
    if not any(person.role == Role.CHAIR for person in people):
        problems.add(whole, "no_chair")
    if not any(person.role == Role.CLERK for person in people):
        problems.add(whole, "no_clerk")
    if not any(person.votes for person in people):
        problems.add(whole, "no_voter")


def _check_heads(people: Sequence[PackPerson], rows: Sequence[Row], problems: Problems) -> None:
    heads = [(p, row.spot) for p, row in zip(people, rows, strict=True) if p.head]
    for person, spot in heads:
        if not person.votes:
            problems.add(spot, "head_votes", name=person.particulars.full_name)
    for _, spot in heads[1:]:
        problems.add(spot, "two_heads", other=heads[0][0].particulars.full_name, first=heads[0][1].line)


def note_no_head(people: Sequence[PackPerson], rules: Preset | None, file: str, problems: Problems) -> None:
    """Note that the list names no head of the body, if a tie in this body is decided by its head."""
    follows = rules is not None and any(decision.tie == Tie.CHAIR for decision in rules.decisions.values())
    if follows and people and not any(person.head for person in people):
        problems.note(Spot(file), "no_head", column=HEAD.header)
