"""A member with a vote says on their own tablet that they take no part in a question, before it is opened."""

import html
import re

import msgspec
import pytest
from sqlalchemy import select

from meeting.agenda.rules import shown
from meeting.journal.chain import Broken
from meeting.record.replay import replay
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import CancelMotion, PrepareMotion
from meeting.voting.commands.recusing import Recuse, StandAside, TakePart, WithdrawRecusal
from meeting.voting.commands.wording import ChangeMotion, RemoveMotion
from meeting.voting.events import MotionOpened, Recused
from meeting.voting.rules import RecusedFor
from meeting.voting.tables import Motion, Recusal
from tests.cast import PIN
from tests.council import FOR, Council
from tests.forgeries import relinked
from tests.minutes import printed
from tests.pages.client import Browser, proves

TITLE, WHY = "Giao đất cho dự án", "Doanh nghiệp của gia đình tham gia dự án"


def says(council: Council, who: str, motion: int, reason: str = WHY, cause: str = "interest") -> int:
    """What their page answers, sent as its form sends it."""
    sent = {"motion": str(motion), "cause": cause, "reason": reason}
    browser, path = Browser(council, who), f"/m/{council.meeting}/aside"
    return browser.send(path, **stamps(browser.get(path).text), **sent).status_code


def stamps(page: str) -> dict[str, str]:
    """The stamps of the wordings on a page, as its form sends them."""
    return dict(re.findall(r'name="(seen-[0-9]+)" value="([^"]+)"', page))


def command(council: Council, motion: int, title: str = TITLE) -> StandAside:
    said = {"cause": RecusedFor.INTEREST, "reason": WHY, "seen": shown(title)}
    return StandAside(meeting_id=council.meeting, motion_id=motion, **said)  # type: ignore[arg-type]


def names_a(council: Council) -> int:
    """A published meeting with a question about somebody's relative; its number."""
    with council.unwatched():
        asked = PrepareMotion(meeting_id=council.meeting, item_id=council.items[1], title="Bầu ông A")
        return council.submits("system", asked).made["motion_id"]


def rewords(council: Council, motion: int, title: str) -> None:
    with council.database.read() as db:
        found = db.get_one(Motion, motion)
        said = {"version": found.version, "form": found.form, "decision": found.decision}
    council.submits("ha", ChangeMotion(meeting_id=council.meeting, motion_id=motion, title=title, **said))


def recused(council: Council, motion: int) -> list[int]:
    with council.database.read() as db:
        return list(db.scalars(select(Recusal.seat_id).where(Recusal.motion_id == motion)))


def test_nobody_declares_a_recusal_from_a_reworded_question_before_it_is_published(council: Council) -> None:
    motion = names_a(council)
    rewords(council, motion, "Bầu ông B")
    path = f"/m/{council.meeting}/aside"
    lan = Browser(council, "lan")
    page = lan.get(path).text
    assert "Bầu ông A" in page and "ông B" not in page
    answer = lan.send(path, **stamps(page), motion=str(motion), cause="interest", reason=WHY)
    assert answer.status_code == 409
    assert "Câu hỏi biểu quyết này đã được sửa hoặc bỏ" in answer.text and "ông B" not in answer.text
    assert council.refuses("lan", command(council, motion, "Bầu ông A")) == "voting.reworded"
    assert recused(council, motion) == []
    rewords(council, motion, "Bầu ông A")
    assert says(council, "lan", motion) == 303, "the wording that they know stands again"
    assert recused(council, motion) == [council.seats["lan"]]


def test_a_person_who_sees_the_former_wording_cannot_declare_a_recusal_from_the_new_one(council: Council) -> None:
    motion = names_a(council)
    lan, path = Browser(council, "lan"), f"/m/{council.meeting}/aside"
    before = stamps(lan.get(path).text)
    rewords(council, motion, "Bầu ông B")
    council.tells()
    answer = lan.send(path, **before, motion=str(motion), cause="interest", reason=WHY)
    assert answer.status_code == 409 and "Bầu ông B" in answer.text
    assert recused(council, motion) == []
    assert says(council, "lan", motion) == 303


