"""The desk: who sees the requests, granting leaves the mark alone, declining says why, the second modérateur is told."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.candidatures.models import State
from benevolat.competences.models import Competence
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements.models import Bilan, BilanCompetence, BilanState
from benevolat.engagements.models import State as EngagementState
from benevolat.passeport.models import Skill, SkillState, ValidationRequest
from tests.conftest import scalar_count
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, engagement, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


@pytest.fixture
def request_row(session: Any) -> Any:
    """A citizen asks for the mark on two skills the association attested."""
    volunteer = person(first_name="Nadia", last_name="Belkacem", email="nadia@courriel.example")
    over = candidature(mission(association(member=person(), name="Les Mains Vertes")), volunteer, state=State.ACCEPTED)
    done = engagement(over, state=EngagementState.ATTESTED, title="Arroser le jardin partagé")
    bilan = keep(Bilan(engagement_id=done.id, state=BilanState.AGREED, minutes=540, sentence="Nadia a montré comment bouturer.",
                       confirmed_at=clock.now(), answered_at=clock.now(), signatory="Camille Roux"))
    for code in db.session.scalars(sa.select(Competence.code).order_by(Competence.code).limit(2)).all():
        keep(BilanCompetence(bilan_id=bilan.id, competence_code=code, example="Un exemple précis."))
        keep(Skill(user_id=volunteer.id, engagement_id=done.id, competence_code=code, state=SkillState.ATTESTED, attested_at=clock.now()))
    row = keep(ValidationRequest(engagement_id=done.id, asked_at=clock.now()))
    db.session.commit()
    return row


def test_granting(client: PageClient, request_row: Any) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    client.get("/moderation")
    client.follow("1 demande de validation de compétences")
    client.follow("Nadia Belkacem")
    for words in ("Arroser le jardin partagé", "Nadia a montré comment bouturer.", "Un exemple précis.", "Camille Roux"):
        assert words in client.text
    client.submit("Valider ces compétences")
    assert "Les compétences sont validées." in client.text
    assert "Rien n’attend" in client.text
    assert set(db.session.scalars(sa.select(Skill.state))) == {SkillState.VALIDATED}
    assert scalar_count(ValidationRequest) == 0
    assert scalar_count(OutgoingMail) == 1


def test_declining(client: PageClient, request_row: Any) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/moderation/validations/{request_row.public_id}")
    client.submit("Envoyer cette réponse", reason="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer cette réponse", reason="Le bilan est trop court.")
    assert "La réponse est envoyée" in client.text
    assert set(db.session.scalars(sa.select(Skill.state))) == {SkillState.ATTESTED}
    assert "Le bilan est trop court." in db.session.scalars(sa.select(OutgoingMail.body)).one()


@pytest.mark.parametrize("act", ["Valider ces compétences", "Envoyer cette réponse"])
def test_a_request_answered_meanwhile_is_gone(client: PageClient, request_row: Any, act: str) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/moderation/validations/{request_row.public_id}")
    db.session.delete(request_row)
    values = {} if act.startswith("Valider") else {"reason": "Une raison."}
    assert client.submit(act, **values).status_code == 404
    assert scalar_count(OutgoingMail) == 0


def test_nobody_else_sees_the_desk(client: PageClient, request_row: Any) -> None:
    volunteer = request_row.engagement.user
    for account in (agent(Role.REFERENT), agent(Role.PILOTE), agent(Role.ADMINISTRATEUR), person(), volunteer):
        sign_in(client, account)
        for path in ("/moderation/validations", f"/moderation/validations/{request_row.public_id}"):
            assert client.get(path).status_code == 403
