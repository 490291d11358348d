"""A new card on screen: valid at once, shown once, stored nowhere; the earlier card and its devices end."""

import re
from pathlib import Path

import pytest

from meeting.access.sessions import person_of_card
from meeting.attendance.cards import ReissueCard
from meeting.kernel.tokens import token_hash
from meeting.people.commands import AddPerson, SetAdmin
from meeting.signing.keyring import Keyring
from meeting.signing.keys import open_signer
from tests.cast import PIN, card_of
from tests.council import Council
from tests.keys import WORDS
from tests.pages.client import Browser
from tests.particulars import TRANG


def printed(page: str) -> tuple[str, str, str]:
    """Account, PIN and the address in the QR code's place of a card."""
    account, pin = re.findall(r"<dd>([^<]+)</dd>", page)
    return account, pin, page


def reissue(council: Council, who: str, whose: str, **form: str) -> tuple[int, str]:
    """Press the button on the page of a seat; return the answer."""
    path = f"/m/{council.meeting}/seats/{council.seats[whose]}/card"
    answer = Browser(council, who).send(path, key="k1", **form)
    return answer.status_code, answer.text


def test_the_secretary_makes_a_new_card_during_the_meeting_and_the_old_one_ends_at_once(sitting: Council) -> None:
    status, page = reissue(sitting, "ha", "lan")
    assert status == 200
    account, pin, _ = printed(page)
    assert account == "lan"
    assert pin != PIN
    assert Browser(sitting, "lan").get("/").status_code == 303, "her tablet is signed out"
    with sitting.database.read() as db:
        assert person_of_card(db, token_hash(card_of("lan"))) is None
    stranger = Browser(sitting)
    assert stranger.signs_in("lan", PIN).status_code == 403
    assert stranger.signs_in("lan", pin).status_code == 303
    assert "Thẻ mới 08:00" in sitting.sees("clerk", "roll")
    assert [each.actor for each in sitting.journal() if each.kind == "attendance.card_reissued"] == [
        f"person-{sitting.people['ha']}"
    ], "who gave it stands in the meeting's book"


def test_a_new_card_is_shown_on_the_roll(sitting: Council) -> None:
    seat = sitting.seats["nam"]
    sitting.submits("ha", ReissueCard(meeting_id=sitting.meeting, seat_id=seat, card_hash="new", pin_hash="x"))
    assert sitting.sees("clerk", "roll").count("Thẻ mới") == 1


def test_pressing_twice_makes_one_card(sitting: Council) -> None:
    _, first = reissue(sitting, "ha", "lan")
    assert reissue(sitting, "ha", "lan")[0] == 409
    assert Browser(sitting).signs_in("lan", printed(first)[1]).status_code == 303


@pytest.mark.parametrize("who", ["lan", "guest", "outsider", "screen"])
def test_nobody_else_makes_cards(sitting: Council, who: str) -> None:
    assert reissue(sitting, who, "nam")[0] == 403
    assert Browser(sitting).signs_in("nam", PIN).status_code == 303


def test_a_secretary_makes_no_card_of_an_administrator(sitting: Council) -> None:
    sitting.submits("admin", SetAdmin(person_id=sitting.people["lan"], admin=True))
    seat = sitting.seats["lan"]
    command = ReissueCard(meeting_id=sitting.meeting, seat_id=seat, card_hash="new", pin_hash="x")
    assert sitting.refuses("ha", command) == "people.admin_card"
    status, page = reissue(sitting, "ha", "lan")
    assert status == 403
    assert "trang quản trị" in page
    assert Browser(sitting).signs_in("lan", PIN).status_code == 303


def test_the_command_is_not_accepted_from_a_browser(sitting: Council) -> None:
    command = {"meeting_id": sitting.meeting, "seat_id": sitting.seats["lan"], "card_hash": "x", "pin_hash": "x"}
    assert Browser(sitting, "ha").submits(ReissueCard.name, command).status_code == 404


def test_after_the_meeting_the_administrator_makes_cards(sitting: Council) -> None:
    sitting.ends()
    assert reissue(sitting, "ha", "lan")[0] == 409
    answer = Browser(sitting, "admin").send(f"/people/{sitting.people['lan']}/card")
    assert Browser(sitting).signs_in("lan", printed(answer.text)[1]).status_code == 303


def test_a_guest_without_an_account_has_no_card(council: Council) -> None:
    guest = council.submits("admin", AddPerson(account="", particulars=TRANG)).made["person_id"]
    assert Browser(council, "admin").get(f"/people/{guest}/card").status_code == 409


def test_a_signer_gets_a_key_under_the_new_pin_and_a_certificate_with_the_authoritys_words(council: Council) -> None:
    data = council.house.site.settings.data
    keyring = Keyring(data / "keys", council.house.site.secret)
    keyring.make_authority("Văn phòng", WORDS, now=council.clock())
    admin, path = Browser(council, "admin"), f"/people/{council.people['an']}/card"
    assert "Cụm từ mật khẩu" in admin.get(path).text
    refused = admin.send(path, words="sai sai sai")
    assert refused.status_code == 403
    assert "chưa đúng" in refused.text
    assert Browser(council).signs_in("an", PIN).status_code == 303, "nothing has changed"
    _, pin, _ = printed(admin.send(path, words=WORDS.title()).text)
    certificate = keyring.certificate("an")
    assert certificate is not None
    opened = open_signer(keyring.of("an").read_bytes(), certificate, keyring.passphrase("an", pin))
    assert opened.full_name == "Nguyễn Văn An"
    assert Browser(council).signs_in("an", pin).status_code == 303
    assert not [path for path in every_file(data) if pin.encode() in path.read_bytes()], "the PIN is in no file"
    status, _ = reissue(council, "ha", "an")
    assert (status, keyring.certificate("an")) == (200, None), "a secretary's card gives no signature"


def test_an_administrator_who_signs_makes_themselves_a_card_with_the_words_and_signs_in_with_it(
    council: Council,
) -> None:
    keyring = Keyring(council.house.site.settings.data / "keys", council.house.site.secret)
    keyring.make_authority("Văn phòng", WORDS, now=council.clock())
    keyring.make_signer("admin", PIN, full_name="Quản trị", title="", unit="")
    answer = Browser(council, "admin").send(f"/people/{council.people['admin']}/card", words=WORDS)
    assert answer.status_code == 200, "the card itself has ended their sign-in, and is shown all the same"
    _, pin, _ = printed(answer.text)
    assert Browser(council).signs_in("admin", pin).status_code == 303
    certificate = keyring.certificate("admin")
    assert certificate is not None
    assert open_signer(keyring.of("admin").read_bytes(), certificate, keyring.passphrase("admin", pin))


def every_file(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
