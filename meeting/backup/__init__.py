"""Backup: one encrypted file that holds all of an installation, tried by itself, put back by one command."""
