"""The cards of a whole meeting on one sheet: valid at once, shown once, the earlier cards no longer valid."""

import errno
import html
import re

import pytest

from meeting.access.tables import Login
from meeting.kernel.refusals import declared
from meeting.people.commands import ReportLost, SetAdmin
from meeting.people.units import MakeUnit, SetUnitAdmin
from meeting.signing.key_task import KeyAnswer
from meeting.signing.keyring import Keyring
from meeting.signing.keys import open_signer
from tests.cast import PIN
from tests.council import Council
from tests.keys import WORDS
from tests.pages.client import Browser


def way(council: Council) -> str:
    return f"/meetings/{council.meeting}/cards"


def pins(page: str) -> dict[str, str]:
    """PIN by account, as printed."""
    found = re.findall(r"<dt>Tài khoản</dt><dd>([^<]+)</dd></div>\s*<div><dt>PIN</dt><dd>([^<]+)</dd>", page)
    return dict(found)


def opens(council: Council, account: str, pin: str) -> bool:
    return Browser(council).signs_in(account, pin).status_code == 303


def test_everybody_with_an_account_gets_a_card_and_former_cards_end(council: Council) -> None:
    admin = Browser(council, "admin")
    asked = html.unescape(admin.get(way(council)).text)
    assert "Thẻ cũ của những người này hết hiệu lực" in asked
    page = admin.send(way(council)).text
    printed = pins(page)
    assert set(printed) >= {"an", "ha", "lan", "nam"}
    assert page.count('alt="Mã QR đăng nhập"') == len(printed)
    assert page.index(f"<dd>{'an'}</dd>") < page.index("<dd>lan</dd>"), "who conducts the meeting comes first"
    for account in ("an", "ha", "lan"):
        assert not opens(council, account, PIN)
        assert opens(council, account, printed[account])
    assert Browser(council, "lan").get("/").status_code == 303, "her tablet is signed out"
    assert admin.get("/").status_code == 200, "who made them stays signed in"


def test_only_people_without_a_card_get_one(council: Council) -> None:
    council.submits("admin", ReportLost(person_id=council.people["lan"]))
    admin = Browser(council, "admin")
    assert "Chỉ 1 người chưa có thẻ" in " ".join(admin.get(way(council)).text.split())
    printed = pins(admin.send(way(council), only_without="yes").text)
    assert list(printed) == ["lan"]
    assert opens(council, "lan", printed["lan"])
    assert opens(council, "nam", PIN)
    again = admin.send(way(council), only_without="yes")
    assert (again.status_code, declared()["entrance.nobody"][1] in html.unescape(again.text)) == (409, True)


def test_the_only_administrator_makes_all_cards_of_a_first_meeting_and_the_new_administrators(
    council: Council,
) -> None:
    lan, nam = council.people["lan"], council.people["nam"]
    council.submits("admin", ReportLost(person_id=lan))
    council.submits("admin", SetAdmin(person_id=lan, admin=True))
    unit = council.submits("admin", MakeUnit(title="Văn phòng")).made["unit_id"]
    council.submits("admin", SetUnitAdmin(person_id=nam, unit_id=unit))
    page = Browser(council, "admin").send(way(council))
    printed = pins(page.text)
    assert 'role="alert"' not in page.text, "no card was refused"
    assert {"an", "ha", "nam", "lan", "khoa"} <= set(printed)
    assert list(printed)[-1] == "lan", "once she has a card, an officer's card takes her as well"
    for account in ("an", "ha", "nam", "lan"):
        assert opens(council, account, printed[account])


def test_the_sheet_of_a_running_meeting_omits_its_officers_and_says_how_their_cards_are_made(
    sitting: Council,
) -> None:
    admin = Browser(sitting, "admin")
    asked = html.unescape(admin.get(way(sitting)).text)
    left_out = asked.partition('data-testid="left-out"')[2].partition("</ul>")[0]
    assert "Nguyễn Văn An" in left_out
    assert "hai người cùng đồng ý" in left_out
    assert 'data-testid="issue-all"' not in asked
    lan = Browser(sitting, "lan")
    refused = admin.send(way(sitting))
    assert (refused.status_code, declared()["entrance.sitting"][1] in html.unescape(refused.text)) == (409, True)
    assert lan.get("/").status_code == 200, "nobody is signed out in the middle of it"
    sitting.submits("admin", ReportLost(person_id=sitting.people["nam"]))
    assert list(pins(admin.send(way(sitting), only_without="yes").text)) == ["nam"]


