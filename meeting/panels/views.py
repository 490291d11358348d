"""Views: who is looking. A panel is the same for everybody in one view."""

VIEWS = ("member", "chair", "clerk", "guest", "screen")
OFFICERS = ("chair", "clerk")
