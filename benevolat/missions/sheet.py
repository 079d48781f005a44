"""A file of missions: which columns it has, and what its lines say as answers to the five screens."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from benevolat.core import clock
from benevolat.core.labels import Labelled
from benevolat.core.table import LineProblem, Table, safe_cell

from .models import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    MOST_PLACES,
    MOST_SLOTS,
    SHORTEST_DESCRIPTION,
    SHORTEST_TITLE,
    FrenchLevel,
    MissionKind,
    Where,
)
from .words import DAYS, PARTS, mask_of


class Column(Labelled):
    """What a file of missions may hold; its titles are these labels, in any order."""

    REFERENCE = "reference", _l("Référence")
    TITLE = "title", _l("Titre")
    DESCRIPTION = "description", _l("Description")
    DOMAINE = "domaine_code", _l("Domaine")
    HALF_DAYS = "half_days", _l("Jours")
    HOURS = "hours_per_week", _l("Heures par semaine")
    SCHEDULE = "schedule", _l("Horaires")
    STARTS = "starts_on", _l("Début")
    ENDS = "ends_on", _l("Fin")
    DATES = "dates", _l("Dates")
    PLACES = "places", _l("Places")
    WHERE = "where", _l("Lieu")
    COMMUNE = "commune_code", _l("Commune")
    ADDRESS = "address", _l("Adresse")
    MEETING = "meeting_point", _l("Rendez-vous")
    FRENCH = "french_level", _l("Français")
    START = "accompanied_start", _l("Début accompagné")
    COSTS = "costs_refunded", _l("Frais remboursés")
    MEAL = "meal_offered", _l("Repas offert")
    MINORS = "minors_ok", _l("Dès 16 ans")
    HOST = "contact_name", _l("Qui accueille")


NEEDED = (Column.REFERENCE, Column.TITLE, Column.DESCRIPTION, Column.DOMAINE)
EXAMPLE = {
    Column.REFERENCE: "exemple-1", Column.TITLE: "Servir le repas du mardi",
    Column.DESCRIPTION: "Vous mettez la table, vous servez les plats et vous mangez avec tout le monde. Ensuite, on range ensemble.",
    Column.DOMAINE: "Aide aux personnes, solidarité", Column.HALF_DAYS: "mardi matin, mardi après-midi", Column.HOURS: "3",
    Column.SCHEDULE: "11 h à 14 h", Column.PLACES: "2", Column.WHERE: "Sur place", Column.COMMUNE: "Voiron (38500)",
    Column.ADDRESS: "3 rue des Tilleuls", Column.MEETING: "devant le portail bleu", Column.FRENCH: "Un peu de français",
    Column.START: "oui", Column.COSTS: "non", Column.MEAL: "oui", Column.MINORS: "non", Column.HOST: "Nadia",
}
"""The line of the file to download: it is recognised, and never imported."""
LONGEST_TEXT, LONGEST_REFERENCE = 200, 60
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SLOT = re.compile(DAY.pattern + r"\s*,?\s+(?:de )?(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|–|à)\s*(\d{1,2})\s*[h:]\s*(\d{2})?", re.IGNORECASE)
YES, NO = {"oui", "o", "x", "1", "vrai"}, {"non", "n", "", "0", "faux"}


class Fault(Labelled):
    """Why a line is not imported."""

    MISSING = "missing", _l("Cette case est vide, ou trop courte.")
    LONG = "long", _l("Ce texte est trop long.")
    DOMAINE = "domaine", _l("Ce domaine n’est pas dans la liste.")
    DAYS = "days", _l("Écrivez les jours comme «\u00a0mardi matin, jeudi après-midi\u00a0».")
    HOURS = "hours", _l("Écrivez un nombre d’heures entre 0,5 et 35.")
    RHYTHM = "rhythm", _l("Donnez des jours, des heures par semaine ou des dates.")
    DATE = "date", _l("Écrivez la date comme 31/12/2026.")
    ORDER = "order", _l("La fin est avant le début, ou déjà passée.")
    DATES = "dates", _l("Écrivez chaque date comme «\u00a003/12/2026 14h-16h\u00a0», séparées par «\u00a0|\u00a0».")
    PAST = "past", _l("Une de ces dates est passée, ou trop lointaine.")
    MANY = "many", _l("Une mission a 60 dates au plus.")
    PLACES = "places", _l("Écrivez un nombre de places entre 1 et 500.")
    WHERE = "where", _l("Écrivez «\u00a0Sur place\u00a0», «\u00a0À distance\u00a0» ou «\u00a0Sur place ou à distance\u00a0».")
    COMMUNE = "commune", _l("Nous n’avons pas trouvé cette commune, ou il y en a plusieurs. Ajoutez son code postal.")
    FRENCH = "french", _l("Choisissez parmi les trois réponses de la liste.")
    YES_NO = "yes-no", _l("Répondez par oui ou non.")
    TWICE = "twice", _l("Deux lignes ont la même référence. Aucune n’est importée.")
    SAME = "same", _l("Deux lignes disent la même mission au même endroit. Aucune n’est importée.")
    SHIFTED = "shifted", _l("Cette ligne a plus de cases que de titres\u00a0: elle semble décalée.")
    EXAMPLE = "example", _l("C’est la ligne d’exemple\u00a0: enlevez-la.")
    CLOSED = "closed", _l("Cette mission est retirée ou refusée. Donnez une nouvelle référence pour la proposer de nouveau.")
    KIND = "kind", _l("Cette mission a déjà été publiée\u00a0: son rythme ne change plus. Dupliquez-la.")
    TAKEN = "taken", _l("Des personnes ont déjà une place\u00a0: il en faut au moins autant.")
    MOVED = "moved", _l("Cette mission est déjà ici sous une autre référence. Remettez l’ancienne dans le fichier.")


Problem = LineProblem[Column, Fault]
"""What is wrong with a line of such a file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that reads well: its number, its reference, what it answers, and the dates it gives."""

    number: int
    reference: str
    answers: dict[str, Any]
    dates: list[tuple[datetime, datetime]] = field(default_factory=list)

    @property
    def same_as(self) -> tuple[str, Any]:
        """What makes two missions of an association the same one to a reader: the title and the commune."""
        return plain(self.answers["title"]), self.answers.get("commune_code")

    def dump(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        answers = {name: value.isoformat() if isinstance(value, date) else value for name, value in self.answers.items()}
        return {"number": self.number, "reference": self.reference, "answers": answers,
                "dates": [[start.isoformat(), end.isoformat()] for start, end in self.dates]}

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Line":
        """Return what JSON kept."""
        answers = dict(kept["answers"])
        for name, kind in (("kind", MissionKind), ("where", Where), ("french_level", FrenchLevel)):
            if name in answers:
                answers[name] = kind(answers[name])  # type: ignore[call-arg]
        for name in ("starts_on", "ends_on"):
            if answers.get(name):
                answers[name] = date.fromisoformat(answers[name])
        return cls(kept["number"], kept["reference"], answers,
                   [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in kept["dates"]])


class _Wrong(Exception):
    """A cell that does not read, with its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Known:
    """What lines are read against: the domains by their plain words, and how a commune is found."""

    domaines: Mapping[str, str]
    commune: Callable[[str], str | None]


