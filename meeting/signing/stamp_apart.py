"""The stamping task, run in a separate process: `python -m meeting.signing.stamp_apart` (see work/apart.py)."""

from meeting.kernel.task import answer_request
from meeting.signing.stamp_task import StampAnswer, StampRequest
from meeting.signing.stamping import CannotStamp, ask_stamp


def answer(request: StampRequest) -> StampAnswer:
    """Return the service's token, or what prevented it."""
    try:
        return StampAnswer(token=ask_stamp(request.url, request.content))
    except CannotStamp as error:
        return StampAnswer(problem=str(error))


if __name__ == "__main__":
    answer_request(StampRequest, answer)
