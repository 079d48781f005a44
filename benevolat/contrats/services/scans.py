"""A photograph or a scan of a signed sheet: a picture is drawn anew, a PDF is kept when it holds pages and nothing that acts.

A picture drawn anew has lost what a telephone adds to it (where, when, with what it was taken) and whatever else was hidden in the file.
A PDF cannot be drawn anew without a renderer: it is looked at, and is only ever given back as a file to save.
"""

import io
import re
import struct
import zlib

from PIL import Image, ImageOps

from ..errors import ActiveFile, PictureTooBig, WrongFile
from ..models import MediaType

PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
PDF_HEAD, PDF_END = b"%PDF-", b"%%EOF"
MOST_PIXELS = 24_000_000
"""Read in the header, before a pixel is unpacked."""
A4 = (2480, 3508)
"""The pixels of a page at 300 dots per inch: more are not kept."""
QUALITY = 88
MOST_INFLATED = 8_000_000
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Encrypt)(?![A-Za-z0-9])"
)
"""The names by which a PDF runs a program, holds a file, calls outside or closes itself; a destination to open at is none of them."""


def clean(upload: bytes) -> tuple[MediaType, bytes]:
    """Return what a file truly is, by its content, and what is kept of it. Raises WrongFile, PictureTooBig, ActiveFile (at « upload »)."""
    for head, kind in PICTURES.items():
        if upload.startswith(head):
            return MediaType.JPEG, _drawn_anew(upload, kind)
    if upload.startswith(PDF_HEAD) and PDF_END in upload[-2048:]:
        _check_pages(upload)
        return MediaType.PDF, upload
    raise WrongFile(field="upload")


def _drawn_anew(upload: bytes, kind: str) -> bytes:
    """Return the pixels of a picture, upright, as a JPEG of its own."""
    try:
        with Image.open(io.BytesIO(upload), formats=(kind,)) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise PictureTooBig(field="upload")
            sent.draft("RGB", A4)
            sent.load()
            upright = _upright(sent).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooBig(field="upload") from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise WrongFile(field="upload") from None
    upright.thumbnail((max(A4), max(A4)))
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright.getchannel("A"))
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def _upright(sent: Image.Image) -> Image.Image:
    """Return a picture as its camera says it stands; as it is, when what the camera wrote cannot be read."""
    try:
        return ImageOps.exif_transpose(sent)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        return sent


def _check_pages(upload: bytes) -> None:
    """Refuse a PDF that acts, or that hides its objects from a reading: outside the streams of pages, and in those that hold objects."""
    told, end, left = [], 0, MOST_INFLATED
    for found in STREAM.finditer(upload):
        before = upload[end:found.start()]
        told.append(before)
        end = found.end()
        if b"/ObjStm" in _plain(before):
            inflated = _inflated(found[1], left)
            left -= len(inflated)
            told.append(inflated)
    told.append(upload[end:])
    if any(ACTS.search(_plain(each)) for each in told):
        raise ActiveFile(field="upload")


def _plain(written: bytes) -> bytes:
    """Return names as they are read: « /J#53 » is « /JS »."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), written)


def _inflated(stream: bytes, most: int) -> bytes:
    """Return the objects of a stream, so many bytes at most; one that cannot be read to its end is refused."""
    unpacking = zlib.decompressobj()
    try:
        objects = unpacking.decompress(stream, max(most, 1))
    except zlib.error:
        raise ActiveFile(field="upload") from None
    if not unpacking.eof:
        raise ActiveFile(field="upload")
    return objects
