"""A reverse proxy in front: its statements about a visitor are trusted, those of anybody else are not."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from meeting.config import Settings

SAID = ("HTTP_FORWARDED", *(f"HTTP_X_FORWARDED_{word}" for word in ("FOR", "PROTO", "HOST", "PORT", "PREFIX")))


class NamedProxy:
    """Accepts X-Forwarded-For, -Proto and -Host from the addresses in `behind_proxy`; removes them from others."""

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
    """Return whether this request came through the reverse proxy that the settings name."""
    return "werkzeug.proxy_fix.orig" in environ
