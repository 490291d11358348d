"""A reverse proxy in front: what it says of a visitor counts, what anybody else says of themselves does not."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from meeting.config import Settings

SAID = ("HTTP_FORWARDED", *(f"HTTP_X_FORWARDED_{word}" for word in ("FOR", "PROTO", "HOST", "PORT", "PREFIX")))


class NamedProxy:
    """Believes X-Forwarded-For, -Proto and -Host from the addresses that `behind_proxy` names; others lose them."""

    def __init__(self, app: Callable[..., Iterable[bytes]], settings: Settings) -> None:
        self._app = app
        self._believing = ProxyFix(app, x_for=1, x_proto=1, x_host=1)
        self._settings = settings

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if self._settings.is_proxy(environ.get("REMOTE_ADDR", "")):
            return self._believing(environ, start_response)
        for name in SAID:
            environ.pop(name, None)
        return self._app(environ, start_response)


def came_by_proxy(environ: Mapping[str, Any]) -> bool:
    """Whether the reverse proxy that the settings name handed in this request."""
    return "werkzeug.proxy_fix.orig" in environ
