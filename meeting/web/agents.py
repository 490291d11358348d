"""The browser's description of its device, in words that its owner knows."""

_DEVICES = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_named(agent: str) -> str:
    """Return `iPad, Safari`; empty for an unknown browser. The rest of the description is not stored."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (_DEVICES, _BROWSERS))
    return ", ".join(filter(None, found))
