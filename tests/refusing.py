"""What a rule answers: the last word of the code with which it refuses."""

from collections.abc import Callable

from meeting.kernel.refusals import Refused


def refusal(check: Callable[[], object]) -> str | None:
    """`no_title` of `voting.no_title`; None when the rule refuses nothing. The refusal must have a sentence."""
    try:
        check()
    except Refused as refused:
        assert str(refused)
        return refused.code.partition(".")[2]
    return None
