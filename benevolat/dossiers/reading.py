"""What the lines of a file say, as values: read through the confirmed columns alone, and what is wrong told by its place."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from benevolat.accounts.contacts import Contact, read_email, read_phone
from benevolat.contrats.models import ContratType, PathKind
from benevolat.contrats.references import is_forbidden_reference, looks_like_nir
from benevolat.core import entropy
from benevolat.core.errors import InvalidInput
from benevolat.core.table import LineProblem, Table
from benevolat.search.french import fold

from .models import Column, Desk, Fault

CONTACTS = (Column.EMAIL, Column.PHONE)
SINGLE = {Column.REFERENCE: Fault.TWICE, Column.EMAIL: Fault.SAME_EMAIL, Column.PHONE: Fault.SAME_PHONE}
"""What belongs to one line of a file alone."""
NEEDED = (Column.REFERENCE, Column.TYPE, Column.STARTS, Column.ENDS, Column.PATH)
REFERENCE = re.compile(r"[^\W_][\w ./\-]{0,39}")
DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?")
PATHS = (("emploi", PathKind.EMPLOI), ("pro", PathKind.SOCIO_PRO), ("social", PathKind.SOCIAL))
"""A word that tells a path from the ones after it: « socio-professionnel » holds « pro », « professionnel vers l'emploi » « emploi »."""
WORDS = {
    Column.REFERENT: ("referent", "travailleur social", "agent"), Column.EMAIL: ("mail", "courriel", "mel"),
    Column.PHONE: ("portable", "mobile", "telephone", "tel"), Column.TYPE: ("type", "nature"),
    Column.STARTS: ("debut", "signature"), Column.ENDS: ("fin", "echeance"), Column.PATH: ("parcours", "orientation"),
    Column.REFERENCE: ("reference", "dossier", "contrat"),
}
"""What a title holds when it is likely to be that column, the likeliest first."""
NEVER = ("nir", "secu", "caf", "allocataire", "note", "observation", "commentaire", "nom", "prenom")
"""What a title holds when its column is proposed for nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that reads well: whose it is, its reference, how the person is reached, and the contract's type, dates and path."""

    number: int
    referent_id: int
    reference: str
    email: str | None
    phone: str | None
    type_code: str
    starts_on: date
    ends_on: date
    path_kind: PathKind

    @property
    def contact(self) -> Contact | None:
        """Where the invitation goes: the address, else the number."""
        if self.email:
            return Contact(email=self.email)
        return Contact(phone=self.phone) if self.phone else None

    @property
    def fingerprints(self) -> list[str]:
        """What tells later whether the same reference comes with the same address or number."""
        return [entropy.fingerprint(each) for each in (self.email, self.phone) if each]

    def dump(self) -> dict[str, Any]:
        """Return the line as JSON keeps it."""
        return {**asdict(self), "starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat(),
                "path_kind": self.path_kind.value}

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Line":
        """Return a line that JSON kept."""
        return cls(**{**kept, "starts_on": date.fromisoformat(kept["starts_on"]), "ends_on": date.fromisoformat(kept["ends_on"]),
                      "path_kind": PathKind(kept["path_kind"])})  # type: ignore[call-arg]


Problem = LineProblem[Column, Fault]
"""What is wrong with a line of such a file."""


@dataclass(frozen=True, slots=True)
class Known:
    """What lines are read against: the référents by e-mail, the types of contract by their folded words, whose file it is."""

    desk: Desk
    own_id: int | None
    referents: Mapping[str, int]
    types: Mapping[str, str]


def propose_columns(titles: list[str]) -> dict[str, int]:
    """Return, by column, the place of the title that is the likeliest to be it; a title serves once, a note or a name never."""
    folded = [fold(each) for each in titles]
    proposed: dict[str, int] = {}
    for column, words in WORDS.items():
        for word in words:
            place = next((at for at, title in enumerate(folded) if word in title and at not in proposed.values()
                          and not any(re.search(rf"\b{each}", title) for each in NEVER)), None)
            if place is not None:
                proposed[column.value] = place
                break
    return proposed


def type_words(types: Iterable[ContratType]) -> dict[str, str]:
    """Return the codes of contract types by the words that mean them: the code, the label, and what stands in its brackets."""
    words: dict[str, str] = {}
    for each in types:
        label = fold(each.label)
        for said in (fold(each.code), fold(each.code).replace("-", " "), label, *re.findall(r"\((.+?)\)", label),
                     re.sub(r"\s*\(.+?\)", "", label)):
            words[said] = each.code
    return words


