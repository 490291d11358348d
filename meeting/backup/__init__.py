"""Backup: one encrypted file with everything in an installation, tried automatically, restored by one command."""
