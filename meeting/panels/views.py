"""Groups of views: the officers, people with a seat, and the order in which views are updated."""

from meeting.access.policy import View

OFFICERS = (View.CHAIR, View.CLERK)
"""The views of the officers."""
READERS = (View.MEMBER, View.CHAIR, View.GUEST)
"""Views whose pages show the papers of the present item; the secretary sees them in each item's line."""
SEATED = (View.MEMBER, View.CHAIR, View.CLERK, View.GUEST)
"""Every view except the hall screen."""
OUTSIDE = (View.GUEST, View.SCREEN)
"""Views that see nothing of internal items. Guests can see the hall screen."""
INSIDE = (View.MEMBER, View.CHAIR, View.CLERK)
"""Views that see everything."""
IN_TURN = (View.MEMBER, View.SCREEN, View.GUEST, View.CHAIR, View.CLERK)
"""The order in which views get a change: watching views first, the views with the most expensive pages last."""
