"""What may never stand as a contract's reference: a social security number or a CAF number, in any of the ways people type them."""

import re

_NIR = re.compile(r"[1-478]\d{4}(\d{2}|2[ABab])\d{6}(\d{2})?")
_SEPARATORS = re.compile(r"[\s.\-_/]")


def looks_like_nir(text: str) -> bool:
    """Tell whether a text holds a social security number: thirteen or fifteen digits, Corsica's letter among them perhaps."""
    bare = _SEPARATORS.sub("", text)
    digits = "".join(each for each in bare if each.isdigit())
    return len(digits) in (13, 15) or _NIR.search(bare) is not None


def is_forbidden_reference(text: str) -> bool:
    """Tell whether a reference looks like a social security number or a CAF number (seven digits, a letter after them perhaps)."""
    return looks_like_nir(text) or re.fullmatch(r"\d{7}[A-Za-z]?", _SEPARATORS.sub("", text)) is not None