def read_lines(table: Table, columns: Mapping[str, int], known: Known) -> tuple[list[Line], list[Problem]]:
    """Return the lines that read well and what is wrong in the others.

    Two lines that share a reference, an address or a number are both wrong, whether the rest of them reads or not.
    """
    read = [(number, *_read(cells, len(table.titles), columns, known)) for number, cells in table.rows]
    problems = [Problem(number, column, fault) for number, _values, faults in read for column, fault in faults.items()]
    for column, fault in SINGLE.items():
        counted = Counter(values.get(column) for _number, values, _faults in read)
        problems += [Problem(number, column, fault) for number, values, _faults in read
                     if values.get(column) and counted[values[column]] > 1]
    refused = {each.number for each in problems}
    lines = [_line(number, values, known) for number, values, _faults in read if number not in refused]
    return lines, sorted(problems, key=lambda each: each.number)


def _read(
    cells: list[str], width: int, columns: Mapping[str, int], known: Known
) -> tuple[dict[Column, Any], dict[Column | None, Fault]]:
    """Return what a line says and what is wrong in it; nothing more is read of a line that is somebody else's, or shifted."""
    if any(each.strip() for each in cells[width:]):
        return {}, {None: Fault.SHIFTED}
    values: dict[Column, Any] = {}
    faults: dict[Column | None, Fault] = {}
    for column in Column:
        place = columns.get(column.value)
        if place is None:
            continue
        try:
            values[column] = _value(column, cells[place].strip() if place < len(cells) else "", known)
        except _Wrong as wrong:
            faults[column] = wrong.fault
            if column is Column.REFERENT:
                return {}, faults
    if not faults and values[Column.ENDS] < values[Column.STARTS]:
        faults[Column.ENDS] = Fault.SWAPPED_DATES
    return values, faults


def _line(number: int, said: Mapping[Column, Any], known: Known) -> Line:
    return Line(
        number, said.get(Column.REFERENT, known.own_id), said[Column.REFERENCE], said.get(Column.EMAIL), said.get(Column.PHONE),
        said[Column.TYPE], said[Column.STARTS], said[Column.ENDS], said[Column.PATH],
    )


class _Wrong(Exception):
    """A cell that does not read, with its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _value(column: Column, text: str, known: Known) -> Any:
    """Return what a cell says; raise what is wrong with it."""
    if looks_like_nir(text) or (column is Column.REFERENCE and is_forbidden_reference(text)):
        raise _Wrong(Fault.FORBIDDEN)
    if not text:
        if column in CONTACTS:
            return None
        raise _Wrong(Fault.MISSING)
    return _READERS[column](text, known)


def _reference(text: str, _known: Known) -> str:
    if not REFERENCE.fullmatch(text):
        raise _Wrong(Fault.REFERENCE)
    return text


def _email(text: str, _known: Known) -> str:
    try:
        return read_email(text)
    except InvalidInput:
        raise _Wrong(Fault.PHONE_AS_EMAIL if _is_phone(text) else Fault.EMAIL) from None


def _phone(text: str, _known: Known) -> str:
    if "@" in text:
        raise _Wrong(Fault.EMAIL_AS_PHONE)
    # a spreadsheet takes the first zero off a number
    text = f"0{text}" if re.fullmatch(r"[67]\d{8}", text) else text
    try:
        return read_phone(text, mobile=True)
    except InvalidInput:
        raise _Wrong(Fault.PHONE) from None


def _is_phone(text: str) -> bool:
    return "@" not in text and sum(each.isdigit() for each in text) >= 9


def _date(text: str, _known: Known) -> date:
    found = DATE.fullmatch(text)
    try:
        day = date.fromisoformat(text) if found is None else date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise _Wrong(Fault.DATE) from None
    if not 2000 <= day.year <= 2099:
        raise _Wrong(Fault.DATE)
    return day


def _type(text: str, known: Known) -> str:
    code = known.types.get(fold(text))
    if code is None:
        raise _Wrong(Fault.TYPE)
    return code


def _path(text: str, _known: Known) -> PathKind:
    found = next((kind for word, kind in PATHS if word in fold(text)), None)
    if found is None:
        raise _Wrong(Fault.PATH)
    return found


def _referent(text: str, known: Known) -> int:
    found = known.referents.get(text.lower())
    if found is None:
        raise _Wrong(Fault.ELSEWHERE if known.desk is Desk.REFERENT else Fault.REFERENT)
    return found


_READERS: dict[Column, Callable[[str, Known], Any]] = {
    Column.REFERENT: _referent, Column.REFERENCE: _reference, Column.EMAIL: _email, Column.PHONE: _phone, Column.TYPE: _type,
    Column.STARTS: _date, Column.ENDS: _date, Column.PATH: _path,
}
