"""The card of who conducts a meeting that runs takes two officers, or the terminal of the server: never one person."""

import html

import pytest
from sqlalchemy import select

from meeting.access import sessions
from meeting.access.actors import SYSTEM
from meeting.access.tables import Login
from meeting.accord.commands import Agree, Drop
from meeting.agenda.tables import conducts_meeting
from meeting.attendance.cards import AllowCard, ReissueCard
from meeting.conduct.commands import EndMeeting
from meeting.journal.chain import Broken
from meeting.people.commands import IssueCard, SetAdmin
from meeting.record.replay import replay
from tests.cast import PIN
from tests.commands.test_minutes import draw, signature
from tests.council import Council
from tests.pages.client import Browser
from tests.paper.test_record import relinked


def allow(council: Council, whose: str = "an", reason: str = "chủ tọa mất thẻ") -> AllowCard:
    return AllowCard(meeting_id=council.meeting, seat_id=council.seats[whose], reason=reason)


def card(council: Council, whose: str = "an", name: str = "new") -> ReissueCard:
    return ReissueCard(meeting_id=council.meeting, seat_id=council.seats[whose], card_hash=name, pin_hash="x")


def is_signed_in(council: Council, who: str) -> None:
    """With the card that they have now."""
    sign_in = {"person_id": council.people[who], "screen_of": None, "now": council.clock(), "hours": 14}
    council.tokens[who] = council.database.gate.submit(lambda db: sessions.begin(db, **sign_in))


def has(council: Council, whose: str, card_hash: str) -> bool:
    with council.database.read() as db:
        query = select(Login.card_hash).where(Login.person_id == council.people[whose])
        return db.scalar(query) == card_hash


