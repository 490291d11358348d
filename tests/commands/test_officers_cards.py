"""A new card for an officer of a running meeting takes two officers, or the server's terminal: never one person."""

import html
import re

import msgspec
import pytest
from sqlalchemy import event, select

from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.accord.commands import Agree, Drop
from meeting.agenda.commands import AddSeat
from meeting.agenda.tables import conducts_meeting
from meeting.attendance.cards import AllowCard, ReissueCard
from meeting.commands.registry import Command
from meeting.conduct.commands import EndMeeting
from meeting.conduct.officers_cards import DeclineOfficersCard
from meeting.journal.chain import Broken
from meeting.journal.tables import Line
from meeting.people.commands import IssueCard, ReportLost, RetirePerson, ReturnPerson, SetAdmin
from meeting.people.units import DissolveUnit, MakeUnit, SetUnitAdmin
from meeting.record.replay import replay
from tests.cast import PIN
from tests.commands.officers import administrator, ask, has, helper, is_signed_in, office, office_kinds
from tests.conftest import Builder
from tests.council import Council
from tests.forgeries import relinked
from tests.minutes import draw, signature
from tests.pages.client import Browser
from tests.particulars import a_person


def allow(council: Council, whose: str = "an", reason: str = "chủ tọa mất thẻ") -> AllowCard:
    return AllowCard(meeting_id=council.meeting, seat_id=council.seats[whose], reason=reason)


def card(council: Council, whose: str = "an", name: str = "new") -> ReissueCard:
    return ReissueCard(meeting_id=council.meeting, seat_id=council.seats[whose], card_hash=name, pin_hash="x")


def test_a_secretary_alone_does_not_become_the_chair(sitting: Council) -> None:
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"
    sitting.submits("ha", allow(sitting))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two", "asking is not agreeing"
    assert sitting.refuses("ha", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.same_person"
    sitting.submits("ha", allow(sitting))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two", "nor is asking twice"


def test_both_officers_see_the_request_and_one_card_is_made_when_the_second_agrees(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting))
    for view in ("chair", "clerk"):
        shown = html.unescape(sitting.sees(view, "accord"))
        assert "Đề nghị cấp thẻ mới cho người điều hành" in shown
        assert "chủ tọa mất thẻ" in shown
    sitting.submits("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    sitting.submits("ha", card(sitting))
    assert has(sitting, "an", "new")
    assert sitting.refuses("ha", card(sitting, name="another")) == "attendance.card_takes_two", "one card, not two"
    kinds = [each.kind for each in sitting.journal()][-4:]
    assert kinds == ["accord.asked", "accord.agreed", "attendance.card_allowed", "attendance.card_reissued"]
    actors = [each.actor for each in sitting.journal()][-4:]
    ha, an = (f"person-{sitting.people[each]}" for each in ("ha", "an"))
    assert actors == [ha, an, an, ha], "both names stand in the journal"


def test_an_agreement_ends_after_ten_minutes_and_a_declined_request_makes_no_card(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting))
    sitting.submits("an", allow(sitting))
    sitting.clock.advance(minutes=11)
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"
    sitting.submits("ha", allow(sitting))
    sitting.submits("an", Drop(meeting_id=sitting.meeting, accord_id=2))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"


def test_an_agreement_is_for_one_person_and_no_other_officer(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting, "ha"))
    sitting.submits("an", allow(sitting, "ha"))
    assert sitting.refuses("an", card(sitting, "an")) == "attendance.card_takes_two"
    sitting.submits("an", card(sitting, "ha"))
    assert has(sitting, "ha", "new")


def test_a_delegates_card_is_made_at_once_without_agreement(sitting: Council) -> None:
    sitting.submits("ha", card(sitting, "lan"))
    assert has(sitting, "lan", "new")
    assert sitting.refuses("ha", allow(sitting, "lan")) == "attendance.card_needs_one"
    assert sitting.refuses("ha", allow(sitting, reason="  ")) == "attendance.no_card_reason"


def test_one_officer_is_enough_before_the_meeting_and_none_makes_cards_after_it(council: Council) -> None:
    council.submits("ha", card(council))
    assert has(council, "an", "new")
    assert council.refuses("ha", allow(council)) == "attendance.card_needs_one"
    is_signed_in(council, "an")
    council.sits()
    council.ends()
    assert council.refuses("ha", card(council, name="late")) == "agenda.not_running"
    assert council.refuses("ha", allow(council)) == "agenda.not_running"
    assert has(council, "an", "new"), "nothing has changed"


