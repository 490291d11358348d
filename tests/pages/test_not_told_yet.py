"""What was changed in a published meeting is seen by its makers only, until it is published again; by plain HTTP."""

import pytest

from meeting.access.policy import View
from meeting.agenda.approving import RequireApproval
from meeting.agenda.commands import AddItem, AddSeat, WithdrawMeeting
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.rules import ItemForm
from meeting.agenda.tables import find_item, items_of
from meeting.backup.contents import BrokenBackup, _check_rows
from meeting.conduct.commands import StartMeeting
from meeting.documents.arranging import ChangeDocument, ChooseReaders, RemoveDocument, ReplaceDocument
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.documents.content.kinds import READ_ON_ARRIVAL
from meeting.documents.events import ToldWithheld
from meeting.documents.jobs import give_up, wipe
from meeting.documents.on_paper import ConfirmSecret, SuspectSecret, WithdrawSecret
from meeting.documents.readers import Readers
from meeting.documents.rules import ON_PAPER_TITLE, DocumentState
from meeting.documents.tables import ToldDocument, find_document
from meeting.planning.approving import ApproveChanges, SubmitChanges
from meeting.planning.commands import RemoveItem
from meeting.planning.seats import RemoveSeat
from meeting.reading.tables import newer_count, read_of
from meeting.search.reading import uncleared, waiting
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.commands.wording import ChangeMotion, RemoveMotion
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import PDF, opens
from tests.planned import moves
from tests.search.conftest import pdf_of
from tests.seen import file_seen, paper_seen
from tests.workshops import working, works

READERS = ("an", "lan", "guest")
WHERE = ("/", "/m/1", "/m/1/tablet", "/m/1/binder", "/m/1/papers/own", "/calendar?on=2026-09-24", "/meetings")


def seen(council: Council, who: str) -> str:
    """Everything that somebody is shown of their meetings."""
    browser = Browser(council, who)
    return "".join(browser.get(path).text for path in WHERE)


def replaces(council: Council) -> str:
    """A new version, which the worker has made readable; return its SHA-256."""
    sha256 = council.house.site.blobs.put(PDF + b"%new")
    said = {"filename": "ban-hai.pdf", "media_type": "application/pdf", "sha256": sha256, "size": 9}
    was = file_seen(council.database, council.document)
    council.submits("ha", ReplaceDocument(meeting_id=1, document_id=council.document, seen=was, **said))
    made = RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256=sha256, pages=3, of=sha256)
    council.submits("system", made)
    return sha256


def readable(council: Council) -> None:
    sha256 = council.house.site.blobs.put(PDF)
    council.submits("system", RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256=sha256, pages=2))


def test_only_its_makers_know_an_added_renamed_or_removed_item_before_the_announcement(council: Council) -> None:
    first, second = council.items[0], council.items[1]
    with council.database.read() as db:
        former = {item.id: item.title for item in items_of(db, 1)}
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    council.submits("ha", ChangeItem(meeting_id=1, item_id=first, version=1, title="Tên chưa ai biết"))
    council.submits("ha", RemoveItem(meeting_id=1, item_id=second))
    for who in READERS:
        page = seen(council, who)
        assert "chưa ai biết" not in page
        assert former[first] in page
        assert former[second] in page
    agenda = Browser(council, "ha").get("/meetings/1/agenda").text
    assert agenda.count("chưa phát hành lại") >= 2
    assert "Việc chưa ai biết" in agenda
    assert former[second] not in agenda
    council.tells()
    for who in READERS:
        page = seen(council, who)
        assert ("Việc chưa ai biết" in page, "Tên chưa ai biết" in page, former[second] in page) == (True, True, False)
    assert "chưa phát hành lại" not in Browser(council, "ha").get("/meetings/1/agenda").text


def test_a_new_order_is_shown_once_it_is_announced(council: Council) -> None:
    before = council.sees("member", "agenda")
    council.submits("ha", MoveItem(meeting_id=1, item_id=council.items[2], position=1))
    assert council.sees("member", "agenda") == before
    council.tells()
    assert council.sees("member", "agenda") != before


