"""The association's closings on screen: hours in one press, the bilan in two minutes, a correction, a withdrawal."""

from datetime import timedelta

from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.models import BilanState, State
from benevolat.passeport import services as passeport
from tests.engagements.stage import Stage, confirmed, in_progress, to_close
from tests.factories.people import person
from tests.factories.world import association
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def address(stage: Stage) -> str:
    return f"/association/engagements/{stage.engagement.public_id}"


def visit(client: PageClient, stage: Stage, path: str = "") -> PageClient:
    """Open the engagement as a member of the association."""
    sign_in(client, stage.member)
    assert client.get(address(stage) + path).status_code == 200
    return client


def test_nobody_yet(client: PageClient) -> None:
    member = person()
    association(member=member)
    sign_in(client, member)
    client.get("/association/engagements")
    assert "Personne pour le moment" in client.text


def test_the_list_puts_bilans_first(client: PageClient) -> None:
    stage = to_close()
    here = in_progress()
    here.engagement.association_id = stage.engagement.association_id
    services.enter_hours(here.engagement, day=clock.today(), minutes=60, by=here.volunteer)
    sign_in(client, stage.member)
    client.get("/association/engagements")
    text = client.text
    assert text.index("Bilans à écrire") < text.index("Ici en ce moment")
    assert "Confirmer 1 jour" in text
    client.follow(f"Écrire le bilan : {stage.volunteer.full_name}")
    assert client.h1 == "Écrire le bilan"


def test_hours_are_written_and_confirmed_in_one_press(client: PageClient) -> None:
    stage = in_progress()
    stage.engagement.candidature.mission.half_days = 0  # type: ignore[union-attr]
    for ago in (1, 2):
        services.enter_hours(stage.engagement, day=clock.today() - timedelta(days=ago), minutes=120, by=stage.volunteer)
    visit(client, stage)
    client.submit("Tout confirmer")
    assert all(each.confirmed_at for each in stage.engagement.releves)
    client.submit("3 h")
    assert stage.engagement.minutes == 420
    client.submit("Noter ces heures", day=(clock.today() - timedelta(days=1)).isoformat(), minutes="1 h")
    assert "Pas d’accord, pas compté" in client.text
    client.submit("Accepter 2 h")
    assert stage.engagement.minutes == 420


def test_bad_hours_keep_what_was_typed(client: PageClient) -> None:
    stage = in_progress()
    visit(client, stage)
    client.submit("Noter ces heures", day=(clock.today() + timedelta(days=1)).isoformat(), minutes="2")
    assert "Ce jour n’est pas encore venu." in client.text


def test_a_bilan_in_two_minutes(client: PageClient) -> None:
    stage = to_close()
    passeport.draft_bilan(stage.engagement, by=stage.volunteer, minutes=300, words="J’ai arrosé.", competences=["jardiner-nature"])
    visit(client, stage, "/bilan")
    assert "(dit par Nadia)" in client.text
    assert 'value="5"' in client.source
    client.submit("Confirmer le bilan", sentence="A arrosé tout l’été.", competences=["jardiner-nature", "autonomie"],
                  **{"exemple-autonomie": "A tenu les clés."})
    assert (stage.bilan.state, stage.bilan.minutes, stage.bilan.signatory) == (BilanState.CONFIRMED, 300, "Marc Reynaud")
    assert {each.competence_code: each.example for each in stage.bilan.competences} == {
        "jardiner-nature": None, "autonomie": "A tenu les clés."
    }
    assert "Sa réponse est attendue" in client.text


def test_an_example_is_what_a_document_holds(client: PageClient) -> None:
    stage = to_close()
    visit(client, stage, "/bilan")
    client.submit("Confirmer le bilan", hours="4", sentence="Bien.", competences=["accueillir"], **{"exemple-accueillir": "x" * 201})
    assert [each.example for each in stage.bilan.competences] == ["x" * 200]


