"""Keeping a search: making an alerte, changing it, pausing it, stopping it for good."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.contacts import Contact
from benevolat.accounts.models import User
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.search.queries import search
from benevolat.search.request import MOST as MOST_HITS
from benevolat.search.request import SearchRequest

from .. import queries
from ..errors import SmsIsWeekly, TooManyAlertes, UnknownHour
from ..models import FIRST_HOUR, LAST_HOUR, LONGEST_LABEL, MOST, Alerte, AlerteMission, AlertePart, Part, Rhythm
from ..permissions import can_change_alerte


@dataclass(frozen=True, slots=True)
class Kept:
    """A search as the page showed it: the question, the person's words for it, and the query of its address."""

    question: SearchRequest
    label: str
    address: str


def keep_search(
    kept: Kept, *, rhythm: Rhythm = Rhythm.WEEKLY, hour: int = 9, user: User | None = None, contact: Contact | None = None
) -> Alerte:
    """Keep a search for an account, or for an address or a number proven by its code; what it finds today is known already.

    The same search of the same holder is kept once: asking again changes its rhythm and wakes it. Raises SmsIsWeekly, UnknownHour,
    TooManyAlertes, NotAllowed for an agent.
    """
    if (user is None) == (contact is None) or (user is not None and user.is_agent):
        raise NotAllowed()
    email, phone = (contact.email, contact.phone) if contact is not None else (None, None)
    check_rhythm(rhythm, hour, by_sms=phone is not None or (user is not None and user.email is None))
    others = queries.of_holder(user=user, email=email, phone=phone)
    question = plain(kept.question)
    alerte = next((each for each in others if queries.question_of(each) == question), None)
    if alerte is None:
        if len(others) >= MOST:
            raise TooManyAlertes()
        alerte = row_of(replace(kept, question=question), user_id=user.id if user is not None else None, email=email, phone=phone)
        db.session.add(alerte)
    alerte.label, alerte.address = kept.label.strip()[:LONGEST_LABEL], kept.address
    alerte.rhythm, alerte.hour = rhythm, hour
    _begin(alerte)
    return alerte


def row_of(kept: Kept, **holder: Any) -> Alerte:
    """Return the row that keeps a search by its parts, for a holder; it has no rhythm yet."""
    return Alerte(
        public_id=entropy.public_id(), label=kept.label, address=kept.address, created_at=clock.now(), parts=_parts(kept.question),
        **_values(kept.question), **holder,
    )


def plain(question: SearchRequest) -> SearchRequest:
    """Return a question as it is kept: without order nor page, its words folded together, its lists in a fixed order."""
    return SearchRequest(
        **_values(question, named=True), point=question.point, flags=question.flags, domains=tuple(sorted(set(question.domains))),
        competences=tuple(sorted(set(question.competences))), without=tuple(sorted(set(question.without))),
        association=question.association,
    )


def _values(question: SearchRequest, *, named: bool = False) -> dict[str, Any]:
    """Return the single parts of a question, by the names of the columns (or, `named`, of the question)."""
    same = {
        "words": " ".join(question.words.split())[:200], "radius_km": question.radius_km, "territory": question.territory,
        "isere": question.isere, "kind": question.kind, "half_days": question.half_days, "remote": question.remote,
        "french": question.french, "setting": question.setting, "within_days": question.within_days,
    }
    if named:
        return same
    point = question.point
    return {**same, "lat": point.lat if point else None, "lon": point.lon if point else None, "association_id": question.association}


def _parts(question: SearchRequest) -> list[AlertePart]:
    several = {
        Part.DOMAIN: question.domains, Part.FLAG: sorted(question.flags), Part.COMPETENCE: question.competences,
        Part.WITHOUT: question.without,
    }
    return [AlertePart(part=part, value=value[:80]) for part, values in several.items() for value in values]


def check_rhythm(rhythm: Rhythm, hour: int, *, by_sms: bool) -> None:
    """Raise SmsIsWeekly for a daily text message, UnknownHour for an hour of the night."""
    if by_sms and rhythm is not Rhythm.WEEKLY:
        raise SmsIsWeekly(field="rhythm")
    if not FIRST_HOUR <= hour <= LAST_HOUR:
        raise UnknownHour(field="hour")


def _begin(alerte: Alerte) -> None:
    """Start, or start again, from what the search finds now: that was on the screen, only what comes later is news."""
    now = clock.now()
    alerte.known_at = alerte.clicked_at = now
    alerte.paused_at = alerte.asked_at = None
    alerte.next_at = next_moment(alerte.hour, weekly=alerte.rhythm is Rhythm.WEEKLY)
    db.session.flush()
    found = search(replace(queries.question_of(alerte), limit=MOST_HITS))
    alerte.broad = found.whole > MOST_HITS
    known = set(db.session.scalars(sa.select(AlerteMission.mission_id).where(AlerteMission.alerte_id == alerte.id)))
    if not alerte.broad:
        db.session.add_all(
            AlerteMission(alerte_id=alerte.id, mission_id=each.mission, found_at=now, told_at=now)
            for each in found.hits[:found.whole] if each.mission not in known
        )
    db.session.execute(
        sa.update(AlerteMission).where(AlerteMission.alerte_id == alerte.id, AlerteMission.told_at.is_(None)).values(told_at=now)
    )


def next_moment(hour: int, *, weekly: bool) -> datetime:
    """Return the next time a letter leaves: that hour of Paris, the next day or the next Monday when it is past."""
    now = clock.local(clock.now())
    ahead = (7 - now.weekday()) % 7 if weekly else 0
    if ahead == 0 and now.hour >= hour:
        ahead = 7 if weekly else 1
    day = now.date() + timedelta(days=ahead)
    return clock.paris(day.year, day.month, day.day, hour)


def _check_holder(alerte: Alerte, by: Any) -> None:
    if not can_change_alerte(by, alerte):
        raise NotAllowed()


def change_alerte(alerte: Alerte, *, by: Any, rhythm: Rhythm, hour: int, label: str | None = None) -> Alerte:
    """Change when the news are told, and the person's words for the search. Raises SmsIsWeekly, UnknownHour, NotAllowed."""
    _check_holder(alerte, by)
    check_rhythm(rhythm, hour, by_sms=alerte.by_sms)
    alerte.rhythm, alerte.hour = rhythm, hour
    alerte.next_at = next_moment(hour, weekly=rhythm is Rhythm.WEEKLY)
    alerte.label = (label or "").strip()[:LONGEST_LABEL] or alerte.label
    _clicked(alerte)
    return alerte


def _clicked(alerte: Alerte) -> None:
    alerte.clicked_at, alerte.asked_at = clock.now(), None


def keep_alerte(alerte: Alerte, *, by: Any) -> Alerte:
    """Answer that an alerte still serves; a paused one goes on from today: what appeared meanwhile is on the page, not in a letter.

    Raises NotAllowed.
    """
    _check_holder(alerte, by)
    if alerte.is_paused:
        _begin(alerte)
    else:
        _clicked(alerte)
    return alerte


def pause_alerte(alerte: Alerte, *, by: Any) -> Alerte:
    """Look for nothing and tell nothing until it is resumed. Raises NotAllowed."""
    _check_holder(alerte, by)
    _clicked(alerte)
    alerte.paused_at = alerte.paused_at or clock.now()
    return alerte


def delete_alerte(alerte: Alerte, *, by: Any) -> None:
    """Stop for good: the search, what it found, and the address or number kept for it alone are erased. Raises NotAllowed."""
    _check_holder(alerte, by)
    db.session.delete(alerte)
