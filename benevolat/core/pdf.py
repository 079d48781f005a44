"""Documents as tagged PDFs: a typst template, data as JSON and never as markup; PDF/UA-1 and PDF/A-3a whenever the letters allow it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

import segno
import typst

from . import clock
from .settings import ROOT

TEMPLATES = ROOT / "templates" / "pdf"
FONTS = ROOT / "static" / "vendor" / "fonts-pdf"
Standard = Literal["ua-1", "a-3a"]
STANDARDS: tuple[Standard, ...] = ("ua-1", "a-3a")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document: its bytes, the standards it claims (none when a letter stopped them), and what stopped them."""

    content: bytes
    standards: tuple[str, ...]
    problem: str | None = None


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read the fonts once a process: those of the code alone, so that a document is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def render_pdf(template: str, data: Mapping[str, Any]) -> Pdf:
    """Compile templates/pdf/<template>.typ with `data`, which it reads as `json(bytes(sys.inputs.data))`.

    A letter that none of our fonts draws (or draws without a Unicode value) forbids the claims: the document is then made
    without them, and says what stopped it.
    """
    try:
        return Pdf(_compile(template, data, STANDARDS), STANDARDS)
    except typst.TypstError as failure:
        problem = str(failure)
    return Pdf(_compile(template, data, ()), (), problem)


def qr(address: str, *, light: str | None = None) -> str:
    """Return an address as a QR drawn in SVG, black on nothing or on `light`, with the quiet margin that readers need."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, omitsize=True, xmldecl=False, light=light)
    return drawn.getvalue().decode()


def _compile(template: str, data: Mapping[str, Any], standards: tuple[Standard, ...]) -> bytes:
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=_fonts(), format="pdf", pdf_standards=[*standards],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, timestamp=int(clock.now().timestamp()),
    )
