"""The annexe: the person's key then the référent's, exactly what was read, a « no » that leaves no trace, one gesture to withdraw."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.contrats import services
from benevolat.contrats.errors import AnnexeAlreadyOpen, NotSignedByPerson, TextChanged
from benevolat.contrats.jobs import end_annexes, fade_propositions
from benevolat.contrats.models import Annexe, AnnexeState, AnonymousCount, Avenant, Consentement, Figure
from benevolat.contrats.permissions import visible_annexes
from benevolat.contrats.queries import consentement_of, waiting_for_signature
from benevolat.core import clock, settings
from benevolat.core.db import Base
from benevolat.core.errors import Conflict, NotAllowed
from tests.conftest import scalar_count
from tests.factories.insertion import CONTENT, annexe, contrat, linked, referent
from tests.factories.people import person


def _world() -> tuple[Any, Any]:
    holder = person()
    return holder, linked(holder)


def test_consent_keeps_the_exact_text_version_date_and_channel(session: Any) -> None:
    holder, helper = _world()
    settings.write("consent.written", "Un autre texte.", by=None)
    session.flush()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    given = services.sign_annexe(made, by=holder, revision=1)
    assert (given.text, given.text_version, given.annexe_revision, given.channel.value) == ("Un autre texte.", 1, 1, "account")
    assert given.given_at <= clock.now()


def test_the_referent_signs_only_after_the_person(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    with pytest.raises(NotSignedByPerson):
        services.countersign_annexe(made, by=helper)
    services.sign_annexe(made, by=holder, revision=1)
    session.flush()
    assert waiting_for_signature(helper) == [made]
    services.countersign_annexe(made, by=helper)
    assert made.state is AnnexeState.SIGNED


def test_nobody_turns_another_persons_key(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    for stranger in (helper, person(), referent()):
        with pytest.raises(NotAllowed):
            services.sign_annexe(made, by=stranger, revision=1)
    services.sign_annexe(made, by=holder, revision=1)
    for stranger in (holder, person(), referent()):
        with pytest.raises(NotAllowed):
            services.countersign_annexe(made, by=stranger)


def test_an_edit_returns_it_to_signature(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.sign_annexe(made, by=holder, revision=1)
    services.edit_annexe(made, CONTENT, by=helper)
    session.flush()
    assert consentement_of(made) is None
    with pytest.raises(NotSignedByPerson):
        services.countersign_annexe(made, by=helper)
    with pytest.raises(TextChanged):
        services.sign_annexe(made, by=holder, revision=1)
    services.sign_annexe(made, by=holder, revision=2)
    services.countersign_annexe(made, by=helper)
    assert made.state is AnnexeState.SIGNED, "never signed by both before: not an amendment"


def test_changing_a_signed_annexe_is_an_amendment(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.AMENDED)
    assert [each.kind.value for each in session.scalars(sa.select(Avenant).where(Avenant.annexe_id == made.id))] == ["revision"]


def test_signing_twice_gives_one_consent(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    first, second = (services.sign_annexe(made, by=holder, revision=1) for _time in range(2))
    assert first is second
    assert scalar_count(Consentement) == 1


def test_a_no_leaves_no_trace_but_a_coarse_figure(session: Any) -> None:
    """The database before and after a « no » differs by one anonymous figure, and by nothing else at all."""
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    session.commit()
    before = _everything(session)
    services.count_refusal(made, by=holder)
    session.commit()
    after = _everything(session)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"insertion_anonymous_count"}
    [row] = session.scalars(sa.select(AnonymousCount).where(AnonymousCount.figure == Figure.REFUSED))
    assert row.value == 1
    assert set(AnonymousCount.__table__.columns.keys()) == {"territoire_code", "quarter", "figure", "value"}
    assert list(session.scalars(visible_annexes(helper))) == [made], "the référent's view says nothing of the answer"


def _everything(session: Any) -> dict[str, list[Any]]:
    return {name: [tuple(row) for row in session.execute(sa.select(table))] for name, table in Base.metadata.tables.items()}


def test_nobody_counts_a_no_for_somebody_else(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    with pytest.raises(NotAllowed):
        services.count_refusal(made, by=helper)


def test_a_proposition_fades_whether_answered_or_not(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.count_refusal(made, by=holder)
    session.commit()
    fade_propositions({})
    assert scalar_count(Annexe) == 1
    with clock.frozen(clock.now() + timedelta(days=31)):
        fade_propositions({})
    assert scalar_count(Annexe) == 0


def test_a_signed_proposition_never_fades(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.sign_annexe(made, by=holder, revision=1)
    with clock.frozen(clock.now() + timedelta(days=31)):
        fade_propositions({})
    assert scalar_count(Annexe) == 1
    with pytest.raises(Conflict):
        services.fade_annexe(made)


def test_withdrawal_is_one_gesture_and_makes_the_amendment(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.SIGNED)
    services.withdraw_annexe(made, by=holder)
    session.flush()
    assert [each.kind.value for each in session.scalars(sa.select(Avenant))] == ["withdrawal"]
    assert all(each.withdrawn_at for each in session.scalars(sa.select(Consentement)))
    assert list(session.scalars(visible_annexes(helper))) == [], "from then on nothing is shown"


def test_saying_no_to_a_proposition_is_not_a_withdrawal(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    with pytest.raises(NotAllowed):
        services.withdraw_annexe(made, by=holder)
    services.sign_annexe(made, by=holder, revision=1)
    session.flush()
    services.withdraw_annexe(made, by=holder)
    assert made.state is AnnexeState.WITHDRAWN


def test_one_annexe_at_a_time(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper)
    with pytest.raises(AnnexeAlreadyOpen):
        services.draft_annexe(made.contrat, CONTENT, by=helper)


def test_another_referent_sees_and_writes_nothing(session: Any) -> None:
    holder, helper = _world()
    annexe(holder, helper, AnnexeState.SIGNED)
    other = referent()
    assert list(session.scalars(visible_annexes(other))) == []
    with pytest.raises(NotAllowed):
        contrat(holder, other)


@pytest.mark.parametrize(("starts_on", "months", "expected"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 11, 15), 2, date(2027, 1, 15)),
    (date(2027, 8, 31), 6, date(2028, 2, 29)), (date(2026, 12, 1), 1, date(2027, 1, 1)),
])
def test_months_end_on_the_same_day_or_the_last(starts_on: date, months: int, expected: date) -> None:
    assert Annexe(starts_on=starts_on, months=months).last_day == expected


def test_an_annexe_ends_with_its_months(session: Any) -> None:
    holder, helper = _world()
    made = annexe(holder, helper, AnnexeState.SIGNED)
    end_annexes({})
    assert made.state is AnnexeState.SIGNED
    with clock.frozen(clock.now() + timedelta(days=100)):
        end_annexes({})
    assert made.state is AnnexeState.ENDED
