"""Packs: a meeting as a folder, into the room and out of it."""
