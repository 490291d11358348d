"""Checking: anybody in the room's network can compare minutes with what this office keeps, without signing in."""
