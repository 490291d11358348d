"""Which tablets are treated as shared by several people."""

from enum import StrEnum


class SharedTablets(StrEnum):
    """The devices that lock themselves and ask for a PIN before each ballot."""

    EACH = "each"
    """Those of which somebody says at sign-in that they are shared."""
    ALL = "all"
