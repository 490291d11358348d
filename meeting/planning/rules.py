"""The parts of a plan, and how two plans differ: pure decisions.

A change that was undone does not count. Something added and then corrected counts as added.
"""

import dataclasses
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from meeting.documents.readers import FOR_MEMBERS, Readers, is_common
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role

NO_TEMPLATE_NAME = declare("planning.no_template_name", 400, "Chưa ghi tên mẫu.")
TEMPLATE_TAKEN = declare("planning.template_taken", 409, "Đã có mẫu tên “{title}”. Ghi tên khác.")
NO_TEMPLATE = declare("planning.no_template", 409, "Phiên họp đã hủy nên không làm mẫu được.")
LAST_MAKER = declare(
    "planning.last_maker", 409, "Thôi thư ký này thì không còn ai chuẩn bị bản nháp. Thêm thư ký khác trước."
)
LAST_CLERK = declare("planning.last_clerk", 409, "Phiên họp đã phát hành phải có thư ký. Thêm thư ký khác trước.")
NOT_WAITING = declare("planning.not_waiting", 409, "Không có thay đổi nào chờ duyệt: đã được duyệt hoặc trả lại.")
WAITING_ALREADY = declare("planning.waiting_already", 409, "Các thay đổi này đã trình và đang chờ {chair} duyệt.")
CHANGES_ANEW = declare(
    "planning.changes_anew", 409, "Thay đổi vừa được trình lại. Xem nội dung mới trên trang này rồi duyệt."
)
CHANGED_SINCE = declare(
    "planning.changed_since", 409, "Sau khi trình, thư ký đã sửa thêm. Trả lại, hoặc đợi thư ký trình lại rồi duyệt."
)
HERE_ALREADY = declare(
    "planning.here_already", 409, "{name} đã điểm danh. Hủy điểm danh ở trang Điểm danh rồi mới đổi được."
)


