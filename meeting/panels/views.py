"""Views: through which of them the officers look, and everybody who has a seat; whose turn it is to be shown."""

from meeting.access.policy import View

OFFICERS = (View.CHAIR, View.CLERK)
"""The pages of those who run the meeting."""
READERS = (View.MEMBER, View.CHAIR, View.GUEST)
"""Those on whose pages the papers of the present item lie; the secretary's has each in its item's line."""
SEATED = (View.MEMBER, View.CHAIR, View.CLERK, View.GUEST)
"""Everybody but the hall screen."""
OUTSIDE = (View.GUEST, View.SCREEN)
"""They are shown nothing of internal items: the hall screen hangs where guests sit."""
INSIDE = (View.MEMBER, View.CHAIR, View.CLERK)
"""They are shown all."""
TOLD = (View.MEMBER, View.SCREEN, View.GUEST, View.CHAIR, View.CLERK)
"""In this order views are shown a change: those who look on first, those whose pages cost most last."""
