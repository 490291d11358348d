"""Two meetings minute by minute, from their folder to minutes that are signed twice and verified.

A Committee of nine with a late member, a dead tablet, a ruling and a refused one; a Council of twenty-five with two
sittings, a remote point, two who preside, a closed part, and a vote that is taken off the tablets.
"""

import csv
import re
import shutil
from pathlib import Path

import pytest
import yaml
from msgspec import structs

from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.steps import Step, StepKind
from meeting.attendance.commands import MarkAllPresent, MarkPresent, NoteAbsence
from meeting.attendance.pointing import AddPoint, RenamePoint
from meeting.attendance.substituting import MarkSubstitute
from meeting.conduct.chair import GiveChair
from meeting.conduct.commands import RecordConclusion, StartMeeting
from meeting.conduct.doors import CloseDoors, OpenDoors
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.documents.on_paper import AddOnPaper
from meeting.kernel.clock import local
from meeting.law.rules import Choice
from meeting.minutes.commands import RequestDraft
from meeting.planning.commands import PublishAgain
from meeting.speaking.commands import EndSpeech, EnterSpeaker, GiveFloor, StrikeSpeaker, TakeBackFloor
from meeting.voting.commands.agenda_change import ProposeAgendaChange
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.recusing import Recuse
from meeting.voting.commands.results import AnnounceResult, RecordRuling
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.rules import CountedBy, MotionForm, RecusedFor
from tests.council import Clock
from tests.doors.day import Day, csrf_of, item, opens_door
from tests.papers import a_pdf
from tests.server import AGENDAS

POINT = "Nhà văn hóa thôn Đoài"
HEADER = (
    *("Họ và tên", "Tên gọi", "Xưng hô", "Chức vụ", "Đơn vị", "Vai trò"),
    *("Quyền biểu quyết", "Ghế", "Tài khoản", "Người đứng đầu"),
)


def issues_notice(day: Day, number: str) -> bool:
    """The secretary hands in the notice of conclusions, dated the same day; whether it was taken."""
    page, content = day.browser(day.clerk), a_pdf("Thông báo kết luận")
    address, size = f"/meetings/{day.meeting}/notice", str(len(content))
    token = csrf_of(page, "/sign-in")
    page.post(
        f"{address}/slices",
        query_string={"key": "tb", "name": "tb.pdf", "at": "0", "of": size},
        data=content,
        headers={"X-CSRFToken": token, "Accept": "application/json"},
        content_type="application/octet-stream",
    )
    said = {"number": number, "dated": local(day.clock()).date().isoformat()}
    sent = {"csrf_token": token, "upload": "tb", "name": "tb.pdf", "size": size}
    return bool(page.post(address, data=said | sent).json["ok"])


