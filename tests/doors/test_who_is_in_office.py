"""Suspended, vacant, taking no part, a substitute: by plain forms and HTTP, and what law and minutes make of it."""

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from meeting.attendance.commands import MarkLeft, NoteAbsence
from meeting.conduct.mandates import RecordMandate
from meeting.journal import chain
from meeting.journal.chain import Entry
from meeting.law import editions as law
from meeting.law.edition import Preset
from meeting.law.terms import Excluded, Grade
from meeting.record.replay import replay
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import CancelMotion, WaiveQuorum
from meeting.voting.commands.recusing import Recuse, WithdrawRecusal
from meeting.voting.commands.results import CountHands
from meeting.voting.events import MotionOpened
from meeting.voting.restoring import RestoreBox
from tests.council import AGAINST, FOR, Council
from tests.minutes import printed
from tests.pages.client import Browser, Tags

PAPER = {"number": "12/NQ-HĐND", "dated": "2026-09-20", "reason": "bị khởi tố"}
WHY = "con trai là chủ đầu tư"


def says(council: Council, who: str, mandate: str) -> RecordMandate:
    return RecordMandate(meeting_id=council.meeting, seat_id=council.seats[who], mandate=mandate, **PAPER)  # type: ignore[arg-type]


def cast(council: Council, motion: int, choice: str = FOR) -> CastBallot:
    return CastBallot(meeting_id=council.meeting, motion_id=motion, choice=choice)  # type: ignore[arg-type]


def aside(council: Council, motion: int, who: str) -> Recuse:
    seat = council.seats[who]
    return Recuse(meeting_id=council.meeting, motion_id=motion, seat_id=seat, cause="interest", reason=WHY)  # type: ignore[arg-type]


def announced(council: Council, motion: int) -> tuple[str, str]:
    row = council.announces(motion)
    return row.outcome or "", row.sentence


def test_a_suspension_lowers_the_total_for_quorum_majority_sentence_and_minutes(council: Council) -> None:
    """One of nine is suspended: N = 8, and 5 of 8 are needed; before it was 5 of 9."""
    council.submits("ha", says(council, "khoa", "suspended"))
    council.sits(8)
    assert "8/8" in council.sees("clerk", "quorum")
    assert "Tạm đình chỉ, khuyết: 1, không tính vào tổng số: 1" in council.sees("clerk", "quorum")
    motion = council.opens_motion()
    council.votes(motion, an=FOR, lan=FOR, nam=FOR, mai=FOR, hung=AGAINST, binh=AGAINST, y_thinh=AGAINST)
    council.closes(motion, missing=1)
    outcome, sentence = announced(council, motion)
    assert outcome == "rejected"
    assert sentence.startswith("4/8 thành viên tán thành (50,00% tổng số thành viên), cần ít nhất 5")
    told = printed(council)
    assert "Thành viên: tổng số 8, có mặt 8/8, vắng mặt 0." in told
    assert (
        "Ông Bùi Đăng Khoa: tạm đình chỉ nhiệm vụ theo 12/NQ-HĐND ngày 20/09/2026 (bị khởi tố); "
        "không tính vào tổng số theo cách tính mà cơ quan đang dùng." in told
    )
    assert "Thành viên phải có mặt: ít nhất 6/8" in told
    assert "Không có phiếu (1): ông Bùi Đăng Khoa: tạm đình chỉ nhiệm vụ – bị khởi tố; không tính vào tổng số" in told


