"""People from a real OpenLDAP: checked, imported, read again every night; what they are here; and who is put out."""

import socket
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from meeting.access.directory import ldap_apart, ldap_wire
from meeting.access.directory.task import DirectoryKind, Everybody, LinkStep, Question
from meeting.access.tables import Login
from meeting.agenda.tables import Seat
from meeting.directory import asking
from meeting.directory.commands import OfferDirectory
from meeting.directory.rules import Gives, Rule, Trouble
from meeting.directory.tables import find_directory
from meeting.people.commands import IssueCard, RetirePerson, ReturnPerson, SetAdmin, SetPlanner
from meeting.people.groups import MakeGroup
from meeting.people.tables import Person, find_person, groups_of, person_of_account
from meeting.roster.commands import AcceptRoster, WithdrawRoster
from meeting.roster.rules import Doubt, LineKind, LineState, RosterState
from meeting.work import routines
from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.council import Council
from tests.directory.joined import rules, sets_up
from tests.pages.client import Browser
from tests.rosters import lines, state
from tests.slapd import BASE, PASSWORD, READER, Slapd, ad_person, group, person
from tests.workshops import works

PEOPLE = [
    person("lan", "Trần Thị Lan", title="Ủy viên", ou="UBND xã Minh Tân"),
    person("nam", "Phạm Hoài Nam", title="Trưởng ban"),
    person("hoa", unicodedata.normalize("NFD", "Lò Thị Hoa"), title="Kế toán", ou="Văn phòng"),
    person("son", "Vừ A Sơn"),
    person("khoa", "Ai Đó Khác"),
    person("tuan", "Lý Anh Tuấn"),
    person("TUAN", "Lý Anh Tuấn Em", dn="cn=Tuấn em"),
    person("minh1", "Hà Quang Minh", title="Chuyên viên"),
    person("minh2", "Hà Quang Minh", title="Chuyên viên"),
    person("có.dấu", "Người Có Dấu"),
    person("admin", "Quản Trị Danh Bạ"),
    person("an", "Nguyễn Văn An"),
]


