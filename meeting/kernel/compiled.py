"""Compiles templates once for all processes. Compiling was a third of the start-up time.

The result is stored beside the templates, as Python stores compiled modules. A changed template is compiled again.
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
    """The compiled templates of one kind of environment. If they cannot be stored, each process compiles for itself."""

    def __init__(self, kind: str) -> None:
        folder = asset_root() / "templates" / "__pycache__"
        super().__init__(str(folder), f"{kind}-{version('jinja2')}-%s")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a stored template. A damaged file is ignored, and the template is compiled again."""
        with suppress(OSError, pickle.UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a compiled template."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)
