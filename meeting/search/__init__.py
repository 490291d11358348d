"""Search: papers by page, minutes, what was discussed, concluded and decided, with and without accents.

The index is made by the worker from what is there, and can be made again at any time: it is no part of the record, of
backups or of a migration. Whatever it finds, a reader is shown what they may see and is told of nothing else.
"""