def test_a_recusal_from_a_removed_question_is_refused_with_a_sentence(council: Council) -> None:
    motion = names_a(council)
    council.submits("ha", RemoveMotion(meeting_id=council.meeting, motion_id=motion))
    path = f"/m/{council.meeting}/aside"
    lan = Browser(council, "lan")
    page = lan.get(path).text
    assert "Bầu ông A" in page
    answer = lan.send(path, **stamps(page), motion=str(motion), cause="interest", reason=WHY)
    assert answer.status_code == 409 and "chờ phát hành lại" in answer.text


def takes_part(council: Council, who: str, motion: int) -> tuple[int, str]:
    """What the page answers to their press."""
    browser, path = Browser(council, who), f"/m/{council.meeting}/aside"
    answer = browser.send(path, **stamps(browser.get(path).text), back=str(motion))
    return answer.status_code, html.unescape(answer.text)


def told_of_new_wording(council: Council, who: str) -> bool:
    """Whether their tablet shows that a question says something else than the one from which they stood aside."""
    page = html.unescape(Browser(council, who).get(f"/m/{council.meeting}").text)
    (hidden,) = re.findall(r"data-reworded( hidden)?", page)
    assert "Một câu hỏi đã được sửa sau khi ghi bạn không tham gia" in page
    return not hidden


def test_a_recused_person_is_notified_of_the_new_wording_and_may_undo_the_recusal(council: Council) -> None:
    motion = names_a(council)
    path, roll = f"/m/{council.meeting}/aside", f"/meetings/{council.meeting}/votes/{motion}/roll"
    assert says(council, "lan", motion) == 303
    assert takes_part(council, "lan", motion)[0] == 409, "the same question: only through the secretary"
    back = TakePart(meeting_id=council.meeting, motion_id=motion, seen=shown("Bầu ông A"))
    assert council.refuses("lan", back) == "voting.not_reworded"
    rewords(council, motion, "Bầu ông B")
    lan, ha = Browser(council, "lan"), Browser(council, "ha")
    assert 'data-testid="reworded"' not in lan.get(path).text, "the new wording is not published"
    assert not told_of_new_wording(council, "lan")
    assert takes_part(council, "lan", motion)[0] == 409
    agenda = html.unescape(ha.get(f"/meetings/{council.meeting}/agenda?item={council.items[1]}").text)
    assert "Không tham gia biểu quyết: 1" in agenda and "1 người ghi trước khi câu hỏi được sửa" in agenda
    assert f'href="{roll}"' in agenda, "the secretary comes to the names from there"
    assert "Khi ghi, câu hỏi là: “Bầu ông A”" in html.unescape(ha.get(roll).text)
    council.tells()
    told = html.unescape(lan.get(path).text)
    assert "Bầu ông B" in told and "Lúc đó câu hỏi là: “Bầu ông A”" in told
    assert told_of_new_wording(council, "lan")
    assert not told_of_new_wording(council, "nam")
    assert takes_part(council, "lan", motion)[0] == 303
    assert recused(council, motion) == []
    assert "người ghi trước khi câu hỏi được sửa" not in html.unescape(ha.get(roll).text)
    assert council.journal()[-1].actor == f"person-{council.people['lan']}"
    assert takes_part(council, "lan", motion)[0] == 409, "there is nothing left to take back"
    assert says(council, "lan", motion) == 303, "who takes no part in the new question says so of it"
    assert 'data-testid="reworded"' not in lan.get(path).text
    council.retells()


