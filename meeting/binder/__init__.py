"""The binder: agenda and papers of a meeting in one file, with contents, bookmarks and page numbers.

It contains exactly what one reader may read. The worker makes it, keeps it for a while, and makes it again when its
content changes. It is not part of the record.
"""
