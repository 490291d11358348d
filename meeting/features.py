"""The features: THE list of what each of them registers. What is not listed here does not exist.

Every process knows events, commands, panels and what the events change in the record. The server also has `pages`,
the worker `jobs` (and with them the heavy libraries that draw and sign).
"""

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING

from meeting.access.actors import register_seat_finder
from meeting.access.directory.local import Directory
from meeting.access.directory.task import DirectoryKind
from meeting.access.tables import Ended, Way
from meeting.accord import commands as accord_commands
from meeting.accord import events as accord_events
from meeting.accord import panels as accord_panels
from meeting.agenda import approving, ordering, placing, planning_sittings, publishing, seating
from meeting.agenda import commands as agenda_commands
from meeting.agenda import events as agenda_events
from meeting.agenda import panels as agenda_panels
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.rules import ItemForm, ItemState, Mandate, MeetingState
from meeting.agenda.steps import StepKind
from meeting.agenda.tables import conducts_meeting, seat_facts
from meeting.attendance import cards as attendance_cards
from meeting.attendance import commands as attendance_commands
from meeting.attendance import events as attendance_events
from meeting.attendance import panels as attendance_panels
from meeting.attendance import point_panels, pointing, substituting
from meeting.attendance.rules import CameBy, Stands
from meeting.backup import commands as backup_commands
from meeting.backup import events as backup_events
from meeting.backup import routines as backup_routines
from meeting.backup.tables import RunKind
from meeting.catalogue import commands as catalogue_commands
from meeting.catalogue import events as catalogue_events
from meeting.checking.rules import Checked
from meeting.commands import registry as commands
from meeting.commands.called import register_word_finder
from meeting.commands.submit import Commands, before_changing
from meeting.conduct import at_door as conduct_at_door
from meeting.conduct import cards as conduct_cards
from meeting.conduct import chair as conduct_chair
from meeting.conduct import commands as conduct_commands
from meeting.conduct import doors as conduct_doors
from meeting.conduct import floor as conduct_floor
from meeting.conduct import mandates as conduct_mandates
from meeting.conduct import officers_cards as conduct_officers_cards
from meeting.conduct import papers_of_units as conduct_papers_of_units
from meeting.conduct import pausing as conduct_pausing
from meeting.conduct import presence as conduct_presence
from meeting.conduct import recheck_panels
from meeting.conduct import rechecking as conduct_rechecking
from meeting.conduct import wheel as conduct_wheel
from meeting.contributions import commands as contributions_commands
from meeting.contributions import events as contributions_events
from meeting.contributions.rules import ContributionState
from meeting.deadlines import commands as deadlines_commands
from meeting.deadlines import events as deadlines_events
from meeting.deadlines import notices
from meeting.devices import private as devices_private
from meeting.directory import commands as directory_commands
from meeting.directory import events as directory_events
from meeting.directory import routines as directory_routines
from meeting.directory.departures import Departures
from meeting.directory.newcomers import OfficeNewcomers
from meeting.directory.newcomers import with_outside as beside_local
from meeting.directory.rules import Gives, Trouble
from meeting.display import private as display_private
from meeting.documents import arranging, on_paper
from meeting.documents import commands as documents_commands
from meeting.documents import events as documents_events
from meeting.documents import panels as documents_panels
from meeting.documents.comparing import Mark
from meeting.documents.rules import DocumentState
from meeting.documents.signatures import SignedState
from meeting.entrance import commands as entrance_commands
from meeting.entrance import events as entrance_events
from meeting.entrance import routines as entrance_routines
from meeting.feedback import commands as feedback_commands
from meeting.feedback import events as feedback_events
from meeting.help import remarks as help_remarks
from meeting.journal import events
from meeting.kernel.clock import Clock
from meeting.kernel.refusals import _l
from meeting.kiosk import commands as kiosk_commands
from meeting.kiosk import events as kiosk_events
from meeting.kiosk import panels as kiosk_panels
from meeting.kiosk.rules import KioskAnswer
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Excluded
from meeting.lawbook import commands as lawbook_commands
from meeting.lawbook import events as lawbook_events
from meeting.minutes import basis, correcting
from meeting.minutes import commands as minutes_commands
from meeting.minutes import events as minutes_events
from meeting.minutes import telling as minutes_telling
from meeting.minutes.rules import MinutesState
from meeting.network import commands as network_commands
from meeting.network import events as network_events
from meeting.network import routines as network_routines
from meeting.network.rules import DeviceKind, HttpsState
from meeting.office.recurring import Rhythm
from meeting.office.tabs import LogTab, PlanTab, Tab
from meeting.office.whose import Whose
from meeting.panels import drawing
from meeting.panels import registry as panels
from meeting.people import commands as people_commands
from meeting.people import events as people_events
from meeting.people import groups as people_groups
from meeting.people import second as people_second
from meeting.people import units as people_units
from meeting.people.scope import conducts
from meeting.planning import approving as planning_approving
from meeting.planning import commands as planning_commands
from meeting.planning import events as planning_events
from meeting.planning import panels as planning_panels
from meeting.planning import seats as planning_seats
from meeting.planning import templates as planning_templates
from meeting.planning.rules import ChangeKind
from meeting.private import registry as private
from meeting.reading import private as reading_private
from meeting.record import accord as accord_record
from meeting.record import agenda as agenda_record
from meeting.record import attendance as attendance_record
from meeting.record import documents as documents_record
from meeting.record import pausing as pausing_record
from meeting.record import speaking as speaking_record
from meeting.record import voting as voting_record
from meeting.record.course import Telling
from meeting.record.replay import teach
from meeting.register import commands as register_commands
from meeting.register import events as register_events
from meeting.register.opening import open_once
from meeting.register.rules import Why
from meeting.room import agenda as room_agenda
from meeting.room import minutes as room_minutes
from meeting.room import panels as room_panels
from meeting.room import step as room_step
from meeting.room.models import Section, mine
from meeting.room.readiness import check_ready, draw_first
from meeting.roster import commands as roster_commands
from meeting.roster import events as roster_events
from meeting.roster.rules import LineKind, LineState, RosterSource, RosterState
from meeting.search import routines as search_routines
from meeting.search.rules import FoundKind
from meeting.search.scans import ScanState
from meeting.settings import commands as settings_commands
from meeting.settings import events as settings_events
from meeting.speaking import commands as speaking_commands
from meeting.speaking import events as speaking_events
from meeting.speaking import panels as speaking_panels
from meeting.store.database import Database
from meeting.voting import devices, hand_entries, overview, restoring
from meeting.voting import events as voting_events
from meeting.voting import panels as voting_panels
from meeting.voting.box import BoxPlace
from meeting.voting.commands import agenda_change, ballots, motions, recusing, results, settled, switching, wording
from meeting.voting.rules import CountedBy, HeadHand, MotionForm, MotionState, RecusedFor
from meeting.witness import commands as witness_commands
from meeting.witness import events as witness_events
from meeting.witness import panels as witness_panels
from meeting.witness.following import Following
from meeting.work import jobs as work
from meeting.work import routines

