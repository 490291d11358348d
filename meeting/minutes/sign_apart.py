"""The signing task, run in a process of its own: `python -m meeting.minutes.sign_apart` (see work/apart.py)."""

import base64
import sys
from pathlib import Path

import msgspec

from meeting.minutes.keys import WrongPassphrase, open_signer
from meeting.minutes.sign_task import Answer, Request
from meeting.minutes.signing import CannotSign, sign


def answer(request: Request) -> Answer:
    """Sign as asked."""
    key = Path(request.key).read_bytes()
    try:
        signer = open_signer(key, request.passphrase)
        signed = sign(Path(request.pdf).read_bytes(), request.field, key, request.passphrase, request.signed_at)
    except WrongPassphrase:
        return Answer(wrong_passphrase=True)
    except CannotSign as error:
        return Answer(problem=str(error))
    return Answer(signed=base64.b64encode(signed).decode(), certificate=signer.fingerprint)


def main() -> None:
    """Read the request from standard input, write the answer to standard output."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(answer(request)))


if __name__ == "__main__":
    main()
