"""Rosters: a list of people in a file. It is read, checked, imported, and can be undone."""