def test_a_new_place_and_time_are_in_no_list_or_calendar_before_the_announcement(council: Council) -> None:
    moves(council, place="Nhà văn hóa", starts_at="2026-10-08T01:00:00.000Z", ends_at="2026-10-08T04:00:00.000Z")
    council.submits(
        "ha",
        PlanSitting(
            meeting_id=1, title="Buổi kín", starts_at="2026-10-08T01:00:00.000Z", ends_at="2026-10-08T03:00:00.000Z"
        ),
    )
    for who in READERS:
        page = seen(council, who)
        assert "Nhà văn hóa" not in page
        assert "Buổi kín" not in page
        browser = Browser(council, who)
        assert 'href="/m/1' not in browser.get("/calendar?view=day&on=2026-10-08").text
        assert 'href="/m/1' in browser.get("/calendar?view=day&on=2026-09-24").text
    assert "Nhà văn hóa" in Browser(council, "ha").get("/meetings/1").text
    council.tells()
    for who in READERS:
        assert "Nhà văn hóa" in seen(council, who)
        assert 'href="/m/1' in Browser(council, who).get("/calendar?view=day&on=2026-10-08").text


def test_readers_open_the_announced_version(council: Council) -> None:
    readable(council)
    replaces(council)
    paper, lan = f"/m/1/papers/{council.document}", Browser(council, "lan")
    assert lan.get(f"{paper}/file.pdf").data == PDF
    assert "Bản mới" not in council.sees("member", "agenda")
    assert "ban-hai" not in lan.get(f"{paper}/original").headers.get("Content-Disposition", "")
    council.tells()
    assert lan.get(f"{paper}/file.pdf").data == PDF + b"%new"
    assert "Bản mới" in council.sees("member", "agenda")


def test_an_unannounced_paper_has_no_address_and_a_removed_one_keeps_its_own(council: Council) -> None:
    readable(council)
    sha256 = council.house.site.blobs.put(PDF + b"%own")
    said = {"filename": "moi.pdf", "media_type": "application/pdf", "sha256": sha256, "size": 9}
    command = AddDocument(meeting_id=1, item_id=council.items[0], title="Tài liệu chưa ai biết", **said)
    number = council.submits("ha", command).made["document_id"]
    council.submits("system", RecordRendition(meeting_id=1, document_id=number, pdf_sha256=sha256, pages=1))
    council.submits("ha", ChooseReaders(meeting_id=1, document_id=number, readers=Readers(guests=True)))
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=council.document))
    for who in READERS:
        browser = Browser(council, who)
        of = f"/m/1/papers/{number}"
        answers = {browser.get(f"{of}{end}").status_code for end in ("", "/file.pdf", "/original", "/changes")}
        assert answers <= {403, 404}
        assert "chưa ai biết" not in seen(council, who)
    file = f"/m/1/papers/{council.document}/file.pdf"
    assert Browser(council, "lan").get(file).data == PDF
    council.tells()
    assert Browser(council, "lan").get(file).status_code == 404
    assert Browser(council, "guest").get(f"/m/1/papers/{number}/file.pdf").data == PDF + b"%own"


def test_a_new_restriction_on_a_paper_applies_at_once_to_its_readers(council: Council) -> None:
    readable(council)
    said = {"document_id": council.document, "title": "Tên chưa ai biết", "item_id": council.items[1]}
    council.submits("ha", ChangeDocument(meeting_id=1, seen=paper_seen(council.database, council.document), **said))
    file, lan = f"/m/1/papers/{council.document}/file.pdf", Browser(council, "lan")
    assert "chưa ai biết" not in council.sees("member", "agenda")
    nobody = Readers(members=False)
    council.submits("ha", ChooseReaders(meeting_id=1, document_id=council.document, readers=nobody))
    assert lan.get(file).status_code == 404
    council.submits("ha", ChooseReaders(meeting_id=1, document_id=council.document, readers=Readers()))
    assert lan.get(file).status_code == 200
    with council.database.read() as db:
        of = find_document(db, 1, council.document).sha256
    council.submits("system", WithdrawSecret(meeting_id=1, document_id=council.document, of=of))
    assert lan.get(file).status_code in (404, 409)


