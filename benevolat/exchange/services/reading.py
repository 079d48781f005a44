"""Reading a file of API Engagement: every entry is checked here, before anything is written."""

import codecs
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from benevolat.core import clock
from benevolat.core.errors import InvalidInput, Words
from benevolat.core.geo import Point
from benevolat.missions.models import Where
from benevolat.territoire.queries import Place

from ..errors import RefusedEntry, UnreadableFile
from .own import Own, read_own
from .places import place_of
from .values import Vocabulary, flag, moment, plain_text, word, words
from .xml_file import parse_missions

LONGEST_TITLE, LONGEST_DESCRIPTION, MOST_PLACES, LARGEST_FILE = 200, 10_000, 10_000, 100 * 1024 * 1024
REMOTE = {"no": Where.ON_SITE, "local": Where.ON_SITE, "possible": Where.BOTH, "full": Where.REMOTE}


@dataclass(frozen=True, slots=True)
class Organization:
    """Whose mission it is, as the file says."""

    client_id: str
    name: str
    rna: str
    siren: str
    description: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One mission of the file, checked: nothing about it can fail any more but the association."""

    number: int
    client_id: str
    title: str
    description: str
    domaine_code: str | None
    activity: str | None
    schedule: str | None
    starts: datetime | None
    ends: datetime | None
    places: int | None
    where: Where
    minors_ok: bool
    wheelchair: bool
    by_bus: bool
    competences: tuple[str, ...]
    address: str | None
    commune: Place | None
    point: Point | None
    application_url: str | None
    organization: Organization
    own: Own | None = None

    @property
    def starts_on(self) -> date | None:
        """The first day, in Paris."""
        return clock.local(self.starts).date() if self.starts else None

    @property
    def ends_on(self) -> date | None:
        """The last day, in Paris."""
        return clock.local(self.ends).date() if self.ends else None

    @property
    def is_dated(self) -> bool:
        """One slot on one day: hours are given, and both are the same day."""
        return bool(self.starts and self.ends and self.starts < self.ends and self.starts_on == self.ends_on)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry left out: where it is in the file, its number for the partner, and why."""

    number: int
    client_id: str
    reason: Words


def read_file(path: Path) -> list[Any]:
    """Return the entries of a file: API Engagement's XML, or JSON, `{"data": […]}` or a list. Raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(_l("Ce fichier est trop gros\u00a0: 100 Mo au plus. Rien n’a été importé."))
        content = path.read_bytes()
        if content.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
            return parse_missions(content)
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (OSError, ValueError, RecursionError) as failure:
        raise UnreadableFile() from failure
    entries = read.get("data") if isinstance(read, dict) else read
    if not isinstance(entries, list):
        raise UnreadableFile()
    return entries


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def read_entries(entries: list[Any], vocabulary: Vocabulary) -> Iterator[Entry | Refusal]:
    """Give each entry checked, or why it is refused: also the second of two with one clientId, or that say the very same."""
    seen: set[str] = set()
    said: dict[Entry, str] = {}
    for number, raw in enumerate(entries, start=1):
        client_id = word(raw.get("clientId"), 200) if isinstance(raw, dict) else ""
        try:
            if not isinstance(raw, dict):
                raise RefusedEntry(_l("Ce n’est pas une mission."))
            entry = _entry(number, client_id, raw, vocabulary)
            if client_id in seen:
                raise RefusedEntry(_l("Ce clientId est déjà dans le fichier."))
            first = said.setdefault(replace(entry, number=0, client_id="", application_url=None, own=None), client_id)
            if first != client_id:
                raise RefusedEntry(_l("Cette mission est déjà dans le fichier, sous le clientId %(first)s.", first=first))
        except InvalidInput as refused:
            yield Refusal(number, client_id, refused.text)
            continue
        seen.add(client_id)
        yield entry


def _entry(number: int, client_id: str, raw: Mapping[str, Any], vocabulary: Vocabulary) -> Entry:
    title, description = plain_text(raw.get("title")), plain_text(raw.get("description"), lines=True)
    _need(bool(client_id), _l("Il manque clientId."))
    _need(0 < len(title) <= LONGEST_TITLE, _l("Le titre manque, ou dépasse %(n)s caractères.", n=LONGEST_TITLE))
    _need(0 < len(description) <= LONGEST_DESCRIPTION, _l("La description manque, ou dépasse %(n)s caractères.", n=LONGEST_DESCRIPTION))
    starts, ends = moment(raw.get("startAt"), "startAt"), moment(raw.get("endAt"), "endAt")
    _need(not (starts and ends) or starts <= ends, _l("endAt est avant startAt."))
    _need(ends is None or clock.local(ends).date() >= clock.today(), _l("La mission est déjà terminée."))
    where = _where(raw.get("remote"))
    commune, point, street = (None, None, None) if where is Where.REMOTE else place_of(raw)
    return Entry(
        number, client_id, title, description, vocabulary.domain(raw.get("domain")), next(iter(words(raw.get("activities"), 80)), None),
        plain_text(raw.get("schedule"))[:200] or None, starts, ends, _places(raw.get("places")), where,
        flag(raw.get("openToMinors"), "openToMinors"), flag(raw.get("reducedMobilityAccessible"), "reducedMobilityAccessible"),
        flag(raw.get("closeToTransport"), "closeToTransport"), vocabulary.competences(words(raw.get("softSkills"), 200)), street, commune,
        point, _url(raw.get("applicationUrl")), _organization(raw), read_own(raw.get("metadata")),
    )


def _organization(raw: Mapping[str, Any]) -> Organization:
    name = plain_text(raw.get("organizationName"))
    _need(0 < len(name) <= 200, _l("Il manque organizationName."))
    return Organization(
        word(raw.get("organizationClientId"), 200), name, word(raw.get("organizationRNA"), 40), word(raw.get("organizationSiren"), 40),
        plain_text(raw.get("organizationDescription"), lines=True)[:LONGEST_DESCRIPTION],
    )


def _need(condition: bool, reason: Words) -> None:
    if not condition:
        raise RefusedEntry(reason)


def _places(value: Any) -> int | None:
    if value is None or value == "":
        return None
    refused = RefusedEntry(_l("places doit être un nombre entre 1 et %(n)s.", n=MOST_PLACES))
    convert: Callable[[Any], int] = int
    try:
        if isinstance(value, bool) or (isinstance(value, float) and value != convert(value)):
            raise refused
        number = convert(value)
    except (TypeError, ValueError, OverflowError):
        raise refused from None
    if not 1 <= number <= MOST_PLACES:
        raise refused
    return number


def _where(value: Any) -> Where:
    if value is None or isinstance(value, bool):
        return Where.REMOTE if value else Where.ON_SITE
    known = REMOTE.get(value.strip().lower()) if isinstance(value, str) else None
    if known is None:
        raise RefusedEntry(_l("remote doit être «\u00a0no\u00a0», «\u00a0possible\u00a0» ou «\u00a0full\u00a0»."))
    return known


def _url(value: Any) -> str | None:
    text = word(value, 2_000)
    return text if text.startswith(("https://", "http://")) else None