@pytest.mark.parametrize("whose", ["an", "ha", "admin"])
def test_an_administrator_alone_cannot_become_an_officer_during_a_meeting(sitting: Council, whose: str) -> None:
    assert sitting.refuses("admin", office(sitting, whose)) == "conduct.officers_card"
    sitting.submits("admin", office(sitting, "lan"))
    assert has(sitting, "lan", "new")
    sitting.commands.submit(office(sitting, whose, "other"), actor=SYSTEM)
    with sitting.database.read() as db:
        held = db.scalar(select(Login.card_hash).where(Login.person_id == sitting.people[whose]))
    assert held == "other", "the terminal of the server is the second key: nobody is locked out"


def test_a_person_made_administrator_during_a_meeting_is_protected_like_one(sitting: Council) -> None:
    sitting.submits("admin", SetAdmin(person_id=sitting.people["lan"], admin=True))
    assert sitting.refuses("admin", office(sitting, "lan")) == "conduct.officers_card"


def test_an_administrator_alone_cannot_sign_for_both_and_makes_cards_as_before_once_the_minutes_are_locked(
    sitting: Council,
) -> None:
    sitting.ends()
    draw(sitting)
    assert sitting.refuses("admin", office(sitting, "an")) == "conduct.signers_card"
    sitting.submits("ha", signature(sitting))
    answer = Browser(sitting, "admin").send(f"/people/{sitting.people['an']}/card")
    assert answer.status_code == 409
    assert "chưa đủ chữ ký" in html.unescape(answer.text)
    assert "--person" in answer.text, "and the way out is named"
    assert Browser(sitting).signs_in("an", PIN).status_code == 303, "the chair's card is the chair's"
    sitting.submits("admin", office(sitting, "lan", "lan's"))
    sitting.submits("an", signature(sitting, "s1", "s2"))
    sitting.submits("admin", office(sitting, "an"))
    assert has(sitting, "an", "new")


def test_the_servers_terminal_makes_a_signers_card_before_the_minutes_are_locked(sitting: Council) -> None:
    sitting.ends()
    sitting.commands.submit(office(sitting, "an", "by the terminal"), actor=SYSTEM)
    assert has(sitting, "an", "by the terminal")


def test_a_unit_administrator_cannot_make_a_signers_card_before_the_minutes_are_locked(sitting: Council) -> None:
    sitting.ends()
    draw(sitting)
    with sitting.database.read() as db:
        assert conducts_meeting(db, sitting.people["an"])
    sitting.submits("ha", signature(sitting))
    sitting.submits("an", signature(sitting, "s1", "s2"))
    with sitting.database.read() as db:
        assert not conducts_meeting(db, sitting.people["an"])


def test_a_journal_in_which_one_officer_alone_allowed_a_card_is_refused(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting))
    sitting.submits("an", allow(sitting))
    told = sitting.journal()
    alone = [entry for entry in told if entry.kind not in ("accord.asked", "accord.agreed")]
    with pytest.raises(Broken):
        replay(relinked(alone))


def seat_page(council: Council, who: str, whose: str = "an") -> str:
    path = f"/m/{council.meeting}/seats/{council.seats[whose]}/card"
    return " ".join(html.unescape(Browser(council, who).get(path).text).split())