def test_where_the_chair_must_approve_nothing_is_shown_and_nothing_begins_before(council: Council) -> None:
    council.submits("admin", RequireApproval(required=True))
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    council.submits("ha", SubmitChanges(meeting_id=1))
    assert "Việc chưa ai biết" in Browser(council, "an").get("/meetings/1/approval/changes").text
    assert "chưa ai biết" not in seen(council, "lan")
    assert council.refuses("ha", StartMeeting(meeting_id=1)) == "agenda.start_untold"
    council.submits("an", ApproveChanges(meeting_id=1, submission=1))
    assert "Việc chưa ai biết" in seen(council, "lan")


def test_the_chair_reads_the_new_plan_and_its_papers_before_approving_them(council: Council) -> None:
    council.submits("admin", RequireApproval(required=True))
    readable(council)
    replaces(council)
    moves(council, title="Tên phiên chưa ai biết")
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    an, lan, plan = Browser(council, "an"), Browser(council, "lan"), "/meetings/1/approval"
    file = f"{plan}/papers/{council.document}.pdf"
    assert {an.get(plan).status_code, an.get(file).status_code} == {403}
    council.submits("ha", SubmitChanges(meeting_id=1))
    page = an.get(f"{plan}/changes").text
    assert "<h2>Tên phiên chưa ai biết" in page
    assert f'href="{file}"' in page
    assert f'href="{plan}"' in page
    assert an.get(file).data == PDF + b"%new"
    assert "Việc chưa ai biết" in an.get(plan).text
    assert {lan.get(plan).status_code, lan.get(file).status_code} == {403}
    council.submits("an", ApproveChanges(meeting_id=1, submission=1))
    assert {an.get(plan).status_code, an.get(file).status_code} == {403}


def test_makers_see_the_present_plan_in_their_lists(council: Council) -> None:
    moves(
        council,
        title="Tên phiên chưa ai biết",
        starts_at="2026-10-08T01:00:00.000Z",
        ends_at="2026-10-08T04:00:00.000Z",
    )
    for who in ("ha", "admin"):
        for page in ("/meetings", "/calendar?on=2026-10-08"):
            assert "Tên phiên chưa ai biết" in Browser(council, who).get(page).text
    assert "Tên phiên chưa ai biết" in Browser(council, "ha").get("/").text, "on the secretary's own day too"
    for page in ("/", "/meetings", "/calendar?on=2026-10-08"):
        assert "Tên phiên chưa ai biết" not in Browser(council, "lan").get(page).text


def test_makers_see_who_has_read_a_new_paper_before_the_announcement(council: Council) -> None:
    said = {"filename": "moi.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    command = AddDocument(meeting_id=1, item_id=council.items[0], title="Tài liệu chưa ai biết", **said)
    page = f"/meetings/1/papers/{council.submits('ha', command).made['document_id']}/reading"
    assert "Tài liệu chưa ai biết" in Browser(council, "ha").get(page).text
    assert {Browser(council, who).get(page).status_code for who in READERS} <= {403, 404}


def test_people_who_run_the_meeting_read_that_something_is_not_announced(council: Council) -> None:
    assert "unannounced" not in council.sees("clerk", "unannounced")
    number = council.submits("ha", AddItem(meeting_id=1, title="Thêm nhầm")).made["item_id"]
    for view in ("clerk", "chair"):
        assert "/meetings/1/approval/changes" in council.sees(view, "unannounced")
    assert 'data-testid="unannounced"' in Browser(council, "ha").get("/m/1/console").text
    council.submits("ha", RemoveItem(meeting_id=1, item_id=number))
    assert "unannounced" not in council.sees("clerk", "unannounced")
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    council.starts()
    assert "unannounced" not in council.sees("clerk", "unannounced")


def test_an_undone_change_delays_no_meeting_and_leaves_no_notice(council: Council) -> None:
    council.submits("admin", RequireApproval(required=True))
    said = {"filename": "moi.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    command = AddDocument(meeting_id=1, item_id=council.items[0], title="Thêm nhầm", **said)
    number = council.submits("ha", command).made["document_id"]
    assert "not-told" in Browser(council, "ha").get("/meetings/1/papers").text
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=number))
    for page in ("papers", "agenda"):
        assert "not-told" not in Browser(council, "ha").get(f"/meetings/1/{page}").text
    assert council.refuses("ha", SubmitChanges(meeting_id=1)) == "agenda.nothing_changed"
    council.starts()


