"""The register of certificates: everything that the office certifies is in it, in order, with who did it."""

from datetime import timedelta
from functools import partial

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.journal import book as journal
from meeting.journal.chain import Broken, Entry, link
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.minutes.commands import RecordDraft, RecordSignature
from meeting.minutes.expiry import unfit
from meeting.people.commands import IssueCard, ReportLost, RetirePerson
from meeting.register.commands import RecordCertificate, RevokeCertificates
from meeting.register.keeping import file_of, lines_of, register_of
from meeting.register.lines import Certified, Register, read
from meeting.register.opening import open_once
from meeting.register.rules import Why
from meeting.register.shown import Unusable, read_file
from meeting.signing import certificates, renewal
from meeting.signing.certificates import found_authority
from meeting.signing.keyring import Keyring
from meeting.signing.keys import make_key
from tests.council import Council
from tests.keys import unentered
from tests.pages.client import Browser
from tests.registering import a_certificate, begun, change_letter, record


def register(council: Council) -> Register:
    with council.database.read() as db:
        return register_of(db)


def lines(council: Council) -> list[Entry]:
    with council.database.read() as db:
        return lines_of(db)


def in_the_office(council: Council) -> int:
    """How many lines the office's book has."""
    with council.database.read() as db:
        return journal.head(db, journal.OFFICE)[0]


def one(council: Council, certificate: x509.Certificate) -> Certified:
    """The certificate's name as OpenSSL reads it, not as we do."""
    return register(council).rows[certificate.fingerprint(hashes.SHA256()).hex()]


def test_the_register_agrees_with_an_independent_reading_of_the_certificate(council: Council) -> None:
    begun(council)
    certificate = a_certificate(council)
    council.submits("admin", record("ha", certificate))
    row = one(council, certificate)
    assert (row.told.holder, row.told.person_id) == ("Lê Thị Hà", council.people["ha"])
    assert int(row.told.serial, 16) == certificate.serial_number
    assert row.told.begins == certificate.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert row.ends == certificate.not_valid_after_utc
    assert (row.line.by, row.line.at, row.told.why) == (
        f"person-{council.people['admin']}",
        council.clock(),
        Why.CARD,
    )
    assert not row.afterwards


def test_existing_certificates_are_entered_once_as_of_now(council: Council) -> None:
    old = a_certificate(council)
    council.clock.advance(days=200)
    begun(council, ha=old)
    row = one(council, old)
    assert row.afterwards
    assert row.line.at == council.clock(), "it is not back-dated"
    later = a_certificate(council)
    begun(council, an=later)
    assert certificates.fingerprint(later) not in register(council).rows, "nobody slips one in by starting again"
    assert len(lines(council)) == 2


def test_a_start_enters_the_certificates_of_keys_and_a_second_start_writes_nothing(council: Council) -> None:
    site = council.house.site
    keyring = Keyring(site.settings.data / "keys", site.secret)
    keyring.make_signer("ha", "482915", full_name="Lê Thị Hà", title="", unit="")
    keyring.certify("ha", found_authority("Văn phòng", now=council.clock()), now=council.clock(), enter=unentered)
    for _ in range(2):
        open_once(council.database, council.commands, keyring)
    assert [row.told.holder for row in register(council).rows.values()] == ["Lê Thị Hà"]
    assert len(lines(council)) == 2


def test_a_renewed_key_has_two_certificates_and_losing_it_ends_both(council: Council) -> None:
    begun(council)
    key = make_key("Lê Thị Hà", "", "", "x")
    first, second = a_certificate(council, key=key), a_certificate(council, key=key)
    council.submits("system", record("ha", first))
    council.submits("system", record("ha", second, Why.RENEWAL))
    assert [one(council, each).revoked for each in (first, second)] == [None, None]
    council.submits("admin", ReportLost(person_id=council.people["ha"], reason="rơi ngoài chợ"))
    for each in (first, second):
        revoked = one(council, each).revoked
        assert revoked is not None
        assert (revoked.why, revoked.reason, revoked.line.by) == (
            Why.LOST,
            "rơi ngoài chợ",
            f"person-{council.people['admin']}",
        )
    assert council.refuses("nobody", record("ha", first)) == "access.not_signed_in"
    third = a_certificate(council, key=key)
    assert council.refuses("system", record("ha", third, Why.RENEWAL)) == "register.key_revoked"


