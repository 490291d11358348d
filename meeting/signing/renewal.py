"""Renewal: the end of each person's certificate, and how the command line renews certificates. Yields sentences."""

from collections.abc import Callable, Container, Iterator
from datetime import datetime, timedelta
from functools import partial

from cryptography import x509

from meeting.kernel.dates import short_date
from meeting.kernel.refusals import Refused
from meeting.signing.certificates import Issuer, common_name, fingerprint, spoken
from meeting.signing.keyring import Holder, Keyring

WARNED = timedelta(days=60)
"""How long before its end the renewal of a certificate is requested."""

Enter = Callable[[str, x509.Certificate], object]
"""Records a certificate for an account before it is in force. Raises Refused for a key that was revoked."""


def needs(holder: Holder, now: datetime) -> bool:
    """Return whether a certificate is missing, has ended, or ends within the time of the warning."""
    return holder.ends is None or holder.ends - WARNED <= now


def ends_soon(authority: x509.Certificate, now: datetime) -> bool:
    """Return whether the authority itself must be replaced soon."""
    return authority.not_valid_after_utc - WARNED <= now


def tell(keyring: Keyring, now: datetime) -> Iterator[str]:
    """Yield the authority with its fingerprint, then everybody who signs."""
    authority = keyring.authority()
    if authority is None:
        yield "Chưa có nơi cấp chứng thư số. Chạy: meeting init"
        return
    yield f"Nơi cấp chứng thư số: {common_name(authority)}, đến {short_date(authority.not_valid_after_utc)}"
    yield f"Dấu vân tay (SHA-256): {spoken(fingerprint(authority))}"
    away = "" if keyring.authority_key.exists() else " (hiện không có ở đó: cắm USB khi cần cấp thẻ hay gia hạn)"
    yield f"Khóa của nơi cấp: {keyring.authority_key}{away}"
    if ends_soon(authority, now):
        yield "  Sắp hết hạn. Lập nơi cấp mới: meeting keys --new-authority (biên bản cũ vẫn kiểm tra được)"
    for holder in keyring.holders():
        until = "chưa có chứng thư số" if holder.ends is None else f"đến {short_date(holder.ends)}"
        remedy = "  → meeting keys --renew" if needs(holder, now) else ""
        yield f"  {holder.full_name} ({holder.account}): {until}{remedy}"


def renew(
    keyring: Keyring,
    issuer: Issuer,
    now: datetime,
    enter: Enter,
    *,
    wanted: Container[str] = (),
    everybody: bool = False,
) -> Iterator[str]:
    """Issue new certificates where needed and for the accounts `wanted`, with their present keys and PINs.

    Yields one line for each person, certified until when or why not; a single line when nobody needed it.
    """
    count = 0
    for holder in keyring.holders():
        if everybody or holder.account in wanted or needs(holder, now):
            count += 1
            try:
                keyring.certify(holder.account, issuer, now=now, enter=partial(enter, holder.account))
            except Refused as refused:
                yield f"{holder.full_name} ({holder.account}): {refused}"
                continue
            certificate = keyring.certificate(holder.account)
            until = short_date(certificate.not_valid_after_utc) if certificate else ""
            yield f"Đã cấp chứng thư số cho {holder.full_name} ({holder.account}), đến {until}. Thẻ và PIN giữ nguyên."
    if not count:
        yield "Chứng thư số của mọi người còn hạn, không thay đổi gì."


def found(keyring: Keyring, office: str, passphrase: str, now: datetime, enter: Enter) -> Iterator[str]:
    """Make a new authority in place of the present one, which stays trusted for its certificates. Yields sentences."""
    keyring.make_authority(office, passphrase, now=now)
    yield "Đã lập nơi cấp chứng thư số mới. Chứng thư của nơi cũ được giữ để kiểm tra biên bản đã ký."
    yield from renew(keyring, keyring.unlock(passphrase), now, enter, everybody=True)
    yield from shown(keyring, passphrase)


def shown(keyring: Keyring, passphrase: str) -> Iterator[str]:
    """Yield the passphrase, which is shown once, and the fingerprint, which everybody may know."""
    authority = keyring.authority()
    yield f"Cụm từ mật khẩu của nơi cấp chứng thư số: “{passphrase}”"
    yield (
        "  Chỉ hiện một lần này: hãy ghi ra giấy và cất riêng. Cần khi cấp thẻ, gia hạn cho người ký biên bản, "
        "và để mở bản sao lưu trên máy khác."
    )
    if authority is not None:
        yield f"Dấu vân tay của nơi cấp chứng thư số: {spoken(fingerprint(authority))}"
