"""Packs: load a meeting from a folder, and write a meeting to a folder."""