def test_a_meeting_does_not_begin_with_a_question_that_the_chair_must_approve(council: Council) -> None:
    council.submits("admin", RequireApproval(required=True))
    council.submits("ha", PrepareMotion(meeting_id=1, item_id=council.items[1], title="Câu hỏi chưa ai biết"))
    assert "not-told" in Browser(council, "ha").get("/meetings/1/agenda").text
    assert council.refuses("ha", StartMeeting(meeting_id=1)) == "agenda.start_untold"


def test_a_meeting_begins_as_its_present_plan_says(council: Council) -> None:
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    assert "chưa ai biết" not in council.sees("member", "agenda")
    council.starts()
    assert "Việc chưa ai biết" in council.sees("member", "agenda")
    assert "Việc chưa ai biết" in council.sees("guest", "agenda")


def test_an_item_that_becomes_internal_is_hidden_from_guests_at_once(council: Council) -> None:
    with council.database.read() as db:
        title = find_item(db, 1, council.items[1]).title
    assert title in council.sees("guest", "agenda")
    council.submits("ha", ChangeItem(meeting_id=1, item_id=council.items[1], version=1, title=title, internal=True))
    assert title not in council.sees("guest", "agenda")
    assert title in council.sees("member", "agenda")


def file_of(council: Council) -> str:
    return f"/m/1/papers/{council.document}/file.pdf"


def content_of(council: Council) -> str:
    with council.database.read() as db:
        return find_document(db, 1, council.document).sha256


def changes(council: Council, *, taken_out: bool) -> None:
    """The paper is removed from the plan, or has a new version there."""
    if taken_out:
        council.submits("ha", RemoveDocument(meeting_id=1, document_id=council.document))
    else:
        replaces(council)


def new_one(council: Council) -> bytes:
    """The papers of the plan, as its makers read it."""
    with council.database.read() as db:
        return council.house.site.blobs.path(find_document(db, 1, council.document).pdf_sha256 or "").read_bytes()


@pytest.mark.parametrize("taken_out", [False, True])
def test_a_mark_in_the_announced_version_hides_it_though_the_plan_has_another(
    council: Council, *, taken_out: bool
) -> None:
    readable(council)
    lan, of = Browser(council, "lan"), content_of(council)
    made = council.house.site.blobs.put(PDF)
    changes(council, taken_out=taken_out)
    assert lan.get(file_of(council)).data == PDF
    with council.database.read() as db:
        told = uncleared(db, made)
        assert [(each.document_id, each.of) for each in told] == [(council.document, of)]
    council.submits("system", told[0])
    assert lan.get(file_of(council)).status_code == 404
    with council.database.read() as db:
        assert waiting(db, {made}) == set(), "no machine reads on in it"
    if not taken_out:
        chosen = ChooseReaders(meeting_id=1, document_id=council.document, readers=Readers(guests=True))
        council.submits("ha", chosen)
        assert lan.get(file_of(council)).status_code == 404, "whoever is to read the new version"
        assert new_one(council) == PDF + b"%new"
    council.tells()
    assert lan.get(file_of(council)).status_code == (404 if taken_out else 200)


@pytest.mark.parametrize("taken_out", [False, True])
def test_a_secret_announced_version_is_withdrawn_and_the_new_one_stays(council: Council, *, taken_out: bool) -> None:
    readable(council)
    of = content_of(council)
    changes(council, taken_out=taken_out)
    council.submits("system", WithdrawSecret(meeting_id=1, document_id=council.document, of=of))
    assert Browser(council, "lan").get(file_of(council)).status_code in (404, 409)
    if not taken_out:
        assert new_one(council) == PDF + b"%new"


