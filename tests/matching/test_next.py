"""What could come next, after what a person did: their wishes first, else near the commune of their account; nothing is kept."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.accounts.models import AgeBand, User
from benevolat.associations.models import Membership
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Bilan, BilanState, Engagement, State
from benevolat.matching import queries, services
from benevolat.matching.models import Wish
from benevolat.matching.services import Said
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.factories.world import candidature, engagement, mission

GRENOBLE = "38185"


def published(title: str, **values: Any) -> Mission:
    """A mission that the search finds."""
    made = mission(title=title, **values)
    touch(made, text=True)
    return made


def after(who: User, *done: Engagement) -> list[str]:
    """The titles of what could come next, in order."""
    db.session.commit()
    return [each.row.title for each in queries.next_missions(who, done).proposals]


def test_what_is_known_comes_first_then_the_nearest_and_three_at_most(session: Any) -> None:
    who = person()
    done = attested(who)
    published("Trop loin", commune_code=GRENOBLE)
    for title in ("Courir", "Nager"):
        published(title, domaine_code="sport")
    published("Un peu plus loin", commune_code="38239")
    published("Tout près")
    assert after(who, done) == ["Tout près", "Un peu plus loin", "Nager"]
    found = queries.next_missions(who, [done])
    assert not found.wished
    assert found.proposals[0].reasons == ("Comme ce que vous avez fait\u00a0: Nature et environnement", "À moins de 1\u00a0km de Voiron")
    assert found.proposals[2].reasons == ("À moins de 1\u00a0km de Voiron",), "no reason that is not true"


def test_wishes_come_before_the_account_and_what_was_done(session: Any) -> None:
    who = person()
    done = attested(who)
    services.say_wishes(Said(domains=("sport",), commune_code=GRENOBLE, radius_km=10), by=who)
    published("Tout près")
    published("Nager à Grenoble", commune_code=GRENOBLE, domaine_code="sport")
    assert after(who, done) == ["Nager à Grenoble"]
    assert queries.next_missions(who, [done]).wished


def test_wishes_that_find_nothing_leave_the_account(session: Any) -> None:
    who = person()
    services.say_wishes(Said(domains=("international",)), by=who)
    published("Tout près")
    assert after(who) == ["Tout près"]
    assert not queries.next_missions(who, []).wished


def test_without_a_place_nothing_is_guessed(session: Any) -> None:
    who = person(commune_code=None)
    published("Tout près")
    assert after(who, attested(who)) == []


def test_what_may_not_be_proposed_is_not(session: Any) -> None:
    who = person(age_band=AgeBand.MINOR)
    published("Pour adultes")
    published("Pour tous", minors_ok=True)
    applied = published("Déjà demandée", minors_ok=True)
    candidature(applied, by=who, state=CandidatureState.ACCEPTED)
    full = published("Complète", minors_ok=True, places=1)
    full.places_taken = 1
    touch(full, text=False)
    own = published("De mon association", minors_ok=True)
    keep(Membership(association_id=own.association_id, user_id=who.id))
    put_aside = published("Écartée", minors_ok=True)
    services.dismiss(put_aside, by=who)
    assert after(who) == ["Pour tous"]


def test_nothing_is_kept(session: Any) -> None:
    who = person()
    published("Tout près")
    after(who, attested(who))
    assert scalar_count(Wish) == 0
    assert not db.session.new
    assert not db.session.dirty


@pytest.mark.parametrize(("state", "ended", "written", "fresh"), [
    (State.TO_CLOSE, 0, None, True), (State.TO_CLOSE, 58, None, True), (State.TO_CLOSE, 61, None, False), (State.ATTESTED, 200, 10, True),
    (State.ATTESTED, 200, 61, False), (State.IN_PROGRESS, 0, None, False), (State.NOT_DONE, 1, None, False),
    (State.CANCELLED, 1, None, False),
])
def test_it_is_said_for_a_while_after_the_end_or_the_attestation(
    session: Any, state: State, ended: int, written: int | None, fresh: bool,
) -> None:
    last = clock.today() - timedelta(days=ended)
    row = engagement(candidature(mission()), state=state, starts_on=last, ends_on=last, reason="Il a neigé.")
    if written is not None:
        at = clock.now() - timedelta(days=written)
        keep(Bilan(engagement=row, state=BilanState.AGREED, confirmed_at=at, answered_at=at))
    assert queries.is_fresh(row) is fresh
