"""Load a pack as a meeting. It submits the same commands that a person would, in one transaction: all or nothing."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec.structs import asdict
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.agenda.commands import AddItem, AddSeat, CreateMeeting, WithdrawMeeting
from meeting.agenda.placing import LayOutSeating
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.tables import Meeting
from meeting.attendance.pointing import AddPoint, ExpectAtPoint
from meeting.commands.submit import Commands, Submit
from meeting.conduct.mandates import RecordMandate
from meeting.documents.commands import AddDocument
from meeting.documents.on_paper import AddOnPaper
from meeting.documents.readers import Readers
from meeting.kernel.clock import local, stamp
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.roles import Role
from meeting.law.editions import edition_on
from meeting.packs.folder.model import Pack, PackItem, PackPaper, PackPerson, PackReaders
from meeting.packs.unload import pack_of
from meeting.people.commands import AddPerson, ChangePerson, SetPlanner
from meeting.people.groups import MakeGroup
from meeting.people.tables import Group, Person, person_of_account, plain
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.voting.commands.motions import PrepareMotion

ANOTHER = declare(
    "packs.another_pack",
    409,
    "Đã có phiên họp mã “{slug}” với nội dung khác. Để thay phiên họp chưa khai mạc đó, thêm --replace; để nhập "
    "thành phiên họp mới, đổi “slug” trong agenda.yaml (hay meeting.yaml) hoặc đổi tên thư mục.",
)

OTHER_PERSON = declare(
    "packs.other_person",
    409,
    "Tài khoản “{account}” là của {known}, trong thư mục lại ghi {name}. "
    "Mỗi người một tài khoản: đổi tài khoản trong people.csv.",
)


class Loader:
    """Load packs into one installation."""

    def __init__(self, database: Database, commands: Commands, blobs: Blobs) -> None:
        self._database = database
        self._commands = commands
        self._blobs = blobs

    def load(self, pack: Pack, *, replace: bool = False, founds: bool = False) -> tuple[int, bool]:
        """Load a pack and return (meeting id, whether the meeting is new).

        Loading the same pack again changes nothing.

        Raises Refused when another meeting already has the pack's slug. With `replace`, that meeting is withdrawn and
        replaced instead, if it has not been opened. Also raises Refused when an account belongs to another person.

        `founds`: if this is the first meeting of the installation, its secretaries get the right to plan meetings.
        """
        with self._database.read() as db:
            known = db.scalar(select(Meeting).where(Meeting.slug == pack.slug))
            if known is not None and same(pack, pack_of(db, known, self._blobs)):
                return known.id, False
            if known is not None and not replace:
                raise Refused(ANOTHER, slug=pack.slug)
            founds = founds and db.scalar(select(Meeting.id).limit(1)) is None
            groups = {plain(group.title): group.id for group in db.scalars(select(Group))}
            people = {person.account: _known(db, person) for person in pack.people}
        papers = {paper.path: self._blobs.put(paper.path.read_bytes()) for paper in pack.every_paper()}

        def script(submit: Submit) -> int:
            if known is not None:
                submit(WithdrawMeeting(meeting_id=known.id))
            return _script(submit, pack, people, papers, dict(groups), founds=founds)

        return self._commands.together(script, actor=SYSTEM), True


def same(one: Pack, other: Pack) -> bool:
    """Return whether two packs plan the same meeting, including the content of the papers.

    People without a seat do not count.
    """
    contents = [[paper.path.read_bytes() for paper in pack.every_paper()] for pack in (one, other)]
    return _seated(one) == _seated(other) and contents[0] == contents[1]


def _seated(pack: Pack) -> Pack:
    people = tuple(person for person in pack.people if person.seated)
    return msgspec.structs.replace(pack.apart_from_disk(), people=people)


def _known(db: Session, person: PackPerson) -> Person | None:
    """Return the person who has this account, or None. Raises Refused when the account belongs to another name.

    An account belongs to one person forever.
    """
    known = person_of_account(db, person.account)
    if known is None:
        return None
    name, other = known.particulars.full_name, person.particulars.full_name
    if name != other:
        raise Refused(OTHER_PERSON, account=person.account, known=name, name=other)
    return known


def _script(
    submit: Submit,
    pack: Pack,
    people: dict[str, Person | None],
    papers: dict[Path, str],
    groups: dict[str, int],
    *,
    founds: bool,
) -> int:
    meeting_id = submit(
        CreateMeeting(
            slug=pack.slug,
            title=pack.title,
            parent_body=pack.parent_body,
            body=pack.body,
            body_code=pack.body_code,
            place=pack.place,
            starts_at=stamp(pack.starts_at),
            ends_at=stamp(pack.ends_at),
            preset=pack.preset,
            edition=edition_on(local(pack.starts_at).date()).id,
        )
    ).made["meeting_id"]
    points = {name: submit(AddPoint(meeting_id=meeting_id, title=name)).made["point_id"] for name in pack.points}
    seated: dict[str, int] = {}
    for person in pack.people:
        person_id = seated[person.account] = _seat(submit, meeting_id, person, people[person.account], points)
        if founds and person.role == Role.CLERK and person.account:
            submit(SetPlanner(person_id=person_id, planner=True))
    sittings = [
        submit(
            PlanSitting(
                meeting_id=meeting_id,
                title=each.title,
                starts_at=stamp(each.starts_at),
                ends_at=stamp(each.ends_at),
            )
        ).made["sitting_id"]
        for each in pack.sittings
    ]
    if pack.seating is not None:
        submit(LayOutSeating(meeting_id=meeting_id, **asdict(pack.seating)))
    shelf = _Shelf(submit, meeting_id, papers, seated, groups)
    for paper in pack.papers:
        shelf.add(None, paper)
    for item in pack.items:
        _add_item(submit, meeting_id, item, shelf, sittings[item.sitting - 1] if item.sitting else None)
    return meeting_id


def _seat(submit: Submit, meeting_id: int, person: PackPerson, known: Person | None, points: Mapping[str, int]) -> int:
    if known is None:
        added = submit(AddPerson(account=person.account, particulars=person.particulars, admin=not person.seated))
        person_id = added.made["person_id"]
    else:
        person_id = known.id
        if known.particulars != person.particulars:
            submit(ChangePerson(person_id=person_id, version=known.version, particulars=person.particulars))
    if person.seated:
        seat = submit(
            AddSeat(
                meeting_id=meeting_id,
                person_id=person_id,
                role=person.role,
                votes=person.votes,
                weight=person.weight,
                label=person.label,
                head=person.head,
            )
        )
        if person.point:
            expected = [seat.made["seat_id"]]
            submit(ExpectAtPoint(meeting_id=meeting_id, seat_ids=expected, point_id=points[person.point]))
        if person.out is not None:
            out = asdict(person.out)
            submit(RecordMandate(meeting_id=meeting_id, seat_id=seat.made["seat_id"], **out))
    return person_id


def _add_item(submit: Submit, meeting_id: int, item: PackItem, shelf: "_Shelf", sitting_id: int | None) -> None:
    item_id = submit(
        AddItem(
            meeting_id=meeting_id,
            position=item.number,
            title=item.title,
            presenter=item.presenter,
            minutes=item.minutes,
            form=item.form,
            text=item.text,
            level=item.level,
            internal=item.internal,
            start=item.start,
            sitting_id=sitting_id,
        )
    ).made["item_id"]
    for paper in item.papers:
        shelf.add(item_id, paper)
    for motion in item.motions:
        submit(
            PrepareMotion(
                meeting_id=meeting_id,
                item_id=item_id,
                title=motion.title,
                form=motion.form,
                decision=motion.decision,
            )
        )


class _Shelf:
    """Adds the papers of a pack to its meeting, and translates their readers to ids of people and groups."""

    def __init__(
        self, submit: Submit, meeting_id: int, papers: dict[Path, str], people: dict[str, int], groups: dict[str, int]
    ) -> None:
        """Take the blob of each path, the person id of each account, and the id of each group title in `plain` form."""
        self._submit = submit
        self._meeting_id = meeting_id
        self._papers = papers
        self._people = people
        self._groups = groups

    def add(self, item_id: int | None, paper: PackPaper) -> None:
        """Add a paper to an item, or to the whole meeting when `item_id` is None."""
        readers = self._readers(paper.readers)
        if not paper.filename:
            given = AddOnPaper(
                meeting_id=self._meeting_id, item_id=item_id, title=paper.title, readers=readers, kind=paper.kind
            )
            self._submit(given)
            return
        self._submit(
            AddDocument(
                meeting_id=self._meeting_id,
                item_id=item_id,
                title=paper.title,
                filename=paper.filename,
                media_type=paper.media_type,
                sha256=self._papers[paper.path],
                size=paper.path.stat().st_size,
                readers=readers,
                kind=paper.kind,
            )
        )

    def _readers(self, readers: PackReaders) -> Readers:
        return Readers(
            members=readers.members,
            guests=readers.guests,
            groups=tuple(sorted(map(self._group, readers.groups))),
            people=tuple(sorted(self._people[account] for account in readers.accounts)),
            opens_at=stamp(readers.opens_at) if readers.opens_at else "",
            closes_at=stamp(readers.closes_at) if readers.closes_at else "",
        )

    def _group(self, title: str) -> int:
        """Return the id of the office's group with this title. A missing group is made, without members."""
        key = plain(title)
        if key not in self._groups:
            self._groups[key] = self._submit(MakeGroup(title=title)).made["group_id"]
        return self._groups[key]