def test_restoring_the_wording_changes_nothing_for_the_recused(council: Council) -> None:
    motion = names_a(council)
    says(council, "lan", motion)
    rewords(council, motion, "Bầu ông B")
    rewords(council, motion, "Bầu ông A")
    assert 'data-testid="reworded"' not in Browser(council, "lan").get(f"/m/{council.meeting}/aside").text
    assert takes_part(council, "lan", motion)[0] == 409
    assert recused(council, motion) == [council.seats["lan"]]


def test_a_member_cannot_undo_a_recusal_recorded_by_the_secretary(
    council: Council,
) -> None:
    motion = names_a(council)
    by_ha = Recuse(
        meeting_id=council.meeting,
        motion_id=motion,
        seat_id=council.seats["lan"],
        cause=RecusedFor.INTEREST,
        reason=WHY,
    )
    council.submits("ha", by_ha)
    rewords(council, motion, "Bầu ông B")
    council.tells()
    told = html.unescape(Browser(council, "lan").get(f"/m/{council.meeting}/aside").text)
    assert "Việc này do thư ký ghi. Muốn tham gia lại: báo thư ký." in told
    assert 'data-testid="take-part"' not in told
    assert takes_part(council, "lan", motion)[0] == 409
    assert recused(council, motion) == [council.seats["lan"]]
    council.submits("ha", WithdrawRecusal(meeting_id=council.meeting, motion_id=motion, seat_id=council.seats["lan"]))
    assert recused(council, motion) == []


def test_a_recusal_cannot_be_undone_in_an_open_vote_and_after_calling_off_covers_only_the_old_wording(
    council: Council,
) -> None:
    motion = names_a(council)
    says(council, "lan", motion)
    rewords(council, motion, "Bầu ông B")
    council.tells()
    council.sits()
    council.turns_to(2)
    assert "1 người ghi trước khi câu hỏi được sửa" in html.unescape(council.sees("clerk", "motions"))
    council.opens(motion)
    opened = next(event for event in council.events() if isinstance(event, MotionOpened))
    assert opened.concerns() == (council.seats["lan"],), "her page stops saying that the wording is new"
    assert takes_part(council, "lan", motion)[0] == 409
    called_off = CancelMotion(meeting_id=council.meeting, motion_id=motion, reason="Đọc nhầm")
    again = council.submits("ha", called_off).made["motion_id"]
    assert recused(council, again) == [council.seats["lan"]]
    (told,) = (event for event in council.events() if isinstance(event, Recused) and event.motion_id == again)
    assert (told.title, told.own) == ("Bầu ông A", True), "the journal says from which wording she stood aside"
    assert "Lúc đó câu hỏi là: “Bầu ông A”" in html.unescape(
        Browser(council, "lan").get(f"/m/{council.meeting}/aside").text
    )
    council.retells()
    assert takes_part(council, "lan", again)[0] == 303
    assert recused(council, again) == []
    council.retells()


def test_a_recusal_from_the_wording_that_was_voted_on_survives_calling_the_vote_off(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    says(sitting, "lan", motion)
    sitting.opens(motion)
    called_off = CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="Đọc nhầm")
    again = sitting.submits("ha", called_off).made["motion_id"]
    assert takes_part(sitting, "lan", again)[0] == 409, "only through the secretary"
    assert recused(sitting, again) == [sitting.seats["lan"]]


@pytest.mark.parametrize("change", [{"title": "Câu hỏi khác"}, {"own": False}])
def test_a_journal_carries_over_only_recusals_from_the_vote_that_was_called_off(
    council: Council, change: dict[str, object]
) -> None:
    motion = names_a(council)
    says(council, "lan", motion)
    rewords(council, motion, "Bầu ông B")
    council.tells()
    council.sits()
    council.turns_to(2)
    council.opens(motion)
    council.submits("ha", CancelMotion(meeting_id=council.meeting, motion_id=motion, reason="Đọc nhầm"))
    lines = council.journal()
    replay(relinked(lines))
    wrong = msgspec.structs.replace(lines[-1], body=lines[-1].body | change)
    with pytest.raises(Broken):
        replay(relinked([*lines[:-1], wrong]))


