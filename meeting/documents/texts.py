"""The words of papers, page by page, as in their PDF: stored as a blob that the row names (`text_sha256`).

They are read in the jail when the tablet's PDF is made. A scanned page has no words.
"""

from collections.abc import Sequence

import msgspec

from meeting.documents.tables import Document, FormerVersion
from meeting.store.blobs import Blobs


def keep_texts(blobs: Blobs, pages: Sequence[str]) -> str:
    """Store the words of a paper's pages and return the SHA-256 for the row."""
    return blobs.put(msgspec.json.encode(list(pages)))


def texts_of(blobs: Blobs, document: Document | FormerVersion) -> list[str]:
    """Return the words of each page of a paper, first page first; empty when they were not read."""
    if document.text_sha256 is None:
        return []
    return kept_texts(blobs, document.text_sha256)


def kept_texts(blobs: Blobs, text_sha256: str) -> list[str]:
    """Return the words stored under this hash."""
    return msgspec.json.decode(blobs.read(text_sha256), type=list[str])
