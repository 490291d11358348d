"""Two versions of a paper compared for a page: one comparison at a time, and each kept while many people ask for it."""

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
    """What changed, page by page; None where the words of either are not known.

    Whoever waits for their turn holds nothing that commits need. A new version is told to the whole room at once, and
    is compared for the first who asks.
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