if TYPE_CHECKING:
    from flask import Blueprint

    from meeting.web.site import Site

__all__ = ["beside", "check_ready", "draw_first", "mine", "pages", "register", "register_jobs", "with_outside"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature: its modules of events, commands and panels. `telling`: how its events change the record.

    `area`: the log's name for its events; `words`: the enums that its templates use; `private`: what it stores for one
    person alone; `routines`: its jobs that start by themselves when due.
    """

    events: ModuleType | None = None
    area: str = ""
    commands: tuple[ModuleType, ...] = ()
    panels: tuple[ModuleType, ...] = ()
    telling: Telling | None = None
    words: tuple[type[StrEnum], ...] = ()
    private: ModuleType | None = None
    routines: ModuleType | None = None


FEATURES = {
    "display": Feature(private=display_private),
    "devices": Feature(private=devices_private),
    "reading": Feature(private=reading_private),
    "people": Feature(
        events=people_events,
        area=_l("Người, thẻ, nhóm, đơn vị"),
        commands=(people_commands, people_groups, people_second, people_units),
    ),
    "register": Feature(events=register_events, area=_l("Chứng thư số"), commands=(register_commands,), words=(Why,)),
    "entrance": Feature(
        events=entrance_events,
        area=_l("Nhật ký đăng nhập"),
        commands=(entrance_commands,),
        routines=entrance_routines,
        words=(Ended, Way),
    ),
    "catalogue": Feature(events=catalogue_events, area=_l("Danh mục"), commands=(catalogue_commands,)),
    "lawbook": Feature(events=lawbook_events, area=_l("Quy định"), commands=(lawbook_commands,)),
    "settings": Feature(events=settings_events, area=_l("Thiết đặt"), commands=(settings_commands,)),
    "feedback": Feature(events=feedback_events, area=_l("Góp ý"), commands=(feedback_commands, help_remarks)),
    "roster": Feature(
        events=roster_events,
        area=_l("Nhập danh sách"),
        commands=(roster_commands,),
        words=(RosterState, LineKind, LineState, RosterSource),
    ),
    "directory": Feature(
        events=directory_events,
        area=_l("Danh bạ"),
        commands=(directory_commands,),
        routines=directory_routines,
        words=(Gives, Trouble, DirectoryKind),
    ),
    "agenda": Feature(
        events=agenda_events,
        area=_l("Phiên họp, chương trình"),
        commands=(agenda_commands, publishing, approving, ordering, planning_sittings, seating, placing),
        panels=(agenda_panels,),
        telling=agenda_record.telling,
        words=(MeetingState, ItemState, ItemForm, StepKind, Mandate),
    ),
    "documents": Feature(
        events=documents_events,
        area=_l("Tài liệu"),
        commands=(documents_commands, arranging, on_paper),
        panels=(documents_panels,),
        telling=documents_record.telling,
        words=(DocumentState, Mark, SignedState),
    ),
    "deadlines": Feature(events=deadlines_events, area=_l("Thời hạn"), commands=(deadlines_commands, notices)),
    "contributions": Feature(
        events=contributions_events,
        area=_l("Tài liệu của đơn vị"),
        commands=(contributions_commands,),
        words=(ContributionState,),
    ),
    "attendance": Feature(
        events=attendance_events,
        area=_l("Điểm danh"),
        commands=(attendance_commands, attendance_cards, pointing, substituting),
        panels=(attendance_panels, point_panels),
        telling=attendance_record.telling,
        words=(CameBy, Stands),
    ),
    "speaking": Feature(
        events=speaking_events,
        area=_l("Phát biểu"),
        commands=(speaking_commands,),
        panels=(speaking_panels,),
        telling=speaking_record.telling,
    ),
    "voting": Feature(
        events=voting_events,
        area=_l("Biểu quyết"),
        commands=(
            *(motions, wording, recusing, agenda_change, ballots, switching, results),
            *(hand_entries, devices, restoring),
        ),
        panels=(voting_panels, overview),
        telling=voting_record.telling,
        words=(BoxPlace, MotionState, MotionForm, CountedBy, Choice, HeadHand, Outcome, Excluded, RecusedFor),
    ),
    "minutes": Feature(
        events=minutes_events,
        area=_l("Biên bản"),
        commands=(minutes_commands, basis, correcting),
        telling=minutes_telling.telling,
        words=(MinutesState,),
    ),
    "witness": Feature(
        events=witness_events, area=_l("Nhân chứng của nhật ký"), commands=(witness_commands,), panels=(witness_panels,)
    ),
    "planning": Feature(
        events=planning_events,
        area=_l("Mẫu phiên họp"),
        commands=(planning_commands, planning_approving, planning_seats, planning_templates),
        panels=(planning_panels,),
        words=(ChangeKind, Rhythm),
    ),
    "checking": Feature(words=(Checked,)),
    "conduct": Feature(
        commands=(
            conduct_commands,
            conduct_at_door,
            conduct_cards,
            conduct_pausing,
            conduct_doors,
            conduct_floor,
            conduct_chair,
            conduct_mandates,
            conduct_officers_cards,
            conduct_presence,
            conduct_rechecking,
            conduct_wheel,
            conduct_papers_of_units,
        ),
        panels=(recheck_panels,),
        telling=pausing_record.telling,
        words=(PauseKind,),
    ),
    "accord": Feature(
        events=accord_events,
        area=_l("Việc cần hai người"),
        commands=(accord_commands,),
        panels=(accord_panels,),
        telling=accord_record.telling,
    ),
    "kiosk": Feature(
        events=kiosk_events,
        area=_l("Máy điểm danh ở cửa"),
        commands=(kiosk_commands,),
        panels=(kiosk_panels,),
        words=(KioskAnswer,),
    ),
    "backup": Feature(
        events=backup_events,
        area=_l("Sao lưu"),
        commands=(backup_commands,),
        routines=backup_routines,
        words=(RunKind,),
    ),
    "search": Feature(routines=search_routines, words=(FoundKind, ScanState)),
    "network": Feature(
        events=network_events,
        area=_l("Mạng, HTTPS"),
        commands=(network_commands,),
        routines=network_routines,
        words=(HttpsState, DeviceKind),
    ),
    "office": Feature(words=(Whose, Tab, PlanTab, LogTab)),
    "room": Feature(
        panels=(room_panels, room_agenda, room_step, room_minutes),
        words=(Section, room_step.NextStep, room_panels.StageMode),
    ),
}


@cache  # every installation of a process asks for it
def register() -> None:
    """Register every feature in this process. Calling it again changes nothing."""
    register_seat_finder(seat_facts)
    register_word_finder(agenda_panels.called)
    panels.register_frame(agenda_panels.frame, agenda_panels.FRAME_SHOWS)
    for name, feature in FEATURES.items():
        if feature.events is not None:
            events.register(feature.events, name, feature.area)
        for module in feature.commands:
            commands.register(module)
        for module in feature.panels:
            panels.register(module)
        if feature.telling is not None:
            teach(feature.telling)
        drawing.know(*feature.words)
        if feature.private is not None:
            private.register(feature.private)
        if feature.routines is not None:
            routines.register(feature.routines)
    _answer_hooks()


def _answer_hooks() -> None:
    """Connect the hooks through which a lower feature asks a higher one."""
    before_changing.answered_by(conduct_wheel.check_wheel, publishing.hold_back)
    conducts.answered_by(conducts_meeting)
    arranging.before_replacing.answered_by(settled.hold_while_voting)


def with_outside(local: Directory, database: Database, commands: Commands, *, secret: bytes, clock: Clock) -> Directory:
    """Return the directory that checks secrets: the local one, then the office's outside directory when one is set."""
    return beside_local(local, database, OfficeNewcomers(database, commands, secret, clock), clock)


def beside(site: "Site") -> list[tuple[str, Callable[[], None]]]:
    """Return what features run beside a server, by name: until the process ends, or once at its start."""
    departures = Departures(site.database, site.commands, site.secret, clock=site.clock)
    following = Following(site.database, site.commands, site.settings, site.offload)
    opening = partial(open_once, site.database, site.commands, site.keyring)
    return [("departures", departures.follow), ("witness", following.follow), ("register", opening)]


def register_jobs() -> None:
    """Register the jobs. Only the worker carries them out."""
    from meeting.backup import jobs as backup  # noqa: PLC0415 - heavy libraries come with these
    from meeting.binder import jobs as binder  # noqa: PLC0415
    from meeting.directory import jobs as directory  # noqa: PLC0415
    from meeting.documents import jobs as documents  # noqa: PLC0415
    from meeting.entrance import jobs as entrance  # noqa: PLC0415
    from meeting.minutes import jobs as minutes  # noqa: PLC0415
    from meeting.network import jobs as network  # noqa: PLC0415
    from meeting.roster import jobs as roster  # noqa: PLC0415
    from meeting.search import jobs as search  # noqa: PLC0415

    for module in (backup, binder, directory, documents, entrance, minutes, network, roster, search):
        work.register(module)


def pages() -> "tuple[Blueprint, ...]":  # noqa: PLR0915 - one line for each
    """Return what the server serves by HTTP, besides commands."""
    from meeting.attendance import pages as attendance  # noqa: PLC0415 - only a server needs them
    from meeting.binder import pages as binder  # noqa: PLC0415
    from meeting.checking import pages as checking  # noqa: PLC0415
    from meeting.documents import pages as documents  # noqa: PLC0415
    from meeting.entrance import alarms, locking, screen, second  # noqa: PLC0415
    from meeting.entrance import pages as entrance  # noqa: PLC0415
    from meeting.help import pages as helping  # noqa: PLC0415
    from meeting.kiosk import pages as kiosk  # noqa: PLC0415
    from meeting.minutes import pages as minutes  # noqa: PLC0415
    from meeting.network import pages as trust  # noqa: PLC0415
    from meeting.office import agenda_change as office_agenda_change  # noqa: PLC0415
    from meeting.office import agendas as office_agendas  # noqa: PLC0415
    from meeting.office import approving as office_approving  # noqa: PLC0415
    from meeting.office import approving_changes as office_approving_changes  # noqa: PLC0415
    from meeting.office import backup as office_backup  # noqa: PLC0415
    from meeting.office import calendar as office_calendar  # noqa: PLC0415
    from meeting.office import card_sheet as office_card_sheet  # noqa: PLC0415
    from meeting.office import cards as office_cards  # noqa: PLC0415
    from meeting.office import catalogues as office_catalogues  # noqa: PLC0415
    from meeting.office import certificates as office_certificates  # noqa: PLC0415
    from meeting.office import contributions as office_contributions  # noqa: PLC0415
    from meeting.office import deadlines as office_deadlines  # noqa: PLC0415
    from meeting.office import devices as office_devices  # noqa: PLC0415
    from meeting.office import directory as office_directory  # noqa: PLC0415
    from meeting.office import feedback as office_feedback  # noqa: PLC0415
    from meeting.office import groups as office_groups  # noqa: PLC0415
    from meeting.office import invited as office_invited  # noqa: PLC0415
    from meeting.office import law as office_law  # noqa: PLC0415
    from meeting.office import log as office_log  # noqa: PLC0415
    from meeting.office import mandates as office_mandates  # noqa: PLC0415
    from meeting.office import meetings as office_meetings  # noqa: PLC0415
    from meeting.office import network as office_network  # noqa: PLC0415
    from meeting.office import news as office_news  # noqa: PLC0415
    from meeting.office import notices as office_notices  # noqa: PLC0415
    from meeting.office import overview as office_overview  # noqa: PLC0415
    from meeting.office import paper_readers as office_paper_readers  # noqa: PLC0415
    from meeting.office import papers as office_papers  # noqa: PLC0415
    from meeting.office import people as office_people  # noqa: PLC0415
    from meeting.office import questions as office_questions  # noqa: PLC0415
    from meeting.office import reading as office_reading  # noqa: PLC0415
    from meeting.office import repeating as office_repeating  # noqa: PLC0415
    from meeting.office import rosters as office_rosters  # noqa: PLC0415
    from meeting.office import search as office_search  # noqa: PLC0415
    from meeting.office import seating as office_seating  # noqa: PLC0415
    from meeting.office import second as office_second  # noqa: PLC0415
    from meeting.office import settings as office_settings  # noqa: PLC0415
    from meeting.office import sittings, units  # noqa: PLC0415
    from meeting.office import unit_work as office_unit_work  # noqa: PLC0415
    from meeting.office import versions as office_versions  # noqa: PLC0415
    from meeting.rehearsal import pages as rehearsal  # noqa: PLC0415
    from meeting.room import pages as room  # noqa: PLC0415
    from meeting.voting import pages as voting  # noqa: PLC0415
    from meeting.witness import pages as witness  # noqa: PLC0415

    return tuple(
        module.blueprint
        for module in (
            entrance,
            screen,
            second,
            locking,
            room,
            alarms,
            attendance,
            kiosk,
            documents,
            binder,
            voting,
            minutes,
            witness,
            checking,
            trust,
            office_meetings,
            office_repeating,
            office_approving,
            office_approving_changes,
            office_news,
            office_calendar,
            office_invited,
            office_mandates,
            office_seating,
            office_agendas,
            office_agenda_change,
            office_questions,
            sittings,
            office_papers,
            office_deadlines,
            office_notices,
            office_contributions,
            office_unit_work,
            office_paper_readers,
            office_search,
            office_versions,
            office_reading,
            office_people,
            office_groups,
            units,
            office_backup,
            office_overview,
            office_feedback,
            office_network,
            rehearsal,
            helping,
            office_cards,
            office_card_sheet,
            office_devices,
            office_rosters,
            office_directory,
            office_second,
            office_catalogues,
            office_certificates,
            office_law,
            office_log,
            office_settings,
        )
    )
