"""A volunteer's engagements on screen: hours in one press, the bilan prepared and answered, what happens elsewhere."""

from datetime import timedelta
from typing import Any

import pytest

from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.models import BilanState, State
from benevolat.passeport import services as passeport
from tests.engagements.stage import Stage, confirmed, in_progress, to_close
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def address(stage: Stage) -> str:
    return f"/mes-engagements/{stage.engagement.public_id}"


def visit(client: PageClient, stage: Stage) -> PageClient:
    """Open the engagement's page as its volunteer."""
    sign_in(client, stage.volunteer)
    assert client.get(address(stage)).status_code == 200
    return client


def test_the_empty_list_offers_the_next_gesture(client: PageClient) -> None:
    sign_in(client, person())
    client.get("/mes-engagements")
    assert client.h1 == "Mes engagements"
    assert "Trouver une mission" in client.text


def test_the_list_puts_first_what_waits(client: PageClient) -> None:
    stage = confirmed()
    for state in (State.PLANNED, State.ATTESTED):
        in_progress(state=state).engagement.user_id = stage.volunteer.id
    sign_in(client, stage.volunteer)
    client.get("/mes-engagements")
    text = client.text
    assert text.index("À terminer") < text.index("En ce moment et bientôt") < text.index("C’est fait")
    assert "Votre réponse est attendue" in text


def test_one_press_writes_two_hours(client: PageClient) -> None:
    stage = in_progress()
    stage.engagement.candidature.mission.half_days = 0  # type: ignore[union-attr]
    visit(client, stage)
    client.submit("2 h")
    assert "Vos heures sont notées." in client.text
    assert "Vos heures : 2 h" in client.text
    [line] = stage.engagement.releves
    assert (line.day, line.minutes) == (clock.today(), 120)


@pytest.mark.parametrize(("typed", "minutes"), [("1 h 30", 90), ("2,5", 150), ("45 min", 45), ("3", 180), ("1:15", 75), ("2h", 120)])
def test_a_duration_is_read_as_people_write_it(client: PageClient, typed: str, minutes: int) -> None:
    stage = in_progress()
    visit(client, stage)
    client.submit("Noter ces heures", day=(clock.today() - timedelta(days=3)).isoformat(), minutes=typed)
    assert [each.minutes for each in stage.engagement.releves] == [minutes]


@pytest.mark.parametrize(("day", "typed", "sentence"), [
    (1, "2", "Ce jour n’est pas encore venu"), (-30, "2", "en dehors des dates"), (-1, "25", "24 heures"),
    (-1, "beaucoup", "Écrivez une durée"), (-1, "", "Cette réponse est nécessaire"),
])
def test_bad_hours_keep_what_was_typed(client: PageClient, day: int, typed: str, sentence: str) -> None:
    stage = in_progress()
    visit(client, stage)
    when = (clock.today() + timedelta(days=day)).isoformat()
    answer = client.submit("Noter ces heures", day=when, minutes=typed)
    assert answer.status_code == 200
    assert sentence.replace(" ", "") in client.text.replace(" ", "").replace("\u00a0", "")
    assert f'value="{when}"' in client.source
    assert stage.engagement.releves == []


@pytest.mark.parametrize("quick", ["beaucoup", "-60", "²", "٦٠", "99999999999"])
def test_a_button_that_was_tampered_with_asks_for_a_duration(client: PageClient, quick: str) -> None:
    stage = in_progress()
    visit(client, stage)
    form = client.form("Noter ces heures")
    data = {each.get("name") or "": each.get("value") or "" for each in form.iter("input")}
    answer = client.post(form.get("action") or "", data=data | {"day": clock.today().isoformat(), "quick": quick})
    assert answer.status_code == 200
    assert "Cette réponse est nécessaire" in client.text
    assert stage.engagement.releves == []


def test_a_double_press_writes_once(client: PageClient) -> None:
    stage = in_progress()
    visit(client, stage)
    form = client.form("1 h")
    data = {each.get("name") or "": each.get("value") or "" for each in form.iter("input")} | {"quick": "60"}
    for _ in range(2):
        assert client.post(form.get("action") or "", data=data).status_code == 303
    assert len(stage.engagement.releves) == 1


def test_the_associations_figure_is_accepted_in_one_press(client: PageClient) -> None:
    stage = in_progress()
    day = clock.today() - timedelta(days=2)
    services.enter_hours(stage.engagement, day=day, minutes=120, by=stage.volunteer)
    services.enter_hours(stage.engagement, day=day, minutes=90, by=stage.member)
    visit(client, stage)
    assert "Pas d’accord, pas compté" in client.text
    client.submit("Accepter 1 h 30")
    assert "Confirmé" in client.text
    assert stage.engagement.minutes == 90