def test_the_total_changes_between_two_votes_and_the_minutes_say_when(sitting: Council) -> None:
    first = sitting.opens_motion("Câu hỏi trước")
    assert sitting.refuses("ha", says(sitting, "khoa", "vacant")) == "agenda.vote_running"
    sitting.splits(first, 5, 3, 1)
    sitting.closes(first)
    assert sitting.refuses("ha", says(sitting, "khoa", "vacant")) == "agenda.result_waits"
    assert sitting.announces(first).total == 9
    sitting.clock.advance(minutes=20)
    sitting.submits("ha", says(sitting, "khoa", "vacant"))
    second = sitting.opens_motion("Sau")
    assert sitting.refuses("khoa", cast(sitting, second)) == "voting.not_on_roll", "who holds no office has no ballot"
    sitting.votes(second, an=FOR, lan=FOR, nam=FOR, mai=FOR, hung=AGAINST, binh=AGAINST, y_thinh=AGAINST, dao=AGAINST)
    sitting.closes(second)
    outcome, sentence = announced(sitting, second)
    assert (outcome, sentence[:4]) == ("adopted", "4/8 "), "four of eight, and the head of the body voted for"
    told = printed(sitting)
    assert "Lúc 8 giờ 20: ông Bùi Đăng Khoa khuyết, không còn giữ nhiệm vụ theo 12/NQ-HĐND" in told
    assert "Từ đó tổng số thành viên là 8." in told
    assert sitting.retells().motions[0].roll != sitting.retells().motions[1].roll


def test_a_lower_total_can_lose_or_bring_the_quorum_at_that_minute(council: Council) -> None:
    """Five of nine are there and six are needed; two places fall vacant, and five are enough of seven."""
    council.arrives("an", "lan", "nam", "mai", "hung")
    council.starts()
    council.clock.advance(minutes=5)
    council.submits("ha", says(council, "khoa", "vacant"))
    council.clock.advance(minutes=5)
    council.submits("ha", says(council, "dao", "vacant"))
    assert "5/7" in council.sees("clerk", "quorum")
    council.clock.advance(minutes=5)
    council.submits("ha", says(council, "hung", "suspended"))
    assert "4/6" in council.sees("clerk", "quorum")
    council.clock.advance(minutes=5)
    council.submits("ha", says(council, "mai", "suspended"))
    told = printed(council)
    assert "Đủ số người phải có mặt từ 8 giờ 10 (có mặt 5/7)." in told
    assert "Không còn đủ số người phải có mặt từ 8 giờ 20 (có mặt 3/5)." in told


def test_a_waiver_for_another_total_is_not_valid(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    for who in ("hung", "binh", "y-thinh", "dao", "khoa"):
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats[who], reason="việc gấp"))
    sitting.allows(motion)
    sitting.submits("ha", says(sitting, "khoa", "suspended"))
    with pytest.raises(Exception, match="Chưa đủ số người có mặt"):
        sitting.opens(motion)
    sitting.submits("an", WaiveQuorum(meeting_id=sitting.meeting, motion_id=motion, reason="bão"))
    sitting.opens(motion)
    assert sitting.motion(motion).total == 8


def test_a_recused_member_gets_no_ballot_in_any_way_and_stays_in_the_total(sitting: Council) -> None:
    motion = sitting.prepares("Giao đất")
    browser = Browser(sitting, "ha")
    page = browser.get(f"/meetings/{sitting.meeting}/votes/{motion}/roll")
    assert page.status_code == 200
    form = {"seat": str(sitting.seats["lan"]), "cause": "interest", "reason": WHY}
    sent = browser.send(f"/meetings/{sitting.meeting}/votes/{motion}/roll", **form)
    assert sent.status_code == 303
    assert WHY in browser.get(f"/meetings/{sitting.meeting}/votes/{motion}/roll").text
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")
    sitting.opens(motion)
    mine = Browser(sitting, "lan").get(f"/m/{sitting.meeting}").text
    assert f"aside&#34;: [{motion}]" in mine
    ballot = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": "for"}
    refused = Browser(sitting, "lan").submits("voting.cast_ballot", ballot)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "voting.excluded")
    by_hand = Browser(sitting, "ha").submits("voting.record_hand", ballot | {"seat_id": sitting.seats["lan"]})
    assert by_hand.get_json()["code"] == "voting.excluded"
    late = {"meeting_id": sitting.meeting, "motion_id": motion, "seat_id": sitting.seats["nam"]}
    late |= {"cause": "own", "reason": "muộn"}
    assert Browser(sitting, "ha").submits("voting.recuse", late).get_json()["code"] == "voting.not_prepared"
    shown = sitting.sees("clerk", "motion")
    assert "Không có phiếu: 1" in shown
    assert "Trần Thị Lan" in shown
    assert WHY not in sitting.sees("member", "motion"), "the reason is for those who run the meeting"
    sitting.votes(motion, an=AGAINST, nam=FOR, mai=FOR, hung=FOR, binh=FOR, y_thinh=AGAINST, dao=AGAINST, khoa=AGAINST)
    sitting.closes(motion)
    row = sitting.announces(motion)
    assert (row.total, row.present, row.aside, row.outcome) == (9, 9, 1, "rejected")
    assert row.sentence.startswith("4/9 thành viên tán thành (44,44% tổng số thành viên), cần ít nhất 5")
    told = printed(sitting)
    assert f"Không tham gia biểu quyết nội dung này: bà Trần Thị Lan ({WHY}; tính vào tổng số" in told
    assert "có mặt 9/9 thành viên (trong đó 1 không tham gia biểu quyết)" in told


