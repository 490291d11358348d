"""Rehearsal: the same people on the same tablets in a pretend meeting, which nothing real can be touched from.

It is a server of its own on a scratch installation inside the data folder. While it runs the real one does not, so its
database is not even open; when it ends, however it ends, the scratch folder is thrown away and the real server is back.
"""
