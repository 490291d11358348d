"""Directories check that people are who they say they are: the office's own one, and an outside one (LDAP)."""