def plain(text: str) -> str:
    """Return a text without its accents and capitals, spaces folded: how titles and answers are compared."""
    flat = "".join(each for each in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(each))
    return " ".join(flat.lower().split())


def columns_of(titles: Iterable[str]) -> dict[Column, int]:
    """Return the place of each column that a file has, by its title; the others are not read."""
    names = {plain(str(each.label)): each for each in Column}
    found: dict[Column, int] = {}
    for place, title in enumerate(titles):
        column = names.get(plain(title))
        if column is not None:
            found.setdefault(column, place)
    return found


def read_lines(table: Table, known: Known) -> tuple[list[Line], list[Problem]]:
    """Return the lines that read well and what is wrong in the others. Lines that say the same are all refused."""
    columns = columns_of(table.titles)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, cells in table.rows:
        if any(each.strip() for each in cells[len(table.titles):]):
            problems.append(Problem(number, None, Fault.SHIFTED))
            continue
        said = {column: cells[place].strip() if place < len(cells) else "" for column, place in columns.items()}
        line, faults = _read(number, {column: _said(text) for column, text in said.items()}, known)
        problems += faults
        if line is not None:
            lines.append(line)
    for fault, key in ((Fault.TWICE, lambda each: plain(each.reference)), (Fault.SAME, lambda each: each.same_as)):
        counted = Counter(key(each) for each in lines)
        column = Column.REFERENCE if fault is Fault.TWICE else None
        problems += [Problem(each.number, column, fault) for each in lines if counted[key(each)] > 1]
    refused = {each.number for each in problems}
    return [each for each in lines if each.number not in refused], sorted(problems, key=lambda each: each.number)


