"""Panels: what a page shows of a meeting, drawn from current state, once for everybody in a view."""
