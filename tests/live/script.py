"""A whole meeting as a script: every kind of event that a meeting's book can hold occurs in it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from meeting.accord.commands import Agree, Drop
from meeting.agenda.commands import AddItem, AddSeat, ChangeMeeting
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.planning_sittings import ChangePlannedSitting, PlanSitting, RemovePlannedSitting
from meeting.agenda.publishing import SeeChanges
from meeting.agenda.steps import Step, StepKind
from meeting.attendance.cards import AllowCard, ReissueCard
from meeting.attendance.commands import CheckIn, MarkAllPresent, MarkLeft, MarkPresent, NoteAbsence, UndoArrival
from meeting.attendance.commands import WaiveQuorum as StartWaived
from meeting.attendance.passes import make_claim
from meeting.attendance.pointing import AddPoint, ExpectAtPoint, RemovePoint, RenamePoint
from meeting.attendance.substituting import MarkSubstitute, UndoSubstitute
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion, StartMeeting, TakeBackEnd
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.mandates import RecordMandate
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.conduct.rechecking import AskRecheck, ConfirmPresence, EndRecheck
from meeting.conduct.wheel import GiveWheel
from meeting.documents.arranging import (
    ChangeDocument,
    ChooseKind,
    ChooseReaders,
    MoveDocument,
    RemoveDocument,
    ReplaceDocument,
)
from meeting.documents.commands import AddDocument, RecordNoRendition, RecordRendition
from meeting.documents.on_paper import AddOnPaper, ClearSuspicion, RecordFirstPage, SuspectSecret, WithdrawSecret
from meeting.documents.readers import Readers
from meeting.journal.book import book_of
from meeting.journal.chain import Entry
from meeting.kernel import clock
from meeting.kernel.clock import stamp
from meeting.minutes.basis import ConfirmBasis
from meeting.minutes.commands import RecordDraft, RecordNoDraft, RecordSignature, RequestDraft, RequestPlainDrawing
from meeting.minutes.correcting import CorrectHeading
from meeting.planning.commands import PublishAgain, RemoveItem
from meeting.register.commands import RecordCertificate
from meeting.register.rules import Why
from meeting.signing import certificates
from meeting.signing.certificates import Issuer, found_authority
from meeting.signing.keys import make_key, read_key
from meeting.speaking.commands import (
    AddMinute,
    EndSpeech,
    EnterSpeaker,
    GiveFloor,
    ResumeSpeech,
    StrikeSpeaker,
    TakeBackFloor,
)
from meeting.voting.commands.agenda_change import DropAgendaChange, ProposeAgendaChange
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import CancelMotion, OpenMotion, PrepareMotion, WaiveQuorum
from meeting.voting.commands.recusing import Recuse, WithdrawRecusal
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands, RecordRuling
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.commands.wording import ChangeMotion
from meeting.voting.devices import VoteHere
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from meeting.voting.restoring import RestoreBox
from meeting.voting.rules import CountedBy
from meeting.witness.commands import NameKey, ReadAlarm, ReportHead
from meeting.witness.heads import sign
from meeting.witness.key import event_key, public_half
from tests.cast import MORNING
from tests.live.hall import VOTERS, Hall
from tests.seen import file_seen, paper_seen
from tests.storage import SECRET

Does = Callable[..., dict[str, int]]
"""`does(who, *commands)`: somebody hands in commands (`system`: the installation's own worker); returns what the last
made."""


def play(hall: Hall, does: Does) -> None:
    """From the invitation to the signed minutes."""
    _prepare(hall, does)
    _gather(hall, does)
    _speak(hall, does)
    _vote_by_name(hall, does)
    _behind_closed_doors(hall, does)
    _vote_when_the_network_dies(hall, does)
    _change_the_agenda(hall, does)
    _rest(hall, does)
    _vote_that_is_called_off(hall, does)
    _vote_below_the_quorum(hall, does)
    _conclude(hall, does)


def _prepare(hall: Hall, does: Does) -> None:
    meeting = hall.meeting
    times = {"starts_at": stamp(MORNING), "ends_at": stamp(MORNING.replace(hour=5))}
    does(
        "ha",
        ChangeMeeting(
            meeting_id=meeting, version=1, title="Phiên họp bất thường", body="UBND xã", place="Tầng 3", **times
        ),
    )
    other = AddItem(meeting_id=meeting, position=4, title="Việc khác", form="discussion", minutes=10, text="*Thêm*")
    hall.items.append(does("ha", other)["item_id"])
    colleague = AddSeat(meeting_id=meeting, person_id=hall.people["outsider"], role="clerk", votes=False)
    hall.seats["outsider"] = does("ha", colleague)["seat_id"]
    added = does(
        "ha",
        AddDocument(
            meeting_id=meeting,
            item_id=None,
            title="Giấy mời",
            filename="giay-moi.pdf",
            media_type="application/pdf",
            sha256="ab" * 32,
            size=1000,
        ),
    )
    paper = added["document_id"]
    spare = does("ha", AddItem(meeting_id=meeting, title="Nội dung thừa"))["item_id"]
    change = {"presenter": "Phòng Kinh tế", "minutes": 15, "form": "discussion", "text": "", "level": 1}
    does("ha", ChangeItem(meeting_id=meeting, item_id=spare, version=1, title="Nội dung phụ", **change))
    does("ha", MoveItem(meeting_id=meeting, item_id=spare, position=2))
    does(
        "ha",
        ChangeDocument(
            meeting_id=meeting,
            document_id=paper,
            seen=paper_seen(hall.database, paper),
            title="Giấy mời họp",
            item_id=spare,
        ),
    )
    command = PrepareMotion(meeting_id=meeting, item_id=spare, title="Câu hỏi thừa")
    motion = does("ha", command)["motion_id"]
    said = {"title": "Câu hỏi phụ", "form": "hands", "decision": "committee_decision"}
    does("ha", ChangeMotion(meeting_id=meeting, motion_id=motion, version=1, **said))
    does(
        "ha",
        ChangeDocument(
            meeting_id=meeting, document_id=paper, seen=paper_seen(hall.database, paper), title="Giấy mời", item_id=None
        ),
    )
    does("ha", RemoveItem(meeting_id=meeting, item_id=spare))
    other = {"filename": "giay-moi-moi.pdf", "media_type": "application/pdf", "sha256": "ba" * 32, "size": 9}
    does("ha", ChooseReaders(meeting_id=meeting, document_id=paper, readers=Readers(guests=True)))
    does("ha", ReplaceDocument(meeting_id=meeting, document_id=paper, seen=file_seen(hall.database, paper), **other))
    gone = AddDocument(
        meeting_id=meeting,
        item_id=None,
        title="Thừa",
        filename="a.pdf",
        media_type="application/pdf",
        sha256="ef" * 32,
        size=9,
    )
    paper_only = does("ha", AddOnPaper(meeting_id=meeting, item_id=None, title="Tài liệu nhân sự"))["document_id"]
    does("system", SuspectSecret(meeting_id=meeting, document_id=paper_only, of=""))
    does("ha", ClearSuspicion(meeting_id=meeting, document_id=paper_only))
    does("system", WithdrawSecret(meeting_id=meeting, document_id=paper_only, of=""))
    spare_paper = {"meeting_id": meeting, "document_id": does("ha", gone)["document_id"]}
    does("ha", ChooseKind(**spare_paper, kind="Báo cáo"))
    does("ha", MoveDocument(**spare_paper, position=1))
    sitting = {"sitting_id": does("ha", PlanSitting(meeting_id=meeting, **times))["sitting_id"]}
    does("ha", ChangePlannedSitting(meeting_id=meeting, **sitting, version=1, title="Phiên sáng", **times))
    does("ha", RemovePlannedSitting(meeting_id=meeting, **sitting))
    does("ha", PublishAgain(meeting_id=meeting))
    does("khoa", SeeChanges(meeting_id=meeting, number=1))
    does("ha", RemoveDocument(**spare_paper, at_once=True))
    newest = {"filename": "giay-moi-ba.pdf", "media_type": "application/pdf", "sha256": "bc" * 32, "size": 9}
    does("ha", ReplaceDocument(meeting_id=meeting, document_id=paper, seen=file_seen(hall.database, paper), **newest))
    does("system", SuspectSecret(meeting_id=meeting, document_id=paper, of=other["sha256"]))
    does("ha", ClearSuspicion(meeting_id=meeting, document_id=paper, of=other["sha256"]))
    made = {"meeting_id": meeting, "document_id": paper, "pdf_sha256": "cd" * 32, "pages": 3}
    does("system", RecordRendition(**made, awaited=True))
    does("system", RecordFirstPage(meeting_id=meeting, document_id=paper, of=newest["sha256"]))
    does("system", RecordNoRendition(meeting_id=meeting, document_id=paper, reason="Tệp hỏng"))
    does("system", RecordRendition(**made))


def _gather(hall: Hall, does: Does) -> None:
    meeting, seats = hall.meeting, hall.seats
    claim = make_claim(bytes.fromhex(SECRET), meeting, clock.now())
    does("khoa", CheckIn(meeting_id=meeting, claim=claim))
    does("ha", UndoArrival(meeting_id=meeting, seat_id=seats["khoa"]))
    does("khoa", CheckIn(meeting_id=meeting, claim=claim))
    absent = {"excused": True, "reason": "Đi công tác", "substitute": "Lò Văn Thay"}
    does("ha", NoteAbsence(meeting_id=meeting, seat_id=seats["dao"], **absent))
    does("ha", MarkSubstitute(meeting_id=meeting, seat_id=seats["dao"], here=True))
    does("ha", UndoSubstitute(meeting_id=meeting, seat_id=seats["dao"]))
    for here in (True, False):
        does("ha", MarkSubstitute(meeting_id=meeting, seat_id=seats["dao"], here=here))
    does("an", StartWaived(meeting_id=meeting, reason="Đường ngập, phải quyết ngay"))
    does("ha", StartMeeting(meeting_id=meeting))
    points = [
        {"point_id": does("ha", AddPoint(meeting_id=meeting, title=name))["point_id"]} for name in ("Đông", "Tây")
    ]
    does("ha", ExpectAtPoint(meeting_id=meeting, seat_ids=[seats["mai"]], **points[0]))
    does("ha", RenamePoint(meeting_id=meeting, **points[0], title="Thôn Đông"))
    does("ha", RemovePoint(meeting_id=meeting, **points[1]))
    does("ha", MarkAllPresent(meeting_id=meeting, seat_ids=[seats["mai"]], **points[0]))
    does("ha", UndoArrival(meeting_id=meeting, seat_id=seats["mai"]))
    does("ha", *(MarkPresent(meeting_id=meeting, seat_id=seats[who]) for who in VOTERS if who != "khoa"))
    does("an", MarkLeft(meeting_id=meeting, seat_id=seats["dao"], reason="Về sớm"))
    does("ha", ReissueCard(meeting_id=meeting, seat_id=seats["dao"], card_hash="ab" * 32, pin_hash="x"))
    for who in ("ha", "an"):  # they agree that the chair gets a new card
        does(who, AllowCard(meeting_id=meeting, seat_id=seats["an"], reason="Mất thẻ"))
    for mandate in ("suspended", "held"):  # and the paper was about somebody else
        paper = {"number": "12/QĐ-UBND", "dated": "2026-09-20", "reason": "Tạm đình chỉ"}
        does("ha", RecordMandate(meeting_id=meeting, seat_id=seats["dao"], mandate=mandate, **paper))
    does("ha", GoToItem(meeting_id=meeting, item_id=hall.items[1]))
    does("ha", AskRecheck(meeting_id=meeting))
    does("khoa", ConfirmPresence(meeting_id=meeting))
    does("ha", EndRecheck(meeting_id=meeting))


def _speak(hall: Hall, does: Does) -> None:
    """One speaks longer than planned, one was called by mistake and leaves the list."""
    meeting = hall.meeting
    lan, nam = (
        does("ha", EnterSpeaker(meeting_id=meeting, seat_id=hall.seats[who]))["speech_id"] for who in ("lan", "nam")
    )
    does("ha", GiveFloor(meeting_id=meeting, speech_id=nam, minutes=5))
    does("ha", TakeBackFloor(meeting_id=meeting, speech_id=nam))
    does("an", GiveFloor(meeting_id=meeting, speech_id=lan, minutes=3))
    does("an", AddMinute(meeting_id=meeting, speech_id=lan))
    does("ha", EndSpeech(meeting_id=meeting, speech_id=lan))
    does("ha", ResumeSpeech(meeting_id=meeting, speech_id=lan))
    does("ha", EndSpeech(meeting_id=meeting, speech_id=lan))
    does("ha", StrikeSpeaker(meeting_id=meeting, speech_id=nam))


def _vote_by_name(hall: Hall, does: Does) -> None:
    """Four against four of nine: the law is not explicit, and the chair rules."""
    meeting, item = hall.meeting, hall.items[1]
    motion = does("ha", PrepareMotion(meeting_id=meeting, item_id=item, title="Thông qua kế hoạch"))["motion_id"]
    aside = {"meeting_id": meeting, "motion_id": motion, "seat_id": hall.seats["binh"]}
    does("ha", Recuse(**aside, cause="interest", reason="Có lợi ích liên quan"))
    does("ha", WithdrawRecusal(**aside))
    does("ha", OpenMotion(meeting_id=meeting, motion_id=motion))
    does("khoa", CastBallot(meeting_id=meeting, motion_id=motion, choice="abstain"))
    does("khoa", CastBallot(meeting_id=meeting, motion_id=motion, choice="for"))
    hall.another_browser("khoa")  # a second device, which takes the right to vote with it
    does("khoa", VoteHere(meeting_id=meeting))
    does("ha", ProposeHand(meeting_id=meeting, motion_id=motion, seat_id=hall.seats["khoa"], choice="against"))
    does("khoa", AnswerHand(meeting_id=meeting, motion_id=motion, choice="against", agreed=False))
    hands = dict.fromkeys(("an", "lan", "nam"), "for") | dict.fromkeys(("mai", "hung", "binh", "y-thinh"), "against")
    seats = [(hall.seats[who], choice) for who, choice in hands.items()]
    does("ha", *(RecordHand(meeting_id=meeting, motion_id=motion, seat_id=s, choice=c) for s, c in seats))
    does("ha", CloseMotion(meeting_id=meeting, motion_id=motion))
    hall.database.gate.submit(lambda db: db.execute(text("update ballot set choice = 'for'")))  # without the program
    does("ha", RestoreBox(meeting_id=meeting, motion_id=motion))
    does("an", RecordRuling(meeting_id=meeting, motion_id=motion, adopted=True, reason="Chủ tọa quyết định"))
    does("ha", AnnounceResult(meeting_id=meeting, motion_id=motion))


def _behind_closed_doors(hall: Hall, does: Does) -> None:
    """Guests and the hall see nothing of a vote; and the secretary's wheel goes to a colleague and back."""
    meeting = hall.meeting
    does("ha", CloseDoors(meeting_id=meeting))
    command = PrepareMotion(meeting_id=meeting, item_id=hall.items[1], title="Nghỉ giải lao", form="hands")
    _raise_hands(hall, does, does("ha", command)["motion_id"])
    does("ha", OpenDoors(meeting_id=meeting))
    does("ha", GiveWheel(meeting_id=meeting, seat_id=hall.seats["outsider"]))
    does("ha", MarkLeft(meeting_id=meeting, seat_id=hall.seats["ha"], reason="Về cơ quan"))
    does("ha", GiveWheel(meeting_id=meeting, seat_id=hall.seats["ha"]))  # and leads from there


def _raise_hands(hall: Hall, does: Does, motion: int, votes_for: int = 6, votes_against: int = 1) -> None:
    """A vote by raised hands from its opening to its result; one abstains."""
    meeting = hall.meeting
    does("ha", OpenMotion(meeting_id=meeting, motion_id=motion))
    _count(hall, does, motion, votes_for, votes_against)


def _count(hall: Hall, does: Does, motion: int, votes_for: int = 6, votes_against: int = 1) -> None:
    meeting = hall.meeting
    count = {"votes_for": votes_for, "votes_against": votes_against, "abstentions": 1}
    does("ha", CountHands(meeting_id=meeting, motion_id=motion, **count))
    does("ha", CloseMotion(meeting_id=meeting, motion_id=motion))
    does("ha", AnnounceResult(meeting_id=meeting, motion_id=motion))


def _vote_when_the_network_dies(hall: Hall, does: Does) -> None:
    """One has voted at a tablet; then papers are counted. A tablet that was away keeps a head of another journal."""
    meeting = hall.meeting
    command = PrepareMotion(meeting_id=meeting, item_id=hall.items[1], title="Giao nhiệm vụ")
    motion = does("ha", command)["motion_id"]
    does("ha", OpenMotion(meeting_id=meeting, motion_id=motion))
    does("khoa", CastBallot(meeting_id=meeting, motion_id=motion, choice="for"))
    does("ha", ProposeHand(meeting_id=meeting, motion_id=motion, seat_id=hall.seats["khoa"], choice="against"))
    does("ha", SwitchMotion(meeting_id=meeting, motion_id=motion, by=CountedBy.PAPER, reason="Mất mạng"))
    _count(hall, does, motion)
    does("system", NameKey(key=public_half(hall.server.data)))
    does("khoa", ReportHead(meeting_id=meeting, **_another_head(hall)))
    does("ha", ReadAlarm(meeting_id=meeting, told=1))


def _another_head(hall: Hall) -> dict[str, Any]:
    """A head that the server has signed of a different journal."""
    lies = {"v": 1, "kind": "x", "actor": "x", "body": {}, "seq": 2, "hash": "0a" * 32, "prev": "0b" * 32}
    key = event_key(hall.server.data)
    assert key is not None
    head = sign(Entry(book=book_of(hall.meeting), at=stamp(MORNING), **lies), key)
    return {name: getattr(head, name) for name in ("seq", "hash", "prev", "at", "key", "signature")}


def _change_the_agenda(hall: Hall, does: Does) -> None:
    """One proposal is dropped, one rejected, one adopted: an item is removed, one added, one moved."""
    meeting = hall.meeting
    late = Step(kind=StepKind.ADD, title="Vốn khắc phục bão", before=hall.items[2])
    withdrawn = Step(kind=StepKind.WITHDRAW, item_id=hall.items[3])
    dropped = does("ha", ProposeAgendaChange(meeting_id=meeting, steps=(late,)))["motion_id"]
    aside = {"seat_id": hall.seats["binh"], "cause": "interest", "reason": "Có lợi ích liên quan"}
    does("ha", Recuse(meeting_id=meeting, motion_id=dropped, **aside))
    does("ha", DropAgendaChange(meeting_id=meeting, motion_id=dropped))
    by_hands = {"meeting_id": meeting, "form": "hands"}
    rejected = ProposeAgendaChange(steps=(withdrawn,), **by_hands)
    _raise_hands(hall, does, does("ha", rejected)["motion_id"], 1, 6)
    does("ha", PrepareMotion(meeting_id=meeting, item_id=withdrawn.item_id, title="Không còn hỏi nữa"))
    moved = Step(kind=StepKind.MOVE, item_id=hall.items[2])
    adopted = ProposeAgendaChange(steps=(late, withdrawn, moved), **by_hands)
    _raise_hands(hall, does, does("ha", adopted)["motion_id"], 7, 0)


def _rest(hall: Hall, does: Does) -> None:
    """Ten minutes, after which the same sitting goes on; and lunch, after which everybody checks in again."""
    meeting = hall.meeting
    does("ha", PauseMeeting(meeting_id=meeting, kind=PauseKind.RECESS, minutes=10))
    does("ha", ResumeMeeting(meeting_id=meeting))
    does("an", PauseMeeting(meeting_id=meeting, kind=PauseKind.LUNCH, until="13:30"))
    back = [hall.seats[who] for who in VOTERS if who != "dao"]
    does("ha", MarkAllPresent(meeting_id=meeting, seat_ids=back))
    does("ha", ResumeMeeting(meeting_id=meeting))


def _vote_that_is_called_off(hall: Hall, does: Does) -> None:
    command = PrepareMotion(meeting_id=hall.meeting, item_id=hall.items[1], title="Nhầm câu hỏi")
    motion = does("ha", command)["motion_id"]
    does("ha", OpenMotion(meeting_id=hall.meeting, motion_id=motion))
    does("ha", CancelMotion(meeting_id=hall.meeting, motion_id=motion, reason="Đọc nhầm"))


def _vote_below_the_quorum(hall: Hall, does: Does) -> None:
    """Five of nine are left, six are needed: the chair writes why."""
    meeting = hall.meeting
    does("ha", *(MarkLeft(meeting_id=meeting, seat_id=hall.seats[who], reason="Về") for who in ("lan", "nam", "mai")))
    command = PrepareMotion(meeting_id=meeting, item_id=hall.items[1], title="Việc khẩn cấp")
    motion = does("ha", command)["motion_id"]
    does("an", WaiveQuorum(meeting_id=meeting, motion_id=motion, reason="Phòng, chống bão"))
    does("ha", OpenMotion(meeting_id=meeting, motion_id=motion))
    does("ha", CancelMotion(meeting_id=meeting, motion_id=motion, reason="Bão đã tan"))


def _conclude(hall: Hall, does: Does) -> None:
    meeting = hall.meeting
    does("ha", RecordConclusion(meeting_id=meeting, item_id=hall.items[1], text="Thống nhất triển khai"))
    does("ha", GoToItem(meeting_id=meeting, item_id=hall.items[2]))
    does("an", *(ConfirmBasis(meeting_id=meeting, decision=decision) for decision in ("quorum", "procedural")))
    does("ha", EndMeeting(meeting_id=meeting))
    for accord, decision in ((2, Drop), (3, Agree)):
        does("ha", TakeBackEnd(meeting_id=meeting, reason="Còn một việc"))
        does("an", decision(meeting_id=meeting, accord_id=accord))
    does("ha", EndMeeting(meeting_id=meeting))
    names = {"title": "Phiên họp thường kỳ", "parent_body": "", "body": "UBND xã", "body_code": "UBND"}
    does("ha", CorrectHeading(meeting_id=meeting, place="Hội trường", **names))
    does("system", RequestPlainDrawing(meeting_id=meeting, reason="Dài quá"))
    does("system", RecordNoDraft(meeting_id=meeting, reason="Thiếu phông chữ"))
    does("ha", RequestDraft(meeting_id=meeting))
    draft = {"sha256": "d1" * 32, "pages": 4, "journal_seq": hall.head(), "journal_head": "ff" * 32}
    does("system", RecordDraft(meeting_id=meeting, **draft))
    office = found_authority("Văn phòng", now=MORNING)
    for who, approved, signed in (("ha", "d1", "d2"), ("an", "d2", "d3")):
        hashes = {"approved_sha256": approved * 32, "signed_sha256": signed * 32}
        does(who, RecordSignature(meeting_id=meeting, certificate=_certified(hall, who, office), **hashes))


def _certified(hall: Hall, who: str, office: Issuer) -> str:
    """The fingerprint of somebody's certificate, which is in the office's register."""
    found = read_key(make_key(who, "", "", "x")).certify(office, now=MORNING)
    hall.elsewhere(RecordCertificate(account=who, certificate=certificates.line(found), why=Why.CARD))
    return certificates.fingerprint(found)
