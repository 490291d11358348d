"""The reading of signatures, run in the jail: `python -m meeting.documents.signed_apart` (see conversion.py)."""

from pathlib import Path

from meeting.documents.conversion import AskedSignatures
from meeting.documents.signatures import Signatures, SignedState, judged
from meeting.signing.inspection import Unreadable, inspect
from meeting.work.jail import answer_jailed


def read(asked: AskedSignatures) -> Signatures:
    """Judge every signature of a PDF as those of minutes are judged."""
    content = Path(asked.path).read_bytes()
    try:
        found = inspect(content, asked.trusted.encode() or None)
    except Unreadable:
        signed = b"/ByteRange" in content
        return Signatures(SignedState.UNREADABLE if signed else SignedState.UNSIGNED)
    return judged(found.signatures)


if __name__ == "__main__":
    answer_jailed(AskedSignatures, read)
