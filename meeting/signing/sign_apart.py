"""The signing task, run in a separate process: `python -m meeting.signing.sign_apart` (see work/apart.py)."""

import base64
from pathlib import Path

import msgspec

from meeting.kernel.task import answer_request
from meeting.signing import certificates
from meeting.signing.keys import open_signer
from meeting.signing.sealed import WrongPassphrase
from meeting.signing.sign import CannotSign, sign
from meeting.signing.sign_task import Request, SignAnswer


def answer(request: Request) -> SignAnswer:
    """Return the signed file, or why it cannot be signed."""
    try:
        certificate = certificates.read(Path(request.certificate).read_bytes())[0]
        signer = open_signer(Path(request.key).read_bytes(), certificate, request.passphrase)
        signer = msgspec.structs.replace(signer, title=request.title, unit=request.unit)  # as on the day of the meeting
        pdf, trusted = Path(request.pdf).read_bytes(), request.trusted.encode()
        signed = sign(pdf, request.field, signer, request.signed_at, request.head, trusted, register=request.register)
    except WrongPassphrase:
        return SignAnswer(wrong_passphrase=True)
    except CannotSign as error:
        return SignAnswer(problem=error.why)
    return SignAnswer(signed=base64.b64encode(signed).decode(), certificate=signer.fingerprint)


if __name__ == "__main__":
    answer_request(Request, answer)
