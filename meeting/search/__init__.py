"""Search: papers by page, minutes, discussions, conclusions and decisions, with and without accents.

The worker makes the index from the tables and can make it again at any time: it is not part of the record, of backups
or of a migration. A reader gets only results that they may see, and no hint of others.
"""
