"""Whatever is typed or pressed: a clear French sentence, the form still filled in, nothing lost, never a failure."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benevolat.accounts.models import Role
from benevolat.candidatures.models import Candidature, Message
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.services import begin_mission, touch
from benevolat.web.forms import strip
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, mission
from tests.support.hostile import HOSTILE, TEMPLATES
from tests.support.page_client import PageClient, all_of
from tests.support.sign_in import last_code, sign_in

EMAIL = "nadia@courriel.example"


def value_of(client: PageClient, name: str) -> str:
    """Return what a field of the last page holds."""
    for kind in ("input", "textarea"):
        for node in all_of(client.page, kind):
            if node.get("name") == name:
                return (node.get("value") if kind == "input" else "".join(node.itertext()).lstrip("\n")) or ""
    raise AssertionError(f"no field {name} on « {client.h1} »")


@pytest.fixture
def draft(session: Any) -> Mission:
    """A mission that its association is writing."""
    member = person()
    row = begin_mission(association(member=member), by=member)
    row.member = member  # type: ignore[attr-defined]
    return row


@pytest.fixture
def open_mission(session: Any) -> Mission:
    """A published mission that can be found."""
    row: Mission = mission(title="Arroser le jardin partagé")
    touch(row, text=True)
    return row


def test_an_unknown_place_is_said_and_kept(client: PageClient, open_mission: Mission) -> None:
    client.get("/missions?q=jardin&lieu=Xyzzyville")
    assert "Nous n’avons pas trouvé cette commune. Essayez son code postal." in client.text
    assert (value_of(client, "q"), value_of(client, "lieu")) == ("jardin", "Xyzzyville")
    assert "Arroser le jardin partagé" in client.text


def test_an_empty_search_shows_what_there_is(client: PageClient, open_mission: Mission) -> None:
    assert client.get("/missions?q=&lieu=&lat=&lon=&rayon=").status_code == 200
    assert "Arroser le jardin partagé" in client.text


@pytest.mark.parametrize("radius", ["0", "-5", "10000", "abc", "nan", "inf", "1e400", "٣", "9" * 500])
def test_any_radius_is_answered(client: PageClient, open_mission: Mission, radius: str) -> None:
    assert client.get("/missions", query_string={"lieu": "Voiron", "rayon": radius}).status_code == 200
    assert "Arroser le jardin partagé" in client.text


@pytest.mark.parametrize("query", [
    "lat=999&lon=-999", "lat=nan&lon=inf", "lat=45", "page=0", "page=-3", "page=99999999999999999999", "page=²", "domaine=x&domaine=y",
    "type=x", "quand=99", "quand=-1", "avec=x", "tri=x", "lieu=38000&lieu=38500",
])
def test_a_search_typed_in_the_address_by_hand_is_answered(client: PageClient, open_mission: Mission, query: str) -> None:
    assert client.get(f"/missions?{query}").status_code == 200


def test_dates_the_wrong_way_round_are_said_and_kept(client: PageClient, draft: Any) -> None:
    sign_in(client, draft.member).get(f"/association/missions/{draft.public_id}/etape-2")
    later, sooner = (clock.today() + timedelta(days=each) for each in (90, 30))
    client.submit("Continuer", kind="regular", half_days=["3"], schedule="9 h", starts_on=str(later), ends_on=str(sooner))
    assert "La fin est avant le début. Vérifiez les deux dates." in client.text
    assert (value_of(client, "schedule"), value_of(client, "ends_on")) == ("9 h", str(sooner))
    client.submit("Continuer", starts_on="2020-01-01", ends_on="2020-02-01")
    assert "Cette date est déjà passée." in client.text
    client.submit("Continuer", starts_on="31/02/2027", ends_on="")
    assert value_of(client, "starts_on") == "31/02/2027"
    assert "etape-2" in str(all_of(client.page, "form")[-1].get("action") or "") or client.h1 == "Quand"


@pytest.mark.parametrize(("day", "start", "end", "places", "sentence"), [
    ("2020-01-01", "09:00", "11:00", "2", "Ce créneau est déjà passé. Choisissez une date à venir."),
    ("{soon}", "11:00", "09:00", "2", "L’heure de fin est avant l’heure de début."),
    ("{soon}", "09:00", "11:00", "0", "Écrivez un nombre de places entre 1 et"),
    ("{soon}", "09:00", "11:00", "-4", "Écrivez un nombre de places entre 1 et"),
    ("9999-12-31", "09:00", "11:00", "2", "Cette date est trop lointaine"),
])
def test_an_impossible_slot_is_said_and_kept(
    client: PageClient, draft: Any, day: str, start: str, end: str, places: str, sentence: str
) -> None:
    sign_in(client, draft.member).get(f"/association/missions/{draft.public_id}/etape-2")
    day = day.format(soon=clock.today() + timedelta(days=9))
    client.submit("Ajouter cette date", kind=MissionKind.DATED.value, slot_day=day, slot_start=start, slot_end=end, slot_places=places)
    assert sentence in client.text
    assert (value_of(client, "slot_day"), value_of(client, "slot_start")) == (day, start)


@pytest.mark.parametrize("places", ["0", "-3", "", "deux", "1e9", "9" * 30])
def test_impossible_places_are_said_and_kept(client: PageClient, draft: Any, places: str) -> None:
    sign_in(client, draft.member).get(f"/association/missions/{draft.public_id}/etape-4")
    client.submit("Continuer", places=places, setting="team", french_level="none", bus_line="Ligne 7")
    assert client.h1 != "Relire et envoyer"
    assert value_of(client, "bus_line") == "Ligne 7"
    assert [each for each in client.page.iter() if each.get("aria-invalid") == "true"]


@pytest.mark.parametrize("change", ["close", "withdraw"])
def test_a_mission_that_closes_while_somebody_applies(client: PageClient, session: Any, open_mission: Mission, change: str) -> None:
    sign_in(client, person()).get(f"/missions/{open_mission.public_id}/candidater")
    if change == "close":
        open_mission.recruiting = False
    else:
        open_mission.publication, open_mission.withdrawn_at = Publication.WITHDRAWN, clock.now()
    client.submit("Envoyer ma candidature", message="J’aime le jardin.")
    assert "Cette mission ne prend plus de candidatures" in client.text
    assert scalar_count(Candidature) == 0


def test_a_mission_changed_while_somebody_applies_still_takes_the_candidature(client: PageClient, open_mission: Mission) -> None:
    sign_in(client, person()).get(f"/missions/{open_mission.public_id}/candidater")
    open_mission.title = "Arroser et désherber le jardin"
    client.submit("Envoyer ma candidature", message="J’aime le jardin.")
    assert client.h1 == "Votre candidature est envoyée"
    assert "Arroser et désherber le jardin" in client.text


def test_a_second_click_sends_nothing_twice(client: PageClient, session: Any, open_mission: Mission) -> None:
    sign_in(client, person(email=EMAIL)).get(f"/missions/{open_mission.public_id}/candidater")
    page, source = client.page, client.source
    for _press in range(3):
        client.page, client.source = page, source
        client.submit("Envoyer ma candidature", message="J’aime le jardin.")
        assert client.h1 == "Votre candidature est envoyée"
    assert scalar_count(Candidature) == 1
    assert session.scalar(sa.select(sa.func.count()).where(OutgoingMail.to == EMAIL)) == 1
    client.follow("Voir ma candidature")
    page = client.page
    for _press in range(2):
        client.page = page
        client.submit("Envoyer le message", body="À quelle heure ?")
    assert scalar_count(Message) == 1


def test_a_code_is_refused_once_used_or_expired(client: PageClient, session: Any) -> None:
    client.get("/inscription")
    client.submit("Recevoir un code", contact=EMAIL)
    code = last_code(EMAIL)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        client.submit("Valider le code", code=code)
        assert "Ce code ne convient pas. Vérifiez les six chiffres, ou demandez un nouveau code." in client.text
    client.submit("Valider le code", code="abc")
    assert "Ce code ne convient pas" in client.text
    client.get("/inscription")
    client.submit("Recevoir un code", contact=EMAIL)
    page, code = client.page, last_code(EMAIL)
    client.submit("Valider le code", code=code)
    assert client.h1 == "Qui êtes-vous ?"
    client.page = page
    client.submit("Valider le code", code=code)
    assert client.h1 != "Bienvenue"
    assert client.get("/compte").status_code == 303, "a code that was used opens nothing more"


@pytest.mark.parametrize("path", ["/connexion/code", "/inscription/vous", "/mot-de-passe/nouveau"])
def test_a_step_kept_from_before_leads_to_the_beginning(client: PageClient, session: Any, path: str) -> None:
    client.get(path, follow_redirects=True)
    assert "Cette étape a expiré. Recommençons" in client.text


@pytest.mark.parametrize("path", [
    "/missions/aaaaaaaaaaaaaaaa", "/missions/aaaaaaaaaaaaaaaa/candidater", "/associations/x", "/association/invitation/x", "/invitation/x",
    "/missions/%00", "/missions/..%2f..%2fetc", "/" + "a" * 3000,
])
def test_an_address_that_leads_nowhere_says_so(client: PageClient, session: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {404, 409, 410}
    assert "04 65 71 38 38" in client.text.replace("\u00a0", " "), "a person can be called"


def test_a_page_opened_under_another_account_does_nothing(client: PageClient, session: Any) -> None:
    nadia, paul = person(first_name="Nadia"), person(first_name="Paul")
    theirs = candidature(mission(), nadia)
    sign_in(client, nadia).get(f"/mes-candidatures/{theirs.public_id}")
    page = client.page
    sign_in(client, paul)
    client.page = page
    answer = client.submit("Envoyer le message", body="Bonjour")
    assert answer.status_code == 400
    assert "rechargez la page" in client.text
    assert scalar_count(Message) == 0
    assert client.get(f"/mes-candidatures/{theirs.public_id}").status_code == 404


@pytest.mark.parametrize("cookie", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "." * 500, "é"])
def test_a_forged_cookie_is_nobody(client: PageClient, session: Any, cookie: str) -> None:
    client.set_cookie("session", cookie)
    assert client.get("/mes-candidatures").status_code == 303
    assert client.get("/").status_code == 200


def test_too_large_a_form_says_so(client: PageClient, session: Any) -> None:
    client.get("/inscription")
    token = next(each.get("value") for each in all_of(client.page, "input") if each.get("name") == "csrf_token")
    answer = client.post("/inscription", data={"csrf_token": token, "contact": "x" * 3_000_000})
    assert answer.status_code == 413
    assert client.h1


def test_sixty_hostile_texts_in_every_public_field(fresh_app: Flask, client: PageClient, open_mission: Mission) -> None:
    assert len(HOSTILE) >= 60
    for text in HOSTILE:
        assert client.get("/missions", query_string={"q": text, "lieu": text, "rayon": text}).status_code == 200
        assert client.get("/associations", query_string={"q": text, "lieu": text}).status_code == 200
        assert client.get("/lieux", query_string={"q": text}).status_code == 200
        client.get(f"/missions/{open_mission.public_id}/candidater")
        client.submit("Continuer", contact=text, first_name=text, message=text)
        assert client.h1 == "Candidater", text
        client.get("/connexion/agents")
        client.submit("Me connecter", email=text, password="")
        assert client.h1, text
    assert scalar_count(Candidature) == 0


def test_sixty_hostile_texts_reach_the_other_side_as_text(fresh_app: Flask, client: PageClient, session: Any) -> None:
    member, volunteer = person(), person()
    host = association(member=member)
    sent = candidature(mission(host, description="x" * 40), volunteer)
    moderateur = agent(Role.MODERATEUR)
    for text in HOSTILE:
        sent.message = sent.mission.title = sent.mission.description = host.description = volunteer.first_name = strip(text)
        for who, path in (
            (member, f"/association/candidats/{sent.public_id}"), (volunteer, f"/mes-candidatures/{sent.public_id}"),
            (moderateur, f"/moderation/missions/{sent.mission.public_id}"), (volunteer, f"/missions/{sent.mission.public_id}"),
        ):
            sign_in(client, who)
            assert client.get(path).status_code == 200, (path, text)
            scripts = [each for each in all_of(client.page, "script") if each.text and each.get("type") != "application/ld+json"]
            assert not scripts, (path, text)
            for each in all_of(client.page, "script"):  # data for search engines, which is read and never run
                assert each.get("type") != "application/ld+json" or json.loads(each.text or ""), (path, text)
            assert not [each for each in all_of(client.page, "a") if (each.get("href") or "").startswith("javascript:")], (path, text)


@pytest.mark.parametrize("text", TEMPLATES)
def test_template_marks_are_text(fresh_app: Flask, session: Any, text: str) -> None:
    session.commit()
    answer = FlaskClient(fresh_app, fresh_app.response_class).get("/missions", query_string={"q": text})
    assert answer.status_code == 200
    assert text in answer.text
