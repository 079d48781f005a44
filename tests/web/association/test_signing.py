"""Who signs, on screen: the right and the function on the team's page, a bilan prepared by one member and signed by another."""

from benevolat.associations.models import Membership, Right
from benevolat.engagements.models import BilanState
from tests.engagements.stage import Stage, in_progress, to_close
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def helper_of(stage: Stage, **values: bool) -> Membership:
    """Another member of the team."""
    who = person(first_name="Lina", last_name="Faure")
    row: Membership = keep(Membership(**DAILY, association_id=stage.engagement.association_id, user_id=who.id, **values))
    return row


def test_an_administrator_gives_the_right_and_a_function(client: PageClient) -> None:
    stage = to_close()
    helper = helper_of(stage)
    sign_in(client, stage.member)
    base = f"/association/{helper.association.public_id}/equipe"
    client.get(base)
    assert "Noter les heures et préparer les bilans" in client.text
    client.get(f"{base}/{helper.user.public_id}/signature")
    client.submit("Enregistrer", may_sign="yes", function="x" * 61)
    assert not helper.may_sign
    client.submit("Enregistrer", may_sign="no", function="", rights=[])
    assert "Choisissez au moins une chose" in client.text
    client.submit("Enregistrer", may_sign="yes", function="Coordinatrice des bénévoles", rights=["candidates"])
    assert (helper.may_sign, helper.function) == (True, "Coordinatrice des bénévoles")
    assert helper.rights == {Right.CANDIDATES}
    assert "Coordinatrice des bénévoles" in client.text
    client.get(f"{base}/{stage.member.public_id}/signature")
    assert "elle signe toujours" in client.text
    client.submit("Enregistrer", function="Président")
    assert "Président" in client.text
    sign_in(client, helper.user)
    client.get(base)
    assert "Changer ce qu’elle fait" not in client.text
    assert client.get(f"{base}/{helper.user.public_id}/signature").status_code == 403


def test_one_prepares_the_other_signs(client: PageClient) -> None:
    stage = to_close()
    helper = helper_of(stage)
    sign_in(client, helper.user)
    client.get(f"/association/engagements/{stage.engagement.public_id}")
    assert "Vous le préparez, une personne de l’équipe le signe." in client.text
    client.follow("Écrire le bilan")
    assert "Confirmer le bilan" not in client.text
    assert "Signé :" not in client.text
    client.submit("Donner à signer", hours="10", sentence="A tenu l’accueil.", competences=["accueillir"])
    assert "Le bilan est prêt. Il attend une signature." in client.text
    assert "Changer le bilan" in client.text
    client.get("/association/engagements")
    assert "Bilans à signer" in client.text
    assert "Relire et signer" not in client.text
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}")
    assert "A tenu l’accueil." not in client.text, "the person reads it once it is signed"
    assert "Préparer le bilan" in client.text
    sign_in(client, stage.member)
    client.get("/association/engagements")
    client.follow(f"Relire et signer : {stage.volunteer.full_name}")
    assert 'value="10"' in client.source
    assert "Signé : Marc Reynaud" in client.text
    client.submit("Confirmer le bilan", sentence="A tenu l’accueil chaque mardi.")
    assert (stage.bilan.state, stage.bilan.signatory) == (BilanState.CONFIRMED, "Marc Reynaud")
    assert [each.competence_code for each in stage.bilan.competences] == ["accueillir"]
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}")
    assert "A tenu l’accueil chaque mardi." in client.text


def test_a_member_without_the_right_writes_hours(client: PageClient) -> None:
    stage = in_progress()
    stage.engagement.candidature.mission.half_days = 0  # type: ignore[union-attr]
    helper = helper_of(stage)
    sign_in(client, helper.user)
    client.get(f"/association/engagements/{stage.engagement.public_id}")
    client.submit("3 h")
    assert stage.engagement.minutes == 180