def test_it_is_over_then_not_over_then_over_and_prepared(client: PageClient) -> None:
    stage = in_progress()
    visit(client, stage)
    client.submit("C’est fini")
    client.submit("Ce n’est pas fini")
    assert stage.engagement.state is State.IN_PROGRESS
    client.submit("C’est fini")
    client.follow("Préparer le bilan")
    client.submit("Envoyer à l’association", words="J’ai arrosé le jardin.", hours="6 h 30", competences=["autonomie", "equipe"])
    assert "Préparé par le bénévole" in client.text or "Vous avez écrit 6 h 30" in client.text
    assert (stage.bilan.state, stage.bilan.draft_minutes) == (BilanState.DRAFTED, 390)
    client.follow("Changer mes mots")
    assert "J’ai arrosé le jardin." in client.source


def test_a_draft_without_words_is_asked_again(client: PageClient) -> None:
    stage = to_close()
    sign_in(client, stage.volunteer)
    client.get(address(stage) + "/bilan")
    client.submit("Envoyer à l’association", words="", hours="5000")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer à l’association", words="Des mots.", hours="5000")
    assert "ne tient pas dans les dates" in client.text
    assert "Des mots." in client.source


def test_agreeing_puts_it_in_the_passeport(client: PageClient) -> None:
    stage = confirmed()
    visit(client, stage)
    assert "Êtes-vous d’accord ?" in client.text
    client.submit("Je suis d’accord")
    assert stage.engagement.state is State.ATTESTED
    assert "Attestée par l’association" in client.text
    client.submit("Demander la validation")
    assert "La réponse arrive." in client.text
    client.submit("Annuler ma demande")
    assert "Demander la validation" in client.text


def test_disagreeing_is_said_in_ones_own_words(client: PageClient) -> None:
    stage = confirmed()
    visit(client, stage)
    client.follow("Je ne suis pas d’accord")
    client.submit("Envoyer ma réponse", words="")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Envoyer ma réponse", words="J’ai fait plus d’heures.")
    assert stage.bilan.state is BilanState.DISPUTED
    assert "J’ai fait plus d’heures." in client.text
    client.submit("Finalement, je suis d’accord")
    assert stage.bilan.state is BilanState.AGREED


def test_a_step_already_passed_leads_back(client: PageClient) -> None:
    stage = to_close()
    sign_in(client, stage.volunteer)
    for path in ("/bilan/desaccord",):
        client.get(address(stage) + path, follow_redirects=True)
        assert "Cette étape est déjà passée." in client.text
    other = confirmed()
    sign_in(client, other.volunteer)
    client.get(address(other) + "/bilan", follow_redirects=True)
    assert "Cette étape est déjà passée." in client.text


def test_after_a_month_of_silence_it_is_kept_as_declared(client: PageClient) -> None:
    with clock.frozen(clock.now() - timedelta(days=31)):
        stage = to_close()
        passeport.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Mes mots.")
    visit(client, stage)
    assert "04 65 71 38 38" in client.text
    client.submit("Garder dans mon passeport")
    assert "Déclaré par vous" in client.text


def test_what_did_not_take_place_and_what_did(client: PageClient) -> None:
    stage = to_close()
    visit(client, stage)
    client.follow("Cela n’a pas eu lieu")
    client.submit("Dire que cela n’a pas eu lieu", reason="J’étais malade.")
    assert "J’étais malade." in client.text
    client.submit("Cela a eu lieu")
    assert stage.engagement.state is State.TO_CLOSE


def test_one_cancels_ones_own_participation(client: PageClient) -> None:
    stage = in_progress(state=State.PLANNED)
    assert stage.engagement.candidature is not None
    stage.engagement.candidature.decided_at = clock.now()
    stage.engagement.candidature.mission.places_taken = 1
    stage.engagement.candidature.state = CandidatureState.ACCEPTED
    visit(client, stage)
    client.submit("Annuler ma participation")
    assert stage.engagement.state is State.CANCELLED
    assert "C’est annulé" in client.text


def test_another_persons_engagement_does_not_exist(client: PageClient) -> None:
    stage = confirmed()
    for other in (person(), stage.member):
        sign_in(client, other)
        for path in ("", "/bilan", "/bilan/desaccord", "/pas-eu-lieu"):
            assert client.get(address(stage) + path).status_code == 404
        for path in ("/heures", "/heures/confirmer", "/terminer", "/reprendre", "/a-eu-lieu", "/annuler", "/enlever", "/bilan/accord",
                     "/bilan/garder", "/validation"):
            assert client.post(address(stage) + path, data=token(client)).status_code == 404, path


def token(client: PageClient) -> dict[str, str]:
    """A valid CSRF token of the session, taken from a page anybody signed in has."""
    client.get("/mes-engagements/ailleurs")
    form = client.form("Ajouter à mes engagements")
    field = next(each for each in form.iter("input") if each.get("name") == "csrf_token")
    return {"csrf_token": field.get("value") or ""}


def test_both_accounts_of_a_person_see_the_same_words(client: PageClient, session: Any) -> None:
    """The page speaks of nobody's situation: no word of it names what is above the line."""
    stage = confirmed()
    visit(client, stage)
    passeport.agree_bilan(stage.engagement, by=stage.volunteer)
    for path in (address(stage), "/mes-engagements", "/mon-passeport"):
        client.get(path)
        assert not [word for word in ("RSA", "référent", "contrat", "annexe", "insertion") if word in client.source], path
