"""The words of papers, page by page, as their PDF has them: kept as a blob that the row names (`text_sha256`).

They are read in the jail when the tablet's PDF is made. A scanned page has none.
"""

from collections.abc import Sequence

import msgspec

from meeting.documents.tables import Document, FormerVersion
from meeting.store.blobs import Blobs


def keep_texts(blobs: Blobs, pages: Sequence[str]) -> str:
    """Keep the words of a paper's pages; the SHA-256 that the row names."""
    return blobs.put(msgspec.json.encode(list(pages)))


def texts_of(blobs: Blobs, document: Document | FormerVersion) -> list[str]:
    """The words of each page of a paper, the first page first; none when they were not read."""
    if document.text_sha256 is None:
        return []
    return kept_texts(blobs, document.text_sha256)


def kept_texts(blobs: Blobs, text_sha256: str) -> list[str]:
    """The words that were kept under this name."""
    return msgspec.json.decode(blobs.read(text_sha256), type=list[str])
