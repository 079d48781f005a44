"""The former site's CSV files as lines with our names: columns by a mapping or by their titles, formulas refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words
from benevolat.core.table import read_table
from benevolat.search.french import fold

from ..errors import MissingColumn, RefusedEntry, UnreadableFile

LARGEST_FILE = 20 * 1024 * 1024
TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""How spreadsheets protect a number that begins with a zero."""
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "associations": {
        "id": ("id", "identifiant", "numero"), "name": ("nom", "association", "raison sociale"), "rna": ("rna", "numero rna"),
        "siren": ("siren", "siret"), "description": ("description", "presentation"), "city": ("commune", "ville"),
        "postal_code": ("code postal", "cp"), "email": ("email", "e-mail", "courriel", "mail"), "phone": ("telephone", "tel"),
        "website": ("site", "site internet", "site web"), "url": ("url", "adresse de la page", "lien"),
    },
    "missions": {
        "id": ("id", "identifiant", "numero"), "association_id": ("association id", "id association"), "association": ("association",),
        "title": ("titre", "intitule"), "description": ("description", "texte"), "domain": ("domaine", "theme"),
        "city": ("commune", "ville", "lieu"), "postal_code": ("code postal", "cp"), "street": ("adresse", "rue"),
        "starts": ("debut", "date de debut"), "ends": ("fin", "date de fin"), "places": ("places", "nombre de benevoles"),
        "remote": ("a distance",), "schedule": ("horaires", "rythme"), "url": ("url", "adresse de la page", "lien"),
    },
    "alertes": {
        "email": ("email", "e-mail", "courriel", "mail"), "words": ("mots", "mots cles", "recherche"), "city": ("commune", "ville", "lieu"),
        "radius": ("rayon", "distance"), "domain": ("domaine", "theme"),
    },
    "adresses": {"old": ("ancienne", "ancienne adresse", "url"), "new": ("nouvelle", "nouvelle adresse")},
}
"""For each kind of file, our names and the titles that mean them, folded."""
NEEDED = {"associations": ("id", "name"), "missions": ("id", "title", "description"), "alertes": ("email",), "adresses": ("old", "new")}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number as a spreadsheet shows it, and its cells by our names; what went wrong when it cannot be read."""

    number: int
    cells: Mapping[str, str]
    wrong: Words | None = None

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def read_lines(path: Path, kind: str, mapping: Mapping[str, str]) -> Iterator[Line]:
    """Give the lines of a file. `mapping`: our name for a title of the file, before what titles mean by themselves.

    Raises what a CSV cannot be (core.table), UnreadableFile when it is too big, MissingColumn.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(_l("Ce fichier est trop gros\u00a0: 20 Mo au plus. Rien n’a été importé."))
    return read_content(path.read_bytes(), kind, mapping)


def read_content(content: bytes, kind: str, mapping: Mapping[str, str]) -> Iterator[Line]:
    """Give the lines of what a file holds. Raises as read_lines, but for its size."""
    table = read_table(content)
    places = _places(table.titles, kind, {fold(title): name for title, name in mapping.items()})
    for name in NEEDED[kind]:
        if name not in places:
            raise MissingColumn(
                _l("Il manque la colonne «\u00a0%(title)s\u00a0».", title=COLUMNS[kind][name][0]), field="file")
    return (_line(number, cells, places) for number, cells in table.rows)


def _places(titles: list[str], kind: str, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return where each of our names stands; the first title that means it wins."""
    meant = {title: name for name, known in COLUMNS[kind].items() for title in known} | dict(mapping)
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        name = meant.get(fold(title))
        if name in COLUMNS[kind]:
            places.setdefault(str(name), place)
    return places


def _line(number: int, cells: list[str], places: Mapping[str, int]) -> Line:
    read = {}
    for name, place in places.items():
        cell = (cells[place] if place < len(cells) else "").strip()
        protected = TEXT_FORMULA.fullmatch(cell)
        if cell.startswith(("=", "@")) and protected is None:
            return Line(number, {}, _l("Une case contient une formule. Remplacez-la par sa valeur."))
        read[name] = protected[1] if protected else cell
    return Line(number, read)


def without_twins(kind: str, lines: Iterable[Line]) -> list[Line]:
    """Refuse the second line with a number, or that says the very same as one before: a file may then be taken by parts."""
    seen: set[tuple[str, ...]] = set()
    return [line if line.wrong is not None else _twin(kind, line, seen) for line in lines]


def _twin(kind: str, line: Line, seen: set[tuple[str, ...]]) -> Line:
    names: set[tuple[str, ...]]
    if kind == "associations":
        numbers = {name: "".join(line[name].split()).upper() for name in ("id", "rna", "siren")}
        names = {(name, number[:9] if name == "siren" else number) for name, number in numbers.items() if number}
        words = _l("Cette association est déjà dans le fichier.")
    elif kind == "missions":
        same = tuple(line[name] for name in COLUMNS[kind] if name not in {"id", "url"})
        names = {("id", line["id"]), ("all", *same)}
        words = _l("Cette mission est déjà dans le fichier.")
    else:
        return line
    twin = bool(names & seen)
    seen |= names
    return Line(line.number, line.cells, words) if twin else line


def french_day(text: str) -> str | None:
    """Return a day as ISO writes it, from « 03/12/2026 » or ISO; None without one. Raises RefusedEntry."""
    if not text:
        return None
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], form).date().isoformat()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise RefusedEntry(_l("Une date n’est pas au format 03/12/2026."))
