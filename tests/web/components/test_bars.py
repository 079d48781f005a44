"""Bars: lengths in proportion, every figure in words and in the table, one image with its text, nothing inline, any number of rows."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from benevolat.core.clock import duration_words

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Accompagnement des personnes âgées isolées " * 6


def drawn(app: Flask, values: list[tuple[Any, ...]], series: tuple[str, ...] = ("Attestées",), **more: Any) -> Element:
    rows = [{"label": label, "figures": [{"value": each, "words": duration_words(each)} for each in figures]} for label, *figures in values]
    with app.test_request_context():
        text = str(app.jinja_env.get_template("components/bars.html").module.bars("h", "Mes heures", rows, series, "Année", **more))  # type: ignore[attr-defined]
    assert "style=" not in text
    return html5lib.parse(text)  # type: ignore[no-any-return]


def by_class(page: Element, name: str) -> list[Element]:
    return [each for each in page.iter() if name in (each.get("class") or "").split()]


def widths(page: Element, rank: int = 1) -> list[float]:
    filled = [each for drawing in by_class(page, "bars__drawing") for each in by_class(drawing, f"bars__fill--{rank}")]
    return [float((each.get("width") or "").removesuffix("%")) for each in filled]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_lengths_are_in_proportion_and_add_up(app: Flask) -> None:
    minutes = [750, 45, 1, 600, 2400]
    page = drawn(app, [(str(n), each) for n, each in enumerate(minutes)])
    exact = [100 * each / 2400 for each in minutes]
    shown = widths(page)
    assert shown[2] == 0.5, "a minute is still seen"
    assert [each for n, each in enumerate(shown) if n != 2] == pytest.approx([each for n, each in enumerate(exact) if n != 2], abs=0.0005)
    assert sum(shown) - shown[2] == pytest.approx(100 * (sum(minutes) - 1) / 2400, abs=0.002)


def test_every_figure_is_written_in_the_drawing_and_in_the_table(app: Flask) -> None:
    page = drawn(app, [("2026", 750), ("2025", 45)], total=[duration_words(795)])
    assert [words(each) for each in by_class(page, "bars__value")] == ["12 h 30", "45 min"]
    [table] = page.iter(f"{HTML}table")
    lines = [[words(cell) for cell in row] for row in table.iter(f"{HTML}tr")]
    assert lines == [["Année", "Attestées"], ["2026", "12 h 30"], ["2025", "45 min"], ["En tout", "13 h 15"]]
    assert {each.get("scope") for each in table.iter(f"{HTML}th")} == {"row", "col"}


def test_the_drawing_is_one_image_with_its_words(app: Flask) -> None:
    page = drawn(app, [("2025", 45), ("2026", 750)])
    [drawing] = [each for each in page.iter() if each.get("role") == "img"]
    assert "2026, 12\u00a0h\u00a030" in (drawing.get("aria-label") or "")
    assert all(each.get("aria-hidden") == "true" for each in page.iter(f"{SVG}svg"))
    [figure] = page.iter(f"{HTML}figure")
    assert words(next(each for each in page.iter() if each.get("id") == figure.get("aria-labelledby"))) == "Mes heures"


def test_two_series_are_told_apart_without_colour_and_never_stacked(app: Flask) -> None:
    page = drawn(app, [("2026", 600, 300), ("2025", 0, 60), ("2024", 30, 0)], ("Attestées", "Déclarées"))
    assert (widths(page, 1), widths(page, 2)) == ([100, 5], [50, 10])
    assert all(each.get("x") is None for each in page.iter(f"{SVG}rect")), "each bar begins at the left"
    [pattern] = page.iter(f"{SVG}pattern")
    second = [each.get("fill") for each in by_class(page, "bars__fill--2")]
    assert set(second) == {f"url(#{pattern.get('id')})"}
    assert [words(each) for each in by_class(page, "bars__key")[0]] == ["Attestées", "Déclarées"]
    assert "Déclarées" in words(next(page.iter(f"{HTML}thead")))


@pytest.mark.parametrize("values", [[], [("2026", 750)], [(f"{year}", year) for year in range(1987, 2027)], [(LONG, 60)], [("2026", 0)]],
                         ids=["none", "one", "forty", "long", "zero"])
def test_any_number_of_rows(app: Flask, values: list[tuple[Any, ...]]) -> None:
    page = drawn(app, values)
    assert len(by_class(page, "bars__row")) == len(values)
    most = max((each for _label, each in values), default=0)
    assert widths(page) == pytest.approx([100 * each / most for _label, each in values if each], abs=0.001)
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert (not values) == (words(page) == ""), "nothing without a row"


def test_one_series_needs_no_key_and_two_figures_share_no_id(app: Flask) -> None:
    assert not by_class(drawn(app, [("2026", 750)]), "bars__key")
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/bars.html").module.bars  # type: ignore[attr-defined]
        rows = [{"label": "a", "figures": [{"value": 1, "words": "1"}, {"value": 2, "words": "2"}]}]
        text = "".join(str(macro(each, "t", rows, ("x", "y"), "z")) for each in ("un", "deux"))
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == 4 == len(set(ids))
