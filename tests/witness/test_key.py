"""The event key: one for an installation, even when several servers begin together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from meeting.witness.key import key_file, make_event_key, public_half


def made(data: Path) -> bytes:
    make_event_key(data)
    return key_file(data).read_bytes()


def test_servers_that_start_together_have_one_key(tmp_path: Path) -> None:
    for number in range(20):
        data = tmp_path / str(number)
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(made, [data] * 8))
        assert len(keys) == 1
        assert [path.name for path in (data / "keys").iterdir()] == ["event.key"]
        assert len(public_half(data)) == 64
        assert key_file(data).stat().st_mode & 0o077 == 0
