"""Cards: whoever is to sign can sign, one card is replaced without the others, and no PIN is ever lost."""

import html
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from meeting.access import actors, sessions
from meeting.access.directory import matches
from meeting.access.tables import Login
from meeting.config import Settings
from meeting.installation import Installation, initialise
from meeting.kernel import clock
from meeting.kernel.refusals import Refused
from meeting.minutes.keys import open_signer
from meeting.minutes.signers import Keyring
from meeting.store.database import Database

AGENDAS = Path(__file__).resolve().parents[2] / "agendas"
CHAIR, SECRETARY, MEMBER = "anh.nguyen", "lien.do", "bao.tran"


class Office:
    """An installation, and what its printed sheets say."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        list(initialise(settings))
        self.installation = Installation(settings)
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
        key = self.keyring.of(account).read_bytes()
        return open_signer(key, self.keyring.passphrase(account, pin)).full_name

    def signs_in(self, account: str) -> str:
        """A device of the person, signed in."""
        person = self.login(account).person_id
        return self.database.gate.submit(
            lambda db: sessions.begin(db, person_id=person, screen_of=None, now=clock.now(), hours=1)
        )

    def still_in(self, token: str) -> bool:
        with self.database.read() as db:
            return actors.find(db, token, None, clock.now()) is not None


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    """A fresh installation."""
    made = Office(Settings(data=tmp_path / "var", database_url=database.url, public_url="http://phonghop.test"))
    yield made
    made.close()


@pytest.fixture
def first(office: Office, tmp_path: Path) -> Office:
    """The board's first meeting is in, with everybody's cards."""
    list(office.installation.import_pack(folder_of(tmp_path, "first"), "2026-12-10 08:00"))
    return office


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


def test_everybody_seated_has_a_card_and_whoever_signs_a_key(first: Office) -> None:
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


def test_a_replaced_card_says_the_role_too(first: Office) -> None:
    list(first.installation.issue_cards("first", account=SECRETARY))
    assert re.findall(r'class="office">([^<]+)<', first.sheets()["first.2.html"]) == ["THƯ KÝ"]


def test_whoever_is_in_the_chair_next_time_gets_what_it_takes_to_sign(first: Office, tmp_path: Path) -> None:
    former = first.printed("first.html")
    second = folder_of(tmp_path, "second", anh_nguyen="member", bao_tran="chair")
    list(first.installation.import_pack(second, "2027-01-10 08:00"))
    printed = first.printed("second.html")
    assert list(printed) == [MEMBER], "the others keep the cards they have"
    assert first.opens(MEMBER, printed[MEMBER])
    assert first.signs(MEMBER, printed[MEMBER]) == "Tran Quoc Bao"
    assert first.opens(CHAIR, former[CHAIR])
    assert first.opens(SECRETARY, former[SECRETARY])


def test_one_lost_card_is_replaced_and_only_that_person_is_signed_out(first: Office) -> None:
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


def test_a_card_for_somebody_who_has_no_seat_is_refused(first: Office) -> None:
    for account in ("khoa.bui", "nobody"):
        with pytest.raises(Refused) as refused:
            list(first.installation.issue_cards("first", account=account))
        assert refused.value.code == "room.not_seated"
    assert list(first.sheets()) == ["first.html"]


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


def test_when_it_breaks_off_every_pin_in_force_is_printed_and_the_next_time_mends_the_keys(
    office: Office, tmp_path: Path
) -> None:
    authority = office.settings.data / "keys" / "authority.key"
    away = authority.rename(tmp_path / "away")
    with pytest.raises(OSError, match=r"authority\.key"):
        list(office.installation.import_pack(folder_of(tmp_path, "first"), "2026-12-10 08:00"))
    printed = office.printed("first.html")
    assert all(office.opens(account, pin) for account, pin in printed.items())
    away.rename(authority)
    list(office.installation.issue_cards("first"))
    mended = office.printed("first.2.html")
    assert set(mended) == {CHAIR, SECRETARY}
    assert all(office.opens(who, pin) and office.signs(who, pin) for who, pin in mended.items())
    assert office.opens(MEMBER, printed[MEMBER])


def test_the_start_names_only_sheets_that_are_there(first: Office, tmp_path: Path) -> None:
    second = folder_of(tmp_path, "second")
    list(first.installation.import_pack(second, "2027-01-10 08:00"))
    said = "\n".join(first.installation.addresses())
    assert str(first.settings.data / "cards" / "first.html") in said
    assert "second.html" not in said
    assert "meeting cards second" in said
