"""The binder: agenda and papers of a meeting as one file, with contents, bookmarks and running page numbers.

It holds what one reader may read, and nothing else. It is made by the worker, kept for a while by what is in it, and
made again when that changes: no part of the record.
"""
