"""Read the file of a list with the table reader of agenda folders: CSV or Excel, headers with several names."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from meeting.catalogue.rules import spelt
from meeting.commands.caps import limit, own_caps
from meeting.packs.folder.fields import line
from meeting.packs.folder.people import ACCOUNT, HEAD, LABEL, NUMBER, PARTICULARS, ROLE, VOTES, WEIGHT
from meeting.packs.folder.problems import Problems
from meeting.packs.folder.table import KnownColumn, Row, read_table
from meeting.people.particulars import Particulars
from meeting.roster.rules import Listed

_LEFT_OUT = (
    ("Ngày sinh", ("năm sinh", "sinh ngày", "ngày tháng năm sinh")),
    ("Giới tính", ("nam nữ",)),
    ("Dân tộc", ()),
    ("Điện thoại", ("số điện thoại", "sđt", "phone")),
    ("Thư điện tử", ("email", "e-mail", "hộp thư")),
    ("Ghi chú", ("note",)),
)
"""Columns that many offices' lists have and that are not needed here. They are accepted and not stored."""

COLUMNS = (
    NUMBER,
    *PARTICULARS.values(),
    ACCOUNT._replace(required=False),
    *(each._replace(required=False) for each in (ROLE, VOTES, LABEL, WEIGHT, HEAD)),
    *(KnownColumn(f"left out {header}", header, aliases, required=False) for header, aliases in _LEFT_OUT),
)
_CAPS = own_caps(Particulars)


def read_list(path: Path, spellings: Mapping[str, str]) -> list[Listed]:
    """Return the lines of a list. Raises PackProblems with all problems when the table cannot be understood.

    `spellings` maps a title in comparable form to the office's own spelling (see the catalogue).
    """
    problems = Problems()
    rows = read_table(path, COLUMNS, problems)
    name = PARTICULARS["full_name"]
    people = [row for row in rows if not name.named(row.cell(name).text)]  # a header may be repeated
    silent = PARTICULARS.keys() - {key for row in people for key in row.cells}
    listed = [_listed(row, problems, spellings, silent) for row in people]
    problems.raise_any()
    return listed


def _listed(row: Row, problems: Problems, spellings: Mapping[str, str], silent: AbstractSet[str]) -> Listed:
    words = {field: line(row.cell(column), problems, _CAPS[field].limit) for field, column in PARTICULARS.items()}
    if not words["given_name"]:  # the last word is a guess, good for a newcomer only
        silent = silent | {"given_name"}  # a set of this row's own: all rows share the one handed in
    words["given_name"] = words["given_name"] or words["full_name"].rpartition(" ")[2]
    words["title"] = spellings.get(spelt(words["title"]), words["title"])
    account = line(row.cell(ACCOUNT), problems, limit("people.add_person", "account")).lower()
    return Listed(row.spot.line, account, Particulars(**words), frozenset(silent))
