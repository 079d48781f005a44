"""The question on a turned screen: « no », « not now » and silence leave the same pages to the référent and the same rows."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.contrats import services
from benevolat.contrats.jobs import fade_propositions
from benevolat.contrats.models import Annexe, AnnexeState, AnonymousCount, Figure
from benevolat.core import clock, entropy
from benevolat.core.db import Base, db
from benevolat.core.errors import NotAllowed
from tests.conftest import restore
from tests.factories.insertion import CONTENT, QUESTIONS, annexe, contrat, linked, referent
from tests.factories.people import person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

NOON = clock.paris(2026, 11, 23, 12)
FORGOTTEN = {"insertion_anonymous_count", "form_key", "account_session"}
"""A coarse figure; the keys of forms already sent, which are of no account."""


def figures() -> dict[Figure, int]:
    return {each.figure: each.value for each in db.session.scalars(sa.select(AnonymousCount))}


def kept() -> str:
    """Every row of every table, but those that name nobody."""
    rows = {name: db.session.execute(sa.select(table)).all() for name, table in Base.metadata.tables.items() if name not in FORGOTTEN}
    db.session.rollback()
    return repr(rows)


def page_of(client: PageClient) -> str:
    """The last page, but for what chance draws at every page: tokens, keys and the nonce."""
    bare = re.sub(r'(nonce=")[^"]*"', r'\1"', client.source)
    return re.sub(r'(name="(?:csrf_token|form_key)"[^>]* value=")[^"]*"', r'\1"', bare)


def shown(client: PageClient, path: str) -> str:
    client.get(path)
    return page_of(client)


def two_people() -> tuple[Any, Any]:
    """The same two people in every world."""
    holder = person(first_name="Amina", last_name="Roussel", email="amina@courriel.example")
    return holder, linked(holder, referent(first_name="Paul", last_name="Morel", email="paul@isere.example"))


def aloud(app: Flask, answer: str | None) -> tuple[Any, ...]:
    """Offer, let the person answer on the référent's screen, and return what the référent then sees and what the database holds."""
    restore(app)
    app.test_client_class = PageClient
    with clock.frozen(NOON), entropy.seeded(7):
        client: Any = app.test_client()
        holder, helper = two_people()
        contrat(holder, helper)
        page = f"/accompagnement/personnes/{holder.public_id}"
        sign_in(client, helper).get(page)
        client.submit("Poser la question")
        assert client.h1 == "Avez-vous envie de vous engager ?"
        if answer is not None:
            client.submit(answer)
        else:
            client.follow("Revenir sans répondre")
        came_back = page_of(client)
        with client.session_transaction() as held:
            browser = {name: value for name, value in held.items() if name != "csrf_token"}
        seen = figures()
        return came_back, shown(client, page), shown(client, "/accompagnement"), browser, kept(), seen


def test_a_no_a_not_now_and_a_silence_leave_the_same(fresh_app: Flask) -> None:
    silence = aloud(fresh_app, None)
    for answer in ("Non merci", "Pas maintenant"):
        said = aloud(fresh_app, answer)
        assert said[:-1] == silence[:-1], answer
        assert said[-1] == {Figure.OFFERED: 1, Figure.REFUSED: 1}
    assert silence[-1] == {Figure.OFFERED: 1}


def on_ones_own(app: Flask, answer: str | None) -> tuple[Any, ...]:
    """The same for an annexe proposed by letter, answered from home, then faded."""
    restore(app)
    app.test_client_class = PageClient
    with clock.frozen(NOON), entropy.seeded(7):
        client: Any = app.test_client()
        holder, helper = two_people()
        path = f"/mon-contrat/annexe/{annexe(holder, helper, AnnexeState.PROPOSED).public_id}"
        sign_in(client, holder).get(path)
        if answer is not None:
            client.submit("Envoyer ma réponse", answer=answer)
        reader: Any = app.test_client()
        page = f"/accompagnement/personnes/{holder.public_id}"
        seen = [shown(sign_in(reader, helper), page), shown(reader, "/accompagnement"), kept()]
    with clock.frozen(NOON + timedelta(days=31)):
        fade_propositions({})
        db.session.commit()
        return *seen, kept()


def test_an_answer_from_home_leaves_what_a_silence_leaves(fresh_app: Flask) -> None:
    silence = on_ones_own(fresh_app, None)
    assert on_ones_own(fresh_app, "no") == silence
    assert on_ones_own(fresh_app, "later") == silence


def test_all_answers_go_and_come_back_by_the_same_addresses(client: PageClient, session: Any) -> None:
    holder = person()
    page = f"/accompagnement/personnes/{holder.public_id}"
    sign_in(client, linked(holder))
    gone = set()
    for button in ("Je suis déjà engagé", "Je souhaite m’engager", "Pas maintenant", "Non merci"):
        client.get(page)
        client.submit("Poser la question")
        said = client.submit(button, follow=False)
        gone.add((said.request.path, said.status_code, said.headers["Location"]))
    assert gone == {(f"{page}/reponse", 303, page)}


def test_a_yes_is_written_in_the_annexe_and_its_offer_is_counted_once(client: PageClient, session: Any) -> None:
    holder = person()
    helper = linked(holder)
    contrat(holder, helper)
    page = f"/accompagnement/personnes/{holder.public_id}"
    sign_in(client, helper).get(page)
    client.submit("Poser la question")
    client.submit("Je suis déjà engagé")
    client.follow("Préparer une annexe")
    assert [each.get("value") for each in client.page.iter() if each.get("checked") is not None] == ["yes"]
    client.submit("Enregistrer l’annexe", forms=["0"], hours="3", period="weekly", months="3", starts_on=clock.today().isoformat(),
                  referent_commitment="Faire le point.", **QUESTIONS)
    client.submit("Proposer l’annexe à la personne")
    made = db.session.scalars(sa.select(Annexe)).one()
    assert (made.already_engaged, made.offer_counted) == (True, True)
    assert figures() == {Figure.OFFERED: 1}


@pytest.mark.parametrize("path", ["question", "reponse"])
def test_no_question_without_an_offer(client: PageClient, session: Any, path: str) -> None:
    holder = person()
    page = f"/accompagnement/personnes/{holder.public_id}"
    sign_in(client, linked(holder)).get(page)
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    send = {"question": lambda: client.get(f"{page}/question"),
            "reponse": lambda: client.post(f"{page}/reponse", data={"csrf_token": token, "answer": "no"})}
    answer = send[path]()
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert figures() == {}


def test_only_who_accompanies_offers_or_counts(session: Any) -> None:
    holder = person()
    helper = linked(holder)
    for stranger in (holder, person(), referent()):
        for act in (services.offer_engagement, services.count_refusal_aloud):
            with pytest.raises(NotAllowed):
                act(holder, by=stranger)
    services.offer_engagement(holder, by=helper)
    services.propose_annexe(services.draft_annexe(contrat(holder, helper), CONTENT, by=helper), by=helper)
    assert figures() == {Figure.OFFERED: 2}, "another offer, that nobody made aloud"
