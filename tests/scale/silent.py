"""Strangers: connections that are opened and say nothing. `python -m tests.scale.silent PORT COUNT`; loopback only.

Prints a line when all have come, and keeps them open until it is ended.
"""

import contextlib
import resource
import socket
import sys
import time

MOST = 10_000
LONGEST = 120.0


def main() -> None:
    """Open them all."""
    port, count = int(sys.argv[1]), min(int(sys.argv[2]), MOST)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    links = []
    for _ in range(count):
        with contextlib.suppress(OSError):  # a refused one counts as well
            links.append(socket.create_connection(("127.0.0.1", port), timeout=5))
    print(len(links), flush=True)
    time.sleep(LONGEST)


if __name__ == "__main__":
    main()
