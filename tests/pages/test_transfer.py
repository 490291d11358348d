"""What crosses the network is compressed, and a page brings along what it needs to be seen."""

import gzip
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from meeting.kernel.assets import asset, asset_root
from meeting.web.modules import modules
from meeting.web.transfer import packed
from tests.council import Council
from tests.pages.client import Browser, Tags

STATIC = Path(asset_root()) / "static"
GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_a_page_comes_compressed_to_a_browser_that_takes_it(sitting: Council) -> None:
    plain = Browser(sitting, "lan").get("/m/1")
    short = Browser(sitting, "lan").get("/m/1", **GZIP)
    assert "Content-Encoding" not in plain.headers
    assert short.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in short.headers["Vary"]
    assert 4 * len(short.data) < len(plain.data)
    told = Tags(gzip.decompress(short.data).decode())
    assert [tag for tag, _ in told.tags] == [tag for tag, _ in Tags(plain.text).tags]


def test_an_answer_to_a_script_stays_readable(sitting: Council) -> None:
    answer = Browser(sitting, "lan").get("/healthz", **GZIP)
    assert answer.json["ok"] is True


@pytest.mark.parametrize("name", ["vendor/pdfjs/pdf.min.js", "vendor/pdfjs/wasm/openjpeg.wasm", "js/room/room.js"])
def test_a_static_file_comes_compressed_and_whole(council: Council, name: str) -> None:
    content = (STATIC / name).read_bytes()
    short = Browser(council).get(asset(name), **GZIP)
    assert short.headers["Content-Encoding"] == "gzip"
    assert "immutable" in short.headers["Cache-Control"]
    assert gzip.decompress(short.data) == content
    assert len(short.data) < 0.6 * len(content)
    whole = Browser(council).get(asset(name))
    assert "Content-Encoding" not in whole.headers
    assert whole.data == content
    assert short.mimetype == whole.mimetype
    whole.close()


def test_a_file_that_a_whole_room_asks_for_at_once_is_compressed_once(tmp_path: Path) -> None:
    asked, room = tmp_path / "large.js", threading.Barrier(8)
    asked.write_bytes(b"let large = 1;\n" * 1000)
    compressed: list[Path] = []

    def slowly(pack: Callable[[Path], bytes | None], path: Path) -> bytes | None:
        compressed.append(path)
        time.sleep(0.05)
        return pack(path)

    def tablet(_: int) -> bytes | None:
        room.wait()
        return packed(asked, slowly)

    with ThreadPoolExecutor(8) as tablets:
        got = set(tablets.map(tablet, range(8)))
    assert compressed == [asked]
    assert [gzip.decompress(each or b"") for each in got] == [asked.read_bytes()]


def test_an_already_compressed_file_is_sent_as_it_is(council: Council) -> None:
    answer = Browser(council).get(asset("fonts/noto/noto-sans-latin.woff2"), **GZIP)
    assert "Content-Encoding" not in answer.headers
    answer.close()


@pytest.mark.parametrize("path", ["../pyproject.toml", "%2e%2e/pyproject.toml", "js", "js/none.js"])
def test_only_static_files_are_sent_as_static_files(council: Council, path: str) -> None:
    folder = asset("js/room/room.js").removesuffix("js/room/room.js")
    assert Browser(council).get(f"{folder}{path}", **GZIP).status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/", "/m/1"])
def test_a_page_is_visible_after_one_round_trip(sitting: Council, path: str) -> None:
    tags = Tags(Browser(sitting, "lan").get(path).text).tags
    links = [attributes for tag, attributes in tags if tag == "link"]
    assert not [each for each in links if each["rel"] == "stylesheet"]
    sources = [attributes["src"] for tag, attributes in tags if tag == "script" and "src" in attributes]
    ahead = {each["href"] for each in links if each["rel"] == "modulepreload"}
    assert sources
    scripts = [str(source).partition("/js/")[2] for source in sources]
    assert ahead | set(sources) == {found for script in scripts for found in modules(f"js/{script}")}


def test_the_modules_of_a_page_are_followed_through_all_imports() -> None:
    found = modules("js/reader/reader.js")
    assert found[0] == asset("js/reader/reader.js")
    for name in ("js/room/room.js", "js/live/clock.js", "js/reader/sheet.js", "vendor/socket.io/socket.io.esm.min.js"):
        assert asset(name) in found
    assert asset("vendor/pdfjs/pdf.min.js") not in found