def test_the_page_asks_waits_then_shows_the_card_and_names_the_way_out(sitting: Council) -> None:
    first = seat_page(sitting, "ha")
    assert 'data-testid="card-takes-two"' in first
    assert "--person an" in first, "where there is no second officer, the server's terminal is named"
    assert 'data-testid="issue-card"' not in first
    path = f"/m/{sitting.meeting}/seats/{sitting.seats['an']}/card"
    assert Browser(sitting, "ha").send(f"{path}/ask", reason="rơi mất").status_code == 303
    assert 'data-testid="card-waits"' in seat_page(sitting, "ha")
    assert Browser(sitting, "ha").send(path, key="k1").status_code == 409
    assert Browser(sitting).signs_in("an", PIN).status_code == 303, "nothing has changed"
    sitting.submits("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    assert 'data-testid="issue-card"' in seat_page(sitting, "ha")
    assert Browser(sitting, "ha").send(path, key="k2").status_code == 200
    assert Browser(sitting).signs_in("an", PIN).status_code == 403, "the lost card is dead"


def test_without_a_reason_the_page_says_so(sitting: Council) -> None:
    path = f"/m/{sitting.meeting}/seats/{sitting.seats['an']}/card/ask"
    answer = Browser(sitting, "ha").send(path, reason=" ")
    assert (answer.status_code, "Ghi lý do cấp lại thẻ" in html.unescape(answer.text)) == (400, True)


def test_the_minutes_of_such_a_meeting_can_be_drawn(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting))
    sitting.submits("an", allow(sitting))
    sitting.submits("ha", card(sitting, "an", "new"))
    with sitting.database.read() as db:
        assert db.get(Login, sitting.people["an"]) is not None
    assert sitting.retells() is not None
    assert sitting.refuses("an", EndMeeting(meeting_id=sitting.meeting)), "the chair signs in anew with the new card"


# before the meeting, and in the office


def second_clerk(council: Council) -> None:
    """Another secretary, `outsider`, who has a card."""
    seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)  # type: ignore[arg-type]
    council.submits("system", seat)


def test_before_the_meeting_two_people_are_needed_as_soon_as_there_are_two(council: Council) -> None:
    second_clerk(council)
    assert council.refuses("ha", card(council)) == "attendance.card_takes_two"
    assert 'data-testid="card-takes-two"' in seat_page(council, "ha")
    council.submits("ha", allow(council))
    assert "chủ tọa mất thẻ" in html.unescape(council.sees("clerk", "accord"))
    council.submits("outsider", allow(council))
    council.submits("ha", card(council))
    assert has(council, "an", "new")
    kinds = [each.kind for each in council.journal()][-4:]
    assert kinds == ["accord.asked", "accord.agreed", "attendance.card_allowed", "attendance.card_reissued"]
    council.retells()


def test_an_officers_own_card_needs_two_people_too_and_a_delegates_only_one(council: Council) -> None:
    assert council.refuses("ha", card(council, "ha")) == "attendance.card_takes_two", "the chair might agree"
    council.submits("ha", card(council, "nam"))
    assert has(council, "nam", "new")
    assert [each.kind for each in council.journal()][-1:] == ["attendance.card_reissued"]


def test_a_lone_officer_makes_the_card_and_screen_and_journal_say_that_it_was_one_person(council: Council) -> None:
    page = seat_page(council, "ha")
    assert 'data-testid="card-alone"' in page
    assert "nhật ký ghi là một người cấp" in page
    council.submits("ha", card(council))
    assert [each.kind for each in council.journal()][-2:] == ["attendance.card_by_one", "attendance.card_reissued"]
    council.retells()


def test_a_journal_in_which_one_officer_made_a_card_during_the_meeting_is_refused(sitting: Council) -> None:
    sitting.submits("ha", allow(sitting))
    sitting.submits("an", allow(sitting))
    sitting.submits("ha", card(sitting))
    told = [each for each in sitting.journal() if not each.kind.startswith("accord.")]
    lone = [
        msgspec.structs.replace(each, kind="attendance.card_by_one") if each.kind == "attendance.card_allowed" else each
        for each in told
    ]
    with pytest.raises(Broken):
        replay(relinked(lone))


def test_cards_of_chair_secretary_and_administrator_need_two_administrators(council: Council) -> None:
    administrator(council)
    for whose in ("an", "ha"):
        assert council.refuses("admin", office(council, whose)) == "conduct.card_takes_two"
        council.submits("admin", ask(council, whose))
        council.submits("admin", ask(council, whose))
        assert council.refuses("admin", office(council, whose)) == "conduct.card_takes_two", "one asked twice"
        council.submits("khoa", ask(council, whose))
        council.submits("admin", office(council, whose, f"of {whose}"))
        assert has(council, whose, f"of {whose}")
        assert council.refuses("admin", office(council, whose, "x")) == "conduct.card_takes_two", "one card, not two"
    assert office_kinds(council, 3) == ["people.card_asked", "people.card_agreed", "people.card_issued"]
    council.submits("admin", office(council, "lan"))
    assert office_kinds(council, 1) == ["people.card_issued"], "a delegate's takes one, at once"


def test_an_agreement_from_yesterday_is_not_valid(council: Council) -> None:
    administrator(council)
    council.submits("admin", ask(council))
    council.submits("khoa", ask(council))
    council.comes_back(hours=25)
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"


