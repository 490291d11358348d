"""Copies third-party browser files into static/vendor, exactly as published and nothing more.

The lock names each package, its exact version, the sha512 of its archive and the few files wanted.
`python .ci/vendor.py` fetches, checks, copies (also the licences) and writes MANIFEST.json with the
sha256 of every file; a test recomputes those without the network. To update a package change its version,
run with `--relock`, read the differences, commit.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"
MANIFEST = VENDOR / "MANIFEST.json"


def fetch(name: str, version: str, into: Path) -> bytes:
    """Return the package's archive from the registry. Raises CalledProcessError when the registry does not send it."""
    npm = shutil.which("npm") or sys.exit("npm is needed to fetch vendored files")
    packed = subprocess.run(
        [npm, "pack", f"{name}@{version}", "--json", "--pack-destination", str(into)],
        check=True,
        capture_output=True,
        text=True,
    )
    filename: str = json.loads(packed.stdout)[0]["filename"]
    return (into / filename).read_bytes()


def integrity(archive: bytes) -> str:
    """Return `sha512-<base64>`, the form in which npm states it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def unpack(archive: Path, files: dict[str, str], folder: Path) -> None:
    """Copy the wanted members (path in package: path in folder); a missing one is a KeyError."""
    with tarfile.open(archive) as tar:
        for member, target in files.items():
            source = tar.extractfile(f"package/{member}")
            if source is None:
                raise KeyError(member)
            place = folder / target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(source.read())


def vendor(package: dict[str, str], files: dict[str, str], relock: bool) -> None:
    """Replace one package's folder by the locked files."""
    with tempfile.TemporaryDirectory() as temporary:
        archive = fetch(package["name"], package["version"], Path(temporary))
        found = integrity(archive)
        if relock:
            package["integrity"] = found
        if found != package["integrity"]:
            sys.exit(f"{package['name']} {package['version']}: integrity differs from the lock")
        folder = VENDOR / package["folder"]
        shutil.rmtree(folder, ignore_errors=True)
        packed = Path(temporary) / "package.tgz"
        packed.write_bytes(archive)
        unpack(packed, files, folder)


def manifest() -> dict[str, str]:
    """Return the sha256 of every vendored file, by path below static/vendor."""
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path not in (LOCK, MANIFEST))
    return {str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> None:
    """Vendor everything in the lock."""
    relock = "--relock" in sys.argv[1:]
    lock = json.loads(LOCK.read_text())
    for package in lock:
        vendor(package, package["files"], relock)
    if relock:
        LOCK.write_text(json.dumps(lock, indent=2) + "\n")
    MANIFEST.write_text(json.dumps(manifest(), indent=2) + "\n")


if __name__ == "__main__":
    main()