def test_a_secretary_alone_does_not_become_the_chair(sitting: Council) -> None:
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"
    sitting.orders("ha", allow(sitting))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two", "asking is not agreeing"
    assert sitting.refuses("ha", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.same_person"
    sitting.orders("ha", allow(sitting))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two", "nor is asking twice"


def test_both_officers_see_what_is_asked_and_when_the_second_agrees_one_card_is_made(sitting: Council) -> None:
    sitting.orders("ha", allow(sitting))
    for view in ("chair", "clerk"):
        shown = html.unescape(sitting.sees(view, "accord"))
        assert "Đề nghị cấp thẻ mới cho người điều hành" in shown
        assert "chủ tọa mất thẻ" in shown
    sitting.orders("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    sitting.orders("ha", card(sitting))
    assert has(sitting, "an", "new")
    assert sitting.refuses("ha", card(sitting, name="another")) == "attendance.card_takes_two", "one card, not two"
    kinds = [each.kind for each in sitting.journal()][-4:]
    assert kinds == ["accord.asked", "accord.agreed", "attendance.card_allowed", "attendance.card_reissued"]
    actors = [each.actor for each in sitting.journal()][-4:]
    ha, an = (f"person-{sitting.people[each]}" for each in ("ha", "an"))
    assert actors == [ha, an, an, ha], "both names stand in the journal"


def test_what_was_agreed_is_over_after_ten_minutes_and_what_was_declined_never_was(sitting: Council) -> None:
    sitting.orders("ha", allow(sitting))
    sitting.orders("an", allow(sitting))
    sitting.clock.advance(minutes=11)
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"
    sitting.orders("ha", allow(sitting))
    sitting.orders("an", Drop(meeting_id=sitting.meeting, accord_id=2))
    assert sitting.refuses("ha", card(sitting)) == "attendance.card_takes_two"


def test_an_agreement_is_for_one_person_and_no_other_officer(sitting: Council) -> None:
    sitting.orders("ha", allow(sitting, "ha"))
    sitting.orders("an", allow(sitting, "ha"))
    assert sitting.refuses("an", card(sitting, "an")) == "attendance.card_takes_two"
    sitting.orders("an", card(sitting, "ha"))
    assert has(sitting, "ha", "new")


def test_delegates_get_theirs_at_once_and_nobody_is_asked_to_agree_to_that(sitting: Council) -> None:
    sitting.orders("ha", card(sitting, "lan"))
    assert has(sitting, "lan", "new")
    assert sitting.refuses("ha", allow(sitting, "lan")) == "attendance.card_needs_one"
    assert sitting.refuses("ha", allow(sitting, reason="  ")) == "attendance.no_card_reason"


def test_before_the_meeting_one_officer_does_and_after_it_nobody_in_the_room(council: Council) -> None:
    council.orders("ha", card(council))
    assert has(council, "an", "new")
    assert council.refuses("ha", allow(council)) == "attendance.card_needs_one"
    is_signed_in(council, "an")
    council.sits()
    council.ends()
    assert council.refuses("ha", card(council, name="late")) == "agenda.not_running"
    assert council.refuses("ha", allow(council)) == "attendance.card_needs_one"
    assert has(council, "an", "new"), "nothing has changed"


def office(council: Council, whose: str, name: str = "new") -> IssueCard:
    return IssueCard(person_id=council.people[whose], card_hash=name, pin_hash="x")


@pytest.mark.parametrize("whose", ["an", "ha", "admin"])
def test_an_administrator_alone_becomes_no_officer_while_a_meeting_runs(sitting: Council, whose: str) -> None:
    assert sitting.refuses("admin", office(sitting, whose)) == "conduct.officers_card"
    sitting.orders("admin", office(sitting, "lan"))
    assert has(sitting, "lan", "new")
    sitting.commands.submit(office(sitting, whose, "other"), actor=SYSTEM)
    with sitting.database.read() as db:
        held = db.scalar(select(Login.card_hash).where(Login.person_id == sitting.people[whose]))
    assert held == "other", "the terminal of the server is the second key: nobody is locked out"


def test_somebody_made_administrator_in_mid_session_is_guarded_like_one(sitting: Council) -> None:
    sitting.orders("admin", SetAdmin(person_id=sitting.people["lan"], admin=True))
    assert sitting.refuses("admin", office(sitting, "lan")) == "conduct.officers_card"


def test_an_administrator_alone_signs_no_minutes_as_both_and_when_they_are_locked_gives_cards_as_ever(
    sitting: Council,
) -> None:
    sitting.ends()
    draw(sitting)
    assert sitting.refuses("admin", office(sitting, "an")) == "conduct.signers_card"
    sitting.orders("ha", signature(sitting))
    answer = Browser(sitting, "admin").send(f"/people/{sitting.people['an']}/card")
    assert answer.status_code == 409
    assert "chưa đủ chữ ký" in html.unescape(answer.text)
    assert "--person" in answer.text, "and the way out is named"
    assert Browser(sitting).signs_in("an", PIN).status_code == 303, "the chair's card is the chair's"
    sitting.orders("admin", office(sitting, "lan", "lan's"))
    sitting.orders("an", signature(sitting, "s1", "s2"))
    sitting.orders("admin", office(sitting, "an"))
    assert has(sitting, "an", "new")


def test_the_servers_terminal_gives_a_signers_card_before_the_minutes_are_locked(sitting: Council) -> None:
    sitting.ends()
    sitting.commands.submit(office(sitting, "an", "by the terminal"), actor=SYSTEM)
    assert has(sitting, "an", "by the terminal")


def test_a_unit_administrator_does_not_open_the_way_of_a_signer_before_the_minutes_are_locked(sitting: Council) -> None:
    sitting.ends()
    draw(sitting)
    with sitting.database.read() as db:
        assert conducts_meeting(db, sitting.people["an"])
    sitting.orders("ha", signature(sitting))
    sitting.orders("an", signature(sitting, "s1", "s2"))
    with sitting.database.read() as db:
        assert not conducts_meeting(db, sitting.people["an"])


def test_a_journal_in_which_one_officer_allowed_it_is_no_journal_of_a_meeting(sitting: Council) -> None:
    sitting.orders("ha", allow(sitting))
    sitting.orders("an", allow(sitting))
    told = sitting.journal()
    alone = [entry for entry in told if entry.kind not in ("accord.asked", "accord.agreed")]
    with pytest.raises(Broken):
        replay(relinked(alone))


def seat_page(council: Council, who: str, whose: str = "an") -> str:
    path = f"/m/{council.meeting}/seats/{council.seats[whose]}/card"
    return " ".join(html.unescape(Browser(council, who).get(path).text).split())


def test_the_page_asks_waits_and_then_gives_the_card_and_names_the_way_out(sitting: Council) -> None:
    first = seat_page(sitting, "ha")
    assert 'data-testid="card-takes-two"' in first
    assert "--person an" in first, "where there is no second officer, the server's terminal is named"
    assert 'data-testid="issue-card"' not in first
    path = f"/m/{sitting.meeting}/seats/{sitting.seats['an']}/card"
    assert Browser(sitting, "ha").send(f"{path}/ask", reason="rơi mất").status_code == 303
    assert 'data-testid="card-waits"' in seat_page(sitting, "ha")
    assert Browser(sitting, "ha").send(path, key="k1").status_code == 409
    assert Browser(sitting).signs_in("an", PIN).status_code == 303, "nothing has changed"
    sitting.orders("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    assert 'data-testid="issue-card"' in seat_page(sitting, "ha")
    assert Browser(sitting, "ha").send(path, key="k2").status_code == 200
    assert Browser(sitting).signs_in("an", PIN).status_code == 403, "the lost card is dead"


def test_without_a_reason_the_page_says_so(sitting: Council) -> None:
    path = f"/m/{sitting.meeting}/seats/{sitting.seats['an']}/card/ask"
    answer = Browser(sitting, "ha").send(path, reason=" ")
    assert (answer.status_code, "Ghi lý do cấp lại thẻ" in html.unescape(answer.text)) == (400, True)


def test_the_minutes_of_such_a_meeting_can_be_drawn(sitting: Council) -> None:
    sitting.orders("ha", allow(sitting))
    sitting.orders("an", allow(sitting))
    sitting.orders("ha", card(sitting, "an", "new"))
    with sitting.database.read() as db:
        assert db.get(Login, sitting.people["an"]) is not None
    assert sitting.retells() is not None
    assert sitting.refuses("an", EndMeeting(meeting_id=sitting.meeting)), "the chair signs in anew with the new card"
