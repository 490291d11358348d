"""The colour profile that PDF/A requires: sRGB primaries, gamma 2.2, as an ICC v2 profile.

It is written out here because generated profiles contain their creation time, and one manuscript must give the same
file.
"""

import struct

_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    b"rXYZ": (0.4361, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
_NAME = b"sRGB\x00"


def srgb_profile() -> bytes:
    """Return the bytes of the profile."""
    tags = {
        b"desc": _description(),
        b"cprt": b"text" + bytes(4) + b"Public domain\x00",
        b"wtpt": _xyz(_WHITE),
    }
    tags |= {name: _xyz(value) for name, value in _PRIMARIES.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv" + struct.pack(">4xIH", 1, round(2.2 * 256)))
    table, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(data), len(content))
        data += padded
    body = struct.pack(">I", len(tags)) + table + data
    return _header(128 + len(body)) + body


def _header(size: int) -> bytes:
    head = struct.pack(">I4xI", size, 0x02100000) + b"mntrRGB XYZ "
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    return (head + b"".join(_fixed(value) for value in _WHITE)).ljust(128, b"\x00")


def _description() -> bytes:
    return b"desc" + struct.pack(">4xI", len(_NAME)) + _NAME + bytes(8 + 3 + 67)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(value) for value in values)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
