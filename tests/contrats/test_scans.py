"""What a telephone adds to a photograph is taken off, what draws is kept; anything but a photograph or a scan is refused."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from benevolat.contrats.errors import WrongFile
from benevolat.contrats.models import MediaType
from benevolat.contrats.services.scans import clean

SECRET = b"GPS 45.1885 5.7245 Telephone de Paul"


def drawn(kind: str, **how: Any) -> bytes:
    """A picture with a corner that tells which way is up."""
    picture = Image.new("RGB", (48, 32), "white")
    picture.paste("black", (0, 0, 16, 8))
    kept = io.BytesIO()
    picture.save(kept, kind, **how)
    return kept.getvalue()


def camera(up: int | None = None) -> bytes:
    """What a telephone writes: where, and which way is up."""
    tags = Image.Exif()
    tags[0x010E] = SECRET.decode()
    tags.get_ifd(0x8825)[29] = "2026:11:22"
    if up is not None:
        tags[0x0112] = up
    return tags.tobytes()


def pixels(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).convert("RGB").tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("up", [None, 1, 3, 6, 8])
def test_a_photograph_keeps_its_pixels_and_which_way_is_up(progressive: bool, up: int | None) -> None:
    taken = drawn("JPEG", exif=camera(up), comment=SECRET, progressive=progressive)
    taken = taken[:2] + b"\xff\xed" + struct.pack(">H", len(SECRET) + 2) + SECRET + taken[2:] + SECRET
    assert taken.count(SECRET) >= 3
    kind, content = clean(taken)
    assert kind is MediaType.JPEG
    assert SECRET not in content
    assert pixels(content) == pixels(taken)
    tags = Image.open(io.BytesIO(content)).getexif()
    assert dict(tags) == ({} if up in (None, 1) else {0x0112: up})
    assert not tags.get_ifd(0x8825)


def test_restarts_and_stuffed_bytes_are_read_as_pixels() -> None:
    noisy = io.BytesIO()
    Image.frombytes("RGB", (64, 64), bytes((each * 7919) % 256 for each in range(64 * 64 * 3))).save(
        noisy, "JPEG", quality=100, restart_marker_blocks=2)
    assert b"\xff\x00" in noisy.getvalue()
    assert b"\xff\xd0" in noisy.getvalue()
    assert pixels(clean(noisy.getvalue())[1]) == pixels(noisy.getvalue())


def test_the_small_picture_of_a_header_is_dropped() -> None:
    taken = drawn("JPEG")
    at = taken.index(b"JFIF\0")
    header = b"\xff\xe0" + struct.pack(">H", 16 + 3 + len(SECRET)) + taken[at:at + 12] + b"\x01\x01" + SECRET + b"\0\0\0"
    with_thumbnail = taken[:2] + header + taken[at + 14:]
    assert SECRET not in clean(with_thumbnail)[1]


def test_a_png_keeps_what_draws() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    taken = drawn("PNG")
    extra = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", SECRET) + chunk(b"zTXt", b"a\0\0" + zlib.compress(SECRET))
    taken = taken[:33] + extra + taken[33:] + SECRET
    kind, content = clean(taken)
    assert kind is MediaType.PNG
    assert SECRET not in content
    assert b"zTXt" not in content
    assert pixels(content) == pixels(taken)


def test_a_pdf_is_kept_as_it_is() -> None:
    body = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
    assert clean(body) == (MediaType.PDF, body)


DAMAGE: list[Callable[[], bytes]] = [
    lambda: b"", lambda: b"<html><script>alert(1)</script>", lambda: b"GIF89a" + b"\0" * 40, lambda: b"%PDF-1.7 sans fin",
    lambda: b"PK\x03\x04 un document", lambda: drawn("JPEG")[:-40], lambda: drawn("JPEG")[:12], lambda: b"\xff\xd8\xff\xd9",
    lambda: drawn("PNG")[:-6], lambda: drawn("PNG")[:60], lambda: drawn("PNG")[:40] + b"?" + drawn("PNG")[41:],
    lambda: b"\x89PNG\r\n\x1a\n",
    lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", lambda: b"\xff\xd8\xff" + b"\xff" * 60,
]


@pytest.mark.parametrize("number", range(len(DAMAGE)))
def test_anything_else_is_refused(number: int) -> None:
    with pytest.raises(WrongFile):
        clean(DAMAGE[number]())
