"""A CSV file as text and cells, read and written: what is not a plain French CSV is refused with a sentence, and nothing is kept.

What is wrong with a line is told by its place: `LineProblem` says which line and which column, never what the cell holds.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask_babel import lazy_gettext as _l

from .errors import InvalidInput
from .labels import Labelled

Column = TypeVar("Column", bound=Labelled)
Fault = TypeVar("Fault", bound=Labelled)

MOST_COLUMNS = 200
MOST_LINES = 5000
LONGEST_TITLE = 80
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
"""How workbooks, documents and pictures begin."""


class EmptyFile(InvalidInput):
    """Nothing, or nothing but spaces."""

    message = _l("Ce fichier est vide.")


class NoLines(InvalidInput):
    """The titles and nothing else."""

    message = _l("Ce fichier n’a que sa ligne de titres. Il manque les lignes en dessous.")


class NotACsv(InvalidInput):
    """A workbook, a picture, anything that is no text."""

    message = _l("Ce fichier n’est pas un CSV. Dans Excel, choisissez «\u00a0Enregistrer sous\u00a0», puis «\u00a0CSV\u00a0».")


class WrongEncoding(InvalidInput):
    """A text that is neither UTF-8 nor Windows' Western one."""

    message = _l("Nous ne savons pas lire les lettres de ce fichier. Enregistrez-le en «\u00a0CSV UTF-8\u00a0» et recommencez.")


class OpenQuote(InvalidInput):
    """A quotation mark that is not closed, or stands in the middle of a cell."""

    message = _l("Un guillemet de ce fichier n’est pas fermé, ou il est mal placé. Corrigez-le dans le fichier et recommencez.")


class TooManyColumns(InvalidInput):
    """More columns than any export has."""

    message = _l("Ce fichier a trop de colonnes (200 au plus). Exportez seulement celles dont vous avez besoin.")


class TooManyLines(InvalidInput):
    """More lines than one import takes."""

    message = _l("Ce fichier a plus de 5\u00a0000 lignes. Coupez-le en plusieurs fichiers.")


class NoTitles(InvalidInput):
    """A first line that holds a person's data, or nothing."""

    message = _l("La première ligne doit porter les titres des colonnes, sans adresse ni numéro. Ajoutez-la et recommencez.")


@dataclass(frozen=True, slots=True)
class Table:
    """The titles of a file, and its lines with their number as a spreadsheet shows it; blank lines are left out."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class LineProblem(Generic[Column, Fault]):
    """What is wrong: the line, the column or none, and why; never what the cell holds."""

    number: int
    column: Column | None
    fault: Fault

    def dump(self) -> list[Any]:
        """Return it as JSON keeps it."""
        return [self.number, self.column.value if self.column is not None else None, self.fault.value]

    @classmethod
    def load(cls, kept: list[Any], columns: type[Column], faults: type[Fault]) -> "LineProblem[Column, Fault]":
        """Return what JSON kept, in the columns and the faults of the file it is of."""
        number, column, fault = kept
        return cls(number, _member(columns, column) if column is not None else None, _member(faults, fault))


def _member(kind: type[Labelled], value: str) -> Any:
    return next(each for each in kind if each.value == value)


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


RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would compute instead of showing (full-width signs too)."""


def safe_cell(text: str) -> str:
    """Return a cell that shows what it says: an apostrophe before what would be computed, even after spaces."""
    begins = text.lstrip(" \u00a0")
    return f"'{text}" if text.startswith(RUNS) or begins.startswith(RUNS) else text


def write_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a French spreadsheet opens them: UTF-8 with its mark, semicolons, and no cell that would run as a formula."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows([safe_cell(each) for each in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
