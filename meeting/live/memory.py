"""Makes the allocator return memory, so that a burst of sign-ins does not enlarge the server for good."""

import contextlib
import ctypes

M_MMAP_THRESHOLD = -3  # numbers of glibc's malloc.h
M_ARENA_MAX = -8

LARGE = 1 << 20
ARENAS = 2


def give_back_memory() -> None:
    """Return every freed block of at least a MiB to the system. Does nothing without glibc.

    By default glibc raises this bound to the size of the first freed block (19 MiB, a PIN's hash), and keeps one such
    block in an arena of each thread that ever hashed: 60 sign-ins on twenty threads kept 400 MiB.
    """
    with contextlib.suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_ARENA_MAX, ARENAS)
