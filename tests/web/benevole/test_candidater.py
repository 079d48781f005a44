"""Applying through the web: three screens without an account, one with; « rappelez-moi »; whatever goes wrong, nothing typed is lost."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import AgeBand, Role, User
from benevolat.candidatures.models import CallBack, Candidature, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.missions.models import MissionKind, Publication
from tests.conftest import scalar_count
from tests.factories.people import agent, by_phone, person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

FIRST = {"first_name": "Nadia", "age_band": "adult", "contact": "nadia@courriel.example"}


def code_sent() -> str:
    mail = db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    sms = db.session.scalars(sa.select(OutgoingSms).order_by(OutgoingSms.id.desc())).first()
    found = re.search(r"\b(\d{6})\b", mail.body if mail is not None else sms.body if sms is not None else "")
    assert found
    return found.group(1)


@pytest.fixture
def open_mission(session: Any) -> Any:
    return mission(association(member=person(), name="Les Mains Vertes"), title="Arroser le jardin partagé")


def test_three_screens_without_an_account(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    assert (client.h1, "Étape 1 sur 3" in client.text.replace("\u00a0", " ")) == ("Candidater", True)
    client.submit("Continuer", **FIRST, message="J’aime les tomates.")
    assert client.h1 == "Écrivez le code reçu"
    assert "nadia@courriel.example" in client.text
    assert scalar_count(User) == 1
    client.submit("Envoyer ma candidature", code=code_sent())
    assert client.h1 == "Votre candidature est envoyée"
    row = db.session.scalars(sa.select(Candidature)).one()
    assert (row.user.first_name, row.user.age_band, row.message, row.state) == ("Nadia", AgeBand.ADULT, "J’aime les tomates.", State.SENT)
    client.follow("Voir ma candidature")
    assert client.h1 == "Arroser le jardin partagé"


def test_by_telephone_alone(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **{**FIRST, "contact": "06 39 98 12 34"})
    assert "06 39 98 12 34" in client.text.replace("\u00a0", " ")
    client.submit("Envoyer ma candidature", code=code_sent())
    assert db.session.scalars(sa.select(Candidature)).one().user.phone == "+33639981234"


def test_an_account_that_exists_is_found_and_keeps_its_details(client: PageClient, open_mission: Any) -> None:
    known = person(email="nadia@courriel.example", first_name="Nadia", age_band=AgeBand.ADULT)
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **{**FIRST, "first_name": "Autre"})
    client.submit("Envoyer ma candidature", code=code_sent())
    row = db.session.scalars(sa.select(Candidature)).one()
    assert (row.user_id, row.user.first_name) == (known.id, "Nadia")


def test_one_screen_for_a_signed_in_person(client: PageClient, open_mission: Any) -> None:
    sign_in(client, person())
    client.get(f"/missions/{open_mission.public_id}/candidater")
    assert not re.search(r'name="(first_name|age_band|contact)"', client.source)
    client.submit("Envoyer ma candidature", message="Bonjour.")
    assert client.h1 == "Votre candidature est envoyée"


def test_a_signed_in_person_is_asked_only_what_is_not_known(client: PageClient, open_mission: Any) -> None:
    somebody = by_phone(first_name="", age_band=None)
    sign_in(client, somebody)
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Envoyer ma candidature", first_name="Idriss", age_band="adult")
    assert client.h1 == "Votre candidature est envoyée"
    assert (somebody.first_name, somebody.age_band) == ("Idriss", AgeBand.ADULT)


@pytest.mark.parametrize(("values", "words"), [
    ({"first_name": ""}, "Cette réponse est nécessaire."), ({"age_band": None}, "Cette réponse est nécessaire."),
    ({"contact": ""}, "Écrivez votre e-mail ou votre numéro."), ({"contact": "nadia@"}, "Nous n’avons pas reconnu"),
    ({"contact": "12"}, "Nous n’avons pas reconnu"), ({"age_band": "minor"}, "réservée aux personnes de 18 ans"),
    ({"message": "x" * 1001}, "1000"),
], ids=["name", "age", "contact", "mail", "number", "minor", "long"])
def test_what_is_wrong_is_said_and_the_rest_is_kept(client: PageClient, open_mission: Any, values: dict[str, Any], words: str) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **{**FIRST, "message": "J’aime les tomates.", **values})
    assert client.h1 == "Candidater"
    assert words in client.text
    if "message" not in values:
        assert "J’aime les tomates." in client.source
    assert scalar_count(OutgoingMail) == 0


def test_a_wrong_code_keeps_everything_and_five_are_enough(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **FIRST)
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        client.submit("Envoyer ma candidature", code=wrong)
        assert "Ce code ne convient pas" in client.text
    client.submit("Envoyer ma candidature", code=right)
    assert "Ce code ne convient pas" in client.text
    client.submit("Recevoir un nouveau code")
    client.submit("Envoyer ma candidature", code=code_sent())
    assert client.h1 == "Votre candidature est envoyée"


def test_going_back_finds_the_answers_again(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **FIRST, message="J’aime les tomates.")
    client.follow("Corriger mes réponses")
    assert 'value="nadia@courriel.example"' in client.source
    assert "J’aime les tomates." in client.source
    client.submit("Continuer", contact="amel@courriel.example")
    client.submit("Envoyer ma candidature", code=code_sent())
    assert db.session.scalars(sa.select(Candidature)).one().user.email == "amel@courriel.example"


def test_what_was_typed_for_a_mission_is_not_sent_to_another(client: PageClient, open_mission: Any) -> None:
    other = mission(title="Trier les livres")
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **FIRST, message="Pour le jardin.")
    client.get(f"/missions/{other.public_id}/candidater")
    assert "Pour le jardin." not in client.source
    answer = client.get(f"/missions/{other.public_id}/candidater/code")
    assert (answer.status_code, answer.location) == (302, f"/missions/{other.public_id}/candidater")


def test_the_code_screen_alone_leads_to_the_first(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater/code", follow_redirects=True)
    assert client.h1 == "Candidater"


def test_a_dated_mission_asks_which_slot(client: PageClient, open_mission: Any) -> None:
    dated = mission(open_mission.association, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    free, full = creneau(dated, days=5), creneau(dated, days=9, places=1, places_taken=1)
    sign_in(client, person())
    client.get(f"/missions/{dated.public_id}/candidater")
    client.submit("Envoyer ma candidature")
    assert "Cette réponse est nécessaire." in client.text
    assert "liste d’attente" in client.text
    client.submit("Envoyer ma candidature", creneau=full.public_id)
    assert client.h1 == "Vous êtes sur la liste d’attente"
    client.get(f"/missions/{dated.public_id}/candidater")
    assert full.public_id not in client.source
    client.submit("Envoyer ma candidature", creneau=free.public_id)
    assert client.h1 == "Votre candidature est envoyée"
    client.get(f"/missions/{dated.public_id}/candidater", follow_redirects=True)
    assert client.h1 == "Votre candidature est envoyée"


def test_a_slot_cancelled_meanwhile_is_said_at_the_field(client: PageClient, open_mission: Any) -> None:
    dated = mission(open_mission.association, kind=MissionKind.DATED, places=None, starts_on=None, ends_on=None)
    slot, _other = creneau(dated, days=5), creneau(dated, days=9)
    client.get(f"/missions/{dated.public_id}/candidater")
    slot.cancelled = True
    client.submit("Continuer", **FIRST, creneau=slot.public_id, message="J’arrive.")
    assert "Choisissez un des créneaux à venir." in client.text
    assert "J’arrive." in client.source


def test_a_full_mission_says_so_before(client: PageClient, open_mission: Any) -> None:
    open_mission.places_taken = open_mission.places
    sign_in(client, person())
    client.get(f"/missions/{open_mission.public_id}/candidater")
    assert client.h1 == "Rejoindre la liste d’attente"
    client.submit("Rejoindre la liste d’attente")
    assert client.h1 == "Vous êtes sur la liste d’attente"


def test_a_mission_closed_meanwhile_is_said_and_the_code_is_not_spent(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **FIRST)
    code = code_sent()
    open_mission.recruiting = False
    client.submit("Envoyer ma candidature", code=code)
    assert "ne prend plus de candidatures" in client.text
    assert (scalar_count(Candidature), scalar_count(User)) == (0, 1)
    open_mission.recruiting = True
    client.submit("Envoyer ma candidature", code=code)
    assert client.h1 == "Votre candidature est envoyée"


@pytest.mark.parametrize("publication", [Publication.WITHDRAWN, Publication.SUBMITTED])
def test_a_mission_that_was_there_yesterday_says_so(client: PageClient, open_mission: Any, publication: Publication) -> None:
    open_mission.publication = publication
    assert client.get(f"/missions/{open_mission.public_id}/candidater").status_code == 409
    assert "ne prend plus de candidatures" in client.text
    assert open_mission.title not in client.text


def test_a_draft_and_an_unknown_mission_do_not_exist(client: PageClient, open_mission: Any) -> None:
    draft = mission(open_mission.association, publication=Publication.DRAFT, published_at=None)
    for path in (f"/missions/{draft.public_id}/candidater", "/missions/inconnue/candidater", "/missions/inconnue/rappelez-moi"):
        assert client.get(path).status_code == 404


def test_no_code_is_sent_for_a_mission_that_closed_meanwhile(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    open_mission.recruiting = False
    client.submit("Continuer", **FIRST)
    assert "ne prend plus de candidatures" in client.text
    assert scalar_count(OutgoingMail) == 0


def test_a_closed_mission_leads_elsewhere(client: PageClient, open_mission: Any) -> None:
    open_mission.recruiting = False
    for way in ("candidater", "rappelez-moi"):
        client.get(f"/missions/{open_mission.public_id}/{way}")
        assert client.h1 == "Cette mission ne prend plus de candidatures"


def test_agents_and_members_do_not_apply(client: PageClient, open_mission: Any, session: Any) -> None:
    member = person()
    hosted = mission(association(member=member))
    for account, target in ((agent(Role.MODERATEUR), open_mission), (member, hosted)):
        sign_in(client, account)
        assert client.get(f"/missions/{target.public_id}/candidater").status_code == 403
        response = client.post(f"/missions/{target.public_id}/candidater", data={"csrf_token": token(client)})
        assert response.status_code == 403
    assert scalar_count(Candidature) == 0


def token(client: PageClient) -> str:
    client.get("/")
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.source)[0]


def test_who_applied_already_is_led_to_it(client: PageClient, open_mission: Any) -> None:
    somebody = person()
    candidature(open_mission, somebody)
    sign_in(client, somebody)
    client.get(f"/missions/{open_mission.public_id}/candidater", follow_redirects=True)
    assert client.h1 == "Votre candidature est envoyée"


def test_call_me_back(client: PageClient, open_mission: Any) -> None:
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.follow("Rappelez-moi")
    client.submit("Demander un appel", first_name="Idriss", age_band="adult", phone="pas un numéro")
    assert "Nous n’avons pas reconnu ce numéro" in client.text
    client.submit("Demander un appel", phone="06 39 98 12 34")
    assert client.h1 == "L’association va vous appeler"
    row = db.session.scalars(sa.select(CallBack)).one()
    assert (row.first_name, row.phone, row.best_time, row.done_at) == ("Idriss", "+33639981234", None, None)


def test_call_backs_are_limited(client: PageClient, open_mission: Any) -> None:
    seen = []
    for n, phone in enumerate(("06 39 98 12 34", "0639981234", "+33 6 39 98 12 34", "06.39.98.12.34")):
        client.get(f"/missions/{open_mission.public_id}/rappelez-moi")
        form = {"first_name": f"Idriss{n}", "age_band": "adult", "phone": phone}
        seen.append(client.submit("Demander un appel", **form).status_code)
    assert seen == [200, 200, 200, 429]
    assert scalar_count(CallBack) == 1


@pytest.mark.parametrize("words", ["漢" * 1000, "ب" * 1000, "é’" * 500], ids=["chinese", "arabic", "french"])
def test_a_long_message_in_any_writing_survives_the_code(client: PageClient, open_mission: Any, words: str) -> None:
    noise = "".join(chr(ord(each) + n * 7919 % 800) if each == "漢" else each for n, each in enumerate(words))
    client.get(f"/missions/{open_mission.public_id}/candidater")
    client.submit("Continuer", **FIRST, message=noise)
    assert client.h1 == "Écrivez le code reçu"
    client.submit("Envoyer ma candidature", code=code_sent())
    assert db.session.scalars(sa.select(Candidature.message)).one() == noise


def test_now_is_read_from_the_clock(client: PageClient, open_mission: Any) -> None:
    with clock.frozen(clock.paris(2027, 1, 4, 10)):
        sign_in(client, person())
        client.get(f"/missions/{open_mission.public_id}/candidater")
        client.submit("Envoyer ma candidature")
    assert db.session.scalars(sa.select(Candidature.sent_at)).one() == clock.paris(2027, 1, 4, 10)
