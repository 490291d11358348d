"""A paper with a journal attached, as large as an attacker makes it."""

import io
import zlib

import pikepdf

from meeting.paper.finish import ATTACHMENT

LITTLE = 320 << 20
"""Bytes: enough to read minutes, too few for an attachment that unpacks to more."""


def paper(journal: bytes, unpacked: int = 0) -> bytes:
    """A page with a journal attached; `unpacked`: this many zeros, which take a thousandth of that in the file."""
    found = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(pdf, journal, filename=ATTACHMENT)
        if unpacked:
            pack, zeros = zlib.compressobj(1), bytes(1 << 20)
            small = b"".join(pack.compress(zeros) for _ in range(unpacked >> 20)) + pack.flush()
            stream = pdf.attachments[ATTACHMENT].obj.EF.F
            stream.write(small, filter=pikepdf.Name.FlateDecode)
        pdf.save(found, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return found.getvalue()