def test_a_bad_bilan_keeps_everything(client: PageClient) -> None:
    stage = to_close()
    visit(client, stage, "/bilan")
    codes = ["accueillir", "ecouter", "equipe", "fiabilite", "cuisiner", "autonomie", "rigueur", "animer", "ecrire"]
    client.submit("Confirmer le bilan", hours="", sentence="", competences=["accueillir"])
    assert client.text.count("Cette réponse est nécessaire.") >= 2
    client.submit("Confirmer le bilan", hours="4", sentence="Bien.", competences=codes, **{"exemple-ecrire": "Un poème."})
    assert "huit compétences au plus" in client.text
    assert 'value="Un poème."' in client.source
    client.submit("Confirmer le bilan", hours="999", sentence="Bien.", competences=["accueillir"])
    assert "ne tient pas dans les dates" in client.text
    assert stage.bilan.state is BilanState.EXPECTED


def test_a_correction_says_why_and_keeps_examples(client: PageClient) -> None:
    stage = confirmed()
    visit(client, stage)
    client.follow("Corriger")
    assert 'value="Elle a rassuré un enfant."' in client.source
    client.submit("Corriger le bilan", hours="11", reason="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Corriger le bilan", hours="11", reason="Une heure oubliée.")
    assert (stage.bilan.minutes, stage.bilan.reason, stage.bilan.state) == (660, "Une heure oubliée.", BilanState.CONFIRMED)


def test_a_withdrawal_says_why(client: PageClient) -> None:
    stage = confirmed()
    visit(client, stage)
    client.follow("Retirer l’attestation")
    client.submit("Retirer l’attestation", reason="Ce n’était pas elle.")
    assert stage.bilan.state is BilanState.WITHDRAWN
    assert "Vous avez retiré cette attestation" in client.text
    client.get(address(stage) + "/bilan", follow_redirects=True)
    assert "Cette étape est déjà passée." in client.text


def test_after_thirty_days_nothing_changes_any_more(client: PageClient) -> None:
    with clock.frozen(clock.now() - timedelta(days=31)):
        stage = confirmed()
    visit(client, stage)
    assert "Corriger" not in client.text
    client.get(address(stage) + "/bilan/retirer", follow_redirects=True)
    assert "Cette étape est déjà passée." in client.text


def test_the_disagreement_is_read_by_the_association(client: PageClient) -> None:
    stage = confirmed()
    passeport.disagree_bilan(stage.engagement, by=stage.volunteer, words="J’ai fait plus d’heures.")
    visit(client, stage)
    assert "J’ai fait plus d’heures." in client.text
    assert "Corriger" in client.text


def test_over_not_over_not_done(client: PageClient) -> None:
    stage = in_progress()
    visit(client, stage)
    client.submit("C’est fini")
    client.submit("Ce n’est pas fini")
    client.submit("C’est fini")
    client.follow("Cela n’a pas eu lieu")
    client.submit("Dire que cela n’a pas eu lieu", reason="Personne n’est venu.")
    assert stage.engagement.state is State.NOT_DONE
    client.submit("Cela a eu lieu")
    assert stage.engagement.state is State.TO_CLOSE


def test_cancelling_needs_a_reason(client: PageClient) -> None:
    stage = in_progress(state=State.PLANNED)
    sent = stage.engagement.candidature
    assert sent is not None
    sent.decided_at, sent.mission.places_taken = clock.now(), 1
    sent.state = type(sent.state).ACCEPTED
    visit(client, stage)
    client.follow("Annuler la participation")
    client.submit("Annuler la participation", reason="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Annuler la participation", reason="Le jardin est fermé.")
    assert stage.engagement.state is State.CANCELLED
    assert "Le jardin est fermé." in client.text


def test_another_associations_volunteers_do_not_exist(client: PageClient) -> None:
    stage, other = confirmed(), person()
    association(member=other)
    for who in (other, stage.volunteer):
        sign_in(client, who)
        client.get("/association/engagements")
        assert stage.volunteer.full_name not in client.source.split("<main")[1]
        for path in ("", "/bilan", "/bilan/retirer", "/annuler", "/pas-eu-lieu"):
            assert client.get(address(stage) + path).status_code == 404
        for path in ("/heures", "/heures/confirmer", "/heures/tout-confirmer", "/terminer", "/reprendre", "/a-eu-lieu"):
            assert client.post(address(stage) + path, data=token(client)).status_code == 404, path


def token(client: PageClient) -> dict[str, str]:
    """A valid CSRF token of the session, taken from a page anybody signed in has."""
    client.get("/mes-engagements/ailleurs")
    form = client.form("Ajouter à mes engagements")
    field = next(each for each in form.iter("input") if each.get("name") == "csrf_token")
    return {"csrf_token": field.get("value") or ""}