def test_no_sheet_is_made_while_a_vote_is_open(sitting: Council) -> None:
    sitting.submits("admin", ReportLost(person_id=sitting.people["nam"]))
    sitting.opens_motion()
    refused = Browser(sitting, "admin").send(way(sitting), only_without="yes")
    assert (refused.status_code, "Đang biểu quyết" in html.unescape(refused.text)) == (409, True)


def test_a_form_sent_twice_makes_one_sheet_and_its_pins_stay_valid(council: Council) -> None:
    admin = Browser(council, "admin")
    printed = pins(admin.send(way(council), key="once").text)
    again = admin.send(way(council), key="once")
    assert (again.status_code, declared()["entrance.sheet_made"][1] in html.unescape(again.text)) == (409, True)
    assert opens(council, "lan", printed["lan"])


def test_when_a_key_cannot_be_stored_every_valid_pin_is_shown_and_the_others_stay_valid(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the second signer."""
    put = Keyring.put_signer

    def full(self: Keyring, account: str, made: KeyAnswer) -> None:
        if account == "ha":
            raise OSError(errno.ENOSPC, "full")
        put(self, account, made)

    monkeypatch.setattr(Keyring, "put_signer", full)
    page = Browser(council, "admin").send(way(council))
    printed = pins(page.text)
    assert (page.status_code, list(printed)) == (200, ["an", "ha"])
    assert "chưa ký được biên bản" in html.unescape(page.text)
    assert declared()["entrance.key_not_kept"][1].format(reason="ổ đĩa đã đầy") in html.unescape(page.text)
    assert opens(council, "ha", printed["ha"])
    assert opens(council, "lan", PIN), "nobody after it has lost a card"
    alone = Browser(council, "admin").send(f"/people/{council.people['ha']}/card")
    assert "chưa ký được biên bản" in html.unescape(alone.text)
    assert opens(council, "ha", pins(alone.text)["ha"])


def test_a_signer_gets_a_certificate_with_the_authoritys_words_and_wrong_words_change_nothing(
    council: Council,
) -> None:
    data = council.house.site.settings.data
    keyring = Keyring(data / "keys", council.house.site.secret)
    keyring.make_authority("Văn phòng", WORDS, now=council.clock())
    admin = Browser(council, "admin")
    refused = admin.send(way(council), words="sai sai sai")
    assert (refused.status_code, "chưa đúng" in refused.text) == (403, True)
    assert opens(council, "lan", PIN)
    printed = pins(admin.send(way(council), words=WORDS).text)
    certificate = keyring.certificate("an")
    assert certificate is not None
    passphrase = keyring.passphrase("an", printed["an"])
    assert open_signer(keyring.of("an").read_bytes(), certificate, passphrase).full_name == "Nguyễn Văn An"
    for file in data.rglob("*"):
        if file.is_file():
            assert printed["lan"].encode() not in file.read_bytes(), "no PIN is in a file"


@pytest.mark.parametrize("who", ["an", "ha", "lan", "guest", "screen"])
def test_only_an_administrator_sees_or_makes_the_sheet(council: Council, who: str) -> None:
    browser = Browser(council, who)
    assert browser.get(way(council)).status_code == 403
    assert browser.send(way(council)).status_code == 403
    assert opens(council, "lan", PIN)


def test_somebody_without_an_account_is_named(council: Council) -> None:
    council.database.gate.submit(lambda db: setattr(db.get(Login, council.people["nam"]), "active", False))
    asked = html.unescape(Browser(council, "admin").get(way(council)).text)
    assert "không có tài khoản" in asked.partition('data-testid="left-out"')[2]


def test_where_there_are_two_administrators_the_sheet_omits_and_names_officers(council: Council) -> None:
    council.submits("admin", SetAdmin(person_id=council.people["khoa"], admin=True))
    admin = Browser(council, "admin")
    asked = html.unescape(admin.get(way(council)).text)
    assert "Thẻ của ông Nguyễn Văn An mở được phần điều hành hoặc quản trị nên cần hai quản trị" in asked
    printed = pins(admin.send(way(council)).text)
    assert {"an", "ha"} & set(printed) == set()
    assert {"lan", "nam"} <= set(printed)
    assert opens(council, "an", PIN), "the chair's former card still opens"
