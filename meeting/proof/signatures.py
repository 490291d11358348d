"""Checks of the signatures: each is valid, nothing else was added, the last covers the file, who signed."""

from collections.abc import Sequence

from meeting.kernel.dates import short_date
from meeting.kernel.roles import Role
from meeting.minutes.rules import FIELDS
from meeting.minutes.text.compose import signer_of_form
from meeting.paper.stamp import moment
from meeting.proof.findings import CheckOutcome, Finding, failed, missing, note, ok
from meeting.record.record import Record, Seat
from meeting.signing.certificates import certified
from meeting.signing.inspection import CertifiedBy, Inspection, Seen

_SIGNERS = {FIELDS[Role.CLERK]: (Role.CLERK, "thư ký"), FIELDS[Role.CHAIR]: (Role.CHAIR, "chủ tọa")}
_UNPRESIDED = "Theo nhật ký không ai đã chủ tọa: phần chữ ký của chủ tọa để trống, thư ký ký một mình."

OF_SIGNATURES = tuple(f"signature.{role}" for role, _ in _SIGNERS.values())
"""The names of the findings that say whether a person signed."""


def check_signatures(inspection: Inspection, *, unpresided: bool = False) -> list[Finding]:
    """Return one finding per expected signature and per issuer, and one for the file as a whole.

    `unpresided`: by the record nobody presided, and the paper names nobody to sign as the chair.
    """
    by_field = {seen.field: seen for seen in inspection.signatures}
    found = []
    for field, (role, title) in _SIGNERS.items():
        seen = by_field.get(field)
        if seen is None and unpresided and role == Role.CHAIR:
            found.append(note(f"signature.{role}", _UNPRESIDED))
            continue
        if seen is None:
            found.append(missing(f"signature.{role}", f"Chưa có chữ ký của {title}."))
            continue
        found.append(_holds(seen, role, title))
        if seen.holds:  # the issuer of a broken signature proves nothing
            found.append(_issuer(seen, role))
    whole = _whole(inspection)
    sound = all(seen.holds for seen in inspection.signatures)
    return (
        [*found, whole] if sound or whole.outcome != CheckOutcome.OK else found
    )  # a broken signature protects no file


def is_unpresided(record: Record | None, *, same_form: bool) -> bool:
    """Return whether a paper names nobody to sign as the chair; False without a record."""
    return record is not None and signer_of_form(record, Role.CHAIR, same_form=same_form) is None


def check_signers(record: Record, signatures: Sequence[Seen], *, same_form: bool) -> list[Finding]:
    """Return whether those who signed are the secretary and the chair whose names are printed there."""
    known = ((seen, *_SIGNERS[seen.field]) for seen in signatures if seen.field in _SIGNERS)
    return [
        _signer(signer_of_form(record, role, same_form=same_form), seen, role, title) for seen, role, title in known
    ]


def _holds(seen: Seen, role: Role, title: str) -> Finding:
    name = f"signature.{role}"
    when = f" lúc {moment(seen.signed_at)}" if seen.signed_at else ""
    if not seen.holds:
        return failed(name, f"Chữ ký của {title} ({seen.signer}) không hợp lệ: nội dung đã bị thay đổi sau khi ký.")
    return ok(name, f"Chữ ký của {title} hợp lệ: {seen.signer} ký{when}, nội dung còn nguyên vẹn.")


def _issuer(seen: Seen, role: Role) -> Finding:
    name, who = f"issuer.{role}", f"Chứng thư số của {seen.signer}"
    dates = f"có hiệu lực từ {short_date(seen.begins)} đến {short_date(seen.ends)}"
    by = CertifiedBy
    said = {
        None: missing(name, f"Chưa kiểm tra ai cấp chứng thư số của {seen.signer}: chưa có chứng thư của nơi cấp."),
        by.KNOWN: ok(name, f"{who} do nơi cấp chứng thư của cơ quan này cấp và còn hiệu lực khi ký."),
        by.UNKNOWN: failed(name, f"{who} do nơi khác cấp, không phải nơi cấp chứng thư của cơ quan này."),
        by.FORGED: failed(name, f"{who} là GIẢ: ghi tên nơi cấp chứng thư của cơ quan này nhưng không do nơi đó ký."),
        by.ENDED: failed(name, f"{who} đã hết hạn khi ký: {dates}. Chữ ký sau ngày hết hạn không có giá trị."),
        by.NOT_BEGUN: failed(name, f"{who} chưa có hiệu lực khi ký: {dates}. Xem lại ngày giờ của máy chủ lúc ký."),
        by.UNFIT: failed(name, f"{who} do cơ quan này cấp nhưng không dùng để ký biên bản được."),
    }
    return said[seen.issuer]


def _whole(inspection: Inspection) -> Finding:
    signatures = inspection.signatures
    expected = len(signatures) + 1
    if inspection.revisions != expected or not all(seen.next_in_line for seen in signatures):
        return failed(
            "file",
            f"Tệp có {inspection.revisions} lần ghi, phải là {expected}: có thay đổi ngoài các lần ký.",
        )
    if {seen.field for seen in signatures} - set(_SIGNERS):
        return failed("file", "Tệp có chữ ký ngoài ô ký của thư ký và chủ tọa.")
    if not signatures:
        return missing("file", "Tệp chưa được ký nên chưa có gì bảo vệ nội dung.")
    if not signatures[-1].whole_file:
        return failed("file", "Có dữ liệu được thêm vào tệp sau chữ ký cuối cùng.")
    return ok("file", "Chữ ký cuối cùng bảo vệ toàn bộ tệp, không có thay đổi nào ngoài các lần ký.")


def _signer(printed: Seat | None, seen: Seen, role: Role, title: str) -> Finding:
    if printed is not None and seen.signer == certified(printed.particulars.full_name):
        return ok(f"signer.{role}", f"Người ký ở ô {title} đúng là {title} của cuộc họp: {seen.signer}.")
    return failed(f"signer.{role}", f"Người ký ở ô {title} là {seen.signer}, không phải {title} có tên trên biên bản.")
