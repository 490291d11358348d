"""Whatever an editor does to a plan on screen, in any order, the export is what they meant."""

from pathlib import Path

import pytest

from tests.council import Council
from tests.editor import Editor, exports_what_was_meant
from tests.tries import seeds


@pytest.mark.parametrize("seed", seeds(20))
def test_random_editing_exports_the_intended_meeting_and_reads_back_equal(
    council: Council, tmp_path: Path, seed: int
) -> None:
    council.watching = False
    exports_what_was_meant(Editor(council, seed), tmp_path)
