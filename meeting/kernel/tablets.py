"""The tablets that several people share."""

from enum import StrEnum


class SharedTablets(StrEnum):
    """The devices that lock themselves and ask for a PIN before each ballot."""

    EACH = "each"
    """Those of which somebody says at sign-in that they are shared."""
    ALL = "all"
