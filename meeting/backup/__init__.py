"""Backup: one encrypted file with everything in an installation, tested automatically, restored by one command."""