@pytest.fixture(autouse=True)
def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker asks in this process: another test starts a separate process for it."""
    monkeypatch.setattr("meeting.directory.jobs.ask", lambda question, seconds: ldap_apart.answer(question))


@pytest.fixture
def slapd(tmp_path: Path) -> Iterator[Slapd]:
    found = Slapd(tmp_path / "slapd", PEOPLE)
    yield found
    found.stop()


@pytest.fixture
def office(council: Council, slapd: Slapd) -> Council:
    council.watching = False
    sets_up(council, slapd.link())
    return council


@pytest.fixture
def worker(office: Council) -> Iterator[Workshop]:
    made = create_workshop(office.house.site.settings, clock=office.clock)
    works(made)
    yield made
    made.database.close()


def reads(council: Council, worker: Workshop, *, by_itself: bool = False) -> int:
    """The administrator has the directory read."""
    made = council.submits("admin", OfferDirectory(by_itself=by_itself)).made["roster_id"]
    works(worker)
    return made


def takes(council: Council, worker: Workshop) -> int:
    """Read, checked, imported."""
    roster = reads(council, worker)
    council.submits("admin", AcceptRoster(roster_id=roster))
    works(worker)
    assert state(council, roster) == (RosterState.TAKEN, "")
    return roster


def told(council: Council, roster: int) -> dict[str, tuple[LineKind, Doubt]]:
    return {each.particulars.full_name + each.account: (each.kind, each.doubt) for each in lines(council, roster)}


def login(council: Council, account: str) -> Login:
    with council.database.read() as db:
        found = db.scalar(select(Login).where(Login.account == account))
    assert found is not None
    return found


def at_work(council: Council, account: str) -> bool:
    with council.database.read() as db:
        person = person_of_account(db, account)
        return person is not None and person.retired_at is None


def trouble(council: Council) -> Trouble:
    with council.database.read() as db:
        return find_directory(db).problem


def test_a_preview_shows_the_changes_before_anything_changes(office: Council, worker: Workshop) -> None:
    roster = reads(office, worker)
    assert state(office, roster) == (RosterState.READ, "")
    assert told(office, roster) == {
        "Trần Thị Lanlan": (LineKind.CHANGES, Doubt.NONE),
        "Phạm Hoài Namnam": (LineKind.CHANGES, Doubt.NONE),
        "Lò Thị Hoahoa": (LineKind.ADDS, Doubt.NONE),
        "Vừ A Sơnson": (LineKind.ADDS, Doubt.NONE),
        "Ai Đó Kháckhoa": (LineKind.CONFLICT, Doubt.OTHER_NAME),
        "Lý Anh Tuấntuan": (LineKind.CONFLICT, Doubt.SAME_ACCOUNT),
        "Lý Anh Tuấn Emtuan": (LineKind.CONFLICT, Doubt.SAME_ACCOUNT),
        "Hà Quang Minhminh1": (LineKind.CONFLICT, Doubt.SAME_ACCOUNT),
        "Hà Quang Minhminh2": (LineKind.CONFLICT, Doubt.SAME_ACCOUNT),
        "Người Có Dấucó.dấu": (LineKind.CONFLICT, Doubt.ACCOUNT),
        "Quản Trị Danh Bạadmin": (LineKind.CONFLICT, Doubt.ADMIN),
        "Nguyễn Văn Anan": (LineKind.CONFLICT, Doubt.OFFICER),
    }
    assert not at_work(office, "hoa")
    assert login(office, "lan").directory_id is None


def test_an_import_is_complete_and_the_next_one_has_nothing_new(office: Council, worker: Workshop) -> None:
    takes(office, worker)
    with office.database.read() as db:
        hoa, nam = person_of_account(db, "hoa"), person_of_account(db, "nam")
    assert hoa is not None
    assert nam is not None
    assert (hoa.particulars.full_name, hoa.particulars.given_name, hoa.particulars.title) == (
        "Lò Thị Hoa",
        "Hoa",
        "Kế toán",
    )
    assert (nam.particulars.title, nam.particulars.unit) == ("Trưởng ban", "UBND xã Minh Tân"), "what is empty stays"
    kinds = {kind for kind, _ in told(office, reads(office, worker)).values()}
    assert kinds == {LineKind.SAME, LineKind.CONFLICT}


def test_a_person_who_became_an_officer_after_the_preview_keeps_card_and_pin(office: Council, worker: Workshop) -> None:
    roster = reads(office, worker)
    office.submits("admin", SetAdmin(person_id=office.people["nam"], admin=True))
    office.submits("admin", AcceptRoster(roster_id=roster))
    works(worker)
    assert {each.account: each.state for each in lines(office, roster)}["nam"] is LineState.LEFT_OUT
    assert login(office, "nam").directory_id is None


def test_an_import_is_undone_except_for_people_who_got_a_card(office: Council, worker: Workshop) -> None:
    roster = takes(office, worker)
    office.submits("admin", IssueCard(person_id=login(office, "son").person_id, card_hash="x", pin_hash="x"))
    office.submits("admin", WithdrawRoster(roster_id=roster))
    works(worker)
    states = {each.account: each.state for each in lines(office, roster) if each.state != LineState.WAITS}
    assert states == {
        "lan": LineState.UNDONE, "nam": LineState.UNDONE, "hoa": LineState.UNDONE, "son": LineState.KEPT
    }  # fmt: skip
    assert login(office, "lan").directory_id is None
    assert not at_work(office, "hoa")


def test_a_renamed_and_moved_person_stays_the_same_person(office: Council, worker: Workshop, slapd: Slapd) -> None:
    takes(office, worker)
    hoa = login(office, "hoa").person_id
    slapd.rename("uid=hoa", "uid=hoa.lo")
    slapd.change("uid=hoa.lo", cn="Lò Thị Hoa Ban", title="Kế toán trưởng")
    takes(office, worker)
    with office.database.read() as db:
        found = find_person(db, hoa).particulars
    assert (found.full_name, found.title, login(office, "hoa").person_id) == ("Lò Thị Hoa Ban", "Kế toán trưởng", hoa)


def test_nested_groups_give_rights_by_the_first_rule_that_matches(council: Council, tmp_path: Path) -> None:
    groups = [
        group("Tin học", "cn=Tổ mạng"),
        group("Tổ mạng", "uid=son", "cn=Tin học"),
        group("Kế toán", "uid=hoa", "uid=son"),
        group("Đã thôi việc", "uid=khoa"),
    ]
    slapd = Slapd(tmp_path / "slapd", [*PEOPLE, *groups])
    council.watching = False
    sets_up(council, slapd.link())
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    works(worker)
    ban = council.submits("admin", MakeGroup(title="Ban Kinh tế")).made["group_id"]
    chosen = [
        Rule("TIN HỌC", Gives.ADMIN),
        Rule(f"cn=Kế toán, {BASE}", Gives.PERSON, ban),
        Rule("đã thôi việc", Gives.NOBODY),
        Rule("", Gives.PERSON),
    ]
    rules(council, *chosen)
    takes(council, worker)
    with council.database.read() as db:
        of = groups_of(db, [login(council, "hoa").person_id, login(council, "son").person_id])
    assert {person: [each.title for each in found] for person, found in of.items()} == {
        login(council, "hoa").person_id: ["Ban Kinh tế"]
    }
    assert [login(council, who).admin for who in ("son", "hoa")] == [True, False]
    rules(council, *chosen[2:])
    takes(council, worker)
    assert not login(council, "son").admin, "what the directory gave it takes"
    with council.database.read() as db:
        assert groups_of(db, [login(council, "hoa").person_id]) == {}
    worker.database.close()
    slapd.stop()


def test_a_right_that_the_office_gave_stays(office: Council, worker: Workshop) -> None:
    takes(office, worker)
    office.submits("admin", SetAdmin(person_id=login(office, "son").person_id, admin=True))
    takes(office, worker)
    assert login(office, "son").admin


@pytest.mark.parametrize("way", ["locked", "removed", "ruled out"])
def test_people_disabled_or_removed_in_the_directory_leave_and_come_back_with_it(
    office: Council, worker: Workshop, slapd: Slapd, way: str
) -> None:
    takes(office, worker)
    seat = office.seats["lan"]
    if way == "locked":
        slapd.change("uid=lan", pwdAccountLockedTime="000001010000Z")
    elif way == "removed":
        slapd.remove("uid=lan")
    else:
        sets_up(office, slapd.link(wanted="(!(uid=lan))"))
    takes(office, worker)
    assert not at_work(office, "lan")
    assert office.refuses("lan", OfferDirectory()) == "access.not_signed_in"
    with office.database.read() as db:
        assert db.get_one(Seat, seat).person_id == office.people["lan"], "what they did stays in the record"
    office.retells()
    if way == "locked":
        slapd.change("uid=lan", pwdAccountLockedTime="")
        takes(office, worker)
        assert at_work(office, "lan")


def test_a_lockout_after_wrong_passwords_signs_nobody_out(office: Council, worker: Workshop, slapd: Slapd) -> None:
    """Otherwise anybody could empty the room by typing some wrong passwords at the directory."""
    takes(office, worker)
    slapd.change("uid=lan", pwdAccountLockedTime="20260924080000Z")
    takes(office, worker)
    assert at_work(office, "lan")


def test_a_person_retired_by_hand_does_not_come_back_at_night(office: Council, worker: Workshop) -> None:
    takes(office, worker)
    office.submits("admin", RetirePerson(person_id=office.people["lan"]))
    takes(office, worker)
    assert not at_work(office, "lan")
    office.submits("admin", ReturnPerson(person_id=office.people["lan"]))
    assert at_work(office, "lan")


def many(count: int) -> list[str]:
    return [person(f"d{n:04d}", f"Đại Biểu {n:04d}", title=f"Tổ {n}") for n in range(count)]


def test_a_directory_that_suddenly_answers_empty_removes_nobody_and_the_screen_says_so(
    office: Council, worker: Workshop, slapd: Slapd
) -> None:
    takes(office, worker)
    sets_up(office, slapd.link(wanted="(uid=khong-co-ai)"))
    roster = takes(office, worker)
    assert {doubt for _, doubt in told(office, roster).values()} == {Doubt.SHRUNK}
    assert all(at_work(office, who) for who in ("lan", "nam", "hoa", "son"))
    assert trouble(office) is Trouble.SHRUNK
    sets_up(office, slapd.link())
    takes(office, worker)
    assert trouble(office) is Trouble.NONE


def test_a_group_missing_from_the_directory_removes_no_right_and_the_screen_says_so(
    council: Council, tmp_path: Path
) -> None:
    slapd = Slapd(tmp_path / "slapd", [*PEOPLE, group("Tin học", "uid=son")])
    council.watching = False
    sets_up(council, slapd.link())
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    works(worker)
    rules(council, Rule("Tin học", Gives.ADMIN), Rule("", Gives.PERSON))
    takes(council, worker)
    assert login(council, "son").admin
    slapd.remove("cn=Tin học")
    roster = reads(council, worker, by_itself=True)
    slapd.stop()
    assert login(council, "son").admin
    assert trouble(council) is Trouble.NO_GROUP
    found, problem = state(council, roster)
    assert found is RosterState.UNREADABLE and "không có một nhóm mà quy tắc nêu" in problem
    worker.database.close()


def test_people_who_are_gone_leave_once_somebody_has_typed_how_many(
    office: Council, worker: Workshop, slapd: Slapd
) -> None:
    takes(office, worker)
    sets_up(office, slapd.link(wanted="(uid=khong-co-ai)"))
    roster = reads(office, worker)
    absent = len(told(office, roster))
    assert absent == 4
    page = Browser(office, "admin")
    for wrong in ("3", "5", "0", "", "tất cả"):
        assert page.send(f"/people/import/{roster}", departures=wrong).status_code == 409
    assert office.refuses("admin", AcceptRoster(roster_id=roster, departures=3)) == "roster.wrong_count"
    assert all(at_work(office, who) for who in ("lan", "nam", "hoa", "son"))
    assert "Danh bạ không còn 4 người" in page.get(f"/people/import/{roster}").text
    page.send(f"/people/import/{roster}", departures=" 4 ")
    works(worker)
    assert state(office, roster) == (RosterState.TAKEN, "")
    assert not any(at_work(office, who) for who in ("lan", "nam", "hoa", "son"))
    assert office.refuses("lan", OfferDirectory()) == "access.not_signed_in"


def test_people_who_are_gone_stay_when_the_number_was_not_typed(
    office: Council, worker: Workshop, slapd: Slapd
) -> None:
    takes(office, worker)
    sets_up(office, slapd.link(wanted="(uid=khong-co-ai)"))
    Browser(office, "admin").send(f"/people/import/{reads(office, worker)}")
    works(worker)
    assert all(at_work(office, who) for who in ("lan", "nam", "hoa", "son"))


def test_a_rule_gives_the_right_to_plan_and_takes_away_only_what_it_gave(office: Council, worker: Workshop) -> None:
    office.submits("admin", SetPlanner(person_id=office.people["nam"], planner=True))
    rules(office, Rule("", Gives.PLANNER))
    takes(office, worker)
    assert all(login(office, who).planner for who in ("lan", "nam", "hoa"))
    assert not login(office, "khoa").planner, "who is in conflict is given nothing"
    rules(office, Rule("", Gives.PERSON))
    takes(office, worker)
    assert {who: login(office, who).planner for who in ("lan", "nam", "hoa")} == {
        "lan": False,
        "nam": True,
        "hoa": False,
    }


def test_more_than_a_thousand_come_by_pages_as_a_service_account_may_read_them(
    council: Council, tmp_path: Path
) -> None:
    slapd = Slapd(tmp_path / "slapd", many(1200))
    answer = ldap_apart.answer(Everybody(slapd.link(service=READER, password=PASSWORD)))
    slapd.stop()
    assert (answer.step, len({each.id for each in answer.found}), answer.problem) == (LinkStep.DONE, 1200, "")


def test_the_directory_is_read_every_night_once_somebody_has_approved_a_preview(
    office: Council, worker: Workshop, slapd: Slapd
) -> None:
    site = office.house.site

    def night() -> None:
        routines.request_due(site.database, site.settings, office.clock())
        works(worker)

    night()
    assert not at_work(office, "hoa"), "nobody has looked"
    takes(office, worker)
    slapd.change("uid=hoa", title="Phó Chánh Văn phòng")
    night()
    with office.database.read() as db:
        assert find_person(db, login(office, "hoa").person_id).particulars.title == "Kế toán", "this night is over"
    office.clock.advance(hours=24)
    night()
    with office.database.read() as db:
        assert find_person(db, login(office, "hoa").person_id).particulars.title == "Phó Chánh Văn phòng"
        assert db.scalar(select(Person.id).where(Person.retired_at.is_not(None))) is None


def test_the_first_import_needs_a_preview(office: Council, worker: Workshop) -> None:
    assert office.refuses("admin", OfferDirectory(by_itself=True)) == "directory.look_first"
    reads(office, worker)
    assert office.refuses("admin", OfferDirectory(by_itself=True)) == "directory.look_first"


@pytest.mark.parametrize("fault", ["killed", "hung"])
def test_a_directory_that_dies_or_hangs_while_it_is_read_leaves_everything_as_it_is(
    office: Council, worker: Workshop, slapd: Slapd, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(office, worker)
    monkeypatch.setattr(ldap_wire, "SECONDS", 1)
    slapd.stop() if fault == "killed" else slapd.hang()
    roster = reads(office, worker)
    found, problem = state(office, roster)
    assert found == RosterState.UNREADABLE
    assert "Chưa kết nối được" in problem
    assert trouble(office) is Trouble.CONNECT
    assert all(at_work(office, who) for who in ("lan", "hoa"))


def test_only_one_reading_runs_at_a_time(office: Council, worker: Workshop) -> None:
    office.submits("admin", OfferDirectory())
    assert office.refuses("admin", OfferDirectory()) == "directory.under_way"


# what a server may answer


def listener(answers: list[bytes]) -> tuple[str, list[bytes]]:
    """A server that always answers the same; its address, and what it received."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            link, _ = server.accept()
            with link:
                for said in answers:
                    heard.append(link.recv(4096))
                    link.sendall(said)

    threading.Thread(target=serve, daemon=True).start()
    return f"ldap://127.0.0.1:{server.getsockname()[1]}", heard


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 64, b"\x30\x84\xff\xff\xff\xff", b""])
def test_nonsense_is_no_answer(slapd: Slapd, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    address, _ = listener([said])
    answer = asking.ask(Question(slapd.link(urls=(address,)), "lan", "x"), seconds=30)
    assert answer.step in (LinkStep.CONNECT, LinkStep.CERTIFICATE)
    assert answer.found == []


def test_no_referral_is_followed(tmp_path: Path) -> None:
    elsewhere, heard = listener([b""])
    away = (
        f"dn: ou=khac,{BASE}\nobjectClass: referral\nobjectClass: extensibleObject\nou: khac\nref: {elsewhere}/{BASE}\n"
    )
    slapd = Slapd(tmp_path / "slapd", [*PEOPLE, away])
    answer = ldap_apart.answer(Everybody(slapd.link()))
    slapd.stop()
    assert (answer.step, len(answer.found)) == (LinkStep.DONE, len(PEOPLE))
    assert heard == []


def test_active_directory_people_are_read_by_their_own_names_and_no_group_or_machine(tmp_path: Path) -> None:
    machine = ad_person("may-hoi-truong$", "Máy", UUID(int=9)) + "objectClass: computer\ninstanceType: 4\n"
    machine += "nTSecurityDescriptor: x\nobjectCategory: cn=computer\n"
    committee = group("Ban chỉ đạo", "cn=mai") + "objectClass: extensibleObject\nsAMAccountName: ban-chi-dao\n"
    people = [ad_person("mai", "Đỗ Tuyết Mai", UUID(int=7)), ad_person("hung", "Vũ", UUID(int=8), 514)]
    slapd = Slapd(tmp_path / "slapd", [*people, machine, committee])
    answer = ldap_apart.answer(Everybody(slapd.link(kind=DirectoryKind.ACTIVE)))
    slapd.stop()
    assert [(each.account, each.id, each.disabled) for each in answer.found] == [
        ("mai", str(UUID(int=7)), False),
        ("hung", str(UUID(int=8)), True),
    ]
