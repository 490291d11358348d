"""Meetings, their items and seats; agenda packs."""
