"""Taking over the former site: its associations, its missions, its alertes, its addresses. Taken twice, a file changes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from benevolat.accounts.contacts import read_email, read_phone
from benevolat.associations.errors import BadIdentifier
from benevolat.associations.identifiers import Identity, read_identity
from benevolat.associations.models import Association, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, Words
from benevolat.core.mail import queue_mail
from benevolat.missions.models import Mission
from benevolat.territoire.queries import resolve

from .. import mails
from ..errors import RefusedEntry
from ..queries import OURS
from .addresses import keep_address, old_path
from .invitations import claim_invitation, invitation_path
from .lines import Line, french_day
from .reading import Entry, Refusal, read_entries
from .values import Vocabulary, plain_text
from .writing import Outcome, write_entry

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a line: None when it is refused, and why then."""

    number: int
    label: str
    outcome: Outcome | None
    why: Words = ""


def _each(lines: Iterable[Line], label: str, take: Callable[[Line], Outcome]) -> Iterator[Taken]:
    """Take lines one by one; the second that says the same as one before is refused with the others."""
    for line in lines:
        try:
            if line.wrong is not None:
                raise RefusedEntry(line.wrong)
            if line["url"]:
                old_path(line["url"])
            yield Taken(line.number, line[label], take(line))
        except InvalidInput as refused:
            yield Taken(line.number, line[label], None, refused.text)


def take_associations(lines: Iterable[Line], *, verified: bool) -> Iterator[Taken]:
    """Take the associations that are not here yet; those that are keep the page they wrote. `verified`: they were checked before.

    One is known by its RNA or SIREN, else by its former number, which may have changed.
    """
    seen: set[str] = set()

    def take(line: Line) -> Outcome:
        identity = _identity(line)
        names = {each for each in (line["id"], identity.rna, identity.siren) if each}
        if not line["id"] or names & seen:
            raise RefusedEntry(_l("Cette association est déjà dans le fichier.") if line["id"] else _l("Il manque le numéro."))
        seen.update(names)
        return _association(line, identity, verified=verified)

    return _each(lines, "name", take)


def _identity(line: Line) -> Identity:
    try:
        return read_identity(line["rna"] or None, line["siren"] or None, sure=True)
    except BadIdentifier:
        raise RefusedEntry(_l("Il manque un RNA ou un SIREN, ou ce n’en est pas un.")) from None


def _association(line: Line, identity: Identity, *, verified: bool) -> Outcome:
    source_id = f"{OURS}:{line['id']}"
    numbers = ((Association.rna, identity.rna), (Association.siren, identity.siren))
    same = sa.or_(*(column == value for column, value in numbers if value))
    found = list(db.session.scalars(sa.select(Association).where(same)))
    if len(found) > 1:
        raise RefusedEntry(_l("Le RNA et le SIREN sont ceux de deux associations différentes."))
    name = plain_text(line["name"])
    if not 2 <= len(name) <= 200:
        raise RefusedEntry(_l("Il manque le nom."))
    made, outcome = (found[0], Outcome.SAME) if found else (_new(line, name, identity, verified=verified), Outcome.CREATED)
    if made.source_id != source_id and made.source in {None, "reprise"}:
        made.source_id, outcome = source_id, Outcome.CREATED if not found else Outcome.CHANGED
    db.session.flush()
    if line["url"] and keep_address(line["url"], f"/associations/{made.public_id}") and outcome is Outcome.SAME:
        outcome = Outcome.CHANGED
    return outcome


def _new(line: Line, name: str, identity: Identity, *, verified: bool) -> Association:
    commune = _commune(line) if line["city"] or line["postal_code"] else None
    site = line["website"]
    made = Association(
        name=name, rna=identity.rna, siren=identity.siren, siret=identity.siret, commune_code=commune, source="reprise",
        website=site if site.startswith(("https://", "http://")) else f"https://{site}" if site else None,
        description=plain_text(line["description"], lines=True)[:LONGEST], email=read_email(line["email"]) if line["email"] else None,
        phone=read_phone(line["phone"]) if line["phone"] else None, state=State.VERIFIED if verified else State.PENDING,
        verified_at=clock.now() if verified else None, created_at=clock.now(),
    )
    db.session.add(made)
    return made


