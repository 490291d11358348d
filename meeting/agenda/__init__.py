"""Meetings, their items and seats, from the draft to the end."""
