"""Views: through which of them the officers look, and everybody who has a seat."""

from meeting.access.policy import View

OFFICERS = (View.CHAIR, View.CLERK)
"""The pages of those who run the meeting."""
SEATED = (View.MEMBER, View.CHAIR, View.CLERK, View.GUEST)
"""Everybody but the hall screen."""
