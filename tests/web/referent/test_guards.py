"""What stops a référent on the screens: guessing codes, a wrong form, an address of somebody else's, an end that has come."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.models import Accompagnement
from benevolat.accompagnement.queries import current_link
from benevolat.accompagnement.services import give_link_code
from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, Contrat
from benevolat.core import clock, journal
from benevolat.core.db import db
from benevolat.engagements.models import State
from benevolat.web.limits import LIMITS
from tests.conftest import scalar_count
from tests.factories.insertion import QUESTIONS, annexe, contrat, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_codes_are_not_guessed(client: PageClient, session: Any) -> None:
    """A person's right code no longer helps whoever tried too often, from any machine; another référent is not stopped."""
    code, helper = give_link_code(person()), referent()
    sign_in(client, helper).get("/accompagnement/nouveau")
    for _try in range(LIMITS["link_code"].target):
        client.submit("Commencer l’accompagnement", code="0000 0000")
        assert "Ce code ne convient pas" in client.text
    page = client.page
    assert client.submit("Commencer l’accompagnement", code=code).status_code == 429
    assert scalar_count(Accompagnement) == 0
    client.page = page
    elsewhere = client.application.test_client()
    sign_in(elsewhere, helper).get("/accompagnement/nouveau", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})  # type: ignore[arg-type]
    assert elsewhere.submit("Commencer l’accompagnement", code=code).status_code == 429  # type: ignore[attr-defined]
    other = client.application.test_client()
    sign_in(other, referent()).get("/accompagnement/nouveau")  # type: ignore[arg-type]
    other.submit("Commencer l’accompagnement", code=code)  # type: ignore[attr-defined]
    assert scalar_count(Accompagnement) == 1


@pytest.mark.parametrize(("changed", "words"), [
    ({"ends_on": "2026-01-01"}, "La fin est avant le début"), ({"reference": "2850738185042"}, "sécurité sociale"),
    ({"reference": "1234567"}, "CAF"), ({"reference": " "}, "Cette réponse est nécessaire"),
    ({"path_kind": None}, "Cette réponse est nécessaire"), ({"type_code": ""}, "Cette réponse est nécessaire"),
])
def test_a_wrong_reference_is_said_and_nothing_is_written(client: PageClient, session: Any, changed: dict[str, Any], words: str) -> None:
    holder = person()
    sign_in(client, linked(holder)).get(f"/accompagnement/personnes/{holder.public_id}/contrat")
    client.submit("Enregistrer la référence", **{
        "type_code": "cer", "reference": "NG-2026-7", "starts_on": "2026-11-02", "ends_on": "2027-03-01", "path_kind": "social", **changed,
    })
    assert words in client.text
    assert scalar_count(Contrat) == 0


@pytest.mark.parametrize("changed", [
    {"forms": []}, {"hours": "0,4"}, {"hours": "35,5"}, {"hours": "beaucoup"}, {"days": -63}, {"days": 367}, {"months": ""},
    {"referent_commitment": " "}, {"already_engaged": None}, {"period": None}, {"why_counts": None},
])
def test_a_wrong_annexe_is_said_and_nothing_is_written(client: PageClient, session: Any, changed: dict[str, Any]) -> None:
    holder = person()
    helper = linked(holder)
    contrat(holder, helper)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    starts_on = clock.today() + timedelta(days=changed.pop("days", 0))
    answer = client.submit("Enregistrer l’annexe", **{
        "already_engaged": "no", "forms": ["0"], "hours": "3", "period": "weekly", "months": "3", "starts_on": starts_on.isoformat(),
        "referent_commitment": "Faire le point.", **QUESTIONS, **changed,
    })
    assert answer.status_code == 400
    assert scalar_count(Annexe) == 0


def test_an_annexe_needs_a_contract(client: PageClient, session: Any) -> None:
    holder = person()
    sign_in(client, linked(holder))
    assert client.get(f"/accompagnement/personnes/{holder.public_id}/annexe").status_code == 404


def test_nothing_of_a_withdrawn_annexe_opens(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.validate_submission(sent, by=helper)
    session.flush()
    services.withdraw_annexe(made, by=holder)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}")
    assert "Rien pour le moment" in client.text
    assert "Aucune annexe en cours" in client.text
    assert client.get(f"/accompagnement/transmis/{sent.public_id}").status_code == 404


def test_a_bilan_under_correction_leaves_the_page_until_it_is_attested_again(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina")
    helper = linked(holder)
    annexe(holder, helper, AnnexeState.SIGNED)
    sent = services.submit_engagement(attested(holder), wants_mark=True, by=holder)
    sent.engagement.state = State.TO_CLOSE
    path = f"/accompagnement/transmis/{sent.public_id}"
    assert sign_in(client, helper).get(path).status_code == 404
    client.get("/accompagnement")
    assert "Rien ne vous attend" in client.text
    sent.engagement.state = State.ATTESTED
    session.commit()
    assert client.get(path).status_code == 200


def test_signing_is_offered_only_after_the_person(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.PROPOSED)
    path = f"/accompagnement/personnes/{holder.public_id}"
    sign_in(client, helper).get(path)
    assert "Signer après la personne" not in client.text
    services.sign_annexe(session.get_one(Annexe, made.id), by=holder, revision=1)
    session.commit()
    client.get(path)
    client.submit("Signer après la personne")
    assert session.get_one(Annexe, made.id).state is AnnexeState.SIGNED


def test_a_link_that_will_end_is_shown_and_can_end_today(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder, ends_on=clock.today() + timedelta(days=8))
    assert sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}").status_code == 200
    client.submit("Terminer l’accompagnement")
    assert current_link(holder) is None
    assert client.get(f"/accompagnement/personnes/{holder.public_id}").status_code == 404


def test_a_page_that_was_refused_is_no_reading(client: PageClient, session: Any) -> None:
    holder = person()
    linked(holder)
    assert sign_in(client, referent()).get(f"/accompagnement/personnes/{holder.public_id}").status_code == 404
    assert journal.about(holder.id) == []


def test_the_referents_search_keeps_to_their_people(client: PageClient, session: Any) -> None:
    linked(person(last_name="Favre"))
    sign_in(client, linked(person(last_name="Roussel"))).get("/accompagnement?nom=Favre")
    assert "Personne ne porte ce nom" in client.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Accompagnement)) == 2
