"""What a drawn paper says."""

from meeting.proof.printed import lines


def text_of(pdf: bytes) -> str:
    return " ".join(line for _, line in lines(pdf))