def test_a_recused_member_counts_as_present_until_they_leave(sitting: Council) -> None:
    """More than half of those present (procedure): the one who takes no part is one of them while they are there."""
    motion = sitting.prepares("Thông qua chương trình", form="hands", decision="procedural")
    sitting.submits("ha", aside(sitting, motion, "lan"))
    for who in ("binh", "y-thinh", "khoa"):
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats[who], reason="việc gấp"))
    sitting.opens(motion)
    shown = count(sitting, motion, 3, 3, 0)
    assert sitting.refuses("ha", shown) == "voting.bad_count", "five of the six may raise a hand"
    sitting.submits("ha", count(sitting, motion, 3, 2, 0))
    sitting.closes(motion)
    row = sitting.announces(motion)
    assert (row.present, row.here, row.aside, row.outcome) == (6, 6, 1, "rejected")
    assert row.sentence.startswith("3/6 thành viên có mặt tán thành (50,00% số thành viên có mặt), cần ít nhất 4")


def test_a_question_put_again_has_the_same_recusals(sitting: Council) -> None:
    motion = sitting.prepares("Giao đất")
    sitting.submits("ha", aside(sitting, motion, "lan"))
    sitting.opens(motion)
    again = sitting.submits("ha", CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="nhầm"))
    sitting.opens(again.made["motion_id"])
    assert sitting.refuses("lan", cast(sitting, again.made["motion_id"])) == "voting.excluded"


def test_equal_votes_do_not_follow_a_recused_head(sitting: Council) -> None:
    motion = sitting.prepares("Khen thưởng Chủ tịch", form="hands")
    sitting.submits("ha", aside(sitting, motion, "an"))
    sitting.opens(motion)
    assert sitting.refuses("ha", count(sitting, motion, 4, 4, 0, head="for")) == "voting.bad_head"
    sitting.submits("ha", count(sitting, motion, 4, 4, 0))
    sitting.closes(motion)
    assert announced(sitting, motion)[0] == "rejected"


def test_a_substitute_has_no_ballot_and_the_absent_member_stays_in_the_total(council: Council) -> None:
    absent = NoteAbsence(
        meeting_id=council.meeting, seat_id=council.seats["khoa"], reason="ốm", substitute="ông Lê Văn Thay"
    )
    council.submits("ha", absent)
    council.sits(8)
    motion = council.opens_motion()
    assert council.motion(motion).total == 9
    council.splits(motion, 8, 0)
    council.closes(motion)
    council.announces(motion)
    assert "ông Bùi Đăng Khoa: vắng mặt, có người dự thay không biểu quyết – ông Lê Văn Thay" in printed(council)


