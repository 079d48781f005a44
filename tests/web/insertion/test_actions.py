"""A person comes, waits, says no or nothing, gives their place back, keeps « j’y étais » and puts it in their passeport if they wish."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.actions import services
from benevolat.actions.models import Action, Inscription
from benevolat.core import clock
from benevolat.core.db import Base
from benevolat.engagements.models import Engagement
from tests.factories.actions import action, coming, invited
from tests.factories.insertion import linked
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def _invited(**values: Any) -> tuple[User, Action]:
    someone = person()
    helper = linked(someone)
    made = action(helper, **values)
    services.invite_people(made, [someone], by=helper)
    return someone, made


def _everything(session: Any) -> dict[str, list[Any]]:
    kept = {name: [tuple(row) for row in session.execute(sa.select(table))] for name, table in Base.metadata.tables.items()}
    session.rollback()
    return kept


def test_from_the_letter_to_a_place_and_back(client: PageClient, session: Any) -> None:
    someone, made = _invited()
    sign_in(client, someone).get("/a-lire", follow_redirects=True)
    client.follow(made.title)
    assert "Ce n’est pas obligatoire" in client.text
    assert "Service insertion du Trièves, vous invite." in client.text
    client.submit("Je viens")
    assert "Vous avez une place" in client.text
    assert "Non. Elle ne voit que le nombre de places libres." in client.text
    client.submit("Le lui dire")
    assert "Vous l’avez choisi." in client.text
    client.submit("Ne plus le lui dire")
    client.submit("Rendre ma place")
    assert "Il n’en reste rien" in client.text
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Inscription)) == 0


def test_a_no_leaves_nothing_and_the_page_is_as_it_was(client: PageClient, session: Any) -> None:
    someone, made = _invited()
    path = f"/mon-contrat/actions/{made.public_id}"
    sign_in(client, someone).get(path)
    before, page = _everything(session), client.text
    client.submit("Non merci")
    assert "n’est gardée nulle part" in client.text
    after = _everything(session)
    assert {name for name in after if after[name] != before[name]} == {"form_key"}
    client.get(path)
    assert client.text == page


def test_a_yes_and_a_no_go_through_the_same_addresses(client: PageClient, session: Any) -> None:
    someone, made = _invited()
    ways = set()
    for button in ("Non merci", "Je viens"):
        sign_in(client, someone).get(f"/mon-contrat/actions/{made.public_id}")
        answer = client.submit(button, follow=False)
        ways.add((answer.request.path, answer.status_code, answer.location))
    assert len(ways) == 1


def test_the_last_place_taken_meanwhile_offers_the_waiting_list(client: PageClient, session: Any) -> None:
    someone, made = _invited(places=1)
    sign_in(client, someone).get(f"/mon-contrat/actions/{made.public_id}")
    holder = person()
    coming(holder, session.get_one(Action, made.id))
    client.submit("Je viens")
    assert "La dernière place vient d’être prise" in client.text
    client.submit("Liste d’attente")
    assert "Vous êtes sur la liste d’attente" in client.text
    services.give_back(session.get_one(Action, made.id), by=holder)
    session.commit()
    client.get("/mon-contrat")
    client.follow(made.title)
    assert "L’ajouter à mon agenda" in client.text


def test_somebody_else_finds_nothing_and_nor_does_a_waiting_person_a_calendar(client: PageClient, session: Any) -> None:
    someone, made = _invited(places=1)
    coming(person(), made)
    services.wait(made, by=someone)
    sign_in(client, person())
    path = f"/mon-contrat/actions/{made.public_id}"
    for end in ("", "/agenda.ics", "/passeport"):
        assert client.get(path + end).status_code == 404
    sign_in(client, someone)
    assert client.get(path).status_code == 200
    assert client.get(path + "/agenda.ics").status_code == 404


def test_the_calendar_is_neutral_to_its_name(client: PageClient, session: Any) -> None:
    someone = person()
    made = action()
    coming(someone, made)
    answer = sign_in(client, someone).get(f"/mon-contrat/actions/{made.public_id}/agenda.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rendez-vous.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"SUMMARY:Rencontre avec des associations" in answer.data
    assert b"RSA" not in answer.data


def test_after_the_date_the_person_keeps_it_and_writes_it_under_their_own_words(client: PageClient, session: Any) -> None:
    someone = person()
    made = action()
    coming(someone, made)
    path, title = f"/mon-contrat/actions/{made.public_id}", made.title
    session.commit()
    with clock.frozen(clock.now() + timedelta(days=11)):
        sign_in(client, someone).get(path)
        assert client.get(path + "/passeport").status_code == 404
        client.get(path)
        client.submit("J’y étais")
        assert "Vous seul le voyez" in client.text
        client.follow("Le mettre dans mon passeport")
        assert client.submit("Le mettre dans mon passeport", title="Forum RSA").status_code == 400
        assert "enlevez « RSA »" in client.text
        client.submit("Le mettre dans mon passeport", title="Rencontre de quartier")
        assert "avec ces mots-là et rien d’autre" in client.text
        session.rollback()
        written = session.scalars(sa.select(Engagement)).one()
        assert (written.title, written.host_name, written.association_id) == ("Rencontre de quartier", "La maison des habitants", None)
        for page in ("/mes-engagements", "/mon-passeport", f"/mes-engagements/{written.public_id}"):
            client.get(page)
            assert title not in client.source
            assert "actions/" not in client.source
        assert client.get(path + "/passeport").status_code == 404
        client.get(path)
        client.submit("Effacer de ma page")
        assert client.get(path).status_code == 404


def test_a_place_is_given_back_when_the_referent_is_no_more(client: PageClient, session: Any) -> None:
    someone = person()
    made = action()
    invited(someone, made)
    sign_in(client, someone).get("/a-lire", follow_redirects=True)
    assert "Aucun message n’attend" not in client.text
    client.follow(made.title)
    client.submit("Je viens")
    assert "qui vous accompagne" not in client.text
    client.submit("Rendre ma place")
    assert "Votre place est rendue" in client.text
