"""Makes keys in a separate process: making an RSA key holds a thread for long, and tablets must not wait.

It writes nothing: keys are put in place when their card is in force.
"""

from pathlib import Path

from meeting.kernel.task import answer_request
from meeting.signing import certificates
from meeting.signing.certificates import Issuer
from meeting.signing.key_task import KeyAnswer, KeyRequest
from meeting.signing.keys import make_key, open_authority, read_key
from meeting.signing.sealed import WrongPassphrase


def answer(request: KeyRequest) -> KeyAnswer:
    """Make the requested key.

    Returns an answer without a key when the passphrase is wrong or the authority cannot be used.
    """
    try:
        issuer = _issuer(request) if request.words else None
    except WrongPassphrase:
        return KeyAnswer(wrong_words=True)
    except (OSError, ValueError):
        return KeyAnswer(unreadable=True)
    if issuer is not None and issuer.certificate.not_valid_after_utc <= request.now:
        return KeyAnswer(ended=True)
    key = make_key(request.full_name, request.title, request.unit, request.passphrase)
    certificate = read_key(key).certify(issuer, now=request.now) if issuer is not None else None
    return KeyAnswer(key=key, certificate=certificates.pem(certificate) if certificate is not None else b"")


def _issuer(request: KeyRequest) -> Issuer:
    authority = certificates.read(Path(request.authority).read_bytes())[0]
    return open_authority(authority, Path(request.authority_key).read_bytes(), request.words)


if __name__ == "__main__":
    answer_request(KeyRequest, answer)
