"""An installation as the command line uses it: meetings are imported, records are exported."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.x509 import Certificate
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting
from meeting.backup.rules import NOTHING_TO_TRY
from meeting.cli.founding import own
from meeting.cli.rehearsing import check_served, prepare
from meeting.cli.welcome import MeetingPlaces, until_printed, welcome
from meeting.config import Settings
from meeting.entrance.cards import CardOffice
from meeting.entrance.screen import screen_token
from meeting.entrance.sheets import discard_sheets
from meeting.journal import book as journal
from meeting.kernel import clock
from meeting.kernel.dates import exact_time
from meeting.kernel.refusals import Refused, declare
from meeting.law.editions import keep_office
from meeting.network.commands import recorded
from meeting.network.hosts import hosts_of
from meeting.network.shelf import Shelf
from meeting.network.tables import name_network, network, wifi_name
from meeting.packs.folder.frame import Asks, Names
from meeting.packs.folder.model import PackPerson
from meeting.packs.folder.read import UNNAMED, read_noting
from meeting.packs.folder.write import write
from meeting.packs.load import Loader
from meeting.packs.unload import pack_of
from meeting.parts import assemble
from meeting.register.commands import RecordCertificate
from meeting.register.keeping import register_of
from meeting.register.rules import Why
from meeting.settings.in_force import in_force
from meeting.signing import certificates
from meeting.signing.certificates import Issuer
from meeting.signing.keyring import Keyring
from meeting.signing.renewal import Enter
from meeting.web.address import public_url

NO_MEETING = declare("cli.no_meeting", 404, "Không có phiên họp mã “{slug}”.")
BAD_START = declare("cli.bad_start", 400, "Giờ bắt đầu phải có dạng 2026-12-10 08:00.")
NOTHING_TO_REPLACE = declare(
    "cli.nothing_to_replace",
    404,
    "Không có phiên họp mã “{slug}” để thay. Ghi đúng “slug” trong agenda.yaml hay meeting.yaml, hoặc bỏ --replace.",
)


class NotReady(Exception):  # noqa: N818 - shown to the person who installs
    """The database is missing or old. `meeting init` must run first."""


Unlock = Callable[[Keyring], Issuer | None]
"""Asks for the passphrase of the authority and opens it; None when nobody gave one."""


class Installation:
    """The actions of the `meeting` program.

    Raises NotReady when `meeting init` was never run, or not since an update.
    """

    def __init__(self, settings: Settings, unlock: Unlock = lambda keyring: None) -> None:
        own(settings)
        self._parts = parts = assemble(settings)
        self._settings, self._secret, self._blobs = settings, parts.secret, parts.blobs
        self._database, self._commands, self.keyring = parts.database, parts.commands, parts.keyring
        try:
            self._database.check_not_later()
            if not self._database.is_current():
                raise NotReady("Cơ sở dữ liệu chưa sẵn sàng hoặc chưa nâng cấp, hãy chạy “meeting init”.")
        except Exception:
            self.close()
            raise
        with self._database.read() as db:
            self.settings = in_force(db, settings)
        self._cards = CardOffice(
            self._database,
            self._commands,
            self.keyring,
            settings.data / "cards",
            public_url(settings),
            lambda: unlock(self.keyring),
            wifi=self._wifi(),
        )

    def _wifi(self) -> str:
        with self._database.read() as db:
            return wifi_name(db, self._settings)

    def close(self) -> None:
        """Close the database connections."""
        self._database.close()

    def import_pack(
        self,
        folder: Path,
        starts: str,
        *,
        names: Names = UNNAMED,
        if_absent: bool = False,
        replace: bool = False,
        founds: bool = False,
        asks: Asks | None = None,
    ) -> Iterator[str]:
        """Import a folder. Raises PackProblems or Refused when that is not possible.

        `names` and `asks` are passed to `read_noting`, `founds` to `Loader.load`. With `if_absent`, an existing meeting
        stays as it is. With `replace`, an existing meeting with this slug is withdrawn and replaced, if it has not been
        opened.
        """
        keep_office(self._settings.law)
        pack, notes = read_noting(
            folder, now=clock.now(), starts_at=_moment(starts), names=names, planned=self._planned, asks=asks
        )
        known = self._known(pack.slug)
        if if_absent and known is not None:
            yield f"Phiên họp “{pack.title}” ({pack.slug}) đã có, để nguyên."
            return
        if replace and known is None:
            raise Refused(NOTHING_TO_REPLACE, slug=pack.slug)
        meeting_id, fresh = Loader(self._database, self._commands, self._blobs).load(
            pack, replace=replace, founds=founds
        )
        if not fresh:
            yield f"Phiên họp “{pack.title}” đã có và giống hệt, không thay đổi gì."
            return
        papers = len(pack.every_paper())
        yield f"Đã nhập “{pack.title}”: {len(pack.items)} nội dung, {len(pack.people)} người, {papers} tài liệu."
        yield from (f"Lưu ý: {note.say('vi')}" for note in notes)
        yield from self.issue_cards(pack.slug)
        yield from _without_card(pack.people)
        yield f"Mã phiên họp: {pack.slug} (số {meeting_id})"
        if known is not None:
            yield f"Đã thay phiên họp số {known}. Điểm danh và điều đã thêm trong phòng không sang theo."
        yield f"Màn hình hội trường: {self._screen(meeting_id)}"

    def _screen(self, meeting_id: int) -> str:
        return f"{public_url(self._settings)}/screen/{screen_token(self._secret, meeting_id)}"

    def _known(self, slug: str) -> int | None:
        with self._database.read() as db:
            return db.scalar(select(Meeting.id).where(Meeting.slug == slug))

    def _planned(self, slug: str) -> datetime | None:
        with self._database.read() as db:
            return db.scalar(select(Meeting.starts_at).where(Meeting.slug == slug))

    def export_pack(self, slug: str, folder: Path) -> None:
        """Write a meeting as a pack. Raises Refused when there is no such meeting or the folder is not empty."""
        keep_office(self._settings.law)
        with self._database.read() as db:
            write(pack_of(db, _meeting(db, slug), self._blobs), folder)

    def issue_cards(self, slug: str, *, again: bool = False, account: str = "") -> Iterator[str]:
        """Issue missing cards, the cards of all people (`again`), or the card of one `account`.

        Yields where the sheet is.
        """
        with self._database.read() as db:
            meeting = _meeting(db, slug)
        if account:
            count, sheet = self._cards.issue_one(meeting, account)
        else:
            count, sheet = self._cards.issue_all(meeting) if again else self._cards.issue_missing(meeting)
        if not count:
            yield f"Mọi người đã có thẻ từ trước. Cấp lại: meeting cards {slug} --person TÀI-KHOẢN, hoặc --all"
            return
        yield f"Đã cấp {count} thẻ. Tờ thẻ để in: {sheet}"
        yield f"  {until_printed(slug)}"
        if waiting := self._cards.uncertified(meeting):
            yield f"Chưa có chứng thư số để ký biên bản: {', '.join(waiting)}. Chạy: meeting keys --renew"

    def cards_printed(self, slug: str) -> Iterator[str]:
        """Delete the card sheets of a meeting after they were printed, and yield a sentence about it."""
        with self._database.read() as db:
            meeting = _meeting(db, slug)
        count = discard_sheets(self._settings.data / "cards", meeting.slug)
        yield f"Đã xóa {count} tờ thẻ khỏi máy." if count else "Không còn tờ thẻ nào trên máy."

    def discard_old_sheets(self) -> None:
        """Delete the card sheets of meetings that are over. The worker may have stopped before it did so."""
        with self._database.read() as db:
            states = db.execute(select(Meeting.slug, Meeting.state)).all()
        for slug in {slug for slug, _ in states} - {slug for slug, state in states if state not in OVER}:
            discard_sheets(self._settings.data / "cards", slug)

    def export_journal(self, slug: str, file: Path) -> int:
        """Write a meeting's journal as JSON Lines, and return the number of lines."""
        with self._database.read() as db:
            data = journal.export(db, journal.book_of(_meeting(db, slug).id))
        file.write_bytes(data)
        return data.count(b"\n")

    def addresses(self) -> Iterator[str]:
        """Yield the addresses of each meeting that is not over, and the next steps."""
        query = select(Meeting).where(Meeting.state.not_in(OVER)).order_by(Meeting.starts_at)
        with self._database.read() as db:
            places = [
                MeetingPlaces(each.title, each.slug, each.id, self._cards.sheets(each), self._screen(each.id))
                for each in db.scalars(query)
            ]
        yield from welcome(self._settings, places)

    def backup(self, file: Path | None) -> Iterator[str]:
        """Write a backup to a file, or to the backup folder and all other places. Yields where it is."""
        from meeting.backup import making  # noqa: PLC0415 - the server does not load backup encryption

        with making.told_in_words():
            if file is not None:
                with making.alone(self._settings.data):
                    making.write_backup(self._settings, self._database, file)
                yield f"Đã sao lưu vào {file}."
                return
            made = making.back_up(self._settings, self._database, clock.now())
        yield f"Đã sao lưu vào {made.file}."
        for place in made.places:
            said = "Đã chép" if not place.problem else f"Chưa chép được ({place.problem})"
            yield f"  {place.folder}: {said}."

    def secure(self, name: str, now: datetime, *, anew: bool) -> None:
        """Make the certificates for HTTPS, for this name and all addresses of the machine. The journal records it."""
        shelf = Shelf(self._settings.data, self._secret)
        chosen = name or self._network_name()
        made = shelf.make(self._settings.office_name, hosts_of(self._settings, chosen), now, anew=anew)
        self._database.gate.submit(lambda db: name_network(db, chosen))
        self._commands.submit(recorded(made), actor=SYSTEM)

    def rehearse(self, slug: str, meeting_id: int | None) -> str:
        """Prepare a rehearsal for the running server, and return a sentence with its end.

        Raises Refused when not allowed.
        """
        check_served(self._settings)
        if slug:
            with self._database.read() as db:
                meeting_id = _meeting(db, slug).id
        ends = prepare(self._parts, meeting_id, clock.now())
        return f"Buổi tập bắt đầu sau vài giây và tự kết thúc lúc {exact_time(ends)}. Kết thúc: meeting rehearse --end"

    def enter_as(self, why: Why) -> Enter:
        """Return the function that records a certificate in the office's register."""

        def enter(account: str, certificate: Certificate) -> object:
            command = RecordCertificate(account=account, certificate=certificates.line(certificate), why=why)
            return self._commands.submit(command, actor=SYSTEM)

        return enter

    def unentered(self) -> set[str]:
        """Return the accounts whose certificate is missing in the register. It cannot sign until it is recorded."""
        with self._database.read() as db:
            known = register_of(db).rows
        mine = ((each.account, self.keyring.certificate(each.account)) for each in self.keyring.holders())
        return {account for account, each in mine if each is not None and certificates.fingerprint(each) not in known}

    def _network_name(self) -> str:
        with self._database.read() as db:
            return network(db).name

    def try_backup(self) -> str:
        """Restore the newest backup into a temporary place, check it, and return a sentence with the result.

        Raises Refused when the backup is not complete.
        """
        from meeting.backup.making import alone, newest  # noqa: PLC0415 - as above
        from meeting.backup.trial import try_out  # noqa: PLC0415 - as above

        file = newest(self._settings)
        if file is None:
            raise Refused(NOTHING_TO_TRY)
        with alone(self._settings.data):
            tried = try_out(self._settings, self._database, file)
        return (
            f"Khôi phục thử {file.name}: đúng. {tried.meetings} phiên họp, {tried.journals} nhật ký, "
            f"{tried.files} tệp, {tried.minutes} biên bản đã ký."
        )


def _without_card(people: Sequence[PackPerson]) -> Iterator[str]:
    """Yield a sentence for each person without a seat, who gets no card."""
    for person in people:
        if not person.seated:
            yield f"  Không có thẻ: {person.particulars.full_name} (quản trị, không có ghế trong phiên họp)."


def _meeting(db: Session, slug: str) -> Meeting:
    found = db.scalar(select(Meeting).where(Meeting.slug == slug))
    if found is None:
        raise Refused(NO_MEETING, slug=slug)
    return found


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=clock.VIETNAM)
    except ValueError:
        raise Refused(BAD_START) from None