def folder_of(tmp_path: Path, kind: str, items: list[dict[str, object]], people: list[tuple[str, ...]] | None) -> Path:
    """An office's folder: the frame and people of a shipped sample, with another agenda."""
    made = tmp_path / kind
    made.mkdir()
    frame = yaml.safe_load((AGENDAS / kind / "agenda.yaml").read_text("utf-8"))
    frame["items"] = items
    (made / "agenda.yaml").write_text(yaml.safe_dump(frame, allow_unicode=True, sort_keys=False), "utf-8")
    if people is None:
        shutil.copy(AGENDAS / kind / "people.csv", made / "people.csv")
    else:
        with (made / "people.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *people])
    return made


@pytest.fixture
def committee(founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Eleven items; nine members."""
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    plain = [item(f"Nội dung thường kỳ {n}", f"Thông qua nội dung thường kỳ {n}") for n in (1, 2, 4, 7)]
    items = [
        item("Khai mạc, thông qua chương trình", "Thông qua chương trình", decision="procedural", form="giơ tay"),
        *plain,
        item("Kế hoạch phòng, chống thiên tai", "Thông qua kế hoạch phòng, chống thiên tai"),
        item("Phân bổ kinh phí đường liên thôn", "Thông qua phương án phân bổ kinh phí"),
        item("Nội dung phát giấy tại phòng", form="thảo luận"),
        item("Kết luận", form="nghi thức"),
    ]
    return Day(founded, tmp_path / "data", folder_of(tmp_path, "ubnd-mau", items, None), clock)


def test_the_regular_meeting_of_a_committee_from_half_past_seven_to_signed_minutes(
    committee: Day, tmp_path: Path
) -> None:
    day = committee
    chair, *others = day.voters
    leave, late = others[0], others[-1]  # a vice-chair on leave, a member who comes at 8:22
    there = [chair, *others[1:-1]]
    secret = AddOnPaper(**day.one_meeting, item_id=day.items[7], title="Phương án phòng thủ (TỐI MẬT)")
    assert day.refuses(day.clerk, secret) == "documents.secret_title", "a list that everybody reads names no secret"
    day.submits(day.clerk, structs.replace(secret, title="Tài liệu phát giấy tại phòng"))
    day.submits(day.clerk, PublishAgain(**day.one_meeting))
    assert "Tài liệu phát giấy tại phòng" in day._device(there[2]).get(f"/m/{day.meeting}").text
    day.at("07:30")
    sent = {"excused": True, "reason": "công tác theo lịch", "substitute": "ông Vũ Văn Thay"}
    day.submits(day.clerk, NoteAbsence(**day.one_meeting, seat_id=day.seats[leave], **sent))
    day.at("07:40")
    door = opens_door(day)
    assert day.scans(there[0], ago=600) == (410, "attendance.stale_pass"), "a photograph of the screen"
    assert day.scans(there[0], address="203.0.113.9") == (403, "attendance.outside"), "from another network"
    assert re.search(r"<b>0/9</b>", day.sees("screen", "quorum")), "neither has checked anybody in"
    for account in there[:3]:
        assert day.scans(account) == (200, "")
    assert day.scans(there[0]) == (200, ""), "scanned twice, came once"
    for account in there[3:5]:  # without a phone, by name at the machine
        assert door(account) == 200
    assert re.search(r"<b>5/9</b>", day.sees("screen", "quorum"))
    assert day.refuses(day.clerk, StartMeeting(**day.one_meeting)) == "attendance.no_quorum", "five of nine"
    day.at("07:52")
    day.scans(there[5])
    day.at("07:58")
    day.come(there[6])
    assert "từ 07:52" in day.sees("screen", "quorum"), "the wall says since when, as the minutes will"
    day.submits(day.clerk, MarkSubstitute(**day.one_meeting, seat_id=day.seats[leave], here=True))
    day.at("08:00")
    day.submits(day.clerk, StartMeeting(**day.one_meeting))
    (agenda,) = day.asked(1)
    day.opens(agenda.id)
    day.counts(agenda.id, 7, 0)
    day.closes(agenda.id)
    assert day.announces(agenda.id)[0] == "adopted"
    day.at("08:04")
    for place in (2, 3, 4, 5):
        day.turns_to(place)
        (question,) = day.asked(place)
        outcome, sentence = day.votes(question.id, there, 7, 0, 0)
        assert (outcome, sentence[:4]) == ("adopted", "7/9 "), "each is counted over nine, whoever is there"
    day.at("08:07")
    day.turns_to(6)
    day.at("08:14")
    wrong, first = there[4], there[1]
    enter = EnterSpeaker(**day.one_meeting, seat_id=day.seats[wrong])
    mistaken = day.submits(day.clerk, enter).made["speech_id"]
    called = day.submits(day.clerk, EnterSpeaker(**day.one_meeting, seat_id=day.seats[first])).made["speech_id"]
    day.submits(day.clerk, GiveFloor(**day.one_meeting, speech_id=mistaken, minutes=5))
    both = GiveFloor(**day.one_meeting, speech_id=called, minutes=5)
    assert day.refuses(chair, both) == "speaking.floor_changed", "two call at once: nobody is cut off unseen"
    day.submits(day.clerk, TakeBackFloor(**day.one_meeting, speech_id=mistaken))
    day.submits(day.clerk, StrikeSpeaker(**day.one_meeting, speech_id=mistaken))
    day.submits(day.clerk, both)
    day.clock.advance(minutes=2)
    day.submits(day.clerk, EndSpeech(**day.one_meeting, speech_id=called))
    day.speaks(*there[2:4])
    day.at("08:22")
    day.scans(late)
    day.speaks(late)
    day.at("08:28")
    command = PrepareMotion(**day.one_meeting, item_id=day.items[5], title="Sửa Điều 3: lùi thời hạn đến ngày 30/10")
    amendment = day.submits(day.clerk, command).made["motion_id"]
    outcome, sentence = day.votes(amendment, [*there, late], 6, 2, 0)
    assert (outcome, sentence[:4]) == ("adopted", "6/9 "), "from the floor, and decided before the plan itself"
    day.at("08:33")
    plan = next(motion for motion in day.asked(6) if motion.id != amendment)
    day.opens(plan.id)
    room = [*there, late]
    *works, dead = room
    day.casts(plan.id, works, 5, 2, 0)
    hand = RecordHand(**day.one_meeting, motion_id=plan.id, seat_id=day.seats[dead], choice=Choice.ABSTAIN)
    day.submits(day.clerk, hand)
    day.closes(plan.id)
    refused = RecordRuling(**day.one_meeting, motion_id=plan.id, adopted=False, reason="thấy cần")
    assert day.refuses(chair, refused) == "voting.no_ruling_needed", "the law has decided: nobody rules otherwise"
    outcome, sentence = day.announces(plan.id)
    assert (outcome, sentence[:4]) == ("adopted", "5/9 ")
    day.at("08:50")
    day.turns_to(7)
    (split,) = day.asked(7)
    day.opens(split.id)
    day.casts(split.id, room, 4, 4, 0)
    day.closes(split.id)
    assert day.refuses(day.clerk, AnnounceResult(**day.one_meeting, motion_id=split.id)) == "voting.ruling_needed"
    ruling = {"adopted": True, "reason": "theo ý kiến Chủ tịch đã biểu quyết tán thành"}
    assert day.refuses(day.clerk, RecordRuling(**day.one_meeting, motion_id=split.id, **ruling)) == "access.not_allowed"
    day.submits(chair, RecordRuling(**day.one_meeting, motion_id=split.id, **ruling))
    assert day.announces(split.id)[0] == "adopted"
    day.at("09:15")  # the access point is rebooted: the answer is lost, and after 90 s the console sends it again
    asks = EnterSpeaker(**day.one_meeting, seat_id=day.seats[there[5]])
    asked = day.again(day.clerk, asks, "before-the-network-went").made["speech_id"]
    day.clock.advance(seconds=90)
    assert day.again(day.clerk, asks, "before-the-network-went").made["speech_id"] == asked
    waiting = re.findall(r'data-key="waiting-(\d+)"', day.sees("clerk", "speakers"))
    assert waiting == [str(asked)], "one entry, however often it was sent"
    day.submits(day.clerk, StrikeSpeaker(**day.one_meeting, speech_id=asked))
    day.at("09:20")
    day.submits(day.clerk, MarkSubstitute(**day.one_meeting, seat_id=day.seats[leave], here=False))
    day.turns_to(8)
    day.submits(day.clerk, CloseDoors(**day.one_meeting))
    for view in ("guest", "screen"):
        assert "Nội dung phát giấy" not in day.sees(view, "now"), "a neutral label, and no title"
    day.at("09:40")
    day.submits(day.clerk, OpenDoors(**day.one_meeting))
    day.turns_to(9)
    day.at("09:48")
    day.concludes(9, "Giao Phòng Kinh tế hoàn thiện phương án trước ngày 05.")
    day.at("09:55")
    day.ends()
    day.at("09:58")
    day.works()
    drawn = day.version()
    assert drawn
    day.at("10:10")  # a member has read the draft: one word is wrong, and a second version takes its place
    command = {"item_id": day.items[8], "text": "Giao Phòng Kinh tế hoàn thiện phương án trước ngày 10.", "version": 1}
    day.submits(day.clerk, RecordConclusion(**day.one_meeting, **command))
    day.submits(day.clerk, RequestDraft(**day.one_meeting))
    day.works()
    assert day.version() > drawn
    day.at("13:30")
    assert issues_notice(day, "12/TB-UBND")
    with day.browser(there[2]).get(f"/m/{day.meeting}/notice.pdf") as notice:
        assert notice.status_code == 200, "who took part reads what was concluded"
    day.at("14:00")
    text = day.verified(tmp_path, (day.clerk, chair))
    assert "hoàn thiện phương án trước ngày 10." in text
    assert "trước ngày 05" not in text
    told = "dự thay: ông Vũ Văn Thay (có mặt 07:58–09:20), không biểu quyết"
    assert text.count(told) == 2, "under who took part, and in the list"
    assert "Thành viên phải có mặt: ít nhất 6/9" in text
    assert text.count("điểm danh ở máy Cửa chính") == 2
    assert "Sửa Điều 3: lùi thời hạn đến ngày 30/10" in text
    assert "lúc 8 giờ 28: có mặt 8/9 thành viên; tán thành 6 (66,67%)" in text
    assert "Tài liệu phát giấy tại phòng" in text
    assert "TỐI MẬT" not in text
    spoke = re.search(r"Ý kiến phát biểu:(.*?)Biểu quyết “", text)
    assert spoke
    assert day.people[wrong].particulars.full_name not in spoke[1], "a wrong start, taken back, is no speech"
    assert day.people[first].particulars.full_name in spoke[1]
    assert "khi khai mạc có mặt 7/9." in text
    assert "Đủ số người phải có mặt từ 7 giờ 52 (có mặt 6/9)." in text
    assert re.search(r"Đến sau khi khai mạc: 1 người: [^.]+\(8 giờ 22\)", text)
    assert "Vắng mặt có phép: 1 người" in text
    assert "lúc 8 giờ 33: có mặt 8/9 thành viên; tán thành 5 (55,56%)" in text
    assert "thư ký ghi" in text, "whose hand was written down is marked"
    assert "lúc 8 giờ 50: có mặt 8/9 thành viên; tán thành 4 (44,44%), không tán thành 4 (44,44%)" in text
    assert "Chủ tọa quyết định: được thông qua. Lý do: theo ý kiến Chủ tịch đã biểu quyết tán thành." in text
    assert "thấy cần" not in text, "a ruling that was refused is nowhere"
    assert "Họp kín từ 9 giờ 20 đến 9 giờ 40" in text
    assert "Cuộc họp kết thúc vào 9 giờ 55" in text


def deputies() -> list[tuple[str, ...]]:
    """Twenty-five deputies of whom two are to preside, two secretaries, three guests."""
    names = ("An", "Bình", "Cúc", "Dũng", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phúc", "Quân", "Sơn")
    found = []
    for n in range(1, 26):
        name = names[n % len(names)]
        role = "chủ tọa" if n <= 2 else "đại biểu"
        title = {1: "Chủ tịch HĐND xã", 2: "Phó Chủ tịch HĐND xã"}.get(n, "Đại biểu HĐND xã")
        head = "có" if n == 1 else ""
        seat = (title, f"Tổ đại biểu số {1 + n % 4}", role, "có", f"A{n:02d}", f"db{n:02d}", head)
        found.append((f"Nguyễn Văn {name} {n:02d}", name, "ông", *seat))
    for n in (1, 2):
        seat = ("Chuyên viên", "Văn phòng", "thư ký", "không", "", f"tk{n}", "")
        found.append((f"Thư Thị Ký {n:02d}", "Ký", "bà", *seat))
    for n in (1, 2, 3):
        seat = ("Trưởng thôn", f"Thôn {n}", "khách mời", "không", f"K{n:02d}", f"km{n}", "")
        found.append((f"Khách Văn Mời {n:02d}", "Mời", "ông", *seat))
    return found


@pytest.fixture
def session(founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Eleven items; twenty-five deputies."""
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    items = [
        item("Khai mạc, thông qua chương trình", "Thông qua chương trình", decision="procedural", form="giơ tay"),
        item("Báo cáo của Ủy ban nhân dân", form="trình bày"),
        item("Báo cáo thẩm tra của các Ban", form="trình bày"),
        item("Chất vấn và trả lời chất vấn", form="chất vấn"),
        item("Nghị quyết về ngân sách", "Thông qua Nghị quyết về ngân sách"),
        item("Bốn nghị quyết thường kỳ", *(f"Thông qua Nghị quyết thường kỳ số {n}" for n in (1, 2, 3, 4))),
        item("Nghị quyết về đất đai", "Thông qua Nghị quyết về đất đai"),
        item("Nội dung họp kín", "Họp kín nội dung này", form="giơ tay"),
        item("Nghị quyết về đầu tư công", "Thông qua Nghị quyết về đầu tư công"),
        item("Nghị quyết về khen thưởng", "Thông qua Nghị quyết về khen thưởng"),
        item("Bế mạc", form="nghi thức"),
    ]
    return Day(founded, tmp_path / "data", folder_of(tmp_path, "hdnd-mau", items, deputies()), clock)


def test_the_year_end_session_of_a_council_through_two_sittings_to_signed_minutes(session: Day, tmp_path: Path) -> None:
    day = session
    *rest, leave, _ = day.voters
    hall, remote = rest[:22], rest[22]
    day.at("07:30")
    excused = NoteAbsence(**day.one_meeting, seat_id=day.seats[leave], excused=True, reason="ốm, có đơn")
    day.submits(day.clerk, excused)
    day.come("tk1", "tk2", *hall[:16])
    day.at("07:41")
    day.come(hall[16])
    day.at("07:45")
    day.come(*hall[17:])
    point = day.submits(day.clerk, AddPoint(**day.one_meeting, title="Nhà văn hoá thôn  Đoài")).made["point_id"]
    day.submits(day.clerk, MarkPresent(**day.one_meeting, seat_id=day.seats[remote], point_id=point))
    day.submits(day.clerk, RenamePoint(**day.one_meeting, point_id=point, title=POINT))
    day.at("08:00")
    day.submits(day.clerk, StartMeeting(**day.one_meeting))
    (agenda,) = day.asked(1)
    day.opens(agenda.id)
    day.counts(agenda.id, 23, 0)
    day.closes(agenda.id)
    day.announces(agenda.id)
    day.at("08:05")
    step = Step(kind=StepKind.MOVE, item_id=day.items[9], before=day.items[8])
    proposed = ProposeAgendaChange(**day.one_meeting, steps=(step,), form=MotionForm.HANDS)
    moved = day.submits(day.clerk, proposed).made["motion_id"]
    day.opens(moved)
    day.counts(moved, 20, 3)
    day.closes(moved)
    assert day.announces(moved)[0] == "adopted"
    day.items[8], day.items[9] = day.items[9], day.items[8]
    for time, place in (("08:15", 2), ("09:00", 3), ("10:15", 4)):
        day.at(time)
        day.turns_to(place)
        day.speaks(*hall[3:6])
    day.at("11:30")
    day.submits(day.clerk, PauseMeeting(**day.one_meeting, kind=PauseKind.LUNCH))
    day.at("13:30")
    back = [*hall[:21]]
    together = MarkAllPresent(**day.one_meeting, seat_ids=[day.seats[who] for who in back])
    day.submits(day.clerk, together)
    day.submits(day.clerk, MarkPresent(**day.one_meeting, seat_id=day.seats[remote], point_id=point))
    day.submits(day.clerk, ResumeMeeting(**day.one_meeting))
    room = [*back, remote]
    assert re.search(r"<b>22/25</b>", day.sees("screen", "quorum")), "the afternoon has a roll of its own"
    day.at("13:35")
    vice = day.voters[1]
    day.submits(day.chair, GiveChair(**day.one_meeting, seat_id=day.seats[vice]))
    day.at("13:40")
    day.turns_to(5)
    (budget,) = day.asked(5)
    day.opens(budget.id)
    morning_only = CastBallot(**day.one_meeting, motion_id=budget.id, choice=Choice.FOR)
    assert day.refuses(hall[21], morning_only) == "voting.not_present", "who was there in the morning, and is not now"
    day.casts(budget.id, room, 20, 1, 1)
    day.closes(budget.id)
    outcome, sentence = day.announces(budget.id)
    assert outcome == "adopted"
    assert sentence.startswith("20/25 đại biểu tán thành (80,00% tổng số đại biểu), cần ít nhất 13"), "never over 22"
    day.at("13:44")
    day.turns_to(6)
    for question in day.asked(6):
        assert day.votes(question.id, room, 20, 2, 0)[1].startswith("20/25 ")
    day.at("13:52")
    day.turns_to(7)
    (land,) = day.asked(7)
    outcome, sentence = day.votes(land.id, room, 12, 8, 2)
    assert (outcome, sentence[:6]) == ("rejected", "12/25 "), "more than half of those there is not enough"
    day.at("14:05")
    day.turns_to(8)
    (closed,) = day.asked(8)
    day.opens(closed.id)
    day.counts(closed.id, 18, 4)
    day.closes(closed.id)
    day.announces(closed.id)
    day.at("14:08")
    day.submits(day.clerk, CloseDoors(**day.one_meeting))
    assert "Nội dung họp kín" not in day.sees("screen", "now"), "nor is the hall's screen"
    hidden = day._device("km1").get(f"/m/{day.meeting}").text
    assert "Nội dung họp kín" not in hidden, "a guest is shown nothing of it"
    day.at("14:24")
    day.submits(day.clerk, OpenDoors(**day.one_meeting))
    day.at("14:50")
    day.submits(vice, GiveChair(**day.one_meeting, seat_id=day.seats[day.chair]))
    day.turns_to(9)
    (praise,) = day.asked(9)
    aside = Recuse(
        **day.one_meeting,
        motion_id=praise.id,
        seat_id=day.seats[room[4]],
        cause=RecusedFor.INTEREST,
        reason="là người được khen thưởng",
    )
    day.submits(day.clerk, aside)
    takes = [who for who in room if who != room[4]]
    outcome, sentence = day.votes(praise.id, takes, 21, 0, 0)
    assert (outcome, sentence[:6]) == ("adopted", "21/25 ")
    day.at("15:05")
    day.turns_to(10)
    (works,) = day.asked(10)
    day.opens(works.id)
    day.casts(works.id, room[:6], 5, 1, 0)
    switched = SwitchMotion(**day.one_meeting, motion_id=works.id, by=CountedBy.HANDS, reason="Mất Wi-Fi cả hội trường")
    day.submits(day.clerk, switched)
    late_ballot = CastBallot(**day.one_meeting, motion_id=works.id, choice=Choice.FOR)
    assert day.refuses(room[7], late_ballot) == "voting.switched"
    day.counts(works.id, 17, 3, 2)
    day.closes(works.id)
    assert day.announces(works.id)[1].startswith("17/25 ")
    day.at("15:25")
    day.turns_to(11)
    day.at("15:30")
    day.ends()
    text = day.verified(tmp_path, (day.clerk, day.chair))
    assert "Đại biểu phải có mặt: ít nhất 17/25" in text
    assert "Đủ số người phải có mặt từ 7 giờ 41 (có mặt 17/25)." in text
    assert "Buổi thứ nhất: từ 8 giờ 00 đến 11 giờ 30 (nghỉ trưa); có mặt 23/25 đại biểu." in text
    assert "Buổi thứ hai: từ 13 giờ 30 đến 15 giờ 30; có mặt 22/25 đại biểu." in text
    for number in ("nhất", "hai"):
        assert f"Buổi thứ {number}, dự từ xa tại điểm cầu {POINT}: 1 người" in text
    assert "Nội dung được chuyển từ vị trí số 10 theo kết quả biểu quyết" in text
    assert "20/25 đại biểu tán thành (80,00% tổng số đại biểu)" in text
    assert "12/25 đại biểu tán thành (48,00% tổng số đại biểu), cần ít nhất 13" in text
    assert "Họp kín từ 14 giờ 08 đến 14 giờ 24" in text
    assert "Không tham gia biểu quyết nội dung này: ông" in text
    assert "Lúc 15 giờ 05 chuyển từ biểu quyết trên máy sang giơ tay; khi đó đã có 6 người biểu quyết trên máy" in text
    assert text.count("Mất Wi-Fi cả hội trường") == 1, "the minutes tell it once"
    presided = r"Điều hành: ông [^;]+ từ 8 giờ 00; ông [^;]+ từ 13 giờ 35; ông [^;]+ từ 14 giờ 50\."
    assert re.search(presided, text)
    assert "Bà Thư Thị Ký 01, Chuyên viên, Văn phòng; Bà Thư Thị Ký 02, Chuyên viên, Văn phòng." in text
