"""What a browser says it is, in the words that its owner knows the device by."""

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
    """`iPad, Safari`; empty for one that says nothing known. Nothing else of what it says is kept."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (_DEVICES, _BROWSERS))
    return ", ".join(filter(None, found))
