"""Logins, sessions, directories, and who may do what."""
