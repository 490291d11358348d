"""Rehearsal: the same people on the same tablets in a pretend meeting. It cannot touch real data.

It is a separate server on a scratch installation inside the data folder. The real server stops meanwhile, so its
database is not even open. When the rehearsal ends, for any reason, the scratch folder is deleted and the real server
starts again.
"""