def test_only_people_who_prepare_or_minute_the_meeting_record_suspensions(sitting: Council) -> None:
    browser = Browser(sitting, "lan")
    assert browser.get(f"/meetings/{sitting.meeting}/mandates").status_code == 403
    assert sitting.refuses("an", says(sitting, "khoa", "vacant")) == "access.not_allowed"
    assert sitting.refuses("admin", says(sitting, "khoa", "vacant")) == "access.not_allowed", "not in session"
    page = Browser(sitting, "ha")
    form = {"seat": str(sitting.seats["khoa"]), "mandate": "suspended", **PAPER}
    assert "Cần ghi số văn bản" in page.send(f"/meetings/{sitting.meeting}/mandates", **(form | {"number": " "})).text
    assert page.send(f"/meetings/{sitting.meeting}/mandates", **(form | {"dated": "hôm kia"})).status_code == 400
    assert page.send(f"/meetings/{sitting.meeting}/mandates", **form).status_code == 303
    assert "12/NQ-HĐND" in page.get(f"/meetings/{sitting.meeting}/mandates").text
    assert "Tạm đình chỉ nhiệm vụ" in sitting.sees("clerk", "roll")
    assert sitting.refuses("ha", says(sitting, "khoa", "suspended")) == "conduct.same_mandate"
    assert sitting.refuses("ha", says(sitting, "guest", "vacant")) == "conduct.no_vote"


def test_a_suspended_member_still_signs_in_and_reads(sitting: Council) -> None:
    sitting.submits("ha", says(sitting, "khoa", "suspended"))
    page = Browser(sitting, "khoa").get(f"/m/{sitting.meeting}")
    assert page.status_code == 200
    assert "&#34;votes&#34;: false" in page.text


def test_a_ballot_restored_only_in_the_table_is_detected(sitting: Council) -> None:
    motion = sitting.prepares("Giao đất")
    sitting.submits("ha", aside(sitting, motion, "lan"))
    sitting.opens(motion)
    sitting.votes(motion, an=FOR, nam=FOR, mai=FOR, hung=FOR, dao=FOR)
    sitting.closes(motion, missing=3)
    change = text("update roll_entry set excluded = null where motion_id = :motion")
    sitting.database.gate.submit(lambda db: db.execute(change, {"motion": motion}))
    with pytest.raises(Exception, match="khác nhật ký"):
        sitting.announces(motion)
    sitting.submits("ha", RestoreBox(meeting_id=sitting.meeting, motion_id=motion))
    assert announced(sitting, motion)[0] == "adopted"


@pytest.mark.parametrize(
    "forged",
    [
        {"excluded": ()},
        {"recused": ()},
        {"roll": [1, 2, 3, 4, 5, 6, 7, 8]},
    ],
)
def test_a_journal_that_omits_a_member_or_lets_an_excluded_one_vote_is_refused(sitting: Council, forged: dict) -> None:
    motion = sitting.prepares("Giao đất")
    sitting.submits("ha", aside(sitting, motion, "lan"))
    sitting.submits("ha", says(sitting, "khoa", "suspended"))
    sitting.opens(motion)
    entries = sitting.journal()
    at = next(n for n, entry in enumerate(entries) if entry.kind == MotionOpened.kind)
    opened = next(event for event in sitting.events() if isinstance(event, MotionOpened))
    with pytest.raises(chain.Broken):
        replay([*entries[:at], told(entries[at], replace(opened, **forged)), *entries[at + 1 :]])


def told(entry: Entry, event: MotionOpened) -> Entry:
    return replace(entry, body=msgspec.to_builtins(event))


def count(council: Council, motion: int, *figures: int, head: str = "") -> CountHands:
    names = ("votes_for", "votes_against", "abstentions")
    given = dict(zip(names, figures, strict=True))
    return CountHands(meeting_id=council.meeting, motion_id=motion, head_choice=head, **given)  # type: ignore[arg-type]


def test_senseless_entries_are_refused_in_words(sitting: Council) -> None:
    motion = sitting.prepares("Giao đất")
    one = {"meeting_id": sitting.meeting, "motion_id": motion}
    nam = WithdrawRecusal(**one, seat_id=sitting.seats["nam"])
    assert sitting.refuses("ha", nam) == "voting.not_recused"
    assert sitting.refuses("ha", aside(sitting, motion, "guest")) == "voting.not_a_voter"
    sitting.submits("ha", aside(sitting, motion, "nam"))
    assert sitting.refuses("ha", aside(sitting, motion, "nam")) == "voting.recused_already"
    sitting.submits("ha", nam)
    sitting.opens(motion)
    sitting.casts("nam", motion, FOR)
    assert sitting.box(motion) == {FOR: 1}, "who takes part after all has a ballot"


