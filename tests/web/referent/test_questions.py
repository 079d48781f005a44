"""Guard rails on the screens: asked with their law, decided, read by the person, seen by nobody once the agreement is taken back."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.contrats import services
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import Annexe, AnnexeState, Decision, PathKind, Question, Reason, Submission, SubmissionState
from benevolat.core import clock
from benevolat.core.db import db
from tests.conftest import scalar_count
from tests.factories.insertion import QUESTIONS, annexe, contrat, linked
from tests.factories.passeport import attested
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

CLOSE = {**QUESTIONS, "why_direct-use": "useful-skill"}


def written(**changed: Any) -> dict[str, Any]:
    return {
        "already_engaged": "no", "forms": ["0"], "hours": "12", "period": "weekly", "months": "3", "starts_on": clock.today().isoformat(),
        "referent_commitment": "Faire le point.", **CLOSE, **changed,
    }


def test_an_annexe_close_to_employment_is_written_with_what_was_decided(client: PageClient, session: Any) -> None:
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    contrat(holder, helper, path_kind=PathKind.EMPLOI)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    for words in ("L5425-8", "L8221-1", "411630", "Grenoble", "pas des verdicts"):
        assert words in client.text, words
    client.submit("Enregistrer l’annexe", **written())
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Enregistrer l’annexe", **written(why_hours="hours-lower", words_hours="Amina est fatiguée."))
    assert "Écrivez sur l’activité" in client.text
    assert scalar_count(Annexe) == 0
    client.submit("Enregistrer l’annexe", **written(why_hours="hours-lower", words_hours="Trois matinées de suite."))
    client.submit("Proposer l’annexe à la personne")
    assert "Proposée" in client.text, "what is a lot is decided, not refused"
    made = db.session.scalars(sa.select(Annexe)).one()
    reader = client.application.test_client()
    sign_in(reader, holder).get(f"/mon-contrat/annexe/{made.public_id}")  # type: ignore[arg-type]
    for words in ("Non, c’est beaucoup", "Trois matinées de suite.", "À voir plus tard", "L5425-8"):
        assert words in reader.text, words  # type: ignore[attr-defined]


def test_what_was_decided_is_shown_when_the_annexe_is_changed(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper)
    services.decide(made, [Decided(Question.COUNTS, Reason.COUNTS_YES, "Le mardi et le jeudi.")], by=helper)
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    assert [each.get("value") for each in client.page.iter() if each.get("name") == "why_counts" and each.get("checked") is not None] == [
        "counts-yes"]
    assert "Le mardi et le jeudi." in client.source


def test_an_annexe_begun_long_ago_in_its_own_words_is_changed_as_it_stands(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    made.starts_on, made.forms = clock.today() - timedelta(days=100), ["jardin de quartier"]
    sign_in(client, helper).get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    client.submit("Enregistrer l’annexe", hours="2", **QUESTIONS)
    changed = db.session.get_one(Annexe, made.id)
    assert (changed.hours, changed.forms, changed.starts_on) == (2, ["jardin de quartier"], clock.today() - timedelta(days=100))
    client.get(f"/accompagnement/personnes/{holder.public_id}/annexe")
    client.submit("Enregistrer l’annexe", starts_on=(clock.today() - timedelta(days=99)).isoformat())
    assert "Choisissez une date" in client.text


def test_two_tabs_of_the_form(client: PageClient, session: Any) -> None:
    """The second is stopped with one clear sentence, whether the first wrote the annexe or changed it."""
    holder = person()
    helper = linked(holder)
    contrat(holder, helper)
    path = f"/accompagnement/personnes/{holder.public_id}/annexe"
    other: Any = client.application.test_client()
    for hours in ("2", "4"):
        sign_in(client, helper).get(path)
        sign_in(other, helper).get(path)
        client.submit("Enregistrer l’annexe", **_social(hours))
        other.submit("Enregistrer l’annexe", **_social("9"))
        assert "dans un autre onglet ou par quelqu’un d’autre" in other.text
        assert db.session.scalar(sa.select(Annexe.hours)) == float(hours)


def _social(hours: str) -> dict[str, Any]:
    values = written(hours=hours)
    del values["why_direct-use"]
    return values


@pytest.fixture
def submitted(session: Any) -> tuple[Any, Any, Submission]:
    """A person close to employment, their référent, and many more attested hours than the annexe said."""
    holder = person(first_name="Amina", last_name="Roussel")
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    made.contrat.path_kind = PathKind.EMPLOI
    done = attested(holder)
    assert done.bilan is not None
    done.ends_on, done.bilan.minutes = done.starts_on, 12 * 60
    return holder, helper, services.submit_engagement(done, wants_mark=False, by=holder)


def test_many_attested_hours_are_looked_at_before_validation(client: PageClient, submitted: Any) -> None:
    holder, helper, sent = submitted
    sign_in(client, helper).get(f"/accompagnement/transmis/{sent.public_id}")
    assert "12 h par semaine" in client.text
    client.submit("Valider dans le contrat")
    assert "Dites ce que vous décidez" in client.text
    client.submit("Valider dans le contrat", why_hours="hours-fit", why_counts="counts-later")
    assert db.session.get_one(Submission, sent.id).state is SubmissionState.VALIDATED
    client.get(f"/accompagnement/transmis/{sent.public_id}")
    client.submit("Enregistrer ma décision", why_counts="counts-yes")
    assert "Votre décision est enregistrée" in client.text
    sign_in(client, holder).get("/mon-contrat")
    assert "Ce que votre référent a décidé" in client.text
    assert "Ces heures comptent-elles dans les heures d’activité de la semaine ? Oui, elles comptent" in client.text


def test_a_withdrawal_hides_what_was_decided_from_the_referent_alone(client: PageClient, submitted: Any) -> None:
    holder, helper, sent = submitted
    services.validate_submission(sent, by=helper, decided=[Decided(Question.HOURS, Reason.HOURS_FIT)])
    services.withdraw_annexe(sent.annexe, by=holder)
    sign_in(client, helper)
    assert client.get(f"/accompagnement/transmis/{sent.public_id}").status_code == 404
    client.get(f"/accompagnement/personnes/{holder.public_id}")
    assert "il reste assez de temps" not in client.text
    assert scalar_count(Decision) == 1
    sign_in(client, holder).get("/mon-contrat")
    assert "il reste assez de temps" in client.text


def test_the_annexe_of_an_older_contract_is_the_one_that_is_changed(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, AnnexeState.SIGNED)
    contrat(holder, helper, reference="NG-2027-1", starts_on=clock.today() + timedelta(days=10))
    sign_in(client, helper)
    client.get(f"/accompagnement/personnes/{holder.public_id}")
    client.follow("Modifier l’annexe")
    client.submit("Enregistrer l’annexe", hours="4", **QUESTIONS)
    session.rollback()
    session.expire_all()
    assert session.scalars(sa.select(Annexe.id)).all() == [made.id]
    assert made.hours == 4