def test_a_journal_with_a_recusal_from_another_question_is_refused(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    says(sitting, "lan", motion)
    lines = sitting.journal()
    wrong = msgspec.structs.replace(lines[-1], body=lines[-1].body | {"title": "Câu hỏi khác"})
    with pytest.raises(Broken):
        replay(relinked([*lines[:-1], wrong]))


def test_a_members_recusal_is_shown_to_officers_on_the_roll_and_in_the_minutes(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert f'<option value="{motion}"' in page
    assert says(sitting, "lan", motion) == 303
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert "Bạn không tham gia" in page
    assert WHY in page
    assert f'<option value="{motion}"' not in page
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")
    assert WHY in Browser(sitting, "ha").get(f"/meetings/{sitting.meeting}/votes/{motion}/roll").text
    sitting.opens(motion)
    ballot = CastBallot(meeting_id=sitting.meeting, motion_id=motion, choice=FOR)  # type: ignore[arg-type]
    assert sitting.refuses("lan", ballot) == "voting.excluded"
    sitting.retells()
    assert f"Không tham gia biểu quyết nội dung này: bà Trần Thị Lan ({WHY}" in printed(sitting)


def test_the_journal_says_that_the_member_declared_it(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    says(sitting, "lan", motion)
    assert sitting.journal()[-1].actor == f"person-{sitting.people['lan']}"
    sitting.retells()


def test_nobody_declares_a_recusal_in_an_open_vote(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.opens(motion)
    assert sitting.refuses("lan", command(sitting, motion)) == "voting.not_prepared"
    assert says(sitting, "lan", motion) == 409
    page = Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text
    assert "Hiện không có biểu quyết nào đang chờ mở" in page


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_recusal_needs_a_reason(sitting: Council, reason: str) -> None:
    motion = sitting.prepares(TITLE)
    assert says(sitting, "lan", motion, reason) == 400
    assert "không tham gia: 1" not in sitting.sees("clerk", "motions")


def test_only_voters_declare_their_own_recusal_and_once(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.submits("lan", command(sitting, motion))
    assert sitting.refuses("lan", command(sitting, motion)) == "voting.recused_already"
    assert sitting.refuses("guest", command(sitting, motion)) == "access.not_allowed"
    assert sitting.refuses("ha", command(sitting, motion)) == "voting.not_a_voter"
    assert Browser(sitting, "ha").get(f"/m/{sitting.meeting}/aside").status_code == 403
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")


def test_only_an_officer_undoes_a_recusal(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    sitting.submits("lan", command(sitting, motion))
    back = WithdrawRecusal(meeting_id=sitting.meeting, motion_id=motion, seat_id=sitting.seats["lan"])
    assert sitting.refuses("lan", back) == "access.not_allowed"
    sitting.submits("ha", back)
    assert f'<option value="{motion}"' in Browser(sitting, "lan").get(f"/m/{sitting.meeting}/aside").text


def test_on_a_shared_tablet_nobody_declares_a_recusal_for_another(sitting: Council) -> None:
    motion = sitting.prepares(TITLE)
    tablet = Browser(sitting)
    tablet.send("/sign-in", account="lan", pin=PIN, shared="1")
    sitting.clock.advance(minutes=3)  # the PIN of the sign-in was good for two
    path = f"/m/{sitting.meeting}/aside"
    page = tablet.get(path).text
    sent = stamps(page) | {"motion": str(motion), "cause": "own", "reason": WHY}
    assert "data-shared" in page
    assert "nhập PIN của người biểu quyết" in tablet.send(path, **sent).text
    assert "không tham gia: 1" not in sitting.sees("clerk", "motions")
    assert proves(tablet) == 200
    assert tablet.send(path, **sent).status_code == 303
    assert "không tham gia: 1" in sitting.sees("clerk", "motions")