def _commune(line: Line) -> str:
    wanted = f"{line['city']} {line['postal_code']}".strip()[:200]
    fitting = [each for each in resolve(wanted).places if not each.is_area]
    if len(fitting) != 1 or fitting[0].commune_code is None:
        raise RefusedEntry(_l("Plusieurs communes répondent à «\u00a0%(wanted)s\u00a0».", wanted=wanted))
    return fitting[0].commune_code


def take_missions(
    lines: Iterable[Line], vocabulary: Vocabulary, *, publish: bool, present: Collection[str] = ()
) -> Iterator[Taken]:
    """Take missions as a partner's would be, under the name of the former site; the page of one that cannot come is gone.

    Associations are taken first: a mission is theirs by their former number. `present`: the numbers of the whole file, when `lines` are
    a part of it.
    """
    every = list(lines)
    readable = [each for each in every if each.wrong is None]
    entries = {each.number: each for each in read_entries([_raw(line) for line in readable], vocabulary)}
    by_line = {line.number: entries[rank] for rank, line in enumerate(readable, start=1)}
    numbers = {each.client_id for each in entries.values()} | set(present)

    def take(line: Line) -> Outcome:
        entry = by_line[line.number]
        try:
            if isinstance(entry, Refusal):
                raise RefusedEntry(entry.reason)
            return _mission(line, entry, numbers, publish=publish)
        except RefusedEntry:
            if line["url"]:
                keep_address(line["url"], None)
            raise

    return _each(every, "title", take)


def _mission(line: Line, entry: Entry, numbers: set[str], *, publish: bool) -> Outcome:
    outcome = write_entry(entry, OURS, publish=publish, still_there=numbers)
    public_id = db.session.scalar(sa.select(Mission.public_id).where(Mission.publisher == OURS, Mission.client_id == entry.client_id))
    if line["url"] and keep_address(line["url"], f"/missions/{public_id}") and outcome is Outcome.SAME:
        return Outcome.CHANGED
    return outcome


def _raw(line: Line) -> dict[str, Any]:
    """Return a line under the names that partners give to the same facts; a date that is none is left to be refused."""
    def day(text: str) -> str | None:
        try:
            return french_day(text)
        except RefusedEntry:
            return text

    remote = line["remote"].strip().lower()
    return {
        "clientId": line["id"], "title": line["title"], "description": line["description"], "domain": line["domain"],
        "startAt": day(line["starts"]), "endAt": day(line["ends"]), "places": line["places"], "schedule": line["schedule"],
        "remote": "full" if remote in {"oui", "1", "x"} else "no" if remote in {"", "non", "0"} else remote,
        "addresses": [{"city": line["city"], "postalCode": line["postal_code"], "street": line["street"]}],
        "organizationClientId": line["association_id"], "organizationName": line["association"] or line["association_id"],
    }


def ask_alertes(lines: Iterable[Line], vocabulary: Vocabulary) -> Iterator[Taken]:
    """Ask by one letter the owner of each alerte whether to keep it: nothing of it is kept here until they say yes."""

    def take(line: Line) -> Outcome:
        email, query = read_email(line["email"]), _query(line, vocabulary)
        if not claim_invitation(email, query):
            return Outcome.SAME
        words = ", ".join(each for each in (line["words"], line["city"], line["domain"]) if each)
        queue_mail(email, mails.keep_alerte(plain_text(words)[:200], invitation_path(email, query)))
        return Outcome.CREATED

    return _each(lines, "words", take)


def _query(line: Line, vocabulary: Vocabulary) -> str:
    """Return the address of the page of missions that asks the same."""
    if line["city"]:
        resolve(line["city"][:200])
    radius = "".join(each for each in line["radius"] if each.isdigit())[:3]
    asked = {
        "q": plain_text(line["words"])[:200], "lieu": line["city"][:200], "rayon": radius,
        "domaine": vocabulary.domain(line["domain"]) if line["domain"] else "",
    }
    if not any(asked[name] for name in ("q", "lieu", "domaine")):
        raise RefusedEntry(_l("Cette alerte ne cherche rien."))
    return urlencode({name: value for name, value in asked.items() if value})


def take_addresses(lines: Iterable[Line]) -> Iterator[Taken]:
    """Take a table of former addresses and where they lead; an empty one is gone for good."""

    def take(line: Line) -> Outcome:
        return Outcome.CHANGED if keep_address(line["old"], line["new"] or None) else Outcome.SAME

    return _each(lines, "old", take)
