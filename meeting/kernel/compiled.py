"""Templates are compiled once for all processes: compiling them was a third of what it takes to begin.

What comes of it is kept beside them, as Python keeps what it makes of a module; a changed template is compiled anew.
"""

import pickle
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from meeting.kernel.assets import asset_root


class Compiled(FileSystemBytecodeCache):
    """What environments of one kind make of the templates. Where none can be kept, each process compiles for itself."""

    def __init__(self, kind: str) -> None:
        folder = asset_root() / "templates" / "__pycache__"
        super().__init__(str(folder), f"{kind}-{version('jinja2')}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it is whole."""
        with suppress(OSError, pickle.UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)