@pytest.mark.parametrize("taken_out", [False, True])
def test_the_worker_converts_both_the_announced_and_the_planned_version(council: Council, *, taken_out: bool) -> None:
    put = council.house.site.blobs.put
    first, second = pdf_of("Bản thứ nhất"), pdf_of("Bản thứ hai")
    said = {"filename": "mot.pdf", "media_type": "application/pdf", "size": 9}
    command = AddDocument(meeting_id=1, item_id=council.items[0], title="Tài liệu", sha256=put(first), **said)
    number = council.submits("system", command).made["document_id"]
    if taken_out:
        council.submits("ha", RemoveDocument(meeting_id=1, document_id=number))
    else:
        was = file_seen(council.database, number)
        council.submits("ha", ReplaceDocument(meeting_id=1, document_id=number, seen=was, sha256=put(second), **said))
    with working(council) as workshop:
        works(workshop)
    file, lan = f"/m/1/papers/{number}/file.pdf", Browser(council, "lan")
    assert lan.get(file).data == first
    council.tells()
    assert lan.get(file).status_code == 404 if taken_out else lan.get(file).data == second


def test_a_removed_paper_that_cannot_be_converted_is_offered_as_it_came(council: Council) -> None:
    sha256 = council.house.site.blobs.put(b"no PDF")
    said = {"filename": "mot.pdf", "media_type": "application/pdf", "sha256": sha256, "size": 6}
    command = AddDocument(meeting_id=1, item_id=council.items[0], title="Tài liệu", **said)
    number = council.submits("system", command).made["document_id"]
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=number))
    with working(council) as workshop:
        give_up(workshop, "hỏng", meeting_id=1, document_id=number)
    with council.database.read() as db:
        told = db.get_one(ToldDocument, number)
        assert (told.state, told.readers.held) == (DocumentState.DOWNLOAD, told.media_type not in READ_ON_ARRIVAL)


def test_a_secret_is_withdrawn_from_every_meeting_with_it_and_each_journal_says_so(council: Council) -> None:
    readable(council)
    of = content_of(council)
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=council.document))
    seq = council.seq()
    with working(council) as workshop:
        wipe(workshop, sha256=of, pdf_sha256="")
    assert [type(each) for each in council.events(seq)] == [ToldWithheld]
    assert Browser(council, "lan").get(file_of(council)).status_code in (404, 409)


def test_a_paper_confirmed_as_secret_is_handed_out_on_paper_to_people_who_knew_it(council: Council) -> None:
    readable(council)
    said = {"document_id": council.document, "title": "Tên chưa ai biết", "item_id": council.items[1]}
    council.submits("ha", ChangeDocument(meeting_id=1, seen=paper_seen(council.database, council.document), **said))
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=content_of(council)))
    council.submits("ha", ConfirmSecret(meeting_id=1, document_id=council.document))
    assert ON_PAPER_TITLE in council.sees("member", "agenda")


def test_a_paper_is_hidden_from_its_readers_at_once_when_its_maker_says_so(council: Council) -> None:
    readable(council)
    ha, lan = Browser(council, "ha"), Browser(council, "lan")
    assert 'name="at_once"' in ha.get("/meetings/1/papers").text
    assert lan.get(file_of(council)).status_code == 200
    assert ha.send(f"/meetings/1/papers/{council.document}/remove", at_once="yes").status_code == 303
    assert lan.get(file_of(council)).status_code == 404


SECOND = {"form": "hands", "decision": "committee_decision"}


def test_a_question_under_a_known_item_is_added_reworded_and_removed_with_the_announcement(council: Council) -> None:
    council.submits("system", PrepareMotion(meeting_id=1, item_id=council.items[1], title="Câu hỏi ai cũng biết"))
    first = council.submits(
        "system", PrepareMotion(meeting_id=1, item_id=council.items[1], title="Câu hỏi sẽ bỏ")
    ).made["motion_id"]
    known = first - 1
    council.submits("ha", ChangeMotion(meeting_id=1, motion_id=known, version=1, title="Lời chưa ai biết", **SECOND))
    council.submits("ha", RemoveMotion(meeting_id=1, motion_id=first))
    added = PrepareMotion(meeting_id=1, item_id=council.items[1], title="Câu hỏi chưa ai biết")
    number = council.submits("ha", added).made["motion_id"]
    for view in View:
        drawn = str(council.house.gallery.batch(1, 0, view, "vi"))
        assert "chưa ai biết" not in drawn
    assert "Câu hỏi sẽ bỏ" in council.sees("clerk", "motions")
    for who in (*READERS, "ha"):
        assert Browser(council, who).get(f"/m/1/votes/{number}/names").status_code in (403, 404)
    page = Browser(council, "ha").get(f"/meetings/1/agenda?item={council.items[1]}").text
    questions = page.partition('id="questions"')[2]
    assert questions.count("chưa phát hành lại") == 2, "the one reworded and the one added"
    assert "Câu hỏi sẽ bỏ" not in page
    assert "unannounced" in council.sees("clerk", "unannounced")
    council.tells()
    told = council.sees("clerk", "motions")
    assert ("Lời chưa ai biết" in told, "Câu hỏi chưa ai biết" in told, "Câu hỏi sẽ bỏ" in told) == (True, True, False)


