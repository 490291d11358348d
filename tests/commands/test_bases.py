"""The chair confirms bases: those that are not the law itself and appear in the minutes, once each."""

import msgspec
from sqlalchemy import update

from meeting.agenda.tables import Meeting
from meeting.law.editions import preset
from meeting.minutes.basis import ConfirmBasis, doubtful_bases
from meeting.record.record import QUORUM
from meeting.voting.tables import Motion
from tests.council import Council


def bases(council: Council) -> dict[str, bool]:
    """By what the chair is asked: whether it was answered."""
    with council.database.read() as db:
        return {basis.title.vi: basis.confirmed for basis in doubtful_bases(db, council.meeting)}


def held(council: Council, title: str, decision: str) -> int:
    """A vote by raised hands up to its count."""
    motion = council.opens_motion(title, form="hands", decision=decision)
    council.counts_hands(motion, 6, 1)
    council.closes(motion)
    return motion


QUORUM_TITLE = "Số thành viên tối thiểu phải có mặt"


def test_before_the_meeting_begins_there_is_nothing_to_confirm(council: Council) -> None:
    assert bases(council) == {}


def test_only_results_announced_on_a_basis_other_than_the_law_need_confirmation(sitting: Council) -> None:
    assert bases(sitting) == {QUORUM_TITLE: False}
    with sitting.unwatched():
        cancelled = held(sitting, "Đổi giờ họp", "procedural")
        assert bases(sitting) == {QUORUM_TITLE: False}, "closed is not announced"
        sitting.calls_off(cancelled)
        sitting.announces(held(sitting, "Thông qua kế hoạch", "committee_decision"))
        assert bases(sitting) == {QUORUM_TITLE: False}, "the article itself says how the committee decides"
        sitting.announces(held(sitting, "Thông qua chương trình", "procedural"))
    with sitting.database.read() as db:
        meeting = db.get_one(Meeting, sitting.meeting)
    procedural = preset(meeting.edition, meeting.preset).decisions["procedural"].title.vi
    assert bases(sitting) == {QUORUM_TITLE: False, procedural: False}


def test_a_basis_confirmed_twice_is_confirmed_once(sitting: Council) -> None:
    confirm = ConfirmBasis(meeting_id=sitting.meeting, decision=QUORUM)
    sitting.submits("an", confirm)
    after = sitting.seq()
    sitting.submits("an", confirm)
    assert sitting.seq() == after
    assert bases(sitting) == {QUORUM_TITLE: True}


def test_a_quorum_given_by_the_law_needs_no_confirmation(sitting: Council) -> None:
    with sitting.database.read() as db:
        by_law = (db.get_one(Meeting, sitting.meeting).quorum or {}) | {"grade": "L"}
    sitting.database.gate.submit(lambda db: db.execute(update(Meeting).values(quorum=by_law)))
    assert bases(sitting) == {}


def test_a_kind_of_decision_unknown_to_the_edition_is_named_by_its_key(sitting: Council) -> None:
    with sitting.unwatched():
        motion = held(sitting, "Thông qua chương trình", "procedural")
        terms = msgspec.to_builtins(sitting.announces(motion).terms) | {"decision": "of_old"}
        sitting.database.gate.submit(lambda db: db.execute(update(Motion).values(terms=terms)))
    assert bases(sitting) == {QUORUM_TITLE: False, "of_old": False}
