"""The register of certificates on screen: signers and their last days, renewing, and the register as a file for checks.

To issue a certificate, the page asks for the passphrase of the office's authority, which is stored nowhere. Card and
PIN stay as they are; a new PIN comes with a new card (`office/cards.py`).
"""

from collections.abc import Iterator

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.tables import Login
from meeting.commands import caps
from meeting.kernel.refusals import NOT_FOUND, Refused, _l, declare
from meeting.office.certificate_models import WhoSigns, certificates_model, signers_model
from meeting.office.door import done, own_tries, page, require_administrator, told
from meeting.register.commands import RecordCertificate
from meeting.register.keeping import lines_of, register_of
from meeting.register.rules import Why
from meeting.register.shown import write_file
from meeting.signing import certificates as pem
from meeting.signing.certify_task import CertifyAnswer
from meeting.signing.keyring import check_authority
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site
from meeting.witness.key import event_key
from meeting.work.apart import done_apart

blueprint = Blueprint("office_certificates", __name__)

TRIES = "10 per minute; 100 per day"
"""The passphrases that one administrator may try; each try is as slow as a guess at any key."""
NEEDS_WORDS = declare("register.needs_words", 400, "Nhập cụm từ mật khẩu của nơi cấp chứng thư. Chưa có gì thay đổi.")
UNREADABLE = declare(
    "register.key_unreadable", 409, "Không đọc được khóa ký của người này, chưa cấp chứng thư số. Cấp thẻ mới cho họ."
)
NONE_DUE = declare("register.none_due", 409, "Chứng thư số của mọi người còn hạn. Không có gì để gia hạn.")
_PRESENT = select(Login.account, Login.person_id).where(Login.active)
RENEWED = _l("Đã cấp chứng thư số. Thẻ và PIN giữ nguyên.")


@blueprint.get("/certificates")
def certificates() -> str:
    """Show the signers, and every certificate, the newest first."""
    require_administrator()
    return _page()


@blueprint.post("/certificates")
@limiter.limit(TRIES, key_func=own_tries)
def renew() -> Response | tuple[str, int]:
    """Certify the key of an `account`. Without one, certify everybody whose certificate is missing or ends soon."""
    require_administrator()
    current.hold_to_pace()
    form = flask.request.form
    try:
        problems = list(_renew(form.get("account", ""), form.get("words", "")))
    except Refused as refused:
        return _page(told(refused)), refused.status
    return (_page("\n".join(problems)), 409) if problems else done(RENEWED, "/certificates")


def _renew(account: str, words: str) -> Iterator[str]:
    """Renew certificates; each is registered before it is valid.

    Yields the people whose key was not certified, and why.
    """
    caps.check_text("entrance.card", "words", words)
    if not words.strip():
        raise Refused(NEEDS_WORDS)
    with site().database.read() as db:
        signers = _signers(db)
    wanted = [each for each in signers if each.account == account or (each.due and not account)]
    due = {each.account: each.full_name for each in wanted}
    if not due:
        raise Refused(NOT_FOUND if account else NONE_DUE)
    asked = site().keyring.certification(due, words, now=current.now())
    made = done_apart("meeting.signing.certify_apart", asked, CertifyAnswer)
    check_authority(made)
    for each in due.keys() - made.certificates.keys():
        yield f"{due[each]}: {told(Refused(UNREADABLE))}"
    for each, certificate in made.certificates.items():
        try:
            line = pem.line(pem.read(certificate)[0])
            command = RecordCertificate(account=each, certificate=line, why=Why.RENEWAL)
            site().commands.submit(command, token=current.token())
        except Refused as refused:
            yield f"{due[each]}: {told(refused)}"
            continue
        site().keyring.put_certificate(each, certificate)


def _page(problem: str = "") -> str:
    with site().database.read() as db:
        register = register_of(db)
        rows = certificates_model(list(register.rows.values())[::-1], db, current.language())
        return page(
            "office/certificates.html", rows=rows, opened=register.opened, signers=_signers(db), problem=problem
        )


def _signers(db: Session) -> list[WhoSigns]:
    people = {row.account: row.person_id for row in db.execute(_PRESENT)}
    return signers_model(site().keyring, register_of(db), people)


@blueprint.get("/certificates.jsonl")
def file() -> Response:
    """Send the register as a file (`register/shown.py`)."""
    require_administrator()
    key = event_key(site().settings.data)
    with site().database.read() as db:
        register_of(db)  # raises Refused for a broken register
        lines = lines_of(db)
    if key is None or not lines:
        raise Refused(NOT_FOUND)
    answer = flask.make_response(write_file(lines, current.now(), key))
    answer.headers["Content-Type"] = "application/jsonl"
    answer.headers["Content-Disposition"] = 'attachment; filename="so-chung-thu.jsonl"'
    return answer