def test_a_question_stays_with_its_removed_item_until_the_announcement(council: Council) -> None:
    council.submits("system", PrepareMotion(meeting_id=1, item_id=council.items[1], title="Câu hỏi ai cũng biết"))
    council.submits("ha", RemoveItem(meeting_id=1, item_id=council.items[1]))
    assert "Câu hỏi ai cũng biết" in council.sees("clerk", "motions")
    council.tells()
    assert "Câu hỏi ai cũng biết" not in council.sees("clerk", "motions")


def test_a_beginning_meeting_has_the_questions_of_its_present_plan(council: Council) -> None:
    motion = council.prepares("Câu hỏi chưa ai biết")
    assert "chưa ai biết" not in council.sees("clerk", "motions")
    council.arrives(*council.voters)
    council.starts()
    assert "Câu hỏi chưa ai biết" in council.sees("clerk", "motions")
    council.opens(motion)
    assert "Câu hỏi chưa ai biết" in council.sees("member", "motion")


def test_invitations_and_places_apply_at_once_and_the_plan_says_so(council: Council) -> None:
    command = AddSeat(meeting_id=1, person_id=council.people["outsider"], role="member", votes=True, label="C09")
    number = council.submits("ha", command).made["seat_id"]
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    outsider = Browser(council, "outsider").get("/m/1").text
    assert "chưa ai biết" not in outsider, "what they may come into is the meeting as everybody knows it"
    assert "C09" in Browser(council, "ha").get("/m/1/roll").text, "and the door lets them in"
    for page in ("", "/people", "/seating"):
        assert 'data-testid="seats-at-once"' in Browser(council, "ha").get(f"/meetings/1{page}").text
    council.submits("ha", RemoveSeat(meeting_id=1, seat_id=number))
    assert Browser(council, "outsider").get("/m/1").status_code in (403, 404)


@pytest.mark.parametrize("taken_out", [False, True])
def test_the_secretary_ends_a_false_suspicion_of_an_announced_paper_at_once(
    council: Council, *, taken_out: bool
) -> None:
    readable(council)
    of = content_of(council)
    changes(council, taken_out=taken_out)
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=of))
    ha, lan = Browser(council, "ha"), Browser(council, "lan")
    assert lan.get(file_of(council)).status_code == 404
    page = ha.get("/meetings/1/papers").text.partition('data-testid="known"')[2]
    assert f'name="of" value="{of}"' in page
    assert ha.get(f"/meetings/1/papers/{council.document}/original?of={of}").status_code == 200
    assert ha.send(f"/meetings/1/papers/{council.document}/secret", secret="no", of=of).status_code == 303
    assert lan.get(file_of(council)).data == PDF
    assert 'data-testid="known"' not in ha.get("/meetings/1/papers").text
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=of))
    assert lan.get(file_of(council)).data == PDF, "it is not suspected again"


def test_the_secretary_deletes_a_secret_that_only_readers_know(council: Council) -> None:
    readable(council)
    of = content_of(council)
    replaces(council)
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=of))
    ha = Browser(council, "ha")
    assert ha.send(f"/meetings/1/papers/{council.document}/secret", secret="yes", of=of).status_code == 303
    assert Browser(council, "lan").get(file_of(council)).status_code in (404, 409)
    assert ON_PAPER_TITLE in council.sees("member", "agenda")
    assert new_one(council) == PDF + b"%new"
    council.tells()
    assert Browser(council, "lan").get(file_of(council)).data == PDF + b"%new"


