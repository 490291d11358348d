"""Compares two versions of a paper for a page.

Makes one comparison at a time, and keeps each while many people ask for it.
"""

import threading
from collections import OrderedDict

from meeting.documents.comparing import ChangedPage, compare
from meeting.documents.tables import Document, FormerVersion
from meeting.documents.texts import texts_of
from meeting.web.site import site

_KEPT = 8
_turn = threading.Semaphore(1)
_found: OrderedDict[tuple[str, str], list[ChangedPage]] = OrderedDict()

Version = Document | FormerVersion


def changed_pages(former: Version, paper: Version) -> list[ChangedPage] | None:
    """Return the changes page by page; None when the words of either version are unknown.

    A waiting request holds nothing that commits need. A new version is announced to the whole room at once, and
    compared only once, for the first reader who asks.
    """
    old, new = texts_of(site().blobs, former), texts_of(site().blobs, paper)
    if not any(old) or not any(new):
        return None
    which = former.text_sha256 or "", paper.text_sha256 or ""
    with _turn:
        if which not in _found:
            _found[which] = site().offload(compare, old, new)
        _found.move_to_end(which)
        while len(_found) > _KEPT:
            _found.popitem(last=False)
        return _found[which]
