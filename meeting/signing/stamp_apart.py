"""The stamping task, run in a separate process: `python -m meeting.signing.stamp_apart` (see work/apart.py)."""

import sys

import msgspec

from meeting.signing.stamp_task import StampAnswer, StampRequest
from meeting.signing.stamping import CannotStamp, ask_stamp


def answer(request: StampRequest) -> StampAnswer:
    """Return the service's token, or what prevented it."""
    try:
        return StampAnswer(token=ask_stamp(request.url, request.content))
    except CannotStamp as error:
        return StampAnswer(problem=str(error))


def main() -> None:
    """Read the request from standard input, write the answer to standard output."""
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=StampRequest)
    sys.stdout.buffer.write(msgspec.json.encode(answer(request)))


if __name__ == "__main__":
    main()
