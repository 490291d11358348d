"""Folders for each test: an office's, and a pack's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packs.office import PDF, Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "phien-hop-thang-9")


@pytest.fixture
def pack_folder(tmp_path: Path) -> Callable[[str], Path]:
    """Write `agenda.yaml` of a pack beside one paper; return the folder."""

    def make(agenda: str) -> Path:
        folder = tmp_path / "pack"
        (folder / "papers").mkdir(parents=True)
        (folder / "papers" / "bao-cao.pdf").write_bytes(PDF)
        (folder / "agenda.yaml").write_text(agenda, encoding="utf-8")
        return folder

    return make
