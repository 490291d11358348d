"""The counting task, run in the jail: `python -m meeting.documents.pages_apart` (see conversion.py)."""

import pypdfium2

from meeting.documents.conversion import Asked, Pages
from meeting.work.jail import answer_jailed


def count(asked: Asked) -> Pages:
    """Count the pages of a PDF; a damaged one ends the task."""
    return Pages(count=len(pypdfium2.PdfDocument(asked.path)))


if __name__ == "__main__":
    answer_jailed(Asked, count)
