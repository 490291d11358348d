"""Planning: a draft that only its makers see, the agenda put in order, people invited, and publishing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from meeting.agenda.commands import AddItem, WithdrawMeeting
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.publishing import PublishMeeting
from meeting.agenda.seating import MoveSeat
from meeting.agenda.tables import find_item, seats_of
from meeting.conduct.commands import StartMeeting
from meeting.documents.arranging import ChangeDocument, RemoveDocument
from meeting.documents.tables import Document, documents_of
from meeting.planning.commands import RemoveItem
from meeting.planning.seats import ChangeSeat, RemoveSeat
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.wording import ChangeMotion, RemoveMotion
from meeting.voting.tables import motions_of
from tests.council import Council
from tests.planned import Draft, a_meeting
from tests.seen import paper_seen, seat_seen


@pytest.fixture
def draft(council: Council) -> Iterator[Draft]:
    """A draft without people and items."""
    with council.unwatched():
        yield Draft(council)


def test_only_its_makers_see_a_draft_until_it_is_published(draft: Draft) -> None:
    council = draft.council
    draft.invites("an", "chair", votes=True)
    draft.invites("ha", "clerk")
    draft.invites("lan", "member", votes=True)
    draft.adds("Khai mạc")
    for who in ("an", "ha", "lan", "guest", "outsider"):
        assert council.browser(who).get(f"/m/{draft.meeting}").status_code == 403
        assert "tháng 10" not in council.browser(who).get("/").text
    assert council.refuses("an", StartMeeting(meeting_id=draft.meeting)) == "access.not_allowed"
    assert council.refuses("ha", StartMeeting(meeting_id=draft.meeting)) == "access.not_allowed"
    assert council.refuses("lan", PublishMeeting(meeting_id=draft.meeting)) == "access.not_allowed"
    council.submits("ha", PublishMeeting(meeting_id=draft.meeting))
    assert council.browser("lan").get(f"/m/{draft.meeting}").status_code == 200
    assert "tháng 10" in council.browser("lan").get("/").text
    assert council.browser("outsider").get(f"/m/{draft.meeting}").status_code == 403
    assert council.refuses("ha", PublishMeeting(meeting_id=draft.meeting)) == "agenda.not_draft"


def test_a_draft_needs_a_chair_and_an_item_to_be_published(draft: Draft) -> None:
    council, publish = draft.council, PublishMeeting(meeting_id=draft.meeting)
    assert council.refuses("admin", publish) == "agenda.no_chair"
    draft.invites("an", "chair", votes=True)
    assert council.refuses("admin", publish) == "agenda.no_clerk"
    draft.invites("ha", "clerk")
    assert council.refuses("admin", publish) == "agenda.no_items"
    draft.adds("Khai mạc")
    council.submits("admin", publish)
    council.retells()


def test_a_draft_without_a_place_is_not_published(council: Council) -> None:
    with council.unwatched():
        made = council.submits("admin", a_meeting(draft=True, place="")).made["meeting_id"]
    assert council.refuses("admin", PublishMeeting(meeting_id=made)) == "agenda.no_frame"


def test_people_invited_to_a_draft_never_learn_that_it_was_withdrawn(draft: Draft) -> None:
    draft.invites("lan", "member", votes=True)
    draft.council.submits("admin", WithdrawMeeting(meeting_id=draft.meeting))
    assert draft.council.browser("lan").get(f"/m/{draft.meeting}").status_code == 403
    draft.council.retells()


def test_an_item_is_added_at_any_place_and_the_others_keep_their_order(draft: Draft) -> None:
    first, second, third = (draft.adds(title) for title in ("Một", "Hai", "Ba"))
    draft.council.submits("admin", MoveItem(meeting_id=draft.meeting, item_id=third, position=1))
    assert draft.agenda() == [(1, "Ba"), (2, "Một"), (3, "Hai")]
    draft.council.submits("admin", RemoveItem(meeting_id=draft.meeting, item_id=first))
    assert draft.agenda() == [(1, "Ba"), (2, "Hai")]
    draft.council.submits("admin", MoveItem(meeting_id=draft.meeting, item_id=second, position=1))
    assert draft.agenda() == [(1, "Hai"), (2, "Ba")]
    draft.council.retells()
    beyond = MoveItem(meeting_id=draft.meeting, item_id=second, position=3)
    assert draft.council.refuses("admin", beyond) == "agenda.bad_place"


def test_the_second_of_two_editors_of_an_item_overwrites_nothing_unseen(council: Council) -> None:
    item = council.items[1]
    change = {"meeting_id": council.meeting, "item_id": item, "version": 1}
    council.submits("ha", ChangeItem(**change, title="Kế hoạch năm 2028", minutes=30, form="vote"))
    council.tells()
    assert "Kế hoạch năm 2028" in council.sees("member", "agenda")
    assert council.refuses("admin", ChangeItem(**change, title="Kế hoạch khác")) == "agenda.changed_meanwhile"
    same = council.submits("admin", ChangeItem(**change, title="Kế hoạch năm 2028", minutes=30, form="vote"))
    assert same.code == "", "what is saved again changes nothing"
    with council.database.read() as db:
        assert (find_item(db, council.meeting, item).minutes, find_item(db, council.meeting, item).version) == (30, 2)


@pytest.mark.parametrize(("level", "code"), [(3, "agenda.bad_level"), (-1, "agenda.bad_level")])
def test_an_item_may_be_under_others_two_levels_deep(council: Council, level: int, code: str) -> None:
    command = AddItem(meeting_id=council.meeting, title="Mục con", level=level)
    assert council.refuses("ha", command) == code


def test_an_item_is_removed_from_a_published_agenda_with_its_paper_and_question(council: Council) -> None:
    council.prepares("Thông qua kế hoạch", item=2)
    council.submits("ha", RemoveItem(meeting_id=council.meeting, item_id=council.items[1]))
    council.tells()
    assert "Kế hoạch đầu tư công" not in council.sees("member", "agenda")
    with council.database.read() as db:
        assert motions_of(db, council.meeting) == []
        assert [row for row in documents_of(db, council.meeting) if row.item_id == council.items[1]] == []


def test_the_plan_of_a_running_meeting_is_not_edited(sitting: Council) -> None:
    item = {"meeting_id": sitting.meeting, "item_id": sitting.items[1]}
    for command in (ChangeItem(**item, version=1, title="x"), MoveItem(**item, position=1), RemoveItem(**item)):
        assert sitting.refuses("ha", command) == "agenda.not_planned"


def test_a_question_is_reworded_and_removed_before_the_meeting(council: Council) -> None:
    motion = council.prepares("Thông qua kế hoạch", item=2)
    said = {"meeting_id": council.meeting, "motion_id": motion, "title": "Thông qua nghị quyết", "form": "hands"}
    council.submits("ha", ChangeMotion(**said, version=1, decision="committee_decision"))
    assert council.motion(motion).title == "Thông qua nghị quyết"
    other = ChangeMotion(**(said | {"title": "Khác"}), version=1, decision="committee_decision")
    assert council.refuses("ha", other) == "agenda.changed_meanwhile"
    unknown = ChangeMotion(**said, version=2, decision="decree")
    assert council.refuses("ha", unknown) == "voting.bad_decision"
    council.submits("ha", RemoveMotion(meeting_id=council.meeting, motion_id=motion))
    with council.database.read() as db:
        assert motions_of(db, council.meeting) == []


def test_a_question_that_was_voted_on_is_not_reworded(sitting: Council) -> None:
    motion = sitting.opens_motion()
    command = RemoveMotion(meeting_id=sitting.meeting, motion_id=motion)
    assert sitting.refuses("ha", command) == "agenda.not_planned"


def test_a_paper_is_moved_under_another_item_and_removed(council: Council) -> None:
    said = {"document_id": council.document, "title": "Tờ trình số 12", "item_id": council.items[2]}
    command = ChangeDocument(meeting_id=council.meeting, seen=paper_seen(council.database, council.document), **said)
    council.submits("ha", command)
    council.tells()
    assert "Tờ trình số 12" in council.sees("member", "agenda")
    council.submits("ha", RemoveDocument(meeting_id=council.meeting, document_id=council.document))
    council.tells()
    assert "Tờ trình số 12" not in council.sees("member", "agenda")
    with council.database.read() as db:
        assert db.scalars(select(Document.id).where(Document.id == council.document)).all() == []


def test_a_seat_is_changed_moved_and_removed_in_a_draft(draft: Draft) -> None:
    council = draft.council
    chair, lan = draft.invites("an", "chair", votes=True), draft.invites("lan", "guest")
    change = {"meeting_id": draft.meeting, "seat_id": lan}
    council.submits(
        "admin", ChangeSeat(**change, seen=seat_seen(council.database, lan), role="member", votes=True, label="B02")
    )
    council.submits("admin", MoveSeat(meeting_id=draft.meeting, seat_id=lan, position=1))
    council.retells()
    with council.database.read() as db:
        assert [(row.id, row.role, row.label) for row in seats_of(db, draft.meeting)] == [
            (lan, "member", "B02"),
            (chair, "chair", ""),
        ]
    council.submits("admin", RemoveSeat(meeting_id=draft.meeting, seat_id=lan))
    council.retells()
    with council.database.read() as db:
        assert [(row.id, row.position) for row in seats_of(db, draft.meeting)] == [(chair, 1)]


def test_questions_prepared_in_a_draft_are_voted_on_in_the_meeting(draft: Draft) -> None:
    item = draft.adds("Kế hoạch")
    command = PrepareMotion(meeting_id=draft.meeting, item_id=item, title="Thông qua kế hoạch")
    motion = draft.council.submits("admin", command).made["motion_id"]
    assert draft.council.motion(motion).decision == "committee_decision"
