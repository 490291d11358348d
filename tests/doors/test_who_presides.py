"""Several are to preside: all screens and the minutes show who does; the chair can change during a vote too."""

from meeting.agenda.commands import AddSeat
from meeting.agenda.seating import MoveSeat
from meeting.agenda.tables import conducts_meeting
from meeting.attendance.commands import WaiveQuorum
from meeting.commands.registry import MeetingCommand
from meeting.conduct.commands import EndMeeting, TakeBackEnd
from meeting.conduct.mandates import RecordMandate
from meeting.planning.seats import ChangeSeat, RemoveSeat
from meeting.voting.commands.results import CloseMotion, RecordRuling
from tests.council import AGAINST, FOR, Council
from tests.minutes import printed
from tests.pages.client import Browser
from tests.presiding import give, place_of, presidium
from tests.seen import seat_seen


def test_one_of_two_planned_chairs_presides_and_everybody_sees_which(council: Council) -> None:
    presidium(council)
    council.sits()
    assert (place_of(council, "an"), place_of(council, "lan")) == ("chair", "")
    for view in ("member", "guest", "screen", "clerk", "chair"):
        assert "Đang chủ trì:" in council.sees(view, "presiding")
        assert "<b>Nguyễn Văn An</b>" in council.sees(view, "presiding")
    command = {"meeting_id": council.meeting, "seat_id": council.seats["lan"]}
    assert Browser(council, "lan").submits("conduct.give_chair", command).status_code == 403, "nobody takes it"
    assert Browser(council, "an").submits("conduct.give_chair", command).status_code == 200
    assert (place_of(council, "an"), place_of(council, "lan")) == ("", "chair")
    assert "<b>Trần Thị Lan</b>" in council.sees("screen", "presiding")


def test_the_chair_changes_during_a_vote_and_the_present_one_rules(council: Council) -> None:
    """Equal votes still follow the head of the body: An voted for, and Lan, who presides, voted against."""
    presidium(council)
    council.sits(8)
    motion = council.opens_motion()
    council.votes(motion, an=FOR, nam=FOR, mai=FOR, hung=FOR, lan=AGAINST, binh=AGAINST, y_thinh=AGAINST, dao=AGAINST)
    council.clock.advance(minutes=10)
    council.submits("ha", give(council, "lan"))
    assert council.box(motion) == {FOR: 4, AGAINST: 4}, "no ballot is lost"
    council.submits("lan", CloseMotion(meeting_id=council.meeting, motion_id=motion))
    ruling = RecordRuling(meeting_id=council.meeting, motion_id=motion, adopted=True, reason="theo ý kiến Chủ tịch")
    assert council.refuses("an", ruling) == "access.not_allowed"
    council.submits("lan", ruling)
    assert council.announces(motion).outcome == "adopted"
    told = printed(council)
    assert "Điều hành: ông Nguyễn Văn An từ 8 giờ 00; bà Trần Thị Lan từ 8 giờ 10." in told
    assert "Ông Nguyễn Văn An, Chủ tịch UBND xã" in told
    assert council.retells().presiding == council.seats["lan"]


def test_equal_votes_follow_the_head_and_never_the_presiding_person(council: Council) -> None:
    presidium(council)
    council.sits(8)
    council.submits("an", give(council, "lan"))
    motion = council.opens_motion()
    council.votes(motion, an=AGAINST, nam=AGAINST, mai=AGAINST, hung=AGAINST, lan=FOR, binh=FOR, y_thinh=FOR, dao=FOR)
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected", "Lan presides and voted for; the head voted against"


def test_only_a_present_member_in_office_may_preside(sitting: Council) -> None:
    assert sitting.refuses("ha", give(sitting, "guest")) == "conduct.may_not_preside"
    assert sitting.refuses("ha", give(sitting, "ha")) == "conduct.may_not_preside"
    assert sitting.refuses("ha", give(sitting, "an")) == "conduct.presides_already"
    paper = {"number": "12/NQ", "reason": "bị khởi tố"}
    suspend = RecordMandate(
        meeting_id=sitting.meeting,
        seat_id=sitting.seats["an"],
        mandate="suspended",  # type: ignore[arg-type]
        **paper,
    )
    assert sitting.refuses("ha", suspend) == "conduct.presides", "nobody would preside"
    sitting.submits("ha", give(sitting, "nam"))
    sitting.submits("ha", suspend)
    assert sitting.refuses("ha", give(sitting, "an")) == "conduct.may_not_preside"
    assert place_of(sitting, "nam") == "chair"


