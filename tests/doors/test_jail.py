"""The jail: what reads files from outside reaches nothing else, has limits, and never runs without the jail."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from meeting.cli import doctor, main
from meeting.cli.founding import initialise
from meeting.config import Settings
from meeting.documents.content import looking
from meeting.documents.content.looking import look
from meeting.documents.conversion import CannotConvert, convert, read_pages
from meeting.documents.converters import lacking
from meeting.kernel.refusals import Refused
from meeting.work.jail import Bounds, JailFailed, OutOfTime, run_jailed
from tests.cast import PDF
from tests.server import AGENDAS

pytestmark = pytest.mark.usefixtures("real_jail")

PAPERS = AGENDAS / "ubnd-mau" / "papers"


@pytest.fixture(params=["not installed", "forbidden by the system"])
def no_jail(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no jail is possible."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("prlimit", "soffice", "true"):
        (programs / name).symlink_to(shutil.which(name) or "/bin/false")
    if request.param != "not installed":
        refusing = programs / "bwrap"
        refusing.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
        refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))


ESCAPES = """
import os, pathlib, socket, sys
def reached(what):
    try:
        what()
    except OSError:
        return
    print(what.__name__)
def network(): socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2)
def secret(): pathlib.Path(sys.argv[2]).read_bytes()
def passwords(): pathlib.Path("/etc/shadow").read_bytes()
def papers_changed(): pathlib.Path(sys.argv[3]).write_bytes(b"")
def beside(): pathlib.Path(sys.argv[3] + ".new").write_bytes(b"")
def program_changed(): pathlib.Path(sys.prefix, "planted").write_bytes(b"")
for what in (network, secret, passwords, papers_changed, beside, program_changed): reached(what)
ours_there = sys.argv[3].startswith("/tmp") or sys.prefix.startswith("/tmp")
if os.listdir("/tmp") and not ours_there: print("others' files")
if len([each for each in os.listdir("/proc") if each.isdigit()]) > 2: print("others' processes")
assert pathlib.Path(sys.argv[3]).read_bytes()
print("done")
"""


def test_the_jail_reaches_no_network_and_no_other_file_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("5e" * 32)
    paper = tmp_path / "papers" / "to-trinh.pdf"
    paper.parent.mkdir()
    paper.write_bytes(PDF)
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = [str(server.getsockname()[1]), str(tmp_path / "secret.key"), str(paper)]
        said = run_jailed([sys.executable, "-c", ESCAPES, *words], Bounds(seconds=20), reads=[paper.parent])
    assert said == b"done\n"


def test_memory_and_time_are_bounded() -> None:
    greedy = "bytearray(512 << 20); print('had it')"
    with pytest.raises(JailFailed):
        run_jailed([sys.executable, "-c", greedy], Bounds(seconds=20, memory=256 << 20))
    with pytest.raises(OutOfTime):
        run_jailed([sys.executable, "-c", "import time; time.sleep(60)"], Bounds(seconds=1))


def test_a_file_that_crashes_the_reader_does_not_affect_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bounds are so small here that every reader fails: first the one for all files, then also one for each
    file."""
    papers = sorted(PAPERS.iterdir())
    small = Bounds(seconds=20, memory=32 << 20)
    monkeypatch.setattr(looking, "MANY", small)
    assert all(isinstance(looked, str) for looked in look(papers).values())
    monkeypatch.setattr(looking, "ONE", small)
    codes = {looked.code for looked in look(papers).values() if isinstance(looked, Refused)}
    assert codes == {"documents.content_unsafe"}


@pytest.mark.usefixtures("no_jail")
def test_without_a_jail_nothing_is_converted_or_opened(tmp_path: Path) -> None:
    paper = tmp_path / "to-trinh.pdf"
    paper.write_bytes(PDF)
    reasons: list[Callable[[], object]] = [
        lambda: convert(PAPERS / "to-trinh-duong-lien-thon.docx", ".docx"),
        lambda: read_pages(paper),
    ]
    for opening in reasons:
        with pytest.raises(CannotConvert, match="chưa cô lập được"):
            opening()
    with pytest.raises(Refused) as refused:
        look([paper])
    assert refused.value.code == "work.no_jail"


@pytest.mark.usefixtures("no_jail")
def test_without_a_jail_an_import_and_the_doctor_say_what_to_do(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "var", public_url="http://phonghop.test")
    list(initialise(settings))
    words = ["--data", str(settings.data), "import", str(AGENDAS / "ubnd-mau")]
    told = CliRunner().invoke(main, words, env={"MEETING_PUBLIC_URL": settings.public_url})
    assert (told.exit_code, "meeting doctor" in told.output) == (1, True), (told.output, told.exception)
    finding = next(each for each in doctor.examine(settings) if "bubblewrap" in each.what)
    assert (finding.good, finding.blocks) == (False, True)
    assert "apt install bubblewrap" in finding.remedy or "user namespaces" in finding.remedy


def test_an_office_file_is_converted_in_the_jail() -> None:
    if shutil.which("soffice") is None:
        pytest.fail("the tests need LibreOffice: see .ci/system")
    pdf = convert(PAPERS / "to-trinh-duong-lien-thon.docx", ".docx")
    assert pdf.startswith(b"%PDF")


LATE = """
from meeting.live.loop import patch
patch("eventlet", postgresql=False)
import subprocess
from meeting.work.apart import TaskFailed, run_apart
import msgspec
class Asked(msgspec.Struct): pass
for ends_late in (
    lambda: subprocess.run(["sleep", "5"], input=b"", capture_output=True, timeout=0.1),
    lambda: subprocess.Popen(["sleep", "5"]).wait(0.1),
):
    try:
        ends_late()
    except subprocess.TimeoutExpired:
        print("late")
try:
    run_apart("meeting.cli.check_apart", Asked(), Asked, seconds=0.01)
except TaskFailed:
    print("told in words")
"""


def test_a_late_program_is_reported_also_under_the_servers_own_loop() -> None:
    """There the library runs programs by a copy of `subprocess`; its exceptions must be those that callers catch."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", LATE], capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[:3] == ["late", "late", "told in words"], done.stderr


def test_a_photograph_becomes_a_page_without_an_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meeting.documents.conversion.converter", lambda: None)
    photo = Image.new("RGBA", (6000, 4000), (200, 30, 30, 0))
    for name in ("a.png", "a.jpg"):
        turned = Image.Exif()
        turned[0x0112] = 6  # held upright
        photo.convert("RGB" if name == "a.jpg" else "RGBA").save(tmp_path / name, exif=turned)
        (tmp_path / "a.pdf").write_bytes(convert(tmp_path / name, tmp_path.joinpath(name).suffix))
        with pypdfium2.PdfDocument(tmp_path / "a.pdf") as made:
            width, height = made[0].get_size()
        assert (len(read_pages(tmp_path / "a.pdf").texts), round(height), width < height) == (1, 842, True)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(CannotConvert, match="không đọc được ảnh này"):
        convert(tmp_path / "a.png", ".png")


def test_a_missing_part_of_the_office_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("soffice", "libswlo.so"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(CannotConvert, match="chưa cài phần LibreOffice"):
        convert(tmp_path / "a.xlsx", ".xlsx")
    assert [part.package for part in lacking()] == ["libreoffice-calc-nogui", "libreoffice-impress-nogui"]
    (tmp_path / "libswlo.so").unlink()
    assert lacking() == [], "a system that keeps its parts elsewhere"
