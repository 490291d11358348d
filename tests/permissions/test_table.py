"""The right to act: one table, every command by every role, tried on the real program.

`C` the chair, `S` the secretary, `M` a member, `G` a guest, `N` somebody without a seat, `A` the administrator, `H` the
hall screen, `Y` the installation itself; `P` may plan meetings, and has no seat; `U` administers a unit, and has no
seat either (of whose people: `tests/commands/test_units.py`). A visitor who is not signed in may do nothing.
"""

import os

import msgspec
import pytest

from meeting.commands import registry
from meeting.commands.registry import Command
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.people.commands import SetPlanner
from meeting.people.units import MakeUnit, SetUnitAdmin
from tests.council import Council
from tests.tries import is_its_day
from tests.well_formed import an_order

ROLES = {"C": "an", "S": "ha", "M": "lan", "G": "guest", "N": "outsider", "A": "admin", "H": "screen", "Y": "system"}
TABLE = {
    "people.add_person": "AUY",
    "people.change_person": "AUY",
    "people.give_account": "AUY",
    "people.set_admin": "AY",
    "people.set_planner": "AY",
    "people.retire_person": "AUY",
    "people.return_person": "AUY",
    "people.sign_out": "AUY",
    "people.sign_out_device": "AUY",
    "people.issue_card": "AUY",
    "people.report_lost": "AUY",
    "register.open": "Y",
    "register.record": "AUY",
    "register.revoke": "AY",
    "people.enrol_second": "Y",
    "people.reset_second": "AY",
    "people.require_second": "A",
    "roster.offer": "AY",
    "roster.record_lines": "Y",
    "roster.record_end": "Y",
    "roster.accept": "AY",
    "roster.take_lines": "Y",
    "roster.withdraw": "AY",
    "roster.take_lines_back": "Y",
    "directory.set_up": "A",
    "directory.cut": "A",
    "directory.choose_rules": "A",
    "directory.offer": "AY",
    "directory.record_trouble": "Y",
    "directory.record_groups": "Y",
    "directory.record_gone": "Y",
    "directory.record_absent": "Y",
    "directory.admit": "Y",
    "people.make_group": "AY",
    "people.rename_group": "AY",
    "people.dissolve_group": "AY",
    "people.choose_groups": "AY",
    "people.make_unit": "AY",
    "people.rename_unit": "AY",
    "people.move_unit": "AY",
    "people.dissolve_unit": "AY",
    "people.set_unit_admin": "AY",
    "catalogue.add_entry": "A",
    "catalogue.take_sample": "A",
    "catalogue.rename_entry": "A",
    "catalogue.retire_entry": "A",
    "catalogue.return_entry": "A",
    "catalogue.move_entry": "A",
    "lawbook.make_edition": "A",
    "conduct.allow_officers_card": "A",
    "conduct.decline_officers_card": "A",  # and whose card it would be: tests/commands/test_officers_cards.py
    "settings.change": "A",
    "settings.give_up": "A",
    "entrance.forget_sign_ins": "Y",
    "feedback.send": "CSMGNAPU",
    "feedback.mark_read": "A",
    "backup.request_backup": "A",
    "backup.request_trial": "A",
    "backup.record_run": "Y",
    "network.request_https": "A",
    "network.record_https": "Y",
    "network.choose_wifi": "A",
    "agenda.create_meeting": "PAY",
    "agenda.change_meeting": "SAY",
    "agenda.publish_meeting": "SAY",
    "agenda.withdraw_meeting": "SAY",
    "agenda.require_approval": "A",
    "agenda.submit_meeting": "SAY",
    "agenda.recall_submission": "SAY",
    "agenda.approve_meeting": "",  # the chair, once it was submitted: tests/commands/test_approval.py
    "agenda.return_meeting": "",
    "agenda.see_changes": "CSMG",
    "planning.publish_again": "SAY",
    "planning.submit_changes": "SAY",
    "planning.approve_changes": "C",
    "planning.return_changes": "C",
    "deadlines.issue_conclusion": "CSMGNAPU",  # of whose meetings: tests/pages/test_deadlines.py
    "planning.keep_template": "PAY",
    "planning.drop_template": "PAY",
    "agenda.change_item": "SAY",
    "agenda.plan_sitting": "SAY",
    "agenda.change_planned_sitting": "SAY",
    "agenda.remove_planned_sitting": "SAY",
    "agenda.move_item": "SAY",
    "planning.change_seat": "SAY",
    "agenda.move_seat": "SAY",
    "agenda.lay_out_seating": "SAY",
    "agenda.place_seat": "SAY",
    "agenda.fill_places": "SAY",
    "agenda.clear_places": "SAY",
    "planning.remove_item": "SAY",
    "planning.remove_seat": "SAY",
    "documents.change_document": "SAY",
    "documents.replace_document": "SAY",
    "documents.choose_readers": "SAY",
    "documents.choose_kind": "SAY",
    "documents.move_document": "SAY",
    "documents.remove_document": "SAY",
    "voting.change_motion": "SAY",
    "voting.remove_motion": "SAY",
    "agenda.add_item": "SAY",
    "agenda.add_seat": "SAY",
    "conduct.start_meeting": "CS",
    "conduct.give_wheel": "CS",
    "conduct.give_chair": "CS",
    "conduct.ask_recheck": "CS",
    "conduct.confirm_presence": "CSMG",
    "conduct.see_presence": "CS",
    "conduct.end_recheck": "CS",
    "conduct.close_doors": "CS",
    "conduct.open_doors": "CS",
    "conduct.go_to_item": "CS",
    "conduct.pause_meeting": "CS",
    "conduct.resume_meeting": "CS",
    "conduct.record_conclusion": "S",
    "conduct.end_meeting": "CS",
    "conduct.take_back_end": "CS",
    "documents.add_document": "SAY",
    "documents.record_rendition": "Y",
    "documents.add_on_paper": "SAY",
    "documents.withdraw_secret": "Y",
    "documents.suspect_secret": "Y",
    "documents.record_first_page": "Y",
    "documents.clear_suspicion": "SAY",
    "documents.confirm_secret": "SAY",
    "documents.record_no_rendition": "Y",
    "deadlines.explain_lateness": "SAY",
    "contributions.allot_item": "SAY",
    "contributions.contribute": "",  # people of the unit it is allotted to: tests/pages/test_contributions.py
    "contributions.recall": "",
    "contributions.accept": "SAY",
    "contributions.return_paper": "SAY",
    "attendance.check_in": "CSMG",
    "attendance.mark_present": "CS",
    "attendance.mark_all_present": "CS",
    "attendance.add_point": "SAY",
    "attendance.rename_point": "SAY",
    "attendance.remove_point": "SAY",
    "attendance.expect_at_point": "SAY",
    "attendance.mark_left": "CS",
    "attendance.undo_arrival": "CS",
    "attendance.note_absence": "CS",
    "attendance.mark_substitute": "CS",
    "attendance.undo_substitute": "CS",
    "attendance.reissue_card": "CS",
    "attendance.allow_card": "CS",
    "attendance.waive_quorum": "C",
    "accord.agree": "CS",
    "accord.drop": "CS",
    "kiosk.open_kiosk": "CS",
    "kiosk.pair_kiosk": "Y",
    "kiosk.end_kiosk": "CS",
    "kiosk.read_at_door": "CS",  # and the kiosk: tests/pages/test_kiosk.py
    "speaking.enter_speaker": "CS",
    "speaking.strike_speaker": "CS",
    "speaking.give_floor": "CS",
    "speaking.add_minute": "CS",
    "speaking.end_speech": "CS",
    "speaking.take_back_floor": "CS",
    "speaking.resume_speech": "CS",
    "voting.prepare_motion": "SAY",
    "voting.open_motion": "CS",
    "voting.recuse": "CS",
    "voting.stand_aside": "CSM",
    "voting.take_part": "CSM",
    "voting.withdraw_recusal": "CS",
    "conduct.record_mandate": "SAY",
    "voting.cast_ballot": "CSM",
    "voting.record_hand": "CS",
    "voting.vote_here": "CSM",
    "voting.propose_hand": "CS",
    "voting.answer_hand": "CSM",
    "voting.switch_motion": "CS",
    "voting.count_hands": "CS",
    "voting.close_motion": "CS",
    "voting.waive_quorum": "C",
    "voting.restore_box": "CS",
    "voting.propose_agenda_change": "SAY",
    "voting.drop_agenda_change": "SAY",
    "voting.record_ruling": "C",
    "voting.announce_result": "CS",
    "voting.cancel_motion": "CS",
    "minutes.request_draft": "S",
    "minutes.confirm_basis": "C",
    "minutes.correct_heading": "SAY",
    "minutes.request_plain_drawing": "Y",
    "minutes.record_draft": "Y",
    "minutes.record_no_draft": "Y",
    "minutes.record_signature": "CS",
    "witness.name_key": "Y",
    "witness.report_head": "CSMG",
    "witness.read_alarm": "CS",
}
NOT_ALLOWED, NOT_SIGNED_IN = "access.not_allowed", "access.not_signed_in"
ON_SQLITE = os.environ.get("MEETING_TEST_DATABASE", "sqlite") == "sqlite"
TODAYS = [name for name in sorted(registry.registered()) if ON_SQLITE or is_its_day(name, 2)]
"""The rules decide, not the database: on PostgreSQL half of the commands are tried each day."""


