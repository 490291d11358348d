"""Witness: copies outside the meeting's server, so that nobody with the whole server can rewrite a journal alone.

At each milestone of a meeting the head of its journal is signed and sent to every device (`panels`), which keeps it; a
file beside the database, and on other disks, keeps it too (`following`). If the journal does not contain a head that
was handed out, it was rewritten or restored from a backup: devices raise the alarm (`commands`), a server says so when
it starts (`standing`), and `meeting verify --witness` names the entry.
"""
