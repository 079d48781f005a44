"""What the pages read: the person's own newest contract, the annexe in life, what can be submitted, the figures without a name."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import open_service
from benevolat.contrats import services
from benevolat.contrats.models import AnnexeState, AnonymousCount, ContratType, Figure
from benevolat.contrats.queries import (
    consentement_of,
    contrat_types,
    last_contrat,
    living_annexe,
    submissible_engagements,
    waiting_for_signature,
)
from benevolat.core import clock
from benevolat.engagements.models import State
from tests.factories.insertion import CONTENT, annexe, contrat, linked
from tests.factories.passeport import attested
from tests.factories.people import person


@pytest.mark.parametrize("state", list(AnnexeState))
def test_only_a_signed_annexe_lives_and_only_for_its_person(session: Any, state: AnnexeState) -> None:
    holder = person()
    made = annexe(holder, linked(holder), state)
    session.flush()
    assert living_annexe(holder) == (made if state in (AnnexeState.SIGNED, AnnexeState.AMENDED) else None)
    assert living_annexe(person()) is None


def test_the_newest_contract_of_the_person_and_of_nobody_else(session: Any) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    linked(other, helper)
    newest = contrat(holder, helper, starts_on=clock.today())
    contrat(holder, helper)
    contrat(other, helper, starts_on=clock.today() + timedelta(days=1), ends_on=clock.today() + timedelta(days=90))
    assert last_contrat(holder) == newest


def test_a_type_out_of_use_is_not_offered(session: Any) -> None:
    session.get_one(ContratType, "ppae").active = False
    session.flush()
    assert {each.code for each in contrat_types()} == {"cer", "contrat-engagement", "autre"}


def test_what_can_be_submitted(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    done, unfinished = attested(holder), attested(holder)
    unfinished.state = State.TO_CLOSE
    attested(person())
    assert submissible_engagements(holder) == [done]
    services.submit_engagement(done, wants_mark=False, by=holder)
    session.flush()
    assert submissible_engagements(holder) == []
    services.end_annexe(made)
    session.flush()
    assert submissible_engagements(holder) == [done], "another annexe may take it up"


def test_a_consent_stands_for_the_revision_that_was_read(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    services.sign_annexe(made, by=holder, revision=1)
    services.edit_annexe(made, CONTENT, by=helper)
    session.flush()
    assert consentement_of(made) is None
    assert waiting_for_signature(helper) == []


def test_a_figure_is_of_the_territory_of_the_service_and_the_quarter(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    record = referent_record(helper)
    assert record is not None
    record.service_id = open_service("Service de l’Oisans", ServiceKind.CCAS, territoire_code="oisans").id
    session.flush()
    session.expire(record)
    with clock.frozen(clock.paris(2026, 11, 22, 10)):
        made = annexe(holder, helper, AnnexeState.PROPOSED)
        services.count_refusal(made, by=holder)
    rows = session.execute(sa.select(AnonymousCount.territoire_code, AnonymousCount.quarter, AnonymousCount.figure, AnonymousCount.value))
    assert {tuple(each) for each in rows} == {("oisans", "2026-T4", Figure.OFFERED, 1), ("oisans", "2026-T4", Figure.REFUSED, 1)}
