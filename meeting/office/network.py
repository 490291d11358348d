"""The room's network on screen: HTTPS by the installation's own authority, and the Wi-Fi shown on the hall screen."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from meeting.kernel.refusals import Refused, _l
from meeting.network.commands import JOB, ChooseWifi, RequestHttps
from meeting.network.hosts import hosts_of, shown_host
from meeting.network.pages import served_at
from meeting.network.rules import wifi_code
from meeting.network.shelf import Shelf
from meeting.network.tables import network
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.signing.certificates import spoken
from meeting.web import current, qr
from meeting.web.address import plain_url
from meeting.web.site import site
from meeting.work.jobs import is_open

blueprint = Blueprint("office_network", __name__)

REQUESTED = _l("Đã nhận. Trang này tự báo khi xong.")
CHOSEN = _l("Đã lưu Wi-Fi. Màn hình hội trường hiện từ lần mở sau.")


@blueprint.get("/network")
def room_network() -> str:
    """Show the state of the network."""
    require_administrator()
    return _page()


@blueprint.post("/network/https")
def request_https() -> Response | tuple[str, int]:
    """Request certificates for HTTPS, for the first time or again."""
    require_administrator()
    form = flask.request.form
    try:
        hand_in(RequestHttps, host=form.get("host", ""), anew=form.get("anew") == "yes")
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(REQUESTED, "/network")


@blueprint.post("/network/wifi")
def choose_wifi() -> Response | tuple[str, int]:
    """Store the name of the Wi-Fi."""
    require_administrator()
    form = flask.request.form
    hidden = form.get("hidden") == "yes"
    try:
        hand_in(ChooseWifi, wifi=form.get("wifi", ""), password=form.get("password", ""), hidden=hidden)
    except Refused as refused:
        return _page(told(refused)), refused.status
    return done(CHOSEN, "/network")


def _page(problem: str = "") -> str:
    settings = site().settings
    with site().database.read() as db:
        row, under_way = network(db), is_open(db, JOB)
    https = Shelf(settings.data).https(current.now())
    hosts = hosts_of(settings, row.name)
    install = f"{plain_url(settings, shown_host(hosts, settings))}/trust"
    code = wifi_code(row.wifi_name, row.wifi_password, hidden=row.wifi_hidden) if row.wifi_name else ""
    return page(
        "office/network.html",
        problem=problem,
        row=row,
        under_way=under_way,
        https=https,
        there=served_at(https),
        possible=settings.own_https,
        install=install,
        install_code=qr.picture(install),
        wifi_picture=qr.picture(code) if code else "",
        spoken=spoken(https.fingerprint),
        uncovered=sorted(set(hosts) - set(https.hosts)) if https.hosts else [],
    )
