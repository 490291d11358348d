"""Witness: what stands outside the box of a meeting's journal, so that whoever holds the box cannot rewrite it alone.

At each change of state of a meeting the head of its journal is signed and handed to every device (`panels`), which
keeps it; a file beside the database, and on other disks, keeps it too (`following`). A head that was handed out and
that the journal does not contain means a journal that was rewritten or put back: devices raise the alarm
(`commands`), a server says so when it starts (`standing`), and `meeting verify --witness` names the entry.
"""
