"""The register at work: a meeting is signed, its register is exported, and OpenSSL reads what it says."""

import html
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from meeting.cli import main
from meeting.minutes.rules import FIELDS
from meeting.people.commands import ReportLost
from meeting.register.keeping import lines_of
from meeting.signing.keyring import Keyring
from meeting.signing.sign import sign
from meeting.witness.key import public_half
from tests.doors.played import Played, _field
from tests.doors.stranger import Stranger
from tests.keys import WORDS
from tests.paper.conftest import now, signer_of
from tests.registering import change_letter


@pytest.fixture
def played(drawn: Played, tmp_path: Path) -> Iterator[Played]:
    """The sample meeting, held and drawn; nobody has signed."""
    found = drawn.copied(tmp_path / "data")
    yield found
    found.close()


def says(played: Played, *words: str) -> Result:
    return CliRunner().invoke(main, ["--data", str(played.house.site.settings.data), *words])


def account(played: Played, role: str) -> str:
    return played.one(role).account


def certificates_in(pdf: bytes) -> list[dict[str, str]]:
    """As OpenSSL reads them: of each signature's signer the subject, serial, fingerprint and dates."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for field in file.Root.AcroForm.Fields:
            if field.get("/FT") == "/Sig" and "/V" in field:
                container = bytes(field.V.Contents)
                whole = container[: 4 + int.from_bytes(container[2:4])]  # DER: 30 82, then two bytes of length
                for certificate in pkcs7.load_der_pkcs7_certificates(whole):
                    found.append(_openssl(certificate.public_bytes(Encoding.PEM)))
    return found


def _openssl(pem: bytes) -> dict[str, str]:
    asked = ["-noout", "-serial", "-fingerprint", "-sha256", "-dates", "-dateopt", "iso_8601"]
    told = subprocess.run(["openssl", "x509", *asked], input=pem, capture_output=True, check=True).stdout.decode()
    read = dict(line.split("=", 1) for line in told.splitlines())
    return {
        "serial": f"{int(read['serial'], 16):x}",
        "fingerprint": next(v for k, v in read.items() if "ingerprint" in k).replace(":", "").lower(),
        "begins": read["notBefore"].replace(" ", "T").replace("Z", ".000Z"),
        "ends": read["notAfter"].replace(" ", "T").replace("Z", ".000Z"),
    }


def test_the_exported_register_has_what_openssl_reads_in_the_signatures(played: Played, tmp_path: Path) -> None:
    for role in ("clerk", "chair"):
        assert played.signs(account(played, role)) == 303
    out = tmp_path / "so.jsonl"
    assert says(played, "register", "--out", str(out)).exit_code == 0
    told = [json.loads(line)["body"] for line in out.read_text("utf-8").splitlines()[:-1]]
    entered = {body["fingerprint"]: body for body in told if "ends" in body}
    read = certificates_in(played.minutes())
    assert len(read) == 2
    for each in read:
        assert {name: entered[each["fingerprint"]][name] for name in each} == each
    assert b'"account"' not in out.read_bytes(), "it goes to strangers"


@pytest.mark.usefixtures("real_jail")
def test_elsewhere_the_file_confirms_and_here_nothing_need_be_given(played: Played, tmp_path: Path) -> None:
    for role in ("clerk", "chair"):
        played.signs(account(played, role))
    (minutes := tmp_path / "bien-ban.pdf").write_bytes(played.minutes())
    register, data = tmp_path / "so.jsonl", played.house.site.settings.data
    says(played, "register", "--out", str(register))
    here = says(played, "verify", str(minutes))
    assert here.exit_code == 0, here.output
    assert here.output.count("có trong sổ của cơ quan khi ký") == 2
    shutil.copy(data / "keys" / "authority.pem", tmp_path / "authority.pem")
    key = next(line for line in says(played, "keys").output.splitlines() if "Khóa ký nhật ký" in line).split(":")[1]
    empty = ["--data", str(tmp_path / "nowhere")]
    elsewhere = [*empty, "verify", str(minutes), "--authority", str(tmp_path / "authority.pem"), "--event-key", key]
    alone = CliRunner().invoke(main, elsewhere)
    assert alone.exit_code == 0, alone.output
    assert "Chưa đối chiếu với sổ chứng thư của cơ quan" in alone.output
    given = CliRunner().invoke(main, [*elsewhere, "--register", str(register)])
    assert given.output.count("có trong sổ của cơ quan khi ký") == 2
    assert not (tmp_path / "nowhere").exists(), "nothing is made where somebody only checks"


def test_naming_an_authority_or_an_event_key_skips_this_machines_register(played: Played, tmp_path: Path) -> None:
    for role in ("clerk", "chair"):
        played.signs(account(played, role))
    (minutes := tmp_path / "bien-ban.pdf").write_bytes(played.minutes())
    data = played.house.site.settings.data
    given: tuple[tuple[str, str], ...] = (
        ("--authority", str(data / "keys" / "authority.pem")),
        ("--event-key", public_half(data)),
    )
    for words in given:
        told = says(played, "verify", str(minutes), *words)
        assert told.exit_code == 0, told.output
        assert "Chưa đối chiếu với sổ chứng thư của cơ quan" in told.output, "they may be minutes of another office"


def test_a_card_lost_after_signing_leaves_the_minutes_valid_and_every_answer_says_since_when(
    played: Played, tmp_path: Path
) -> None:
    for role in ("clerk", "chair"):
        played.signs(account(played, role))
    signed = played.minutes()
    told = says(played, "register", "--revoke", account(played, "chair"), "--lost", "--reason", "rơi ở bến xe")
    assert told.exit_code == 0, told.output
    assert "THU HỒI" in says(played, "register").output
    status, page = Stranger(played).asks(signed)
    assert (status, 'data-checked="genuine"' in page) == (200, True), page
    assert "(mất thẻ hoặc lộ PIN), sau khi ký: chữ ký này vẫn có giá trị" in page
    assert "bến xe" not in page, "what an administrator wrote is not for whoever stands in the room"
    (minutes := tmp_path / "bien-ban.pdf").write_bytes(signed)
    assert "sau khi ký: chữ ký này vẫn có giá trị" in says(played, "verify", str(minutes)).output


def test_minutes_signed_by_both_are_not_called_half_signed_where_the_register_is_damaged(
    played: Played, tmp_path: Path
) -> None:
    for role in ("clerk", "chair"):
        played.signs(account(played, role))
    (minutes := tmp_path / "bien-ban.pdf").write_bytes(signed := played.minutes())
    with played.database.read() as db:
        seq = lines_of(db)[-1].seq
    played.database.gate.submit(lambda db: change_letter(db, seq, "authority", "authoritx"))
    status, page = Stranger(played).asks(signed)
    assert (status, 'data-checked="unproven"' in page) == (200, True), page
    assert f"bị hỏng ở bản ghi số {seq}" in page
    told = says(played, "verify", str(minutes))
    assert (told.exit_code, f"bị hỏng ở bản ghi số {seq}" in told.output) == (2, True), told.output
    assert says(played, "register", "--out", str(tmp_path / "so.jsonl")).exit_code == 1, "nobody is given it"


def test_a_signer_whose_certificate_is_revoked_meanwhile_signs_nothing_and_reads_why(played: Played) -> None:
    chair, path = account(played, "chair"), f"/m/{played.meeting}/minutes/sign"
    played.signs(account(played, "clerk"))
    client = played._device(chair)
    page = client.get(path).text
    fields = {name: _field(page, name) for name in ("csrf_token", "sha256")} | {"pin": played.pins[chair]}
    told = says(played, "register", "--revoke", chair, "--reason", "thôi làm chủ tọa")
    assert told.exit_code == 0, told.output
    before = played.minutes()
    answer = client.post(path, data=fields)
    assert (answer.status_code, "thôi làm chủ tọa" in html.unescape(answer.text)) == (409, True)
    assert played.minutes() == before
    again = html.unescape(client.get(path).text)
    assert "đã bị thu hồi hoặc không có trong sổ" in again
    assert 'name="pin"' not in again, "nothing is offered that would be refused"
    assert "đã bị thu hồi, không gia hạn được" in renews(played)
    assert Keyring(played.house.site.settings.data / "keys", b"").certificate(chair) is None


def renews(played: Played) -> str:
    (words := played.house.site.settings.data.parent / "words").write_text(WORDS, "utf-8")
    keyring = Keyring(played.house.site.settings.data / "keys", b"")
    keyring.certificate_of(account(played, "chair")).unlink()
    return str(says(played, "keys", "--renew", "--passphrase-file", str(words)).output)


def test_knowing_the_authoritys_words_signs_for_nobody_unseen(played: Played) -> None:
    """The whole attack: the words, the chair's name, the attacker's own key; only the register shows that it is
    false."""
    site = played.house.site
    played.signs(account(played, "clerk"))
    authority = Keyring(site.settings.data / "keys", site.secret).unlock(WORDS)
    forged = signer_of(authority, played.one("chair").particulars.full_name)
    with site.database.read() as db:
        from meeting.journal import book as journal

        head = journal.head(db, journal.book_of(played.meeting))
    pdf = sign(played.minutes(), FIELDS["chair"], forged, now(), head)
    status, page = Stranger(played).asks(pdf)
    assert (status, 'data-checked="unregistered"' in page) == (200, True), page
    assert "KHÔNG có trong sổ chứng thư của cơ quan" in page


def test_a_lost_card_reported_on_screen_is_shown_on_the_terminal(played: Played) -> None:
    played.house.site.commands.submit(
        ReportLost(person_id=played_person(played), reason="mất ví"), token=played.tokens["admin"]
    )
    assert "mất thẻ hoặc lộ PIN: mất ví" in says(played, "register").output
    assert says(played, "register", "--lost").exit_code == 2
    assert says(played, "register", "--revoke", "khong-co", "--reason", "x").exit_code == 1


def played_person(played: Played) -> int:
    from sqlalchemy import select

    from meeting.access.tables import Login

    with played.database.read() as db:
        return db.scalars(select(Login.person_id).where(Login.account == account(played, "clerk"))).one()
