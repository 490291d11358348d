"""Certifies keys in a separate process: opening the authority's key is slow on purpose, and tablets must not wait.

It writes nothing: a certificate is put in place after it is in the register.
"""

import contextlib
from pathlib import Path

from meeting.kernel.task import answer_request
from meeting.signing import certificates
from meeting.signing.certify_task import CertifyAnswer, CertifyRequest
from meeting.signing.keys import open_authority, read_key
from meeting.signing.sealed import WrongPassphrase


def answer(request: CertifyRequest) -> CertifyAnswer:
    """Return a certificate for each readable key, or what is wrong with the authority or the passphrase."""
    try:
        authority = certificates.read(Path(request.authority).read_bytes())[0]
        issuer = open_authority(authority, Path(request.authority_key).read_bytes(), request.words)
    except WrongPassphrase:
        return CertifyAnswer(wrong_words=True)
    except (OSError, ValueError):
        return CertifyAnswer(unreadable=True)
    if issuer.certificate.not_valid_after_utc <= request.now:
        return CertifyAnswer(ended=True)
    made = {}
    for account, place in request.keys.items():
        with contextlib.suppress(OSError, ValueError):
            made[account] = certificates.pem(read_key(Path(place).read_bytes()).certify(issuer, now=request.now))
    return CertifyAnswer(made)


if __name__ == "__main__":
    answer_request(CertifyRequest, answer)