def test_an_absent_member_does_not_get_the_chair(council: Council) -> None:
    council.sits(8)
    assert council.refuses("ha", give(council, "khoa")) == "conduct.chair_away"


def test_before_the_meeting_the_chair_goes_to_a_member_who_comes(council: Council) -> None:
    """The chair is away: the one who is to preside instead writes the reason for beginning with too few."""
    presidium(council)
    council.submits("ha", give(council, "lan"))
    council.arrives("lan", "nam")
    reason = WaiveQuorum(meeting_id=council.meeting, reason="Việc không thể hoãn")
    assert council.refuses("an", reason) == "access.not_allowed"
    council.submits("lan", reason)
    council.starts()
    assert council.retells().presided[0].seat_id == council.seats["lan"]


def test_the_minutes_name_all_secretaries(council: Council) -> None:
    council.submits(
        "ha",
        AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False),  # type: ignore[arg-type]
    )
    shown = council.sees("member", "presiding")
    assert "Thư ký:" in shown
    assert "Lê Thu Hà; Lý Quang Vinh" in shown


def sent_elsewhere(council: Council, *commands: tuple[str, MeetingCommand]) -> tuple[set[str], set[str]]:
    """The people whose page these commands change, and those whose devices loaded their page again."""
    watched = ("an", "lan", "nam")
    before, seq = {who: place_of(council, who) for who in watched}, council.seq()
    for who, command in commands:
        council.submits(who, command)
    told = {seat for event in council.events(seq) for seat in event.displaces()}
    changed = {who for who in watched if place_of(council, who) != before[who]}
    return changed, {who for who in watched if council.seats[who] in told}


def test_a_former_chair_loses_the_chairs_view_after_an_end_was_taken_back(council: Council) -> None:
    """An end changes who may sign. After it is taken back, only the presiding person has the page, and the others
    load theirs again."""
    presidium(council)
    council.sits()
    council.submits("ha", give(council, "nam"))
    changed, told = sent_elsewhere(council, ("ha", EndMeeting(meeting_id=council.meeting)))
    assert changed <= told
    back = TakeBackEnd(meeting_id=council.meeting, reason="bấm nhầm")
    changed, told = sent_elsewhere(council, ("ha", back), ("nam", back))
    assert changed <= told
    assert [place_of(council, who) for who in ("an", "lan", "nam")] == ["", "", "chair"]


def test_a_change_of_the_planned_chair_reaches_both_people(council: Council) -> None:
    presidium(council)
    moves = MoveSeat(meeting_id=council.meeting, seat_id=council.seats["lan"], position=1)
    assert sent_elsewhere(council, ("ha", moves)) == ({"an", "lan"}, {"an", "lan"})
    guest = ChangeSeat(
        meeting_id=council.meeting,
        seat_id=council.seats["lan"],
        seen=seat_seen(council.database, council.seats["lan"]),
        role="guest",  # type: ignore[arg-type]
        votes=False,
    )
    assert sent_elsewhere(council, ("ha", guest)) == ({"an", "lan"}, {"an", "lan"})
    council.submits("ha", give(council, "nam"))
    gone = RemoveSeat(meeting_id=council.meeting, seat_id=council.seats["nam"])
    changed, told = sent_elsewhere(council, ("ha", gone))
    assert "an" in changed
    assert told == {"an", "nam"}


def test_a_unit_administrator_cannot_manage_the_presiding_person_who_is_listed_with_the_officers(
    council: Council,
) -> None:
    """Their card would open the controls of the meeting."""
    council.sits()
    council.submits("ha", give(council, "nam"))
    with council.database.read() as db:
        assert conducts_meeting(db, council.people["nam"])
        assert not conducts_meeting(db, council.people["lan"])
    officers = council.browser("admin").get("/rights").text.partition('data-testid="officers"')[2].partition("</dl>")[0]
    assert "Phạm Hoài Nam" in officers
