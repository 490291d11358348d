"""Directories: where it is checked that somebody is who they say they are. The office's own, and one outside."""
