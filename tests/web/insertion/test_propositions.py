"""What a person does with a proposition, on their screens: apply as from anywhere, tell it or not, say no without a trace."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.candidatures.models import Candidature
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.propositions.models import LIFE, Proposition
from benevolat.propositions.queries import told_to
from tests.conftest import scalar_count
from tests.factories.insertion import linked, proposition, referent
from tests.factories.people import person
from tests.factories.world import association, creneau, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def proposed(client: PageClient, someone: User | None = None, **values: Any) -> tuple[User, User, Proposition, str]:
    """A signed-in person, their référent, what was proposed, and its page."""
    someone = someone or person()
    helper = linked(someone, referent(first_name="Claire", last_name="Vial"))
    made = proposition(someone, helper, **values)
    sign_in(client, someone)
    return someone, helper, made, f"/mon-contrat/propositions/{made.public_id}"


def everything(session: Any) -> dict[str, list[str]]:
    """Every row but of the tests' own way of signing in."""
    kept = {name: table for name, table in Base.metadata.tables.items() if name != "account_session"}
    return {name: sorted(map(repr, session.execute(sa.select(table)))) for name, table in kept.items()}


def test_it_is_to_read_and_its_answer_is_free(client: PageClient, session: Any) -> None:
    _someone, _helper, made, page = proposed(client)
    client.get("/a-lire", follow_redirects=True)
    assert "À lire" in client.text
    client.follow(made.mission.title)
    assert "Ce n’est pas obligatoire" in client.text
    assert "Claire Vial vous la propose" in client.text
    assert 'name="tell"' in client.source
    assert "checked" not in client.source.split('name="tell"')[1].split(">")[0], "nothing is ticked for the person"
    assert client.get(page).headers["Cache-Control"] == "no-store"


def test_a_no_writes_nothing_anywhere_and_hides_it_here_only(client: PageClient, session: Any, fresh_app: Any) -> None:
    someone, _helper, made, page = proposed(client)
    client.get(page)
    before = everything(session)
    client.submit("Non merci")
    assert client.h1 == made.mission.title
    assert "Vous l’avez mise de côté" in client.text
    assert everything(session) == before, "not even a form's key"
    client.get("/mon-contrat")
    assert made.mission.title not in client.text
    client.get(page)
    client.submit("La revoir")
    assert "Envoyer ma candidature" in client.source
    client.submit("Non merci")
    elsewhere: Any = fresh_app.test_client()
    sign_in(elsewhere, someone).get("/mon-contrat")
    assert made.mission.title in elsewhere.text, "another device knows nothing of it"
    assert everything(session) == before


def test_a_yes_is_an_ordinary_candidature_that_the_referent_does_not_see(client: PageClient, session: Any, fresh_app: Any) -> None:
    someone, helper, made, page = proposed(client)
    file, agent = f"/accompagnement/personnes/{someone.public_id}", fresh_app.test_client()
    sign_in(agent, helper).get(file)
    before = agent.text
    client.get(page)
    client.submit("Envoyer ma candidature", message="J’aime le jardin.")
    assert "Votre candidature est envoyée" in client.text
    sent = session.scalars(sa.select(Candidature)).one()
    assert (sent.user_id, sent.mission_id, sent.message) == (someone.id, made.mission_id, "J’aime le jardin.")
    agent.get(file)
    assert agent.text == before
    client.get(page)
    assert "Voir ma candidature" in client.text
    client.submit("Le dire à Claire Vial")
    agent.get(file)
    assert "J’ai candidaté" in agent.text
    agent.get("/accompagnement")
    assert "Ce que des personnes ont voulu vous dire" in agent.text
    client.submit("Ne plus le dire")
    agent.get(file)
    assert agent.text == before
    assert "J’ai candidaté" not in agent.get("/accompagnement").text


def test_telling_is_one_tick_and_the_referent_puts_it_away(client: PageClient, session: Any, fresh_app: Any) -> None:
    someone, helper, made, page = proposed(client)
    client.get(page)
    client.submit("Envoyer ma candidature", tell="y")
    assert told_to(helper) == [made]
    agent = sign_in(fresh_app.test_client(), helper)
    agent.get(f"/accompagnement/personnes/{someone.public_id}")
    agent.submit("C’est lu")
    assert scalar_count(Proposition) == 0
    assert client.get(page).status_code == 404
    assert "s’efface après 30 jours" in client.text