def _said(cell: str) -> str:
    """Return what a cell says: our own files put an apostrophe before what a spreadsheet would compute."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _read(number: int, said: Mapping[Column, str], known: Known) -> tuple[Line | None, list[Problem]]:
    if plain(said.get(Column.REFERENCE, "")) == EXAMPLE[Column.REFERENCE]:
        return None, [Problem(number, None, Fault.EXAMPLE)]
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    dates: list[tuple[datetime, datetime]] = []
    for column, text in said.items():
        try:
            value = _READERS[column](text, known)
        except _Wrong as wrong:
            problems.append(Problem(number, column, wrong.fault))
            continue
        if column is Column.DATES:
            dates = value
        else:
            answers[column.value] = value
    for column in NEEDED:
        if column not in said:
            problems.append(Problem(number, column, Fault.MISSING))
    if problems:
        return None, problems
    reference = answers.pop("reference")
    between = _together(answers, dates)
    if between is not None:
        return None, [Problem(number, *between)]
    return Line(number, reference, answers, dates), []


def _together(answers: dict[str, Any], dates: list[Any]) -> tuple[Column, Fault] | None:
    """Settle what depends on several cells, and return what is wrong between them."""
    answers["kind"] = MissionKind.DATED if dates else MissionKind.REGULAR
    if dates:
        for name in ("half_days", "hours_per_week", "schedule", "starts_on", "ends_on"):
            answers.pop(name, None)
    elif not answers.get("half_days") and not answers.get("hours_per_week"):
        return Column.HALF_DAYS, Fault.RHYTHM
    starts, ends = answers.get("starts_on"), answers.get("ends_on")
    if ends is not None and (ends < clock.today() or (starts is not None and ends < starts)):
        return Column.ENDS, Fault.ORDER
    if answers.setdefault("where", Where.ON_SITE) is Where.REMOTE:
        for name in ("commune_code", "address", "meeting_point"):
            answers[name] = None
    elif not answers.get("commune_code"):
        return Column.COMMUNE, Fault.MISSING
    if len(dates) > MOST_SLOTS:
        return Column.DATES, Fault.MANY
    return None


def _text(shortest: int, longest: int) -> Callable[[str, Known], str]:
    def read(text: str, _known: Known) -> str:
        if len(text) < shortest:
            raise _Wrong(Fault.MISSING)
        if len(text) > longest:
            raise _Wrong(Fault.LONG)
        return text

    return read


def _optional(text: str, known: Known) -> str | None:
    return _text(0, LONGEST_TEXT)(text, known) or None


def _domaine(text: str, known: Known) -> str:
    if plain(text) not in known.domaines:
        raise _Wrong(Fault.DOMAINE if text else Fault.MISSING)
    return known.domaines[plain(text)]


def _half_days(text: str, _known: Known) -> int:
    """Read « mardi matin, jeudi après-midi »; a day alone is the whole day, a part alone goes with the day before it."""
    bits: set[int] = set()
    days = {plain(str(each)): number for number, each in enumerate(DAYS)}
    parts = {plain(str(each)).replace("-", ""): number for number, each in enumerate(PARTS)}
    day: int | None = None
    for piece in (each for each in re.split(r"\s*(?:[,;+/]|\bet\b)\s*", plain(text)) if each):
        words = piece.replace("apres-midi", "apresmidi").replace("apres midi", "apresmidi").split()
        named = [days[each] for each in words if each in days]
        chosen = [parts[each] for each in words if each in parts]
        if any(each not in days and each not in parts and each != "le" for each in words) or len(named) > 1 or (not named and day is None):
            raise _Wrong(Fault.DAYS)
        day = named[0] if named else day
        bits.update(3 * (day or 0) + part for part in chosen or (0, 1, 2))
    return mask_of(sorted(bits))


def _hours(text: str, _known: Known) -> float | None:
    if not text:
        return None
    try:
        hours = float(text.lower().removesuffix("h").strip().replace(",", "."))
    except ValueError:
        raise _Wrong(Fault.HOURS) from None
    if not 0 < hours <= 35:
        raise _Wrong(Fault.HOURS)
    return hours


def _day(text: str, _known: Known) -> date | None:
    if not text:
        return None
    found = DAY.fullmatch(text)
    try:
        return date.fromisoformat(text) if found is None else date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise _Wrong(Fault.DATE) from None


def _dates(text: str, _known: Known) -> list[tuple[datetime, datetime]]:
    found = []
    for piece in (each.strip() for each in re.split(r"[|\n;]", text)):
        if not piece:
            continue
        said = SLOT.fullmatch(piece)
        try:
            if said is None:
                raise ValueError
            day, month, year = (int(said[n]) for n in (1, 2, 3))
            start = clock.paris(year, month, day, int(said[4]), int(said[5] or 0))
            end = clock.paris(year, month, day, int(said[6]), int(said[7] or 0))
        except (ValueError, OverflowError):
            raise _Wrong(Fault.DATES) from None
        if end <= start or (start, end) in found:
            raise _Wrong(Fault.DATES)
        found.append((start, end))
    return sorted(found)


def _places(text: str, _known: Known) -> int:
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_PLACES:
        raise _Wrong(Fault.PLACES)
    return int(text)


def _choice(kind: type[Labelled], fault: Fault, default: Labelled) -> Callable[[str, Known], Any]:
    def read(text: str, _known: Known) -> Any:
        names = {plain(name): each for each in kind for name in (str(each.label), each.value)}
        if text and plain(text) not in names:
            raise _Wrong(fault)
        return names[plain(text)] if text else default

    return read


def _commune(text: str, known: Known) -> str | None:
    code = known.commune(text) if text else None
    if text and code is None:
        raise _Wrong(Fault.COMMUNE)
    return code


def _yes(text: str, _known: Known) -> bool:
    if plain(text) not in YES | NO:
        raise _Wrong(Fault.YES_NO)
    return plain(text) in YES


_READERS: dict[Column, Callable[[str, Known], Any]] = {
    Column.REFERENCE: _text(1, LONGEST_REFERENCE), Column.TITLE: _text(SHORTEST_TITLE, LONGEST_TITLE),
    Column.DESCRIPTION: _text(SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION), Column.DOMAINE: _domaine, Column.HALF_DAYS: _half_days,
    Column.HOURS: _hours, Column.SCHEDULE: _optional, Column.STARTS: _day, Column.ENDS: _day, Column.DATES: _dates, Column.PLACES: _places,
    Column.WHERE: _choice(Where, Fault.WHERE, Where.ON_SITE), Column.COMMUNE: _commune, Column.ADDRESS: _optional,
    Column.MEETING: _optional, Column.FRENCH: _choice(FrenchLevel, Fault.FRENCH, FrenchLevel.SOME), Column.START: _yes,
    Column.COSTS: _yes, Column.MEAL: _yes, Column.MINORS: _yes, Column.HOST: _optional,
}
