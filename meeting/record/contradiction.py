"""The error for a journal that contradicts itself."""


class Contradiction(Exception):  # noqa: N818 - becomes chain.Broken with the number of the entry
    """An event that cannot follow those before it; the message says why, in Vietnamese."""
