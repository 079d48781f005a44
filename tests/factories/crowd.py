"""Many people for one référent, by the rows the services would write: annexes in every state, engagements that wait."""

from datetime import timedelta

from benevolat.accounts.models import User
from benevolat.contrats.models import Annexe, AnnexeState, Contrat, PathKind, Submission
from benevolat.core import clock
from benevolat.core.db import db

from . import keep
from .insertion import CONTENT, linked, referent
from .passeport import attested
from .people import person

FIRST = ("Amina", "Zoé", "Élodie", "Karim", "Jean-Noël", "Thị Hạnh", "Moussa", "Léa")
LAST = ("Roussel", "Étienne", "Ben Saïd", "Nguyễn", "Favre-Marinet", "Diallo", "Bœuf", "Ödegård")
STATES = (AnnexeState.SIGNED, AnnexeState.PROPOSED, AnnexeState.DRAFT, AnnexeState.AMENDED, AnnexeState.WITHDRAWN, AnnexeState.ENDED, None)


def annexe_row(who: User, state: AnnexeState, *, months: int = 3, begun: int = 20) -> Annexe:
    """An annexe in a state, of a contract of its own, begun so many days ago."""
    day = clock.today() - timedelta(days=begun)
    reference = keep(Contrat(user_id=who.id, type_code="cer", reference=f"NG-2026-{who.id:05}", starts_on=day,
                             ends_on=day + timedelta(days=180), path_kind=PathKind.SOCIAL))
    made = Annexe(contrat_id=reference.id, state=state, signed_by_person_at=clock.now(), signed_by_referent_at=clock.now())
    CONTENT.write(made)
    made.starts_on, made.months = day, months
    return keep(made)


def crowd(count: int, helper: User | None = None) -> User:
    """A référent with so many people: two in seven signed, one signed in ten waits with an engagement or nears its end."""
    helper = helper or referent()
    for n in range(count):
        who = person(first_name=FIRST[n % len(FIRST)], last_name=f"{LAST[n % len(LAST)]} {n}", commune_code="38563" if n % 3 else None)
        linked(who, helper)
        state = STATES[n % len(STATES)]
        if state is None:
            continue
        made = annexe_row(who, state, begun=85 if n % 10 == 0 else 20)
        if state is AnnexeState.SIGNED and n % 4 == 0:
            keep(Submission(annexe_id=made.id, engagement_id=attested(who).id))
    db.session.flush()
    return helper
