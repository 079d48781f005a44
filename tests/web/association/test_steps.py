"""The five screens: what is typed is never lost, what is wrong is said at its field, and only the right people write."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role
from benevolat.associations.models import State
from benevolat.associations.services import add_lieu
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import begin_mission
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.send import send
from tests.support.sign_in import sign_in

TOMORROW = clock.today() + timedelta(days=1)


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


@pytest.fixture
def draft(nadia: Any, client: PageClient) -> Mission:
    """A draft just begun by a member who is signed in."""
    row = begin_mission(association(member=nadia), by=nadia)
    sign_in(client, nadia)
    return row


def step(client: PageClient, row: Mission, number: int) -> None:
    client.get(f"/association/missions/{row.public_id}/etape-{number}")


def kept(session: Any, row: Mission) -> Mission:
    session.expire_all()
    found: Mission = session.get(Mission, row.id)
    return found


def test_wrong_answers_are_said_and_kept_on_the_screen(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 1)
    client.submit("Continuer", title="Aider", description="Court.")
    assert client.h1 == "La mission"
    assert "Il reste quelque chose à corriger" in client.text
    assert 'value="Aider"' in client.source
    assert "Cette réponse est nécessaire." in client.text, "no domain was chosen"
    assert kept(session, draft).title == "", "what is wrong is not written by « Continuer »"


def test_a_place_of_the_association_is_chosen_and_never_forced(client: PageClient, session: Any, draft: Mission, nadia: Any) -> None:
    step(client, draft, 3)
    assert "Un de vos lieux" not in client.text
    add_lieu(draft.association, by=nadia, name="Le local", address="1 rue des Lilas", commune_code="38563", directions="Porte verte.",
             wheelchair=True)
    foreign = add_lieu(association(member=nadia), by=nadia, name="Ailleurs", address="9 rue X", commune_code="38563", directions=None,
                       wheelchair=False)
    step(client, draft, 3)
    assert "Ailleurs" not in client.text
    client.submit("Le local", where="on_site", address_public="y", address="3 rue des")
    assert ('value="1 rue des Lilas"' in client.source, 'value="Porte verte."' in client.source) == (True, True)
    row = kept(session, draft)
    assert (row.address, row.address_public) == ("3 rue des", True), "what was typed is kept, the place not before it is sent"
    client.submit("Continuer", address="1 rue des Lilas, au fond")
    assert kept(session, draft).address == "1 rue des Lilas, au fond"
    assert "Vous l’avez noté" not in client.text
    client.get(f"/association/missions/{draft.public_id}/etape-3?lieu={foreign.public_id}")
    assert "9 rue X" not in client.source, "only its own places"
    client.submit("Le local")
    client.submit("Continuer")
    assert kept(session, draft).meeting_point == "Porte verte."
    assert "Vous l’avez noté pour votre lieu «\u00a0Le local\u00a0»" in client.source


def test_going_back_keeps_a_half_filled_screen(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 3)
    client.submit("Revenir", address="3 rue des", commune="Nulle-Part-Ailleurs", meeting_point="Le portail")
    assert client.h1 == "Quand"
    row = kept(session, draft)
    assert (row.address, row.meeting_point, row.commune_code) == ("3 rue des", "Le portail", "38185")
    step(client, draft, 1)
    client.submit("Revenir", title="Ar")
    assert kept(session, draft).title == "Ar"
    assert client.h1 == "Ar"


def test_a_draft_is_kept_while_one_writes(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 1)
    [form] = [each for each in client.page.iter() if each.get("data-module") == "autosave"]
    url = form.get("data-autosave-url") or ""
    answer = send(client, url, title="Arr", description="Vous", domaine_code="nimporte")
    assert answer.json == {"advice": [
        "Le titre est court. Dites ce que l’on fait, et pour qui. Exemple\u00a0: Servir le repas du mardi.",
        "Votre texte est court. Ajoutez deux ou trois phrases\u00a0: ce que l’on fait en arrivant, avec qui, et ce que l’on y gagne."]}
    row = kept(session, draft)
    assert (row.title, row.description, row.domaine_code) == ("Arr", "Vous", None)
    send(client, url, title="Arr", competences=["pas-une-competence"])
    assert kept(session, draft).competences == []


def test_nothing_is_autosaved_on_what_the_public_reads(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia))
    sign_in(client, nadia)
    step(client, row, 1)
    assert "autosave" not in client.source.split("<main")[1]
    assert send(client, f"/association/missions/{row.public_id}/etape-1/brouillon", title="À moitié").status_code == 409
    assert kept(session, row).title == "Arroser le jardin partagé"


def test_dates_are_added_and_taken_away(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 2)
    client.submit("Ajouter cette date", kind="dated", slot_day=TOMORROW.isoformat(), slot_start="14:00", slot_end="16:30", slot_places="4")
    assert "La date est ajoutée" in client.text
    assert "demain, 14\u00a0h à 16\u00a0h\u00a030" in client.source
    row = kept(session, draft)
    assert (row.kind, len(row.creneaux), row.creneaux[0].places, row.starts_on) == (MissionKind.DATED, 1, 4, TOMORROW)
    client.submit("Enlever demain, 14 h à 16 h 30")
    assert "La date est enlevée" in client.text
    assert kept(session, draft).creneaux == []


def test_a_date_begun_is_added_before_going_on(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 2)
    day = TOMORROW.strftime("%d/%m/%Y")
    client.submit("Continuer", kind="dated", slot_day=day, slot_start="9h", slot_end="11h30", slot_places="2")
    assert client.h1 == "Où"
    [slot] = kept(session, draft).creneaux
    assert (clock.local(slot.starts_at).hour, clock.local(slot.ends_at).minute) == (9, 30)


@pytest.mark.parametrize(("values", "said"), [
    ({"slot_day": "2020-01-01"}, "Ce créneau est déjà passé"), ({"slot_end": "13:00"}, "L’heure de fin est avant l’heure de début"),
    ({"slot_places": "0"}, "entre 1 et 500"), ({"slot_places": "-4"}, "entre 1 et 500"), ({"slot_places": "beaucoup"}, "erreurs-titre"),
    ({"slot_day": ""}, "Dites quel jour."), ({"slot_day": "31/02/2027"}, "erreurs-titre"),
    ({"slot_start": "25:00"}, "erreurs-titre"), ({"slot_day": "9999-12-31"}, "trop lointaine"),
    ({"slot_day": "0001-01-01"}, "erreurs-titre"),
])
def test_impossible_dates_are_said_with_the_form_still_filled(
    client: PageClient, session: Any, draft: Mission, values: dict[str, str], said: str,
) -> None:
    step(client, draft, 2)
    whole = {"kind": "dated", "slot_day": TOMORROW.isoformat(), "slot_start": "14:00", "slot_end": "16:00", "slot_places": "4", **values}
    answer = client.submit("Ajouter cette date", **whole)
    assert answer.status_code == 200
    assert said in client.source
    assert all(f'value="{value}"' in client.source for name, value in whole.items() if value and name in values)
    assert kept(session, draft).creneaux == []


@pytest.mark.parametrize(("values", "said"), [
    ({"hours_per_week": "beaucoup"}, "Écrivez un nombre d’heures"), ({"hours_per_week": "400"}, "entre 0,5 et 35"),
    ({"hours_per_week": "nan"}, "entre 0,5 et 35"), ({"starts_on": "2030-01-01", "ends_on": "2029-01-01"}, "erreurs-titre"),
    ({"ends_on": "2020-01-01"}, "La fin est avant le début|déjà passée"), ({"starts_on": "demain"}, "erreurs-titre"),
])
def test_an_impossible_rhythm(client: PageClient, draft: Mission, values: dict[str, str], said: str) -> None:
    step(client, draft, 2)
    client.submit("Continuer", kind="regular", half_days=["0"], **values)
    assert client.h1 == "Quand"
    assert any(each in client.source for each in said.split("|"))
    assert all(f'value="{value}"' in client.source for value in values.values())


def test_faults_of_the_rhythm_not_chosen_do_not_count(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 2)
    client.submit("Continuer", kind="dated", hours_per_week="beaucoup")
    assert client.h1 == "Où"
    assert kept(session, draft).kind is MissionKind.DATED


def test_an_ambiguous_place_is_chosen_on_the_same_screen(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 3)
    client.submit("Continuer", commune="38350")
    assert "Plusieurs communes" in client.text
    client.submit("Continuer", commune_choice="38269")
    assert client.h1 == "Pour qui"
    assert kept(session, draft).commune_code == "38269"


@pytest.mark.parametrize(("typed", "said"), [
    ("Atlantide-sur-Mer", "pas trouvé cette commune"), ("Trièves", "pas un territoire entier"), ("", "nécessaire"),
    ("x" * 300, "erreurs-titre"),
])
def test_a_place_that_is_not_a_commune(client: PageClient, draft: Mission, typed: str, said: str) -> None:
    step(client, draft, 3)
    client.submit("Continuer", commune=typed)
    assert client.h1 == "Où"
    assert said in client.source


def test_from_home_asks_for_no_place(client: PageClient, session: Any, draft: Mission) -> None:
    step(client, draft, 3)
    client.submit("Continuer", where="remote", commune="")
    assert "fauteuil" not in client.text
    row = kept(session, draft)
    assert (row.where, row.commune_code) == (Where.REMOTE, None)


@pytest.mark.parametrize("places", ["0", "-1", "501", "beaucoup", "", "1e9", "99999999999999999999999"])
def test_impossible_places(client: PageClient, session: Any, draft: Mission, places: str) -> None:
    step(client, draft, 4)
    client.submit("Continuer", places=places)
    assert client.h1 == "Pour qui"
    assert "erreurs-titre" in client.source
    assert kept(session, draft).places == 1


def test_fewer_places_than_people_while_somebody_applies(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia), places=4, places_taken=3)
    sign_in(client, nadia)
    step(client, row, 4)
    client.submit("Enregistrer", places="2")
    assert "3 personnes ont déjà une place" in client.text
    assert 'value="2"' in client.source
    assert kept(session, row).places == 4


def test_those_who_applied_are_told_what_changed(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia))
    candidature(row, person(email="volontaire@courriel.example"))
    sign_in(client, nadia)
    step(client, row, 3)
    client.submit("Enregistrer", meeting_point="Devant la serre")
    letter = session.scalars(sa.select(OutgoingMail).where(OutgoingMail.to == "volontaire@courriel.example")).one()
    assert "où elle a lieu" in letter.body
    assert "quand elle a lieu" not in letter.body
    step(client, row, 4)
    client.submit("Enregistrer", meal_offered="y")
    assert session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 1, "a meal is nothing one counted on"


def test_the_last_screen_says_what_is_missing_and_where(client: PageClient, draft: Mission) -> None:
    step(client, draft, 5)
    assert "Il manque encore quelque chose" in client.text
    client.submit("Envoyer la mission", not_a_job="y")
    assert "Écrivez un titre" in client.text
    client.follow("Choisissez un domaine.")
    assert client.h1 == "La mission"


def test_a_second_press_sends_once(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia), publication=Publication.DRAFT, published_at=None)
    sign_in(client, nadia)
    step(client, row, 5)
    form = client.form("Envoyer la mission")
    data = {each.get("name"): each.get("value") for each in form.iter() if each.get("type") == "hidden"} | {"not_a_job": "y"}
    answers = [client.post(form.get("action"), data=data, follow_redirects=True) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert kept(session, row).publication is Publication.SUBMITTED


@pytest.mark.parametrize("state", [Publication.REFUSED, Publication.WITHDRAWN])
def test_a_closed_mission_leads_to_its_page(client: PageClient, nadia: Any, state: Publication) -> None:
    row = mission(association(member=nadia), publication=state, publication_reason="Ce n’est pas du bénévolat.")
    sign_in(client, nadia)
    for number in (1, 2, 3, 4, 5):
        answer = client.get(f"/association/missions/{row.public_id}/etape-{number}")
        assert answer.location == f"/association/missions/{row.public_id}"
    client.get(answer.location)
    assert "Ce n’est pas du bénévolat." in client.text
    client.submit("Dupliquer la mission")
    assert client.h1 == "Quand"


def test_a_suspended_association_keeps_its_drafts_but_sends_nothing(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia, state=State.SUSPENDED, state_reason="Signalements."), publication=Publication.DRAFT)
    sign_in(client, nadia)
    send(client, f"/association/missions/{row.public_id}/etape-5", not_a_job="y")
    assert kept(session, row).publication is Publication.DRAFT
    client.get("/association", follow_redirects=True)
    assert "Signalements." in client.text


def test_a_dated_mission_s_places_and_its_end(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia), kind=MissionKind.DATED)
    slot = creneau(row, places=3, places_taken=2)
    sign_in(client, nadia)
    client.get(f"/association/missions/{row.public_id}/dates/{slot.public_id}")
    assert "2 personnes sont attendues" in client.text
    client.submit("Enregistrer la date", slot_places="1")
    assert "2 personnes ont déjà une place" in client.text
    client.submit("Enregistrer la date", slot_places="6")
    assert "2 sur 6" in client.text
    client.get(f"/association/missions/{row.public_id}/dates/{slot.public_id}")
    client.submit("Annuler cette date")
    assert "La date est annulée" in client.text
    assert kept(session, row).creneaux[0].cancelled


def test_buttons_of_a_mission(client: PageClient, session: Any, nadia: Any) -> None:
    row = mission(association(member=nadia))
    sign_in(client, nadia)
    client.get(f"/association/missions/{row.public_id}")
    client.follow("Mettre en pause")
    client.submit("Mettre en pause", reason="later")
    assert "Fermée" in client.text
    client.submit("Rouvrir les candidatures")
    client.submit("Retirer la mission")
    assert kept(session, row).publication is Publication.WITHDRAWN
    copy = begin_mission(row.association, by=nadia)
    number = copy.id
    client.get(f"/association/missions/{copy.public_id}")
    client.submit("Supprimer le brouillon")
    session.expire_all()
    assert session.get(Mission, number) is None


@pytest.mark.parametrize("path", ["", "/etape-1", "/etape-2", "/etape-3", "/etape-4", "/etape-5"])
def test_another_s_mission_does_not_exist(client: PageClient, session: Any, draft: Mission, path: str) -> None:
    for user, status in ((person(), 404), (agent(Role.MODERATEUR), 403)):
        sign_in(client, user)
        assert client.get(f"/association/missions/{draft.public_id}{path}").status_code == status
        assert send(client, f"/association/missions/{draft.public_id}{path or '/dupliquer'}").status_code == status
    assert client.get("/association/missions/rien/etape-6").status_code == 404