def test_a_decision_about_a_replaced_file_affects_no_other(council: Council) -> None:
    readable(council)
    former = content_of(council)
    replaces(council)
    council.tells()
    council.submits("system", SuspectSecret(meeting_id=1, document_id=council.document, of=content_of(council)))
    ha = Browser(council, "ha")
    for answer in ("no", "yes"):
        ha.send(f"/meetings/1/papers/{council.document}/secret", secret=answer, of=former)
        assert Browser(council, "lan").get(file_of(council)).status_code == 404
        assert ha.get(f"/meetings/1/papers/{council.document}/original").data == PDF + b"%new"


def test_no_screen_shows_a_question_under_an_unannounced_item(council: Council) -> None:
    seq = council.seq()
    item = council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết", form=ItemForm.VOTE)).made["item_id"]
    command = PrepareMotion(meeting_id=1, item_id=item, title="Câu hỏi chưa ai biết")
    motion = council.submits("ha", command).made["motion_id"]
    for view in View:
        assert "chưa ai biết" not in str(council.house.gallery.batch(1, seq, view, "vi"))
    for who in (*READERS, "ha"):
        assert Browser(council, who).get(f"/m/1/votes/{motion}/names").status_code in (403, 404)
    assert Browser(council, "ha").get("/m/1/votes").status_code == 200
    council.tells()
    assert "Câu hỏi chưa ai biết" in council.sees("clerk", "motions")


def test_an_item_made_internal_and_removed_does_not_return_to_guests(council: Council) -> None:
    number = council.items[1]
    with council.database.read() as db:
        title = find_item(db, 1, number).title
    council.submits("ha", ChangeItem(meeting_id=1, item_id=number, version=1, title=title, internal=True))
    council.submits("ha", RemoveItem(meeting_id=1, item_id=number))
    assert title not in council.sees("guest", "agenda")
    assert title not in seen(council, "guest")
    assert title in council.sees("member", "agenda")


def test_guests_lose_a_paper_moved_under_an_internal_item_at_once(council: Council) -> None:
    readable(council)
    council.submits("ha", ChooseReaders(meeting_id=1, document_id=council.document, readers=Readers(guests=True)))
    inside = council.submits("ha", AddItem(meeting_id=1, title="Việc nội bộ", internal=True)).made["item_id"]
    guest, lan = Browser(council, "guest"), Browser(council, "lan")
    assert (guest.get(file_of(council)).status_code, lan.get(file_of(council)).status_code) == (200, 200)
    moved = {"title": "Tờ trình", "item_id": inside, "seen": paper_seen(council.database, council.document)}
    council.submits("ha", ChangeDocument(meeting_id=1, document_id=council.document, **moved))
    assert (guest.get(file_of(council)).status_code, lan.get(file_of(council)).status_code) == (404, 200)
    assert "Tờ trình" not in council.sees("guest", "agenda")


def test_a_backup_without_a_file_that_readers_know_is_refused(council: Council) -> None:
    readable(council)
    council.submits("ha", RemoveDocument(meeting_id=1, document_id=council.document))
    with council.database.read() as db, pytest.raises(BrokenBackup):
        _check_rows(db, set())


def test_reading_the_announced_version_is_noted_and_a_newer_one_is_news_once_announced(
    council: Council,
) -> None:
    readable(council)
    replaces(council)
    assert opens(council, "lan", 1) == 200
    with council.database.read() as db:
        assert [(each.version, each.pages) for each in read_of(db, council.document)] == [(1, 1)]
        assert newer_count(db, council.people["lan"]) == 0
    council.tells()
    with council.database.read() as db:
        assert newer_count(db, council.people["lan"]) == 1


def test_people_read_of_a_called_off_meeting_as_it_was_announced(council: Council) -> None:
    moves(council, title="Tên chưa ai biết", starts_at="2026-08-08T01:00:00.000Z", ends_at="2026-08-08T04:00:00.000Z")
    council.submits("ha", AddItem(meeting_id=1, title="Việc chưa ai biết"))
    council.watching = False
    council.submits("admin", WithdrawMeeting(meeting_id=1))
    for who in READERS:
        assert "Phiên họp thường kỳ tháng 9</b>, Thứ Năm, 24/09/2026" in Browser(council, who).get("/").text
        assert "chưa ai biết" not in seen(council, who)