def answer(council: Council, who: str, command: Command) -> str:
    """The refusal's code, or nothing when it was done."""
    try:
        council.submits(who, command)
    except Refused as refused:
        return refused.code
    return ""


def test_every_command_is_in_the_table() -> None:
    assert set(registry.registered()) == set(TABLE)


@pytest.mark.parametrize("name", TODAYS)
def test_only_roles_in_the_table_may_give_a_command(council: Council, name: str) -> None:
    command = an_order(council, name)
    for letter, who in ROLES.items():
        refused = answer(council, who, command) == NOT_ALLOWED
        assert refused == (letter not in TABLE[name]), f"{name} by {who}"
    assert answer(council, "nobody", command) == NOT_SIGNED_IN
    council.submits("system", SetPlanner(person_id=council.people["outsider"], planner=True))
    assert (answer(council, "outsider", command) == NOT_ALLOWED) == ("P" not in TABLE[name]), f"{name} by a planner"
    council.submits("system", SetPlanner(person_id=council.people["outsider"], planner=False))
    unit = council.submits("system", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
    council.submits("system", SetUnitAdmin(person_id=council.people["outsider"], unit_id=unit))
    refused = answer(council, "outsider", command) == NOT_ALLOWED
    assert refused == ("U" not in TABLE[name]), f"{name} by a unit administrator"


@pytest.mark.parametrize("name", sorted(registry.registered()))
def test_a_seat_in_one_meeting_does_not_count_in_another(seen: Council, name: str) -> None:
    """Chair and secretary of this meeting send commands for a meeting in which they have no seat."""
    cls = registry.registered()[name]
    if "meeting_id" not in cls.__struct_fields__ or name == "agenda.create_meeting":
        return
    command = msgspec.structs.replace(an_order(seen, name), meeting_id=seen.meeting + 1)
    for who in ("an", "ha", "lan", "guest", "screen"):
        assert seen.refuses(who, command) == NOT_ALLOWED


def test_a_refused_command_leaves_no_line_in_any_journal(council: Council) -> None:
    with council.database.read() as db:
        before = journal.head_seq(db, journal.OFFICE)
    assert council.refuses("lan", an_order(council, "people.add_person")) == NOT_ALLOWED
    with council.database.read() as db:
        assert journal.head_seq(db, journal.OFFICE) == before
