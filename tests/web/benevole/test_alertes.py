"""Keeping a search from the page of missions, with an account or not; following and stopping it by its link or from the account."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.accounts.services import Contact
from benevolat.alertes import services
from benevolat.alertes.mails import page_of
from benevolat.alertes.models import Alerte, Rhythm
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.conftest import scalar_count
from tests.factories.alertes import alerte
from tests.factories.people import agent, by_phone, person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in

SEARCH = "/missions?q=jardin&lieu=Voiron"
LINA = "lina@courriel.example"


def only_alerte() -> Alerte:
    """Return the one alerte there is."""
    return db.session.scalars(sa.select(Alerte)).one()


@pytest.mark.parametrize("known", [False, True], ids=["nobody's address", "an account's address"])
def test_a_visitor_keeps_a_search_with_one_field(client: PageClient, known: bool) -> None:
    holder = person(email=LINA) if known else None
    client.get(SEARCH)
    client.submit("Créer mon alerte", contact=LINA)
    assert client.h1 == "Écrivez le code reçu"
    assert scalar_count(Alerte) == 0
    client.submit("Créer mon alerte", code=last_code(LINA))
    assert client.h1 == "Votre alerte"
    assert "Votre alerte est prête" in client.text
    assert "Mon compte" not in client.text, "no session is opened"
    kept = only_alerte()
    assert (kept.words, kept.radius_km, kept.rhythm) == ("jardin", 10.0, Rhythm.WEEKLY)
    assert (kept.user_id, kept.email) == ((holder.id, None) if holder else (None, LINA))
    client.follow("Voir toutes les missions de cette recherche")
    assert client.h1 == "Trouver une mission"
    assert "jardin" in client.source


def test_nothing_found_offers_an_alerte_in_one_field(client: PageClient) -> None:
    client.get("/missions?q=trapeze")
    assert "Aucune mission" in client.text
    client.submit("Créer mon alerte", contact="06 39 98 00 55")
    client.submit("Créer mon alerte", code=last_code("+33639980055"))
    assert only_alerte().phone == "+33639980055"


@pytest.mark.parametrize("contact", ["", "pas une adresse"])
def test_what_cannot_be_read_is_asked_again_with_the_search(client: PageClient, contact: str) -> None:
    client.get(SEARCH)
    client.submit("Créer mon alerte", contact=contact)
    assert client.h1 == "Créer une alerte"
    assert "Il reste quelque chose à corriger" in client.text
    client.submit("Continuer", contact=LINA, rhythm="daily", hour="18")
    client.submit("Créer mon alerte", code=last_code(LINA))
    kept = only_alerte()
    assert (kept.words, kept.rhythm, kept.hour) == ("jardin", Rhythm.DAILY, 18)


def test_a_wrong_code_keeps_nothing_and_another_can_be_asked(client: PageClient) -> None:
    client.get("/alertes/nouvelle?q=jardin")
    client.submit("Continuer", contact=LINA)
    client.submit("Créer mon alerte", code="000000")
    assert "Ce code ne convient pas" in client.text
    assert scalar_count(Alerte) == 0
    client.submit("Recevoir un nouveau code")
    client.submit("Créer mon alerte", code=last_code(LINA))
    assert scalar_count(Alerte) == 1


def test_a_daily_text_message_is_refused_before_a_code_leaves(client: PageClient) -> None:
    client.get("/alertes/nouvelle")
    assert "toutes les missions" in client.text
    client.submit("Continuer", contact="06 39 98 00 55", rhythm="daily")
    assert "Par SMS, nous écrivons une fois par semaine" in client.text


def test_somebody_signed_in_keeps_a_search_with_one_button(client: PageClient) -> None:
    sign_in(client, person())
    client.get(SEARCH)
    client.submit("Créer mon alerte")
    assert client.h1 == "Mes alertes"
    assert "jardin" in client.text
    client.get(SEARCH)
    client.submit("Créer mon alerte")
    assert scalar_count(Alerte) == 1


def test_an_account_without_mail_may_not_choose_every_day(client: PageClient) -> None:
    sign_in(client, by_phone())
    client.get("/alertes/nouvelle?q=jardin")
    client.submit("Créer mon alerte", rhythm="daily")
    assert "Par SMS, nous écrivons une fois par semaine" in client.text
    client.submit("Créer mon alerte", rhythm="weekly")
    assert client.h1 == "Mes alertes"


def test_an_agent_is_offered_none(client: PageClient) -> None:
    sign_in(client, agent(Role.MODERATEUR))
    client.get(SEARCH)
    assert "Créer mon alerte" not in client.text
    assert client.get("/alertes/nouvelle").status_code == 403


def test_the_code_screen_without_a_search_leads_back(client: PageClient) -> None:
    assert client.get("/alertes/nouvelle/code").headers["Location"] == "/missions"
    for path in ("/alertes/nouvelle/code", "/alertes/nouvelle/nouveau-code"):
        client.get("/alertes/nouvelle")
        token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
        assert client.post(path, data={"csrf_token": token}).headers["Location"] == "/missions"


def test_one_changes_pauses_resumes_and_stops_from_the_account(client: PageClient) -> None:
    who = person()
    alerte(who)
    sign_in(client, who)
    client.get("/compte")
    client.follow("Mes alertes")
    client.follow("« jardin », près de Voiron")
    client.submit("Enregistrer", label="Le jardin", rhythm="daily", hour="7")
    assert "Le jardin" in client.text
    assert (only_alerte().hour, only_alerte().rhythm) == (7, Rhythm.DAILY)
    client.follow("Le jardin")
    client.submit("Mettre en pause")
    assert "En pause" in client.text
    client.follow("Le jardin")
    client.submit("Reprendre mon alerte")
    assert not only_alerte().is_paused
    client.follow("Le jardin")
    client.submit("Arrêter cette alerte")
    assert "Vous n’avez pas d’alerte" in client.text
    assert scalar_count(Alerte) == 0


def test_another_s_alerte_does_not_exist(client: PageClient) -> None:
    kept = alerte(person())
    sign_in(client, person())
    assert client.get(f"/mes-alertes/{kept.public_id}").status_code == 404


def by_link(**values: Any) -> Alerte:
    """An alerte kept without an account, its path known."""
    kept = alerte(Contact(email=LINA), **values)
    db.session.commit()
    return kept


def test_the_link_of_a_letter_opens_it_without_an_account(client: PageClient) -> None:
    kept = by_link()
    client.get(page_of(kept))
    client.submit("Enregistrer", rhythm="daily", hour="12")
    assert only_alerte().hour == 12
    client.submit("Mettre en pause")
    assert only_alerte().is_paused
    client.submit("Reprendre mon alerte")
    assert not only_alerte().is_paused


def test_the_page_shows_what_the_last_letter_told(client: PageClient) -> None:
    with clock.frozen(clock.paris(2026, 9, 8, 10)):
        kept = by_link()
        new = mission(title="Semer au jardin")
        touch(new, text=True)
        db.session.commit()
        services.continue_matching(after=0, through=10**9, last=0)
    with clock.frozen(kept.next_at + timedelta(minutes=1)):
        assert services.tell_news(kept.id) == 1
        client.get(page_of(kept))
    assert "Semer au jardin" in client.text
    assert LINA not in client.source, "the page never says whose it is"


def test_a_silent_alerte_is_kept_by_one_button(client: PageClient) -> None:
    kept = by_link()
    kept.asked_at = clock.now()
    client.get(page_of(kept))
    client.submit("Garder mon alerte")
    assert only_alerte().asked_at is None


@pytest.mark.parametrize("path", ["", "/arreter"])
def test_a_link_that_is_not_signed_opens_nothing(client: PageClient, path: str) -> None:
    kept = by_link()
    assert client.get(f"/alertes/{kept.public_id}/{'0' * 32}{path}").status_code == 404
    assert client.get(page_of(kept, path.strip("/"))).status_code == 200
    assert client.post(f"/alertes/{kept.public_id}/{'0' * 32}/arreter").status_code == 404
    assert scalar_count(Alerte) == 1


def test_reading_the_stop_page_stops_nothing_and_its_button_does(client: PageClient) -> None:
    kept = by_link()
    path, page = page_of(kept, "arreter"), page_of(kept)
    client.get(path)
    assert client.h1 == "Arrêter cette alerte ?"
    assert scalar_count(Alerte) == 1
    client.submit("Arrêter cette alerte")
    assert client.h1 == "C’est arrêté"
    assert scalar_count(Alerte) == 0
    for each in (path, page):
        assert client.get(each).status_code == 200
        assert client.h1 == "C’est arrêté"


def test_a_mail_program_stops_it_by_itself(client: PageClient) -> None:
    """RFC 8058: a POST without cookie nor form token is answered at once, without a redirect; everything else still asks for a token."""
    kept = by_link()
    stop = page_of(kept, "arreter")
    assert client.post(page_of(kept, "pause")).status_code == 400
    answer = client.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert scalar_count(Alerte) == 0
    assert client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.session.scalars(sa.select(OutgoingMail)).all() == []


def kept_mission(who: User, client: PageClient) -> Mission:
    """A mission that somebody keeps from its page."""
    made = mission(title="Arroser les tomates")
    touch(made, text=True)
    sign_in(client, who)
    client.get(f"/missions/{made.public_id}")
    client.submit("Garder dans mes favoris")
    return made


def test_a_mission_is_kept_from_its_page_and_let_go(client: PageClient) -> None:
    kept_mission(person(), client)
    assert "Enlever de mes favoris" in client.text
    client.get("/compte")
    client.follow("Mes favoris")
    assert "Arroser les tomates" in client.text
    assert "Places disponibles" in client.text
    client.submit("Enlever")
    assert "Vous ne gardez pas encore de mission" in client.text


def test_a_visitor_is_led_to_sign_in_and_back(client: PageClient) -> None:
    made = mission()
    client.get(f"/missions/{made.public_id}")
    client.follow("Garder dans mes favoris")
    assert client.h1 == "Se connecter"
    assert f"/missions/{made.public_id}" in client.source


def test_an_agent_keeps_no_favourite(client: PageClient) -> None:
    made = mission()
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/missions/{made.public_id}")
    assert "favoris" not in client.text
