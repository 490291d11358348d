"""The paperless meeting room.

This package file stays empty of imports: the server must patch the standard library
before Flask is loaded (see wsgi.py), and any import here would come too early.
"""
