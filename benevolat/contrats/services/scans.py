"""A photograph or a scan of a signed sheet, kept without what a telephone adds to it: where, when, with what it was taken."""

import struct
import zlib

from ..errors import WrongFile
from ..models import MediaType

PNG_HEAD, JPEG_HEAD, PDF_HEAD = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND"}
SOI, EOI, SOS, APP0, APP1, APP14, COM, TEM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE, 0x01
BARE = {TEM, *range(0xD0, 0xD8)}
"""Markers of JPEG that have no length."""
UPRIGHT, ORIENTATIONS, TAG = 1, range(1, 9), 0x0112


def clean(upload: bytes) -> tuple[MediaType, bytes]:
    """Return what a file truly is, by its first bytes, and its content without metadata. Raises WrongFile (at « upload »).

    A photograph keeps its pixels, its colours, and which way is up. A PDF is kept as it is.
    """
    try:
        if upload.startswith(JPEG_HEAD):
            return MediaType.JPEG, _jpeg(upload)
        if upload.startswith(PNG_HEAD):
            return MediaType.PNG, _png(upload)
    except (struct.error, IndexError, ValueError):
        raise WrongFile(field="upload") from None
    if upload.startswith(PDF_HEAD) and b"%%EOF" in upload[-2048:]:
        return MediaType.PDF, upload
    raise WrongFile(field="upload")


def _png(upload: bytes) -> bytes:
    """Keep the chunks that draw; stop at the end, whatever was hidden after it."""
    kept, at = [PNG_HEAD], len(PNG_HEAD)
    while True:
        length, name = struct.unpack(">I4s", upload[at:at + 8])
        chunk = upload[at:at + 12 + length]
        if struct.unpack(">I", chunk[8 + length:])[0] != zlib.crc32(chunk[4:8 + length]):
            raise ValueError
        if name in PNG_KEPT:
            kept.append(chunk)
        at += 12 + length
        if name == b"IEND":
            break
    if not any(each[4:8] == b"IDAT" for each in kept):
        raise ValueError
    return b"".join(kept)


def _jpeg(upload: bytes) -> bytes:
    """Keep the segments that draw; of what a camera wrote, only which way is up."""
    kept, at, up, drawn = [], 2, UPRIGHT, False
    while True:
        if upload[at] != 0xFF:
            raise ValueError
        marker = upload[at + 1]
        if marker == 0xFF:  # a byte of filling
            at += 1
            continue
        if marker == EOI:
            break
        size = 0 if marker in BARE else struct.unpack(">H", upload[at + 2:at + 4])[0]
        segment, at = upload[at:at + 2 + size], at + 2 + size
        if len(segment) != 2 + size or marker == SOI:
            raise ValueError
        if marker == APP1 and segment[4:10] == b"Exif\0\0":
            up = _orientation(segment[10:])
        elif marker in {APP0, APP14} or not (APP0 <= marker <= 0xEF or marker == COM):
            kept.append(_without_thumbnail(segment) if marker == APP0 else segment)
        if marker == SOS:
            end = _end_of_scan(upload, at)
            kept.append(upload[at:end])
            at, drawn = end, True
    if not drawn:
        raise ValueError
    return b"".join([b"\xff\xd8", *_which_way_up(up), *kept, b"\xff\xd9"])


def _without_thumbnail(segment: bytes) -> bytes:
    """Keep the density of a JFIF header, not the small picture it may hold; drop its extensions."""
    if segment[4:9] != b"JFIF\0" or len(segment) < 16:
        return b""
    return b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"


def _end_of_scan(upload: bytes, at: int) -> int:
    """Return where the next marker begins: after FF neither a stuffed zero nor a restart."""
    while True:
        at = upload.index(b"\xff", at)
        following = upload[at + 1]
        if following != 0 and following not in BARE and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """Read which way is up in the tags of a camera, upright when they do not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return UPRIGHT
    try:
        first = struct.unpack(order + "I", tiff[4:8])[0]
        for number in range(struct.unpack(order + "H", tiff[first:first + 2])[0]):
            start = first + 2 + 12 * number
            tag, _kind, _count, value = struct.unpack(order + "HHIH", tiff[start:start + 10])
            if tag == TAG:
                return int(value) if value in ORIENTATIONS else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def _which_way_up(up: int) -> list[bytes]:
    """Return a segment that says which way is up and nothing else, none when the picture is upright."""
    if up == UPRIGHT:
        return []
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, TAG, 3, 1, up, 0, 0)
    body = b"Exif\0\0" + tiff
    return [b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body]
