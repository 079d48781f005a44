"""A file as text and cells: whatever is not a plain French CSV is refused with a sentence, and nothing is kept."""

import csv
import io
from dataclasses import dataclass

from .errors import EmptyFile, NoLines, NotACsv, NoTitles, OpenQuote, TooManyColumns, TooManyLines, WrongEncoding

MOST_COLUMNS = 200
MOST_LINES = 5000
LONGEST_TITLE = 80
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
"""How workbooks, documents and pictures begin."""


@dataclass(frozen=True, slots=True)
class Table:
    """The titles of a file, and its lines with their number as a spreadsheet shows it; blank lines are left out."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(content: bytes) -> Table:
    """Return a file's titles and lines; raise, at « file », what stops it.

    Raises EmptyFile, NotACsv, WrongEncoding, OpenQuote, TooManyColumns, TooManyLines, NoTitles or NoLines.
    """
    text = _text(content)
    if not text.strip("\ufeff \t\r\n;,"):
        raise EmptyFile(field="file")
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        titles = [_title(each) for each in next(records, [])]
        _check_titles(titles)
        rows = []
        for number, cells in enumerate(records, start=2):
            if any(each.strip() for each in cells):
                rows.append((number, cells))
            if len(rows) > MOST_LINES:
                raise TooManyLines(field="file")
    except csv.Error:
        raise OpenQuote(field="file") from None
    if not rows:
        raise NoLines(field="file")
    return Table(titles, rows)


def _text(content: bytes) -> str:
    """Read UTF-8, with its mark or not, else Windows' Western letters, as Excel writes them in French."""
    if content.startswith(NOT_TEXT):
        raise NotACsv(field="file")
    if content.startswith(UTF_16) or b"\0" in content:
        raise WrongEncoding(field="file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongEncoding(field="file")


def _separator(text: str) -> str:
    """Return what parts the cells of the first line: a semicolon in French, else a tab or a comma."""
    first = text.splitlines()[0] if text.splitlines() else ""
    return max(";\t,", key=lambda each: (first.count(each), each == ";"))


def _title(cell: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in cell).split())[:LONGEST_TITLE]


def _check_titles(titles: list[str]) -> None:
    """Titles only are kept, so none may be somebody's address or number: a file without a first line of titles is refused."""
    if len(titles) > MOST_COLUMNS:
        raise TooManyColumns(field="file")
    if not any(titles) or any("@" in each or sum(letter.isdigit() for letter in each) > 5 for each in titles):
        raise NoTitles(field="file")
