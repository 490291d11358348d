"""Cards: everybody who is to sign can sign, one card is replaced without the others, and no PIN is ever lost."""

import html
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from meeting.access import actors, sessions
from meeting.access.tables import Login
from meeting.app import create_app
from meeting.attendance.commands import WaiveQuorum
from meeting.cli.founding import initialise
from meeting.cli.installation import Installation
from meeting.conduct.commands import StartMeeting
from meeting.config import Settings
from meeting.kernel import clock
from meeting.kernel.hashing import matches
from meeting.kernel.refusals import Refused
from meeting.register.rules import Why
from meeting.signing import certificates, renewal
from meeting.signing.keyring import Keyring
from meeting.signing.keys import open_signer
from meeting.store.database import Database
from meeting.worker import create_workshop
from tests.keys import WORDS
from tests.server import AGENDAS
from tests.storage import Storage

CHAIR, SECRETARY, MEMBER = "anh.nguyen", "lien.do", "bao.tran"


class Office:
    """An installation, and what its printed sheets say."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.installation = Installation(settings, lambda keyring: keyring.unlock(WORDS))
        self.database = Database(settings.database)
        self.keyring = Keyring(settings.data / "keys", settings.secret())

    def close(self) -> None:
        self.installation.close()
        self.database.close()

    def sheets(self) -> dict[str, str]:
        """Every sheet by file name."""
        return {path.name: html.unescape(path.read_text("utf-8")) for path in (self.settings.data / "cards").iterdir()}

    def printed(self, sheet: str) -> dict[str, str]:
        """The PIN of each account on a sheet."""
        rows = re.findall(r"<dd>([^<]+)</dd></div>\s*<div><dt>PIN</dt><dd>(\d{6})</dd>", self.sheets()[sheet])
        return dict(rows)

    def opens(self, account: str, pin: str) -> bool:
        """Whether code and PIN sign in."""
        stored = self.login(account).pin_hash
        return stored is not None and matches(stored, pin)

    def login(self, account: str) -> Login:
        with self.database.read() as db:
            return db.scalars(select(Login).where(Login.account == account)).one()

    def signs(self, account: str, pin: str) -> str:
        """The name in the certificate that the PIN opens."""
        key, certificate = self.keyring.of(account).read_bytes(), self.keyring.certificate(account)
        assert certificate is not None
        return open_signer(key, certificate, self.keyring.passphrase(account, pin)).full_name

    def signs_in(self, account: str) -> str:
        """A device of the person, signed in."""
        person = self.login(account).person_id
        return self.database.gate.submit(
            lambda db: sessions.begin(db, person_id=person, screen_of=None, now=clock.now(), hours=1)
        )

    def still_in(self, token: str) -> bool:
        with self.database.read() as db:
            return actors.find(db, token, None, clock.now()) is not None


def found(data: Path, url: str) -> None:
    """A fresh installation."""
    list(initialise(settings_of(data, url), WORDS))


def found_first(data: Path, url: str) -> None:
    """The board's first meeting is imported, with everybody's cards."""
    found(data, url)
    with closing(Office(settings_of(data, url))) as office:
        list(office.installation.import_pack(folder_of(data.parent, "first"), "2026-12-10 08:00"))


def settings_of(data: Path, url: str) -> Settings:
    return Settings(data=data, database_url=url, public_url="http://phonghop.test")


@pytest.fixture
def office(storage: Storage, tmp_path: Path) -> Iterator[Office]:
    """A copy of an empty installation."""
    storage.kept("fresh_office", found)
    with closing(Office(settings_of(tmp_path / "var", storage.copy("fresh_office", tmp_path / "var")))) as made:
        yield made


@pytest.fixture
def first(storage: Storage, tmp_path: Path) -> Iterator[Office]:
    """A copy of an installation with the board's first meeting: making keys and hashes is slow on purpose, so once
    only."""
    storage.kept("first_meeting", found_first)
    with closing(Office(settings_of(tmp_path / "var", storage.copy("first_meeting", tmp_path / "var")))) as made:
        yield made


def enter(office: Office) -> renewal.Enter:
    return office.installation.enter_as(Why.RENEWAL)


def folder_of(tmp_path: Path, slug: str, **changed: str) -> Path:
    """The board's sample under another name; `bao_tran="chair"` changes a person's role."""
    folder = Path(shutil.copytree(AGENDAS / "board-sample", tmp_path / slug))
    agenda, people = folder / "agenda.yaml", folder / "people.csv"
    agenda.write_text(re.sub(r"(?m)^slug:.*$", f"slug: {slug}", agenda.read_text("utf-8")), "utf-8")
    lines = people.read_text("utf-8").splitlines()
    for account, role in changed.items():
        lines = [re.sub(r"(chair|member)", role, li) if account.replace("_", ".") in li else li for li in lines]
    people.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_everybody_with_a_seat_has_a_card_and_signers_have_a_key(first: Office) -> None:
    printed = first.printed("first.html")
    assert len(printed) == 9
    assert all(first.opens(account, pin) for account, pin in printed.items())
    assert first.signs(CHAIR, printed[CHAIR]) == "Nguyen Minh Anh"
    assert not first.keyring.of(MEMBER).exists()


def test_the_cards_of_chair_and_secretary_say_so_and_come_first(first: Office) -> None:
    cards = first.sheets()["first.html"].split("<article")[1:]
    marks = [re.findall(r'class="office">([^<]+)<', card) for card in cards]
    assert marks == [["CHỦ TỌA"], ["THƯ KÝ"]] + [[]] * 7
    assert list(first.printed("first.html"))[:2] == [CHAIR, SECRETARY]


def test_a_replacement_card_says_the_role_too(first: Office) -> None:
    list(first.installation.issue_cards("first", account=SECRETARY))
    assert re.findall(r'class="office">([^<]+)<', first.sheets()["first.2.html"]) == ["THƯ KÝ"]


def test_the_next_chair_gets_a_card_that_can_sign(first: Office, tmp_path: Path) -> None:
    former = first.printed("first.html")
    second = folder_of(tmp_path, "second", anh_nguyen="member", bao_tran="chair")
    list(first.installation.import_pack(second, "2027-01-10 08:00"))
    printed = first.printed("second.html")
    assert list(printed) == [MEMBER], "the others keep the cards they have"
    assert first.opens(MEMBER, printed[MEMBER])
    assert first.signs(MEMBER, printed[MEMBER]) == "Tran Quoc Bao"
    assert first.opens(CHAIR, former[CHAIR])
    assert first.opens(SECRETARY, former[SECRETARY])


def test_one_lost_card_is_replaced_and_only_its_owner_is_signed_out(first: Office) -> None:
    former = first.printed("first.html")
    lost, other = first.signs_in(MEMBER), first.signs_in(CHAIR)
    said = "\n".join(first.installation.issue_cards("first", account=MEMBER))
    assert "1 thẻ" in said
    assert first.printed("first.html") == former, "the sheet that the others wait for is untouched"
    pin = first.printed("first.2.html")[MEMBER]
    assert pin != former[MEMBER]
    assert (first.opens(MEMBER, pin), first.opens(MEMBER, former[MEMBER])) == (True, False)
    assert (first.still_in(lost), first.still_in(other)) == (False, True)
    assert first.opens(CHAIR, former[CHAIR])


def test_an_officers_new_card_opens_a_new_key(first: Office) -> None:
    list(first.installation.issue_cards("first", account=CHAIR))
    pin = first.printed("first.2.html")[CHAIR]
    assert first.signs(CHAIR, pin) == "Nguyen Minh Anh"


def test_a_card_for_a_person_without_a_seat_is_refused(first: Office) -> None:
    with pytest.raises(Refused) as refused:
        list(first.installation.issue_cards("first", account="nobody"))
    assert refused.value.code == "entrance.not_seated"
    assert list(first.sheets()) == ["first.html"]


def test_an_administrator_without_a_seat_gets_a_card_from_the_servers_terminal(first: Office) -> None:
    device = first.signs_in("khoa.bui")
    list(first.installation.issue_cards("first", account="khoa.bui"))
    sheet = next(name for name in first.sheets() if name != "first.html")
    assert first.opens("khoa.bui", first.printed(sheet)["khoa.bui"])
    assert not first.still_in(device), "the old one is dead at once"


def test_new_cards_for_everybody_leave_one_sheet(first: Office) -> None:
    former = first.printed("first.html")
    list(first.installation.issue_cards("first", account=MEMBER))
    list(first.installation.issue_cards("first", again=True))
    assert list(first.sheets()) == ["first.html"], "what no longer opens anything is not kept to be handed out"
    printed = first.printed("first.html")
    assert len(printed) == 9
    assert not set(printed.items()) & set(former.items())
    assert all(first.opens(account, pin) for account, pin in printed.items())
    (sheet,) = (first.settings.data / "cards").iterdir()
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600


def test_a_sheet_that_cannot_be_written_changes_nobodys_card(first: Office) -> None:
    former = first.printed("first.html")
    kept = (first.settings.data / "cards").rename(first.settings.data / "kept")
    (first.settings.data / "cards").write_text("in the way")
    with pytest.raises(OSError, match="cards"):
        list(first.installation.issue_cards("first", again=True))
    assert all(first.opens(account, pin) for account, pin in former.items())
    assert first.signs(CHAIR, former[CHAIR])
    assert kept.is_dir()


def test_after_an_interruption_every_valid_pin_is_printed_and_the_next_run_repairs_the_keys(
    office: Office, tmp_path: Path
) -> None:
    in_the_way = office.keyring.of(CHAIR).with_suffix(".key.new")
    in_the_way.mkdir()
    with pytest.raises(OSError, match=r"\.key\.new"):
        list(office.installation.import_pack(folder_of(tmp_path, "first"), "2026-12-10 08:00"))
    printed = office.printed("first.html")
    assert all(office.opens(account, pin) for account, pin in printed.items())
    in_the_way.rmdir()
    list(office.installation.issue_cards("first"))
    mended = office.printed("first.2.html")
    assert set(mended) == {CHAIR, SECRETARY}
    assert all(office.opens(who, pin) and office.signs(who, pin) for who, pin in mended.items())
    assert office.opens(MEMBER, printed[MEMBER])


def test_the_start_names_only_existing_sheets(first: Office, tmp_path: Path) -> None:
    second = folder_of(tmp_path, "second")
    list(first.installation.import_pack(second, "2027-01-10 08:00"))
    said = "\n".join(first.installation.addresses())
    assert str(first.settings.data / "cards" / "first.html") in said
    assert "second.html" not in said
    assert "meeting cards second" in said


def test_without_the_passphrase_everybody_has_a_card_and_signers_lack_only_the_certificate(
    office: Office, tmp_path: Path
) -> None:
    shut = Installation(office.settings)
    said = "\n".join(shut.import_pack(folder_of(tmp_path, "first"), "2026-12-10 08:00"))
    shut.close()
    assert "meeting keys --renew" in said
    assert "Nguyen Minh Anh" in said
    printed = office.printed("first.html")
    assert office.keyring.certificate(CHAIR) is None
    told = "\n".join(renewal.renew(office.keyring, office.keyring.unlock(WORDS), clock.now(), enter(office)))
    assert told.count("Đã cấp chứng thư số") == 2
    assert office.signs(CHAIR, printed[CHAIR]) == "Nguyen Minh Anh", "the card and its PIN are those printed before"
    assert "không thay đổi gì" in "\n".join(
        renewal.renew(office.keyring, office.keyring.unlock(WORDS), clock.now(), enter(office))
    )


def test_a_lost_passphrase_needs_a_new_authority_and_no_new_cards(first: Office) -> None:
    printed, former = first.printed("first.html"), first.keyring.authority()
    with pytest.raises(Refused) as refused:
        first.keyring.unlock("ba chong den gai hot kha")
    assert refused.value.code == "signing.wrong_words"
    told = "\n".join(renewal.found(first.keyring, "Văn phòng", "xe xe xe xe xe xe", clock.now(), enter(first)))
    assert "xe xe xe xe xe xe" in told
    assert first.keyring.authority() != former
    assert first.signs(CHAIR, printed[CHAIR]) == "Nguyen Minh Anh"
    assert former in certificates.read(first.keyring.trusted()), "the old minutes still verify"
    with pytest.raises(Refused):
        first.keyring.unlock(WORDS)


def test_the_words_are_accepted_however_they_are_typed(office: Office) -> None:
    assert office.keyring.unlock("  Bà CHONG-den  gai hot khe\n").certificate == office.keyring.authority()


@pytest.mark.usefixtures("dear_keys")
def test_a_guess_at_the_pin_of_a_signer_costs_as_much_at_every_door(office: Office, tmp_path: Path) -> None:
    """64 MiB and four passes, by the key file and by the stored hash; no other file helps to try a PIN."""
    list(office.installation.import_pack(folder_of(tmp_path, "first"), "2026-12-10 08:00"))
    pin = office.printed("first.html")[CHAIR]
    sealed = msgspec.json.decode(office.keyring.of(CHAIR).read_bytes())["sealed"]
    assert (sealed["memory_kib"], sealed["passes"]) == (64 * 1024, 4)
    assert "$m=65536,t=4,p=1$" in str(office.login(CHAIR).pin_hash)
    list(office.installation.cards_printed("first"))
    kept = [path for path in office.settings.data.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if pin.encode() in path.read_bytes()]


def test_the_authoritys_key_is_stored_nowhere_in_clear(first: Office) -> None:
    kept = b"".join(path.read_bytes() for path in (first.settings.data / "keys").rglob("*") if path.is_file())
    assert b"CERTIFICATE" in kept
    assert b"PRIVATE KEY" not in kept
    assert WORDS.encode() not in kept


def test_every_card_shows_the_fingerprint_of_the_authority(first: Office) -> None:
    authority = first.keyring.authority()
    assert authority is not None
    told = certificates.spoken(certificates.fingerprint(authority))
    assert first.sheets()["first.html"].count(told) == 9
    assert told in "\n".join(renewal.tell(first.keyring, clock.now()))


def test_printed_sheets_are_deleted_on_request_or_when_the_meeting_begins(first: Office) -> None:
    list(first.installation.issue_cards("first", account=MEMBER))
    assert len(first.sheets()) == 2
    assert "2 tờ thẻ" in "\n".join(first.installation.cards_printed("first"))
    assert not first.sheets()
    list(first.installation.issue_cards("first", account=MEMBER))
    house = create_app(first.settings)
    clerk, chair = first.signs_in(SECRETARY), first.signs_in(CHAIR)
    house.site.commands.submit(WaiveQuorum(meeting_id=1, reason="Họp thử"), token=chair)
    house.site.commands.submit(StartMeeting(meeting_id=1), token=clerk)
    house.site.database.close()
    assert first.sheets(), "the worker has not been here yet"
    workshop = create_workshop(first.settings)
    while workshop.work_once():
        pass
    workshop.database.close()
    assert not first.sheets()
    assert "Không còn" in "\n".join(first.installation.cards_printed("first"))


def test_a_warning_comes_sixty_days_before_a_renewal(first: Office) -> None:
    ends = min(holder.ends for holder in first.keyring.holders() if holder.ends)
    assert "meeting keys --renew" not in "\n".join(renewal.tell(first.keyring, ends - timedelta(days=61)))
    assert "meeting keys --renew" in "\n".join(renewal.tell(first.keyring, ends - timedelta(days=59)))
