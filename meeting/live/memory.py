"""The allocator told to give memory back: what a burst of sign-ins used must not stay with the server for good."""

import contextlib
import ctypes

M_MMAP_THRESHOLD = -3  # numbers of glibc's malloc.h
M_ARENA_MAX = -8

LARGE = 1 << 20
ARENAS = 2


def give_back_memory() -> None:
    """Have every block of a MiB or more returned to the system when it is freed. Without glibc nothing is done.

    By itself glibc raises the bound to the size of the first block freed (19 MiB, a PIN's hash), and keeps one such
    block in an arena of each thread that ever hashed: 60 sign-ins on twenty threads kept 400 MiB.
    """
    with contextlib.suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_ARENA_MAX, ARENAS)
