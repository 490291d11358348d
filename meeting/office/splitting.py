"""Splits an agenda pasted from Word into items. Understands numbers, tables, times, minutes and presenters. Pure.

Doubtful parts stay in the title, where the secretary sees them.
"""

import re
from typing import NamedTuple

from meeting.agenda.rules import DEEPEST, ItemForm
from meeting.kernel.text import clean, fold
from meeting.office.said_times import begins_timed, is_time, timed

_SIGN = re.compile(
    r"(?:(?:mục|nội dung|phần)\s+)?"
    r"(?:(?P<roman>[IVX]{1,5})[.):/]|(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[.)]|[:/](?!\d)|(?<=\.\d)(?=\s)|(?<=\.\d\d)(?=\s))"
    r"|(?P<letter>[a-zđ])[.)]|(?P<dash>[-–—•+*▪]))\s*(?=\S)",
    re.IGNORECASE,
)
_PRESENTER = re.compile(
    r"[\s,;.–-]*\(?\s*(?:(?:người|đơn vị|cơ quan)\s+)?(?:trình bày|báo cáo viên|thực hiện|chủ trì)\s*:\s*"
    r"([^()]+?)\)?\s*[.;]?\s*$",
    re.IGNORECASE,
)
_HEADERS = ("noi dung", "thoi gian", "trinh bay", "stt", "tt", "thoi luong", "chu tri", "thuc hien", "nguoi trinh bay")
_FORMS = (
    (ItemForm.CEREMONY, ("chao co", "khai mac", "tuyen bo ly do", "gioi thieu dai bieu", "be mac")),
    (ItemForm.QUESTIONING, ("chat van",)),
    (ItemForm.VOTE, ("bieu quyet", "thong qua")),
    (ItemForm.DISCUSSION, ("thao luan", "y kien", "tham luan")),
    (ItemForm.CONCLUSION, ("ket luan", "tong ket")),
    (ItemForm.PRESENTATION, ("bao cao", "to trinh", "trinh bay", "du thao", "tham tra")),
)
LONGEST_LINE = 1000
"""The most letters of an agenda line.

A longer one is left as it is, because patterns take time with the square of its length.
"""


class Split(NamedTuple):
    """An item as it was recognised."""

    title: str
    presenter: str = ""
    minutes: int = 0
    level: int = 0
    form: ItemForm = ItemForm.OTHER
    start: str = ""


def split(text: str) -> list[Split]:
    """Return the items of a pasted agenda, in order."""
    lines = [line for line in clean(text).replace("\r", "\n").split("\n") if line.strip() and not _is_header(line)]
    signs = [_sign(line) for line in lines]
    numbered = any(signs)
    found: list[Split] = []
    styles: list[str] = []
    for line, sign in zip(lines, signs, strict=True):
        if numbered and not sign and found:
            found[-1] = _with_more(found[-1], line)
            continue
        item = _item(line, _level(sign, styles))
        if item.title:
            found.append(item)
        elif item.presenter and found and not sign:
            found[-1] = _with_more(found[-1], line)
        elif item.presenter:  # a row without further content
            found.append(item._replace(title=item.presenter, presenter=""))
    return found


def form_of(title: str) -> ItemForm:
    """Return the form of an item that its title suggests."""
    said = fold(title)
    return next((form for form, words in _FORMS if any(word in said for word in words)), ItemForm.OTHER)


def _is_header(line: str) -> bool:
    """Return whether a line is the first row of a table, with a column name in every cell."""
    cells = [fold(cell).strip(" .") for cell in line.split("\t") if cell.strip()]
    return len(cells) > 1 and all(any(name in cell for name in _HEADERS) for cell in cells)


def _sign(line: str) -> str:
    """Return the style of a line's number, or an empty string. A time at the beginning counts as a number."""
    first = line.strip()
    cells = first.split("\t")
    if len(line) <= LONGEST_LINE and (
        begins_timed(" ".join(first.split())) or (len(cells) > 1 and is_time(cells[0].strip()))
    ):
        return "time"
    if len(cells) > 1 and (cell := cells[0].strip(" .)")):
        first = f"{cell}. x" if re.fullmatch(r"[IVX]{1,5}|\d{1,3}(\.\d{1,3})*|[a-zđ]", cell) else first
    found = _SIGN.match(first)
    if found is None:
        return ""
    if number := found["number"]:
        return f"number{number.count('.')}"
    return next(name for name in ("roman", "letter", "dash") if found[name])


def _level(sign: str, styles: list[str]) -> int:
    """Return the level of a style. A style not used since the last line above is one level below that line."""
    if not sign:
        return 0
    if sign in styles:
        del styles[styles.index(sign) + 1 :]
    else:
        styles.append(sign)
    return min(len(styles) - 1, DEEPEST)


def _item(line: str, level: int) -> Split:
    if len(line) > LONGEST_LINE:
        return Split(" ".join(line.split()), level=level)
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    cells = [cell for cell in cells if cell and not re.fullmatch(r"[IVX]{1,5}[.)]?|\d{1,3}(\.\d{1,3})*[.)]?", cell)]
    cells[:1] = [_without_sign(cell) for cell in cells[:1]]
    minutes, start, kept = 0, "", []
    for cell in cells:
        begins, spent, rest = timed(cell)
        minutes, start = minutes or spent, start or begins
        if rest:
            kept.append(rest)
    if len(kept) > 1 and is_time(kept[0]):  # an impossible time of day
        kept[:2] = [f"{kept[0]}: {kept[1]}"]
    title = _without_sign(kept[0]) if kept else ""
    presenter = kept[1] if len(kept) > 1 else ""
    if found := _PRESENTER.search(title):
        title, presenter = title[: found.start()], presenter or found[1]
    begins, spent, title = timed(title)
    title = title.strip(" .;,:–-")
    return Split(title, presenter.strip(" .;"), minutes or spent, level, form_of(title), start or begins)


def _with_more(item: Split, line: str) -> Split:
    """Return the item with a following line without a number: its presenter, its duration, or more of the title."""
    more = _item(line, item.level)
    known = {name: getattr(item, name) or getattr(more, name) for name in ("minutes", "presenter", "start")}
    return item._replace(title=f"{item.title} {more.title}".strip(), **known)


def _without_sign(text: str) -> str:
    found = _SIGN.match(text)
    return text[found.end() :] if found else text