def test_one_press_blocks_a_lost_card(council: Council) -> None:
    token = council.tokens["ha"]
    council.submits("admin", ReportLost(person_id=council.people["ha"]))
    with pytest.raises(Refused) as refused:
        council.commands.submit(RetirePerson(person_id=council.people["lan"]), token=token)
    assert refused.value.code == "access.not_signed_in", "every device is signed out"
    assert council.refuses("admin", ReportLost(person_id=council.people["ha"])) == "people.no_card"
    assert council.refuses("admin", ReportLost(person_id=council.people["admin"])) == "people.last_admin"


def test_a_new_key_and_leaving_revoke_the_former_certificate(council: Council) -> None:
    begun(council)
    first = a_certificate(council)
    council.submits("system", record("ha", first))
    card = IssueCard(person_id=council.people["ha"], card_hash="c", pin_hash="p", signs=True)
    council.submits("admin", card)
    assert one(council, first).revoked.why == Why.CARD  # type: ignore[union-attr]
    second = a_certificate(council)
    council.submits("system", record("ha", second))
    council.submits("admin", RetirePerson(person_id=council.people["ha"]))
    assert one(council, second).revoked.why == Why.LEFT  # type: ignore[union-attr]
    assert one(council, first).revoked.why == Why.CARD  # type: ignore[union-attr]


def test_a_card_of_a_person_who_signs_nothing_writes_no_line(council: Council) -> None:
    begun(council)
    council.submits("admin", IssueCard(person_id=council.people["lan"], card_hash="c", pin_hash="p", signs=True))
    assert len(lines(council)) == 1


def test_revoking_needs_a_reason_and_an_existing_certificate(council: Council) -> None:
    begun(council)
    council.submits("system", record("ha", a_certificate(council)))
    person = council.people["ha"]
    assert council.refuses("admin", RevokeCertificates(person_id=person, reason=" ")) == "register.no_reason"
    assert council.refuses("admin", RevokeCertificates(person_id=council.people["lan"], reason="x")) == (
        "register.nothing"
    )
    council.submits("admin", RevokeCertificates(person_id=person, reason="thôi làm thư ký"))
    assert council.refuses("admin", RevokeCertificates(person_id=person, reason="x")) == "register.nothing"
    assert Browser(council, "ha").get(f"/m/{council.meeting}/console").status_code == 200, "they go on signing in"
    assert council.refuses("ha", RevokeCertificates(person_id=person, reason="x")) == "access.not_allowed"


def test_revoking_by_hand_cannot_name_an_automatic_reason(council: Council) -> None:
    begun(council)
    council.submits("system", record("ha", a_certificate(council)))
    person = council.people["ha"]
    admin = Browser(council, "admin")
    for why in ("lost", "left", "card", "found"):
        answer = admin.submits("register.revoke", {"person_id": person, "why": why}, f"a-key-for-{why}")
        assert answer.status_code == 400, answer.text
    assert [row.revoked for row in register(council).rows.values()] == [None]
    council.submits("admin", RevokeCertificates(person_id=person, reason="thôi làm thư ký"))
    assert [row.revoked.why for row in register(council).rows.values() if row.revoked] == [Why.OTHER]


def over(council: Council) -> None:
    council.ends()
    drawn = {"sha256": "d", "pages": 1, "journal_seq": council.seq(), "journal_head": "h"}
    council.submits("system", RecordDraft(meeting_id=council.meeting, **drawn))


def signature(council: Council, certificate: x509.Certificate) -> RecordSignature:
    known = certificates.fingerprint(certificate)
    return RecordSignature(meeting_id=council.meeting, approved_sha256="d", signed_sha256="s", certificate=known)


def test_a_certificate_revoked_during_signing_signs_nothing(sitting: Council) -> None:
    begun(sitting)
    mine = a_certificate(sitting)
    sitting.submits("system", record("ha", mine))
    over(sitting)
    sitting.submits("admin", RevokeCertificates(person_id=sitting.people["ha"], reason="lộ PIN"))
    with pytest.raises(Refused) as refused:
        sitting.submits("ha", signature(sitting, mine))
    assert refused.value.code == "register.revoked"
    assert refused.value.facts["why"].say("vi") == "lộ PIN", "the page says why"


def test_a_certificate_missing_from_the_register_signs_nothing(sitting: Council) -> None:
    stray = a_certificate(sitting)
    over(sitting)
    begun(sitting)
    assert sitting.refuses("ha", signature(sitting, stray)) == "register.not_entered"