def test_a_paper_needs_a_number_and_a_real_day(council: Council) -> None:
    command = says(council, "khoa", "suspended")
    assert council.refuses("ha", replace(command, number="")) == "conduct.no_paper"
    assert council.refuses("ha", replace(command, dated="2026-02-30")) == "conduct.bad_day"


def test_signed_minutes_cite_only_texts_of_law_for_the_total(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an edition only infers is printed as the office's own way to count, without the name of a document."""
    body = law.preset("vn-2025-07", "ubnd")
    by_law = replace(body.exclusions[Excluded.VACANT], article="khoản 9 Điều 99 Luật mẫu", grade=Grade.LAW)
    as_read = replace(body, exclusions=body.exclusions | {Excluded.VACANT: by_law})
    monkeypatch.setattr(law, "preset", lambda edition, key: as_read)
    council.submits("ha", says(council, "khoa", "suspended"))
    council.submits("ha", says(council, "dao", "vacant"))
    council.sits(7)
    motion = council.prepares("Giao đất")
    council.submits("ha", aside(council, motion, "lan"))
    council.opens(motion)
    council.closes(motion, missing=6)
    announced(council, motion)
    told = printed(council)
    assert "không tính vào tổng số theo cách tính mà cơ quan đang dùng" in told
    assert f"({WHY}; tính vào tổng số theo cách tính mà cơ quan đang dùng)" in told
    assert "tổng số theo Quy chế" not in told, "no text says so"
    assert told.count("không tính vào tổng số theo khoản 9 Điều 99 Luật mẫu") == 2, "the person's line and the annex"


def test_where_the_edition_is_silent_the_screen_says_so_and_the_minutes_cite_nothing(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's own edition says nothing about it: the total stays as large as it was."""
    silent = replace(law.preset("vn-2025-07", "ubnd"), exclusions={})
    monkeypatch.setattr(law, "preset", lambda edition, key: silent)
    page = Browser(council, "ha").get(f"/meetings/{council.meeting}/mandates").text
    for who in ("Tạm đình chỉ nhiệm vụ", "Khuyết"):
        said = f"{who}: vẫn tính vào tổng số · bộ quy định đang dùng không nói đến · cần xác nhận"
        assert said in " ".join(Tags(page).text.split()), who
    council.submits("ha", says(council, "khoa", "suspended"))
    council.sits(8)
    motion = council.prepares("Giao đất")
    council.submits("ha", aside(council, motion, "lan"))
    roll = Browser(council, "ha").get(f"/meetings/{council.meeting}/votes/{motion}/roll").text
    assert f"{WHY}</span>" in roll, "and nothing is cited"
    council.opens(motion)
    council.closes(motion, missing=7)
    announced(council, motion)
    assert council.motion(motion).total == 9
    told = printed(council)
    assert told.count("tính vào tổng số theo cách tính mà cơ quan đang dùng") == 4, "two people, in text and annex"
    assert "không nói đến" not in told


def test_minutes_can_be_drawn_with_an_edition_corrected_after_a_recusal(
    sitting: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vote and minutes name the article that held when it was written down."""
    known = law.preset

    def with_article(article: str) -> Callable[[str, str], Preset]:
        def put_right(edition: str, key: str) -> Preset:
            preset = known(edition, key)
            anew = replace(preset.exclusions[Excluded.RECUSED], article=article, grade=Grade.LAW)
            return replace(preset, exclusions=preset.exclusions | {Excluded.RECUSED: anew})

        return put_right

    monkeypatch.setattr(law, "preset", with_article("Điều 4 Quy chế cũ"))
    motion = sitting.prepares("Giao đất")
    sitting.submits("ha", aside(sitting, motion, "lan"))
    monkeypatch.setattr(law, "preset", with_article("Điều 5 Quy chế mới"))
    sitting.opens(motion)
    sitting.closes(motion, missing=8)
    announced(sitting, motion)
    told = printed(sitting)
    assert WHY in told
    assert "tính vào tổng số theo Điều 4 Quy chế cũ" in told
    assert "Điều 5 Quy chế mới" not in told