class ChangeKind(StrEnum):
    """The kinds of change, as they are announced."""

    RENAMED = "renamed"
    TIME = "time"
    PLACE = "place"
    BODY = "body"
    SITTING_ADDED = "sitting_added"
    SITTING_CHANGED = "sitting_changed"
    SITTING_REMOVED = "sitting_removed"
    ITEM_ADDED = "item_added"
    ITEM_RENAMED = "item_renamed"
    ITEM_CHANGED = "item_changed"
    ITEM_MOVED = "item_moved"
    ITEM_REMOVED = "item_removed"
    SEAT_ADDED = "seat_added"
    SEAT_CHANGED = "seat_changed"
    SEAT_REMOVED = "seat_removed"
    SEATING = "seating"
    PAPER_ADDED = "paper_added"
    PAPER_RENAMED = "paper_renamed"
    PAPER_MOVED = "paper_moved"
    PAPER_KIND = "paper_kind"
    PAPERS_ORDERED = "papers_ordered"
    PAPER_REPLACED = "paper_replaced"
    PAPER_REMOVED = "paper_removed"
    QUESTION_ADDED = "question_added"
    QUESTION_CHANGED = "question_changed"
    QUESTION_REMOVED = "question_removed"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference. `name`: the present name of the thing; `was`: its earlier value, if that is announced.

    `internal`: it belongs to an item that guests do not see, or names a sitting that has no other items.
    `members`, `guests`: whether all of them may read a paper, before and after; otherwise they do not hear of it.
    """

    kind: ChangeKind
    name: str
    was: str = ""
    internal: bool = False
    members: bool = True
    guests: bool = True


@dataclasses.dataclass(frozen=True)
class Thing:
    """A planned sitting, an item, a seat, a paper or a question: its name, its other announced fields, its item.

    `internal`, of a sitting: somebody gave it a title.
    """

    name: str
    said: tuple[Any, ...] = ()
    item_id: int | None = None
    internal: bool = False
    readers: Readers = FOR_MEMBERS
    kind: str = ""


@dataclasses.dataclass
class Plan:
    """A plan according to its journal up to some line. `items` are in order, papers and questions by id.

    `places`: the name of each seat's place in the room. `stands`: the position of each paper among all of them.
    """

    title: str = ""
    place: str = ""
    starts_at: str = ""
    ends_at: str = ""
    body: str = ""
    sittings: dict[int, Thing] = dataclasses.field(default_factory=dict)
    items: dict[int, Thing] = dataclasses.field(default_factory=dict)
    order: list[int] = dataclasses.field(default_factory=list)
    seats: dict[int, Thing] = dataclasses.field(default_factory=dict)
    papers: dict[int, Thing] = dataclasses.field(default_factory=dict)
    questions: dict[int, Thing] = dataclasses.field(default_factory=dict)
    places: dict[int, str] = dataclasses.field(default_factory=dict)
    stands: dict[int, int] = dataclasses.field(default_factory=dict)

    def copy(self) -> "Plan":
        """Return a copy that later events do not change."""
        kept = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return Plan(**{name: type(value)(value) for name, value in kept.items()})


def is_told_to(change: Change, role: Role | None) -> bool:
    """Return whether people of a role may see a change; the chair and the makers see all of them."""
    if role == Role.GUEST:
        return change.guests and not change.internal
    return change.members or role != Role.MEMBER


def check_clerk_stays(roles: Collection[Role | None], *, draft: bool) -> None:
    """Raise Refused for the last secretary of a plan: somebody must go on preparing it."""
    if Role.CLERK not in roles:
        raise Refused(LAST_MAKER if draft else LAST_CLERK)


def check_not_waiting(*, waits: bool, same: bool) -> None:
    """Raise Refused when the same changes already wait for the chair."""
    if waits and same:
        raise Refused(WAITING_ALREADY)


def check_answers(*, waits: bool, submission: int, seen: int) -> None:
    """Raise Refused when no changes wait, or when newer ones were submitted than the chair has read."""
    if not waits:
        raise Refused(NOT_WAITING)
    if submission != seen:
        raise Refused(CHANGES_ANEW)


def check_same(*, same: bool) -> None:
    """Raise Refused when the plan has changed since it was submitted: only what the chair has read may be
    announced."""
    if not same:
        raise Refused(CHANGED_SINCE)


def check_template(title: str, others: Collection[str], *, withdrawn: bool) -> None:
    """Raise Refused for a withdrawn plan, or a missing or duplicate name: planners find a template by its name."""
    if withdrawn:
        raise Refused(NO_TEMPLATE)
    if not title:
        raise Refused(NO_TEMPLATE_NAME)
    if title in others:
        raise Refused(TEMPLATE_TAKEN, title=title)


def check_not_here(name: str, *, here: bool) -> None:
    """Raise Refused for a person who is present: their arrival and the count of those present must stay."""
    if here:
        raise Refused(HERE_ALREADY, name=name)


def differences(before: Plan, after: Plan) -> list[Change]:
    """Return the differences for somebody who knew the earlier plan: heading, items, people, papers, questions."""
    return [
        *_heading(before, after),
        *_sittings(before, after),
        *_items(before, after),
        *_seats(before, after),
        *_papers(before, after),
        *_questions(before, after),
    ]


ITEM_FIELDS = ("presenter", "minutes", "form", "text", "level", "start", "sitting")
SEAT_FIELDS = ("role", "votes")
QUESTION_FIELDS = ("form", "decision")
"""The fields in `said` of each sort of thing, in order."""


class Closer(NamedTuple):
    """A changed field of an item, a seat or a question that is in both plans.

    Of a sitting only its name.
    """

    of: str
    field: str
    was: Any
    now: Any


def closely(before: Plan, after: Plan) -> list[Closer]:
    """Return the changes of `differences` field by field, for the person who must approve them."""
    sorts = (
        (ITEM_FIELDS, before.items, after.items),
        (SEAT_FIELDS, before.seats, after.seats),
        (QUESTION_FIELDS, before.questions, after.questions),
    )
    found = []
    for fields, known, things in sorts:
        for number, thing in things.items():
            if number not in known:
                continue
            was = known[number]
            pairs = [*zip(fields, was.said, thing.said, strict=True), ("internal", was.internal, thing.internal)]
            found += [
                Closer(thing.name, field, _named(before, field, old), _named(after, field, new))
                for field, old, new in pairs
                if old != new
            ]
    return found


def _named(plan: Plan, field: str, said: Any) -> Any:
    return plan.sittings[said].name if field == "sitting" and said in plan.sittings else said


def _sittings(before: Plan, after: Plan) -> Iterator[Change]:
    for number, thing in after.sittings.items():
        known, internal = before.sittings.get(number), _tells(after, number)
        if known is None:
            yield Change(kind=ChangeKind.SITTING_ADDED, name=_hours(thing), internal=internal)
        elif known != thing:
            both = internal or _tells(before, number)
            yield Change(kind=ChangeKind.SITTING_CHANGED, name=_hours(thing), was=_hours(known), internal=both)
    for number, thing in before.sittings.items():
        if number not in after.sittings:
            yield Change(kind=ChangeKind.SITTING_REMOVED, name=_hours(thing), internal=_tells(before, number))


def _tells(plan: Plan, number: int) -> bool:
    """Return whether a sitting has its own title and no item that guests see: they may then not see its title."""
    known = any(item.said[-1] == number and not item.internal for item in plan.items.values())
    return plan.sittings[number].internal and not known


def _hours(thing: Thing) -> str:
    return f"{thing.name} ({thing.said[0]})"


def _heading(before: Plan, after: Plan) -> Iterator[Change]:
    for kind, field in ((ChangeKind.RENAMED, "title"), (ChangeKind.PLACE, "place"), (ChangeKind.BODY, "body")):
        if getattr(before, field) != getattr(after, field):
            yield Change(kind=kind, name=getattr(after, field), was=getattr(before, field))
    times = [f"{plan.starts_at}/{plan.ends_at}" for plan in (before, after)]
    if times[0] != times[1]:
        yield Change(kind=ChangeKind.TIME, name=times[1], was=times[0])


def _items(before: Plan, after: Plan) -> Iterator[Change]:
    for number in after.order:
        thing, known = after.items[number], before.items.get(number)
        if known is None:
            yield Change(kind=ChangeKind.ITEM_ADDED, name=thing.name, internal=thing.internal)
            continue
        if known.internal != thing.internal:  # guests see the name that they know, or may know now
            yield Change(kind=ChangeKind.ITEM_CHANGED, name=known.name if thing.internal else thing.name)
        if known.name != thing.name:
            internal = known.internal or thing.internal
            yield Change(kind=ChangeKind.ITEM_RENAMED, name=thing.name, was=known.name, internal=internal)
        elif known.said != thing.said:
            yield Change(kind=ChangeKind.ITEM_CHANGED, name=thing.name, internal=thing.internal)
    for number in _moved(before.order, after.order):
        thing = after.items[number]
        yield Change(kind=ChangeKind.ITEM_MOVED, name=thing.name, internal=thing.internal)
    for number, thing in before.items.items():
        if number not in after.items:
            yield Change(kind=ChangeKind.ITEM_REMOVED, name=thing.name, internal=thing.internal)


def _moved(before: list[int], after: list[int]) -> list[int]:
    """Return the smallest set that must have moved: those in both, without the longest run that kept its order."""
    place = {number: at for at, number in enumerate(before)}
    both = [number for number in after if number in place]
    longest: list[tuple[int, int | None]] = []  # for each: length of the best run ending there, and the one before it
    for at, number in enumerate(both):
        runs = [(longest[i][0], i) for i in range(at) if place[both[i]] < place[number]]
        length, link = max(runs, default=(0, -1))
        longest.append((length + 1, None if link < 0 else link))
    at_end = max(range(len(both)), key=lambda i: longest[i][0], default=None)
    kept = set()
    while at_end is not None:
        kept.add(both[at_end])
        at_end = longest[at_end][1]
    return [number for number in both if number not in kept]


def _seats(before: Plan, after: Plan) -> Iterator[Change]:
    for number, thing in after.seats.items():
        known = before.seats.get(number)
        if known is None:
            yield Change(kind=ChangeKind.SEAT_ADDED, name=thing.name)
        elif known.said != thing.said:
            yield Change(kind=ChangeKind.SEAT_CHANGED, name=thing.name)
    for number, thing in before.seats.items():
        if number not in after.seats:
            yield Change(kind=ChangeKind.SEAT_REMOVED, name=thing.name)
    both = before.seats.keys() & after.seats.keys()
    if any(before.places[number] != after.places[number] for number in both):  # one line, of however many people
        yield Change(kind=ChangeKind.SEATING, name="")


def _papers(before: Plan, after: Plan) -> Iterator[Change]:
    for number, thing in after.papers.items():
        known, internal = before.papers.get(number), _is_internal(after, thing)
        if known is None:
            yield _paper(ChangeKind.PAPER_ADDED, internal, thing)
        elif known.said != thing.said:
            yield _paper(ChangeKind.PAPER_REPLACED, internal, thing, known)
        elif known.name != thing.name:
            yield _paper(ChangeKind.PAPER_RENAMED, internal, thing, known)
        elif known.item_id != thing.item_id:
            yield _paper(ChangeKind.PAPER_MOVED, internal, thing, known)
        elif known.kind != thing.kind:
            yield _paper(ChangeKind.PAPER_KIND, internal, thing, known)
    for number, thing in before.papers.items():
        if number not in after.papers:
            yield _paper(ChangeKind.PAPER_REMOVED, _is_internal(before, thing), thing)
    for item_id in dict.fromkeys([None, *after.order]):
        if _listed(before, after, item_id) != _listed(after, before, item_id):
            item = after.items.get(item_id or 0)
            internal = item is not None and item.internal
            yield Change(kind=ChangeKind.PAPERS_ORDERED, name=item.name if item else after.title, internal=internal)


def _listed(plan: Plan, other: Plan, item_id: int | None) -> list[int]:
    """Return the papers of an item in their order, if they are under it and of one kind in both plans."""
    both = [
        number
        for number, thing in plan.papers.items()
        if thing.item_id == item_id and number in other.papers
        if (other.papers[number].item_id, other.papers[number].kind) == (item_id, thing.kind)
    ]
    return sorted(both, key=lambda number: plan.stands[number])


def papers_to_read(before: Plan, after: Plan) -> set[int]:
    """Return the numbers of the papers whose present file nobody who knew the earlier plan has seen."""
    known = {number: paper.said for number, paper in before.papers.items()}
    return {number for number, paper in after.papers.items() if known.get(number) != paper.said}


def _paper(kind: ChangeKind, internal: bool, now: Thing, before: Thing | None = None) -> Change:
    """Return a change of a paper, for the roles that may all read it before and after."""
    members, guests = (
        all(is_common(role, each.readers) for each in (now, before or now)) for role in (Role.MEMBER, Role.GUEST)
    )
    was = before.name if before is not None and kind == ChangeKind.PAPER_RENAMED else ""
    return Change(kind=kind, name=now.name, was=was, internal=internal, members=members, guests=guests)


def _questions(before: Plan, after: Plan) -> Iterator[Change]:
    for number, thing in after.questions.items():
        known, internal = before.questions.get(number), _is_internal(after, thing)
        if known is None:
            yield Change(kind=ChangeKind.QUESTION_ADDED, name=thing.name, internal=internal)
        elif known != thing:
            was = known.name if known.name != thing.name else ""
            yield Change(kind=ChangeKind.QUESTION_CHANGED, name=thing.name, was=was, internal=internal)
    for number, thing in before.questions.items():
        if number not in after.questions:
            yield Change(kind=ChangeKind.QUESTION_REMOVED, name=thing.name, internal=_is_internal(before, thing))


def _is_internal(plan: Plan, thing: Thing) -> bool:
    item = plan.items.get(thing.item_id or 0)
    return item is not None and item.internal
