"""Gauges: how long a server's loop stood still, and honest percentiles."""

import json
import math
from collections.abc import Sequence
from typing import Any

from tests.server import connection


def loop_stall_ms(port: int, *, secure: bool) -> float:
    """The longest standstill of the event loop since the last call, in milliseconds."""
    link = connection(port, secure=secure, timeout=30)
    try:
        link.request("GET", "/healthz?reset=1", headers={"Accept": "application/json"})
        body: dict[str, Any] = json.loads(link.getresponse().read())
    finally:
        link.close()
    return float(body["loop_lag_ms_max"])


def rank(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile, `share` between 0 and 1; not a number when nothing was measured."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
