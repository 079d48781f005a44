"""The logo of an association: whatever was sent is drawn anew, small, without anything that was hidden in it."""

import hashlib
import io

from PIL import Image, ImageOps

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed

from ..errors import LogoTooBig, LogoUnreadable
from ..models import Association, Logo
from ..permissions import can_manage_association

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 1_500_000
MOST_PIXELS = 16_000_000
SIDE = 320
LONGEST_ALT = 120


def draw_anew(upload: bytes) -> tuple[bytes, int, int]:
    """Return a picture as a small WebP and its size: its pixels alone, upright, without a word of what came with them.

    The size is read in the header before a pixel is unpacked. Raises LogoTooBig or LogoUnreadable at « upload ».
    """
    if len(upload) > MOST_BYTES:
        raise LogoTooBig(field="upload")
    try:
        with Image.open(io.BytesIO(upload), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise LogoTooBig(field="upload")
            sent.draft("RGB", (2 * SIDE, 2 * SIDE))
            upright = ImageOps.exif_transpose(sent).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise LogoTooBig(field="upload") from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise LogoUnreadable(field="upload") from None
    upright.thumbnail((SIDE, SIDE))
    drawn = Image.new("RGBA", upright.size)
    drawn.paste(upright)
    kept = io.BytesIO()
    drawn.save(kept, "WEBP", quality=85, method=4)
    return kept.getvalue(), drawn.width, drawn.height


def put_logo(association: Association, upload: bytes, *, alt: str, by: User) -> Logo:
    """Show a logo, in place of the one before; `alt` says what it shows to who does not see it.

    Raises NotAllowed, LogoTooBig, LogoUnreadable, InvalidInput at « alt ».
    """
    if not can_manage_association(by, association):
        raise NotAllowed()
    words = " ".join(alt.split())
    if not words or len(words) > LONGEST_ALT:
        raise InvalidInput(field="alt")
    content, width, height = draw_anew(upload)
    logo = db.session.get(Logo, association.id) or Logo(association_id=association.id)
    logo.content, logo.digest = content, hashlib.sha256(content).hexdigest()
    logo.width, logo.height, logo.alt, logo.added_at = width, height, words, clock.now()
    db.session.add(logo)
    db.session.flush()
    return logo


def remove_logo(association: Association, *, by: User) -> None:
    """Take the logo away; taking it away twice changes nothing. Raises NotAllowed."""
    if not can_manage_association(by, association):
        raise NotAllowed()
    logo = db.session.get(Logo, association.id)
    if logo is not None:
        db.session.delete(logo)
        db.session.flush()
