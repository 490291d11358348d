"""Vendored browser files are exactly what their publishers made: complete, unchanged, licensed, and nothing else."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text())
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())


def on_disk() -> set[str]:
    """Paths below static/vendor, without the two lists themselves."""
    files = (path for path in VENDOR.rglob("*") if path.is_file())
    return {path.relative_to(VENDOR).as_posix() for path in files} - {"vendor.lock.json", "MANIFEST.json"}


@pytest.mark.parametrize("path", sorted(MANIFEST))
def test_a_vendored_file_is_unchanged(path: str) -> None:
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == MANIFEST[path]


def test_nothing_is_vendored_that_the_manifest_does_not_name() -> None:
    assert on_disk() == set(MANIFEST)


def test_the_manifest_names_exactly_what_the_lock_asks_for() -> None:
    wanted = {f"{package['folder']}/{target}" for package in LOCK for target in package["files"].values()}
    assert set(MANIFEST) == wanted


@pytest.mark.parametrize("package", LOCK, ids=lambda package: package["name"])
def test_a_package_is_pinned_and_brings_its_licence(package: dict[str, str]) -> None:
    assert package["integrity"].startswith("sha512-")
    assert package["version"][0].isdigit()
    assert (VENDOR / package["folder"] / "LICENSE").stat().st_size > 500


def test_no_script_has_an_ending_that_servers_do_not_know() -> None:
    assert not [path for path in on_disk() if path.endswith(".mjs")]
