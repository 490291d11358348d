"""Checking: whoever is in the room's network holds a paper to what this office keeps, without signing in."""
