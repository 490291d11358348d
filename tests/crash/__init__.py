"""Power cuts and failing disks: the program's own SQLite on a disk that forgets, tears and refuses.

`shim.py` is between SQLite and the disk, `folders.py` between Python and the disk; both report to a `Disk`
(`disk.py`) what was written and what was made durable. `sitting.py` is the part of a meeting that is recorded,
`promises.py` what must hold of every state that a power cut may leave. `python -m tests.crash` tries ten thousand.
"""
