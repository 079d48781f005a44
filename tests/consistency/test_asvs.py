"""asvs.csv: every requirement of OWASP ASVS 5.0.0 for levels 1 and 2, in our words, and the test or the document that answers it.

The words are ours: the standard's are at https://github.com/OWASP/ASVS (CC BY-SA 4.0), under the same numbers. What is not met says so.
"""

import ast
import csv
from functools import cache
from pathlib import Path

import pytest

from benevolat.core.settings import ROOT

# how many requirements each section holds, and those of level 3 alone
SECTIONS = """1.1:2 1.2:10 1.3:12 1.4:3 1.5:3 2.1:3 2.2:3 2.3:5 2.4:2 3.1:1 3.2:3 3.3:5 3.4:8 3.5:8 3.6:1 3.7:5 4.1:5 4.2:5 4.3:2 4.4:4
5.1:1 5.2:6 5.3:3 5.4:3 6.1:3 6.2:12 6.3:8 6.4:6 6.5:8 6.6:4 6.7:2 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:3 7.6:2 8.1:4 8.2:4 8.3:3 8.4:2
9.1:3 9.2:4 10.1:2 10.2:3 10.3:5 10.4:16 10.5:5 10.6:2 10.7:3 11.1:4 11.2:5 11.3:5 11.4:4 11.5:2 11.6:2 11.7:2 12.1:5 12.2:2 12.3:5
13.1:4 13.2:6 13.3:4 13.4:7 14.1:2 14.2:8 14.3:3 15.1:5 15.2:5 15.3:7 15.4:4 16.1:1 16.2:5 16.3:4 16.4:3 16.5:4 17.1:2 17.2:8 17.3:2"""
THIRD = """
1.2.10 1.3.12 1.5.3 2.3.5 2.4.2 3.1.1 3.2.3 3.3.5 3.4.7 3.4.8 3.5.6 3.5.7 3.5.8 3.6.1 3.7.3 3.7.4 3.7.5 4.1.4 4.1.5 4.2.2 4.2.3 4.2.4
4.2.5 5.2.4 5.2.5 5.2.6 5.3.3 6.3.5 6.3.6 6.3.7 6.3.8 6.4.5 6.4.6 6.5.6 6.5.7 6.5.8 6.6.4 6.7.1 6.7.2 7.5.3 8.1.3 8.1.4 8.2.4 8.3.2
8.3.3 8.4.2 10.2.3 10.3.5 10.4.12 10.4.13 10.4.14 10.4.15 10.4.16 11.1.3 11.1.4 11.2.4 11.2.5 11.3.4 11.3.5 11.5.2 11.6.2 11.7.1 11.7.2
12.1.4 12.1.5 12.3.5 13.1.2 13.1.3 13.1.4 13.2.6 13.3.3 13.3.4 13.4.6 13.4.7 14.2.5 14.2.6 14.2.7 14.2.8 15.1.4 15.1.5 15.2.4 15.2.5
15.4.1 15.4.2 15.4.3 15.4.4 16.5.4 17.1.2 17.2.5 17.2.6 17.2.7 17.2.8
"""
HELD = [each.partition(":") for each in SECTIONS.split()]
ALL = [f"{section}.{rank}" for section, _colon, last in HELD for rank in range(1, int(last) + 1)]
STATUSES = {"test", "document", "not applicable", "not met"}


def rows() -> list[dict[str, str]]:
    """Return the lines of the list."""
    with (Path(__file__).parent / "asvs.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


@cache
def functions_of(path: Path) -> frozenset[str]:
    """Return the names of the functions of a file."""
    return frozenset(each.name for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(each, ast.FunctionDef))


def test_every_requirement_of_the_two_first_levels_is_there_once_in_order() -> None:
    third = set(THIRD.split())
    assert (len(ALL), len(third), len(third & set(ALL))) == (345, 92, 92)
    assert [each["id"] for each in rows()] == [f"V{each}" for each in ALL if each not in third]
    assert [each["level"] for each in rows()].count("1") == 70


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_each_line_holds_what_it_says(row: dict[str, str]) -> None:
    assert row["status"] in STATUSES
    assert row["level"] in {"1", "2"}
    assert 5 <= len(row["requirement"]) <= 120
    path, _sign, name = row["evidence"].partition("::")
    if row["status"] == "test":
        assert name in functions_of(ROOT / path), row["evidence"]
        assert name.startswith("test_")
    elif row["status"] == "document":
        assert (ROOT / path).is_file()
    else:
        assert not row["evidence"]
        assert row["why"], "what is not met or does not apply says why"


def test_a_hundred_at_least_are_tried_by_tests() -> None:
    assert sum(each["status"] == "test" for each in rows()) >= 100
