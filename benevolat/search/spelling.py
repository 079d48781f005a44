"""How people write on a telephone (« pr », « ss », « qqn »), read as what they mean: in questions only (data/ecritures.txt)."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from .french import fold

DATA = Path(__file__).parent / "data" / "ecritures.txt"
TOKEN = re.compile(r"[^\W\d_]+")


def read(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what each written word stands for, as folded words; « # » begins a remark."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        written, _equals, meant = line.partition("#")[0].partition("=")
        if meant.strip():
            found[fold(written.strip())] = tuple(fold(meant).split())
    return found


@cache
def spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the spellings that come with the code, read once."""
    return read(DATA.read_text(encoding="utf-8").splitlines())


def meant(word: str) -> tuple[str, ...]:
    """Return the words that a folded word stands for: itself, most often."""
    return spellings().get(word) or (word,)


def spelt_out(text: str) -> str:
    """Return a text with what is written short written in full; the rest as it is, accents included."""
    return TOKEN.sub(lambda found: " ".join(spellings().get(fold(found[0]), (found[0],))), text)