def test_a_single_administrator_acts_alone_and_the_log_says_so(council: Council) -> None:
    assert council.refuses("admin", ask(council)) == "attendance.card_needs_one"
    page = html.unescape(Browser(council, "admin").get(f"/people/{council.people['an']}/card").text)
    assert 'data-testid="card-alone"' in page
    council.submits("admin", office(council, "an"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]
    log = html.unescape(Browser(council, "admin").get("/log").text)
    assert "do một người cấp vì không có người thứ hai" in log


def decline(council: Council, whose: str = "an") -> DeclineOfficersCard:
    return DeclineOfficersCard(person_id=council.people[whose])


def today(council: Council, who: str) -> str:
    return html.unescape(Browser(council, who).get("/").text)


def test_neither_of_two_administrators_makes_the_others_card_alone(council: Council) -> None:
    administrator(council)
    assert council.refuses("admin", office(council, "khoa")) == "conduct.card_takes_two"
    council.submits("admin", ask(council, "khoa", "để quên ở nhà"))
    shown = today(council, "khoa")
    assert "ông Quản trị hệ thống đề nghị cấp thẻ mới cho ông Bùi Đăng Khoa. Lý do: để quên ở nhà" in shown
    assert "từ 08:00 27/09/2026 người đề nghị cấp được một mình" in shown
    assert "đề nghị cấp thẻ mới" not in today(council, "admin"), "who asks is told on the person's page"
    council.comes_back(hours=71)
    assert council.refuses("admin", office(council, "khoa")) == "conduct.card_takes_two", "their time is not over"
    council.submits("khoa", decline(council, "khoa"))
    council.comes_back(hours=2)
    assert council.refuses("admin", office(council, "khoa")) == "conduct.card_takes_two", "declined is not unanswered"
    council.submits("admin", ask(council, "khoa"))
    council.submits("khoa", ask(council, "khoa"))
    council.submits("admin", office(council, "khoa", "agreed on"))
    assert has(council, "khoa", "agreed on")
    kinds = office_kinds(council, 5)
    assert kinds[:2] == ["people.card_asked", "people.card_declined"]
    assert kinds[2:] == ["people.card_asked", "people.card_agreed", "people.card_issued"]


@pytest.mark.parametrize("whose", ["an", "khoa"])
def test_after_three_days_without_an_answer_the_asker_acts_alone_and_the_log_says_so(
    council: Council, whose: str
) -> None:
    administrator(council)
    council.submits("admin", ask(council, whose, "đi vắng"))
    council.comes_back(hours=72)
    assert council.refuses("khoa", office(council, whose, "of another")) == "conduct.card_takes_two", "only who asked"
    page = html.unescape(Browser(council, "admin").get(f"/people/{council.people[whose]}/card").text)
    assert 'data-testid="card-alone"' in page
    assert "đã 3 ngày không ai trả lời" in page
    council.submits("admin", office(council, whose, "alone"))
    assert has(council, whose, "alone")
    assert office_kinds(council, 3) == ["people.card_asked", "people.card_by_one", "people.card_issued"]
    assert council.refuses("admin", office(council, whose, "again")) == "conduct.card_takes_two", "one card, not two"


def test_for_three_days_the_other_administrators_and_its_owner_read_that_a_card_was_made(council: Council) -> None:
    """Also when a third person agreed: no two of them do it unseen."""
    administrator(council)
    administrator(council, "binh")
    council.submits("admin", ask(council, "an"))
    council.submits("binh", ask(council, "an"))
    council.submits("admin", office(council, "an", "of an"))
    told = "Thẻ mới của ông Nguyễn Văn An: ông Quản trị hệ thống cấp lúc 08:00 24/09/2026, ông Đặng Thanh Bình đồng ý."
    is_signed_in(council, "an")
    for who, told_of in (("khoa", True), ("an", True), ("admin", False), ("binh", False), ("lan", False)):
        assert (told in today(council, who)) is told_of, who
    council.comes_back(hours=72)
    assert told not in today(council, "khoa")
    council.submits("admin", ask(council, "ha"))
    council.comes_back(hours=72)
    council.submits("admin", office(council, "ha"))
    told = "Thẻ mới của bà Lê Thu Hà: một mình ông Quản trị hệ thống cấp lúc 08:00 30/09/2026."
    assert told in today(council, "khoa")


def test_a_request_ends_after_ten_days(council: Council) -> None:
    administrator(council)
    council.submits("admin", ask(council))
    council.comes_back(hours=24 * 10)
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"
    assert 'data-testid="card-asked"' not in today(council, "khoa")


@pytest.mark.parametrize("act", [ReportLost, RetirePerson, SetAdmin])
def test_an_administrator_who_removed_the_other_does_not_act_alone_at_once(
    council: Council, act: type[Command]
) -> None:
    administrator(council)
    more = {"admin": False} if act is SetAdmin else {}
    council.submits("admin", act(person_id=council.people["khoa"], **more))
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"
    council.submits("admin", ask(council))
    council.comes_back(hours=72)
    council.submits("admin", office(council, "an"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]


@pytest.mark.parametrize(
    "acts",
    [
        ("takes the right", "reports lost"),
        ("reports lost", "takes the right"),
        ("takes the right", "retires"),
        ("reports lost", "retires"),
        ("retires", "returns"),
        ("takes the right", "retires", "returns"),
    ],
)
def test_a_second_act_does_not_hide_that_the_other_administrator_was_removed(
    council: Council, acts: tuple[str, ...]
) -> None:
    administrator(council)
    khoa = council.people["khoa"]
    known: dict[str, Command] = {
        "takes the right": SetAdmin(person_id=khoa, admin=False),
        "reports lost": ReportLost(person_id=khoa),
        "retires": RetirePerson(person_id=khoa),
        "returns": ReturnPerson(person_id=khoa),
    }
    for act in acts:
        council.submits("admin", known[act])
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"
    council.comes_back(hours=72)
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


@pytest.mark.parametrize("then", ["", "retires", "takes the right"])
def test_an_administrator_without_a_card_delays_nobody(council: Council, then: str) -> None:
    who = council.submits("admin", a_person()).made["person_id"]
    council.submits("admin", SetAdmin(person_id=who, admin=True))
    if then == "retires":
        council.submits("admin", RetirePerson(person_id=who))
    elif then:
        council.submits("admin", SetAdmin(person_id=who, admin=False))
    for whose in ("an", "ha"):
        council.submits("admin", office(council, whose, f"of {whose}"))
        assert has(council, whose, f"of {whose}")
    if then != "retires":
        council.submits("admin", IssueCard(person_id=who, card_hash="the first", pin_hash="x"))


def test_a_card_lost_before_its_owner_became_administrator_is_an_ordinary_card(council: Council) -> None:
    council.submits("admin", ReportLost(person_id=council.people["khoa"]))
    administrator(council)
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


def test_an_administrator_who_took_the_others_right_does_not_make_their_card_alone(council: Council) -> None:
    administrator(council)
    khoa = council.people["khoa"]
    council.submits("admin", SetAdmin(person_id=khoa, admin=False))
    assert council.refuses("admin", office(council, "khoa")) == "conduct.card_takes_two"
    assert council.refuses("ha", card(council, "khoa")) == "people.admin_card", "nor does the secretary for them"
    council.submits("admin", ask(council, "khoa", "để quên ở nhà"))
    assert 'data-testid="decline-card"' in today(council, "khoa"), "whose card it would be still sees it"
    council.comes_back(hours=72)
    council.submits("admin", office(council, "khoa", "alone"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]
    is_signed_in(council, "khoa")
    assert "một mình ông Quản trị hệ thống cấp" in today(council, "khoa")


def test_a_former_unit_administrators_card_still_needs_two_people(council: Council) -> None:
    administrator(council)
    for whose, gone in (("lan", SetUnitAdmin(person_id=council.people["lan"])), ("nam", None)):
        unit = council.submits("admin", MakeUnit(title=f"Phòng của {whose}")).made["unit_id"]
        council.submits("admin", SetUnitAdmin(person_id=council.people[whose], unit_id=unit))
        council.submits("admin", gone or DissolveUnit(unit_id=unit))
        assert council.refuses("admin", office(council, whose)) == "conduct.card_takes_two"


def test_a_week_after_losing_the_right_the_card_needs_one_person(council: Council) -> None:
    administrator(council)
    council.submits("admin", SetAdmin(person_id=council.people["khoa"], admin=False))
    council.comes_back(hours=24 * 7)
    council.submits("admin", office(council, "khoa"))
    assert office_kinds(council, 2) == ["people.admin_changed", "people.card_issued"]


def test_the_person_whose_card_is_requested_is_notified_and_may_decline(council: Council) -> None:
    administrator(council)
    council.submits("admin", ask(council, "an"))
    assert council.refuses("lan", decline(council, "an")) == "access.not_allowed"
    assert 'data-testid="card-asked"' not in today(council, "lan"), "it is nobody else's matter"
    assert 'data-testid="decline-card"' in today(council, "an")
    answer = Browser(council, "an").send(f"/people/{council.people['an']}/card/decline")
    assert answer.status_code == 303
    assert 'data-testid="card-asked"' not in today(council, "an")
    council.submits("khoa", ask(council, "an"))
    council.submits("admin", ask(council, "an"))
    council.submits("an", decline(council, "an"))
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two", "what was agreed on is dropped"


@pytest.mark.parametrize("meanwhile", ["made", "withdrawn"])
def test_a_person_who_declines_too_late_reads_so_and_that_the_former_card_has_ended(
    council: Council, meanwhile: str
) -> None:
    administrator(council)
    council.submits("admin", ask(council, "an"))
    council.submits("khoa", ask(council, "an"))
    council.submits("admin", office(council, "an") if meanwhile == "made" else decline(council, "an"))
    assert council.refuses("khoa", decline(council, "an")) == "conduct.card_not_asked"
    khoa = Browser(council, "khoa")
    answer = khoa.send(f"/people/{council.people['an']}/card/decline")
    assert (answer.status_code, "Đề nghị này không còn" in html.unescape(answer.text)) == (409, True)
    assert "Thẻ cũ vẫn dùng được" not in html.unescape(khoa.get("/").text)
    assert office_kinds(council, 1) == ["people.card_issued" if meanwhile == "made" else "people.card_declined"]


@pytest.mark.parametrize("anew", [False, True])
def test_agreeing_on_an_old_page_after_the_request_was_withdrawn_requests_nothing(council: Council, anew: bool) -> None:
    administrator(council)
    council.submits("admin", ask(council, "an", "rơi mất"))
    path, khoa = f"/people/{council.people['an']}/card", Browser(council, "khoa")
    found = re.search(r'name="answers" value="(\d+)"', khoa.get(path).text)
    assert found is not None
    council.submits("admin", decline(council, "an"))
    if anew:
        council.submits("admin", ask(council, "an", "một lý do khác"))
    answer = khoa.send(f"{path}/ask", reason="rơi mất", answers=found[1])
    assert (answer.status_code, "Đề nghị này không còn" in html.unescape(answer.text)) == (409, True)
    assert office_kinds(council, 1) == ["people.card_asked" if anew else "people.card_declined"]
    assert ("một lý do khác" in html.unescape(answer.text)) == anew, "the page shows what stands now"
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"


def test_an_administrator_who_just_made_the_others_card_is_not_a_second_person_with_them(council: Council) -> None:
    administrator(council)
    council.submits("admin", ask(council, "khoa"))
    council.comes_back(hours=72)
    council.submits("admin", office(council, "khoa", "made by admin"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"], "nobody has answered"
    is_signed_in(council, "khoa")
    council.submits("admin", ask(council))
    assert council.refuses("khoa", ask(council)) == "conduct.not_two"
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two", "who had to ask stays bound"
    council.comes_back(hours=24 * 8)
    council.submits("khoa", ask(council))
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


def test_in_its_first_week_an_office_needs_no_second_administrator_and_everybody_reads_who_made_the_cards(
    council: Council,
) -> None:
    """The only administrator has just made another one. They wait for nobody, and are alone in the log as before."""
    helper(council, "admin", "phu")
    page = html.unescape(Browser(council, "admin").get(f"/people/{council.people['an']}/card").text)
    assert 'data-testid="card-alone"' in page
    assert "Quản trị có thẻ do một mình bạn cấp trong 7 ngày qua chưa tính là người thứ hai: bà Người phu." in page
    council.submits("admin", office(council, "an"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]
    is_signed_in(council, "an")
    for who in ("phu", "an"):
        assert "Thẻ mới của ông Nguyễn Văn An: một mình ông Quản trị hệ thống cấp" in today(council, who)
    council.comes_back(hours=24 * 7)
    is_signed_in(council, "phu")
    assert council.refuses("admin", office(council, "ha")) == "conduct.card_takes_two", "now they are two"
    council.submits("admin", ask(council, "ha"))
    council.submits("phu", ask(council, "ha"))
    council.submits("admin", office(council, "ha", "of two"))
    assert has(council, "ha", "of two")


def test_a_helper_made_today_does_not_count_as_second_administrator_beside_anybody(council: Council) -> None:
    administrator(council)
    helper(council, "admin", "phu")
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two", "there is another one"
    council.submits("admin", ask(council))
    assert council.refuses("phu", ask(council)) == "conduct.not_two"
    assert council.refuses("admin", office(council, "an")) == "conduct.card_takes_two"
    council.submits("khoa", ask(council))
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new")


@pytest.mark.parametrize(("asker", "second"), [("admin", "thu"), ("thu", "admin"), ("phu", "thu"), ("admin", "phu")])
def test_a_helper_of_a_helper_does_not_count_as_second_administrator(council: Council, asker: str, second: str) -> None:
    administrator(council)
    helper(council, "admin", "phu")
    helper(council, "phu", "thu")
    council.submits(asker, ask(council))
    assert council.refuses(second, ask(council)) == "conduct.not_two"
    assert council.refuses(asker, office(council, "an")) == "conduct.card_takes_two"


def test_a_helper_does_not_make_the_card_of_the_administrator_who_made_them(council: Council) -> None:
    helper(council, "admin", "phu")
    for whose in ("admin", "an"):
        assert council.refuses("phu", office(council, whose)) == "conduct.card_takes_two"
    council.submits("phu", ask(council))
    assert council.refuses("admin", ask(council)) == "conduct.not_two"
    assert council.refuses("phu", office(council, "an")) == "conduct.card_takes_two"
    council.submits("admin", office(council, "an"))
    assert office_kinds(council, 2) == ["people.card_by_one", "people.card_issued"]


def test_a_helper_whose_new_card_was_only_agreed_still_has_the_one_made_alone(council: Council) -> None:
    administrator(council)
    helper(council, "admin", "phu")
    council.submits("admin", ask(council, "phu"))
    council.submits("khoa", ask(council, "phu"))
    council.submits("admin", ask(council))
    assert council.refuses("phu", ask(council)) == "conduct.not_two"
    council.submits("admin", office(council, "phu", "agreed on"))
    is_signed_in(council, "phu")
    council.submits("phu", ask(council))
    council.submits("admin", office(council, "an"))
    assert has(council, "an", "new"), "two gave them this card"


def test_the_second_administrator_reads_on_the_persons_page_who_asks_and_why(council: Council) -> None:
    administrator(council)
    path = f"/people/{council.people['an']}/card"
    admin, khoa = Browser(council, "admin"), Browser(council, "khoa")
    assert 'data-testid="card-takes-two"' in admin.get(path).text
    assert admin.send(f"{path}/ask", reason=" ").status_code == 400
    assert admin.send(f"{path}/ask", reason="rơi mất").status_code == 303
    assert 'data-testid="card-waits"' in admin.get(path).text
    shown = html.unescape(khoa.get(path).text)
    assert "ông Quản trị hệ thống đề nghị cấp thẻ cho người này. Lý do: rơi mất" in shown
    assert 'data-testid="issue-card"' not in shown
    line = re.findall(r'name="answers" value="(\d+)"', shown)
    assert khoa.send(f"{path}/ask", reason="rơi mất", answers=line[0]).status_code == 303
    assert khoa.send(f"{path}/ask", reason="rơi mất", answers=line[0]).status_code == 303, "pressed twice"
    assert 'data-testid="issue-card"' in admin.get(path).text
    assert admin.send(path).status_code == 200


def test_making_a_card_reads_no_lines_about_the_cards_of_others(build: Builder, request: pytest.FixtureRequest) -> None:
    office = build(preset="hdnd", voters=60, chair_title="Chủ tịch HĐND xã")
    office.watching = False
    read: list[object] = []

    def note(line: Line, _context: object) -> None:
        read.append(line)

    event.listen(Line, "load", note)
    request.addfinalizer(lambda: event.remove(Line, "load", note))
    office.submits("admin", IssueCard(person_id=office.people["lan"], card_hash="new", pin_hash="x"))
    assert len(read) < 10, "the office has made more than sixty"