def test_an_entered_certificate_signs(sitting: Council) -> None:
    begun(sitting)
    mine = a_certificate(sitting)
    sitting.submits("system", record("ha", mine))
    over(sitting)
    sitting.submits("ha", signature(sitting, mine))


def several(council: Council) -> list[Entry]:
    begun(council)
    for account in ("ha", "an"):
        council.submits("system", record(account, a_certificate(council)))
        council.submits("admin", IssueCard(person_id=council.people["lan"], card_hash=account, pin_hash="p"))
    council.submits("admin", RevokeCertificates(person_id=council.people["ha"], reason="x"))
    return lines(council)


def test_the_register_is_valid_alone_although_other_lines_are_between_its_own(council: Council) -> None:
    told = several(council)
    assert [entry.seq for entry in told] != list(range(told[0].seq, told[0].seq + len(told)))
    assert read(told).last == (len(told), told[-1].hash)
    assert [entry.body["number"] for entry in told] == list(range(1, len(told) + 1))


@pytest.mark.parametrize("place", range(3))
def test_an_omitted_moved_or_changed_line_is_found(council: Council, place: int) -> None:
    told = several(council)
    without = told[:place] + told[place + 1 :]
    swapped = [*told[:place], told[place + 1], told[place], *told[place + 2 :]]
    body = told[place].body | {"holder": "Người khác", "count": 7}
    renamed = msgspec.structs.replace(told[place], body={k: body[k] for k in told[place].body})
    fields = {name: getattr(renamed, name) for name in ("book", "seq", "at", "kind", "actor", "body")}
    again = link(renamed.prev, **fields)
    for changed in (without, swapped, *([*told[:place], each, *told[place + 1 :]] for each in (renamed, again))):
        with pytest.raises(Broken):
            read(changed)


def test_a_forged_found_line_in_the_open_register_breaks_it(council: Council) -> None:
    begun(council, ha=a_certificate(council))
    told = lines(council)
    found, opened = told[0], told[-1]
    body = found.body | {"number": opened.body["number"] + 1, "before": opened.hash, "fingerprint": "f" * 64}
    fields = {"book": found.book, "seq": opened.seq + 1, "at": opened.at, "kind": found.kind, "actor": "system"}
    late = link(opened.hash, body=body, **fields)
    with pytest.raises(Broken) as broken:
        read([*told, late])
    assert (broken.value.seq, str(broken.value.reason)) == (late.seq, "chứng thư ghi bổ sung sau khi đã lập sổ")


def test_lines_changed_in_the_database_stop_every_signature(sitting: Council) -> None:
    begun(sitting)
    mine = a_certificate(sitting)
    sitting.submits("system", record("ha", mine))
    over(sitting)
    number = lines(sitting)[-1].seq

    def spoil(db: object) -> None:
        line = db.get(journal.Line, (journal.OFFICE, number))  # type: ignore[attr-defined]
        line.body = line.body.replace("Hà", "Ha")

    sitting.database.gate.submit(spoil)
    assert sitting.refuses("ha", signature(sitting, mine)) == "register.broken"


def damaged(council: Council, number: int, letter: str, other: str) -> int:
    """Change one letter in a line of the register; return the number of that line in the office's book."""
    seq = lines(council)[number - 1].seq
    council.database.gate.submit(lambda db: change_letter(db, seq, letter, other))
    return seq


def mended(council: Council, seq: int, letter: str, other: str) -> None:
    council.database.gate.submit(lambda db: change_letter(db, seq, letter, other))


@pytest.mark.parametrize(("letter", "other"), [("Hà", "Ha"), ("{", "[")])
@pytest.mark.parametrize("number", [2, 3])
def test_a_damaged_register_does_not_stop_blocking_a_lost_card(
    council: Council, letter: str, other: str, number: int
) -> None:
    begun(council)
    theirs = a_certificate(council)
    council.submits("system", record("ha", theirs))
    council.submits("system", record("an", a_certificate(council)))
    token, seq = council.tokens["ha"], damaged(council, number, letter, other)
    page = Browser(council, "admin").get(f"/people/{council.people['ha']}")
    assert (page.status_code, f"bị hỏng ở bản ghi số {seq}" in page.text) == (200, True)
    council.submits("admin", ReportLost(person_id=council.people["ha"]))
    with pytest.raises(Refused) as refused:
        council.commands.submit(RetirePerson(person_id=council.people["lan"]), token=token)
    assert refused.value.code == "access.not_signed_in"
    card = IssueCard(person_id=council.people["an"], card_hash="c", pin_hash="p", signs=True)
    council.submits("admin", card)
    council.submits("admin", RetirePerson(person_id=council.people["lan"]))
    mended(council, seq, other, letter)
    whys = {row.told.person_id: row.revoked and row.revoked.why for row in register(council).rows.values()}
    still = {council.people["ha"]: Why.LOST, council.people["an"]: Why.CARD}
    unread = {2: council.people["ha"], 3: council.people["an"]}[number] if letter == "{" else None
    assert whys == still | ({unread: None} if unread else {}), "what could be read is revoked, and the chain goes on"