def test_two_tabs_send_one_candidature(client: PageClient, session: Any) -> None:
    _someone, _helper, _made, page = proposed(client)
    client.get(page)
    first, second = (_values(client) for _tab in range(2) if client.get(page))
    for values in (first, first, second):
        answer = client.post(f"{page}/reponse", data={**values, "answer": "yes"}, follow_redirects=True)
        assert answer.status_code == 200
        assert "Voir ma candidature" in client.text
    assert scalar_count(Candidature) == 1


def _values(client: PageClient) -> dict[str, str]:
    form = client.form("Envoyer ma candidature")
    return {each.get("name") or "": each.get("value") or "" for each in form.iter() if each.get("type") == "hidden"}


def test_the_referent_changed_while_the_page_was_open(client: PageClient, session: Any) -> None:
    someone, helper, made, page = proposed(client)
    client.get(page)
    session.execute(sa.text("UPDATE insertion_accompagnement SET ends_on = :day"), {"day": clock.today().isoformat()})
    newer = linked(someone, referent(first_name="Luc", last_name="Sorel"), starts_on=clock.today())
    client.submit("Envoyer ma candidature", tell="y", message="Je viens.")
    assert "n’est plus la même" in client.text
    assert "Je viens." in client.source, "what was typed stays"
    assert scalar_count(Candidature) == 0
    assert "Luc Sorel, à cette date" in client.text
    assert "checked" not in client.source.split('name="tell"')[1].split(">")[0], "it was ticked under another name"
    client.submit("Envoyer ma candidature", tell="y")
    assert (told_to(helper), told_to(newer)) == ([], [made])


def test_a_mission_that_filled_or_closed_meanwhile_says_so_and_offers_others(client: PageClient, session: Any) -> None:
    host = association(member=person())
    near = mission(host, title="Tout près")
    full, closed = mission(host, title="Pleine", places=1, places_taken=1), mission(host, title="Finie")
    someone, helper, _made, page = proposed(client, mission=full)
    client.get(page)
    assert "Cette mission est complète" in client.text
    assert near.title in client.text
    client.submit("Rejoindre la liste d’attente")
    assert session.scalars(sa.select(Candidature)).one().state == "waitlisted"
    made = proposition(someone, helper, closed)
    page = f"/mon-contrat/propositions/{made.public_id}"
    client.get(page)
    session.execute(sa.text("UPDATE mission SET recruiting = false WHERE title = 'Finie'"))
    client.submit("Envoyer ma candidature")
    assert "Cette mission ne cherche plus personne" in client.text
    assert near.title in client.text
    assert scalar_count(Candidature) == 1


def test_of_ones_own_association_and_without_a_referent(client: PageClient, session: Any) -> None:
    someone = person()
    own = mission(association(member=someone))
    _someone, _helper, _made, page = proposed(client, someone, mission=own)
    client.get(page)
    assert "Vous êtes membre de cette association" in client.text
    assert client.post(f"{page}/reponse", data={"answer": "yes"}).status_code in {303, 400}
    assert scalar_count(Candidature) == 0
    session.execute(sa.text("UPDATE insertion_accompagnement SET ends_on = :day"), {"day": clock.today().isoformat()})
    made = proposition(someone, referent(last_name="Blanc"))
    client.get(f"/mon-contrat/propositions/{made.public_id}")
    assert 'name="tell"' not in client.source
    client.submit("Envoyer ma candidature")
    assert scalar_count(Candidature) == 1
    assert "Le dire à" not in client.text


def test_a_dated_mission_asks_when(client: PageClient, session: Any) -> None:
    dated = mission(association(member=person()), kind="dated", half_days=0, starts_on=None, ends_on=None, places=None)
    slot = creneau(dated)
    _someone, _helper, _made, page = proposed(client, person(first_name="", age_band=None), mission=dated)
    client.get(page)
    client.submit("Envoyer ma candidature")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Envoyer ma candidature", creneau=slot.public_id, first_name="Nadia", age_band="adult")
    assert session.scalars(sa.select(Candidature)).one().creneau_id == slot.id


def test_after_thirty_days_the_page_says_why_it_is_gone(client: PageClient, session: Any) -> None:
    someone, _helper, _made, page = proposed(client)
    with clock.frozen(clock.now() + LIFE + timedelta(minutes=1)):
        sign_in(client, someone)
        assert client.get(page).status_code == 404
        assert "Cette proposition n’est plus là" in client.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Proposition)) == 1
