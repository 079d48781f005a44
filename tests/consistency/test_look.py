"""The look holds together: contrasts measured from the tokens, every file in its bundle, every macro documented, every drawing light."""

import gzip
import json
import re
from pathlib import Path

import pytest

from benevolat.core.settings import ROOT
from benevolat.web.failures import PAGES

CSS = ROOT / "static" / "css"
JS = ROOT / "static" / "js"
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
DRAWINGS = sorted((TEMPLATES / "drawings").glob("*.svg"))

# (what is written, on what, the least contrast): 4.5 for words, 3 for the border of a control or a mark.
PAIRS = [
    *[(ink, ground, 4.5) for ink in ("ink", "stone", "drac", "garance", "noyer", "epicea") for ground in ("paper", "white", "mist")],
    ("line", "paper", 3), ("line", "white", 3), ("line", "mist", 3),
    ("on-drac", "drac", 4.5), ("on-drac", "drac-dark", 4.5), ("drac-dark", "paper", 4.5),
    ("on-ground", "apricot", 4.5), ("on-ground", "genepi", 4.5), ("on-footer", "footer", 4.5),
    ("ink", "garance-soft", 4.5), ("ink", "noyer-soft", 4.5), ("ink", "epicea-soft", 4.5),
    ("garance", "garance-soft", 3), ("noyer", "noyer-soft", 3), ("epicea", "epicea-soft", 3),
]


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = (CSS / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", light))
    return found if scheme == "light" else found | dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})", dark))


def _luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(scheme: str) -> None:
    tokens = _tokens(scheme)
    weak = [
        f"{ink} on {ground}: {_contrast(tokens[ink], tokens[ground]):.1f} < {least}"
        for ink, ground, least in PAIRS if _contrast(tokens[ink], tokens[ground]) < least
    ]
    assert not weak, weak


def test_dark_gives_every_colour_again() -> None:
    light, dark = (CSS / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([\w-]+):\s*#", part)) for part in (light, dark)]
    assert names[0] == names[1], names[0] ^ names[1]


@pytest.mark.parametrize("folder", [CSS, JS], ids=["css", "js"])
def test_bundle_lists_every_file_once(folder: Path) -> None:
    listed = [name for bundle in folder.glob("*.txt") for name in bundle.read_text().split()]
    present = sorted(str(each.relative_to(folder)) for each in folder.rglob(f"*.{folder.name}"))
    assert sorted(listed) == present


def test_colours_are_named_in_tokens_only() -> None:
    strays = {
        str(each.relative_to(CSS)): found
        for each in CSS.rglob("*.css") if each.name not in {"tokens.css", "print.css"}
        if (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", re.sub(r"/\*.*?\*/", "", each.read_text(), flags=re.S)))
    }
    assert not strays


def test_css_and_scripts_are_light() -> None:
    whole = b"".join((folder / name).read_bytes() for folder in (CSS, JS) for name in (folder / "bundle.txt").read_text().split())
    assert len(gzip.compress(whole)) <= 14_000, "with two faces of 17 kB and the page itself, the first visit must stay under 60 kB"


@pytest.mark.parametrize("macro", COMPONENTS, ids=lambda each: each.stem)
def test_macro_says_how_it_is_used(macro: Path) -> None:
    head = re.match(r"\{#.*?#\}", macro.read_text(), re.S)
    assert head
    assert "Example:" in head[0]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda each: each.stem)
def test_drawing_is_light_and_takes_the_colours_of_the_page(drawing: Path) -> None:
    source = drawing.read_text()
    assert len(source.encode()) <= 2048
    assert not re.search(r'\bid=|style=|fill="(?!none)|stroke="(?!none)|#[0-9a-f]{3,6}', source)


def test_each_domain_can_be_chosen_by_its_drawing() -> None:
    domains = json.loads((ROOT / "benevolat" / "competences" / "data" / "domaines.json").read_text())
    codes = {each["code"] for each in domains}
    assert codes
    assert codes <= {each.stem for each in DRAWINGS}


def test_each_failure_has_its_page() -> None:
    assert {str(each) for each in PAGES} == {each.stem for each in (TEMPLATES / "errors").glob("[0-9]*.html")}