def test_a_signer_in_an_office_with_a_damaged_register_does_not_read_that_they_were_revoked(sitting: Council) -> None:
    site = sitting.house.site
    keyring = Keyring(site.settings.data / "keys", site.secret)
    keyring.make_signer("ha", "482915", full_name="Lê Thị Hà", title="", unit="")
    issuer = found_authority("Văn phòng", now=sitting.clock())
    keyring.certify("ha", issuer, now=sitting.clock(), enter=unentered)
    open_once(sitting.database, sitting.commands, keyring)
    damaged(sitting, 1, "Hà", "Ha")
    with sitting.database.read() as db:
        assert unfit(db, sitting.meeting, Role.CLERK, site.settings.data) is None


def test_a_start_continues_with_a_damaged_register_and_does_not_restart_it(council: Council) -> None:
    site = council.house.site
    begun(council, ha=a_certificate(council))
    damaged(council, 1, "Hà", "Ha")
    before = in_the_office(council)
    open_once(council.database, council.commands, Keyring(site.settings.data / "keys", site.secret))
    assert in_the_office(council) == before


def test_the_checking_machine_says_which_line_of_its_register_is_damaged(council: Council) -> None:
    begun(council)
    council.submits("system", record("ha", a_certificate(council)))
    seq = damaged(council, 2, "Hà", "Ha")
    with council.database.read() as db:
        file = file_of(db, council.clock(), Ed25519PrivateKey.generate())
    with pytest.raises(Unusable, match=f"hỏng ở bản ghi số {seq}"):
        read_file(file)


def test_a_renewal_names_people_with_revoked_keys_and_renews_the_others(council: Council) -> None:
    site, now = council.house.site, council.clock()
    keyring, authority = Keyring(site.settings.data / "keys", site.secret), found_authority("Văn phòng", now=now)
    begun(council)

    def enter(why: Why, account: str, certificate: x509.Certificate) -> object:
        return council.submits("system", record(account, certificate, why))

    for account, name in (("ha", "Lê Thị Hà"), ("an", "Nguyễn Văn An")):
        keyring.make_signer(account, "482915", full_name=name, title="", unit="")
        keyring.certify(account, authority, now=now, enter=partial(enter, Why.CARD, account))
    council.submits("admin", RevokeCertificates(person_id=council.people["ha"], reason="x"))
    before = keyring.certificate("ha")
    council.clock.advance(days=1)
    later = council.clock() + timedelta(days=1050)
    told = "\n".join(renewal.renew(keyring, authority, later, partial(enter, Why.RENEWAL)))
    assert "Đã cấp chứng thư số cho Nguyễn Văn An" in told
    assert (
        "Lê Thị Hà (ha): Khóa ký của Lê Thị Hà đã bị thu hồi, không gia hạn được. Hãy cấp thẻ mới." in told.splitlines()
    )
    assert keyring.certificate("ha") == before


@pytest.mark.parametrize(("why", "told"), [(Why.RENEWAL, Why.CARD), (Why.AUTHORITY, Why.AUTHORITY)])
def test_the_first_certificate_of_a_key_is_not_a_renewal(council: Council, why: Why, told: Why) -> None:
    begun(council)
    key = make_key("Lê Thị Hà", "", "", "x")
    first, second = a_certificate(council, key=key), a_certificate(council, key=key)
    council.submits("system", record("ha", first, why))
    council.submits("system", record("ha", second, why))
    assert [line.kind for line in lines(council)[1:]] == ["register.issued", "register.renewed"]
    assert [one(council, each).told.why for each in (first, second)] == [told, why]


def test_an_invalid_certificate_is_entered_nowhere(council: Council) -> None:
    for rubbish in ("", "AAAA", "không phải"):
        command = RecordCertificate(account="ha", certificate=rubbish, why=Why.CARD)
        assert council.refuses("system", command) == "register.unreadable"
    assert register(council).last[0] == 0
