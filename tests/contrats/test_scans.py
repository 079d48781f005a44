"""What a telephone adds to a photograph is taken off, what draws is kept; anything but a photograph or a scan is refused."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from benevolat.contrats.errors import ActiveFile, PictureTooBig, WrongFile
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


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def dark_corner(picture: Image.Image) -> str:
    """Tell in which corner the black is."""
    width, height = picture.size
    corners = {"top left": (2, 2), "top right": (width - 3, 2), "bottom left": (2, height - 3), "bottom right": (width - 3, height - 3)}
    values = {name: picture.convert("L").getpixel(at) for name, at in corners.items()}
    dark = [name for name, value in values.items() if int(value) < 60]  # type: ignore[arg-type]
    return " and ".join(dark)


UP = {None: "top left", 1: "top left", 3: "bottom right", 6: "top right", 8: "bottom left"}


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("up", UP)
def test_a_photograph_is_drawn_anew_upright_without_what_the_telephone_wrote(progressive: bool, up: int | None) -> None:
    taken = drawn("JPEG", exif=camera(up), comment=SECRET, progressive=progressive)
    taken = taken[:2] + b"\xff\xed" + struct.pack(">H", len(SECRET) + 2) + SECRET + taken[2:] + SECRET
    assert taken.count(SECRET) >= 3
    kind, content = clean(taken)
    assert kind is MediaType.JPEG
    assert SECRET not in content
    assert not opened(content).getexif()
    assert dark_corner(opened(content)) == UP[up]
    assert opened(content).size == ((32, 48) if up in (6, 8) else (48, 32))


def test_the_small_picture_of_a_header_is_dropped() -> None:
    taken = drawn("JPEG")
    at = taken.index(b"JFIF\0")
    header = b"\xff\xe0" + struct.pack(">H", 16 + 3 + len(SECRET)) + taken[at:at + 12] + b"\x01\x01" + SECRET + b"\0\0\0"
    with_thumbnail = taken[:2] + header + taken[at + 14:]
    assert SECRET not in clean(with_thumbnail)[1]


def test_a_png_is_drawn_anew() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    taken = drawn("PNG")
    extra = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", SECRET) + chunk(b"zTXt", b"a\0\0" + zlib.compress(SECRET))
    kind, content = clean(taken[:33] + extra + taken[33:] + SECRET)
    assert kind is MediaType.JPEG
    assert SECRET not in content
    assert dark_corner(opened(content)) == "top left"


@pytest.mark.parametrize("hidden", [b"<script>alert(1)</script>", b"%PDF-1.7 %%EOF", b"PK\x03\x04", b"#!/bin/sh"])
def test_a_file_that_is_two_things_at_once_is_one_afterwards(hidden: bytes) -> None:
    words = PngInfo()
    words.add_text("Comment", hidden.decode("latin-1"))
    for taken in (drawn("JPEG", comment=hidden) + hidden, drawn("PNG", pnginfo=words) + hidden):
        assert hidden in taken
        assert hidden not in clean(taken)[1]


def test_a_transparent_sheet_is_on_white() -> None:
    kept = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(kept, "PNG")
    assert opened(clean(kept.getvalue())[1]).getpixel((5, 5)) == (255, 255, 255)


def test_more_points_than_a_page_needs_are_not_kept() -> None:
    kept = io.BytesIO()
    Image.new("L", (4000, 100), "white").save(kept, "PNG")
    assert opened(clean(kept.getvalue())[1]).size == (3508, 88)


@pytest.mark.parametrize("side", [5000, 30000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = bytearray(drawn("PNG"))
    sent[16:24] = struct.pack(">II", side, side)
    sent[29:33] = struct.pack(">I", zlib.crc32(bytes(sent[12:29])))
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("a pixel was unpacked"))
    with pytest.raises(PictureTooBig):
        clean(bytes(sent))


def pdf(inside: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj " + inside + b" endobj\n%%EOF\n"


def objects(inside: bytes, packed: bytes | None = None) -> bytes:
    """A PDF whose objects are in a packed stream."""
    stream = zlib.compress(inside) if packed is None else packed
    return pdf(b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n" + stream + b"\nendstream")


PAGES = [
    pdf(b"<< >>"), pdf(b"<< /OpenAction [3 0 R /Fit] /Title (JS) >>"), objects(b"<< /Type /Page /JSON 3 >>"),
    pdf(b"<< /Subtype /Image >> stream\n\x00/JS \x01/Launch \nendstream"),
]


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_a_pdf_of_pages_is_kept_as_it_is(number: int) -> None:
    assert clean(PAGES[number]) == (MediaType.PDF, PAGES[number])


ACTIVE = [
    pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), pdf(b"<< /S /J#61vaScript >>"), pdf(b"<< /S/Launch/F(cmd.exe) >>"),
    pdf(b"<< /EmbeddedFiles 3 0 R >>"), pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"), pdf(b"<< /Encrypt 3 0 R >>"),
    pdf(b"<< /S /SubmitForm >>"), pdf(b"<< /Subtype /RichMedia >>"), pdf(b"<< >> stream\nx\nendstream << /S /GoToE >>"),
    objects(b"<< /JS (app.alert(1)) >>"), objects(b"", packed=b"cannot be read"), objects(b"", packed=zlib.compress(b"x" * 999)[:-9]),
    objects(b"", packed=zlib.compress(b" " * 9_000_000)),
    pdf(b"<< /Type /Obj#53tm >> stream\n" + zlib.compress(b"<< /S /Launch >>") + b"endstream"),
]


@pytest.mark.parametrize("number", range(len(ACTIVE)))
def test_a_pdf_that_acts_or_hides_is_refused(number: int) -> None:
    with pytest.raises(ActiveFile):
        clean(ACTIVE[number])


DAMAGE: list[Callable[[], bytes]] = [
    lambda: b"", lambda: b"<html><script>alert(1)</script>", lambda: b"GIF89a" + b"\0" * 40, lambda: b"%PDF-1.7 sans fin",
    lambda: b"PK\x03\x04 un document", lambda: drawn("JPEG")[:-40], lambda: drawn("JPEG")[:12], lambda: b"\xff\xd8\xff\xd9",
    lambda: drawn("PNG")[:60], lambda: drawn("PNG")[:40] + b"?" + drawn("PNG")[41:],
    lambda: b"\x89PNG\r\n\x1a\n",
    lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", lambda: b"\xff\xd8\xff" + b"\xff" * 60,
]


@pytest.mark.parametrize("number", range(len(DAMAGE)))
def test_anything_else_is_refused(number: int) -> None:
    with pytest.raises(WrongFile):
        clean(DAMAGE[number]())
