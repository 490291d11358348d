"""The page that helps a tablet to trust this server. It is open to everybody, over plain HTTP.

It redirects nobody. People who install nothing continue as before and can read what they miss.
"""

import plistlib
import uuid

import flask
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.network.hosts import shown_host
from meeting.network.rules import DeviceKind, HttpsState
from meeting.network.shelf import Https, Shelf
from meeting.signing.certificates import common_name, fingerprint, spoken
from meeting.web import current, headers
from meeting.web.address import asked_host, secure_url
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("trust", __name__)

_PROFILE_SPACE = uuid.UUID("6f0c8f0e-7a3e-4d55-9d0a-3d1b5f0c2a51")


@blueprint.get("/trust")
def trust() -> Response:
    """Show what to do on this tablet, and whether it is done."""
    https = Shelf(site().settings.data).https(current.now())
    there = served_at(https)
    page = render_template(
        "network/trust.html",
        https=https,
        there=there,
        here=flask.request.is_secure,
        device=_device(flask.request.headers.get("User-Agent", "")),
        spoken=spoken(https.fingerprint),
    )
    answer = flask.make_response(page)
    if there:  # the page asks this address whether the tablet trusts the server
        policy = headers.POLICY.replace("connect-src 'self'", f"connect-src 'self' {there}")
        answer.headers["Content-Security-Policy"] = policy.format(nonce=headers.nonce())
    return answer


@blueprint.get("/trust/check")
@limiter.exempt
def check() -> Response:
    """Return an empty answer. A browser that receives it trusts the server."""
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/trust/phonghop.crt")
def certificate() -> Response:
    """Return the authority's certificate in the form for Android and computers."""
    return Response(_authority().public_bytes(Encoding.DER), mimetype="application/x-x509-ca-cert")


@blueprint.get("/trust/phonghop.mobileconfig")
def profile() -> Response:
    """Return the authority's certificate as a profile for iPads. Installing it again replaces the earlier profile."""
    authority = _authority()
    own, inner = (str(uuid.uuid5(_PROFILE_SPACE, part + fingerprint(authority))) for part in ("profile", "root"))
    name = common_name(authority)
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"phonghop.{inner}",
        "PayloadUUID": inner,
        "PayloadDisplayName": name,
        "PayloadContent": authority.public_bytes(Encoding.DER),
    }
    whole = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"phonghop.{own}",
        "PayloadUUID": own,
        "PayloadDisplayName": name,
        "PayloadDescription": "Cho phép máy này mở phòng họp bằng đường truyền mã hóa (HTTPS).",
        "PayloadContent": [payload],
    }
    return Response(plistlib.dumps(whole), mimetype="application/x-apple-aspen-config")


def served_at(https: Https) -> str:
    """Return the HTTPS address of this server for the present request; empty when HTTPS is off."""
    settings = site().settings
    if not settings.own_https or https.state == HttpsState.NONE:
        return ""
    asked = asked_host()
    return secure_url(settings, asked if asked in https.hosts else shown_host(https.hosts, settings))


def _authority() -> x509.Certificate:
    found = Shelf(site().settings.data).authority()
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def _device(agent: str) -> DeviceKind | None:
    """Return the kind, or None for others. An iPad's browser calls itself a Mac."""
    if any(word in agent for word in ("iPad", "iPhone", "Macintosh")):
        return DeviceKind.APPLE
    return DeviceKind.ANDROID if "Android" in agent else None
