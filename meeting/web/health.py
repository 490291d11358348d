"""Health, for support: whether the database can be written, the disk has space, and the loop is not blocked."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.store.disk import free_mb
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@limiter.exempt
def health() -> Response:
    """Return the state of the server as JSON.

    `{ok, loop_lag_ms_max, loop_busy_ms_max, waiting_writes, disk_free_mb, disk_low}`: how long the loop stood still,
    and how much of a stall was its own computing. `?reset=1`, from this machine only, begins a new measurement.
    """
    with site().database.read() as db:
        low = current.settings(db).disk_low_mb
    reset = "reset" in flask.request.args and current.address() in ("127.0.0.1", "::1")
    free = free_mb(site().settings.data)
    disk = {"disk_free_mb": free, "disk_low": free < low}
    lag, busy = (round(each, 1) for each in site().lag(reset))
    still = {"loop_lag_ms_max": lag, "loop_busy_ms_max": busy}
    return flask.jsonify({"ok": True, **still, "waiting_writes": site().database.gate.depth, **disk})
