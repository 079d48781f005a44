"""The talk, screen by screen: what it keeps and where, what it never shows, and that nothing is done without the person's own code."""

from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement.queries import lines_of
from benevolat.accounts.models import User
from benevolat.alertes.models import Favori
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.services import send_candidature
from benevolat.core.db import Base
from benevolat.matching.models import Wish
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.propositions.services import Wanted, carry_out, subject_of
from tests.conftest import scalar_count
from tests.factories.insertion import linked
from tests.factories.people import person
from tests.factories.world import association, creneau, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import last_code, sign_in

STEPS = ("envies", "quand", "avec-qui", "missions", "accord", "code", "feuille")


def talking(client: PageClient, someone: User | None = None) -> tuple[User, User, str]:
    """A signed-in référent beside somebody, and the address of their talk."""
    someone = someone or person(first_name="Amina", last_name="Roussel")
    helper = linked(someone)
    sign_in(client, helper)
    return someone, helper, f"/accompagnement/personnes/{someone.public_id}/entretien"


def public(**values: Any) -> Mission:
    made = mission(**values)
    touch(made, text=True)
    return made


def walk_to_missions(client: PageClient, address: str) -> None:
    client.get(f"{address}/envies")
    second = {"moments": ["matin", "week-end"], "travel": "foot"}
    for button, answers in (("Continuer", {"likes": ["environnement"]}), ("Continuer", second), ("Voir des missions", {"company": "team"})):
        assert client.submit(button, **answers).request.query_string == b"", "addresses are kept in logs"


def everything(session: Any) -> dict[str, list[str]]:
    return {name: sorted(map(repr, session.execute(sa.select(table)))) for name, table in Base.metadata.tables.items()}


def test_the_answers_are_in_no_row_and_in_no_address_and_survive_a_reload(client: PageClient, session: Any) -> None:
    public(title="Arroser")
    _someone, _helper, address = talking(client)
    client.get(f"{address}/envies")
    before = everything(session)
    walk_to_missions(client, address)
    assert client.get(f"{address}/missions").request.query_string == b""
    first = client.text
    client.get(f"{address}/missions")
    assert client.text == first, "a reload, or a line that comes back"
    client.submit("Continuer", w0="later")
    assert client.h1 == "Votre feuille"
    assert everything(session) == before
    client.get(f"{address}/envies")
    assert "checked" in client.source, "going back keeps the answers"


@pytest.mark.parametrize("elsewhere", ["fin", "/accompagnement"])
def test_leaving_the_talk_leaves_nothing(client: PageClient, session: Any, elsewhere: str) -> None:
    public()
    _someone, _helper, address = talking(client)
    walk_to_missions(client, address)
    client.get(elsewhere if elsewhere.startswith("/") else f"{address}/{elsewhere}")
    with client.session_transaction() as kept:
        assert "entretien" not in kept
    client.get(f"{address}/envies")
    assert "checked" not in client.source


def test_the_talk_of_one_person_is_not_that_of_another(client: PageClient, session: Any) -> None:
    public()
    _someone, helper, address = talking(client)
    walk_to_missions(client, address)
    other = person(first_name="Karim")
    linked(other, helper)
    session.commit()
    client.get(f"/accompagnement/personnes/{other.public_id}/entretien/envies")
    assert "checked" not in client.source


def test_every_screen_says_that_it_is_free_and_shows_nobody_else(client: PageClient, session: Any) -> None:
    public()
    _someone, helper, address = talking(client)
    linked(person(first_name="Zoé", last_name="Secret"), helper)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="apply")
    for step in (*STEPS, "fin"):
        client.get(f"{address}/{step}", follow_redirects=True)
        assert "Ce n’est pas obligatoire" in client.text
        assert not [word for word in ("Secret", helper.last_name, "Mes accompagnements", '/accompagnement"') if word in client.source]
    assert client.get(f"{address}/envies").headers["Cache-Control"] == "no-store"


def test_nothing_is_done_without_the_persons_own_code(client: PageClient, session: Any) -> None:
    public()
    someone, helper, address = talking(client)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="apply", wishes="y")
    client.submit("Relire avant d’envoyer", message="Bonjour.")
    client.submit("Recevoir un code")
    code = last_code(someone.email or "")
    client.submit("Je confirme", code="000000" if code != "000000" else "111111")
    assert (client.h1, scalar_count(Candidature), scalar_count(Wish)) == ("Relisez, puis confirmez", 0, 0)
    client.submit("Je confirme", code=code)
    assert client.h1 == "Votre feuille"
    sent = session.scalars(sa.select(Candidature)).one()
    assert (sent.user_id, sent.message, scalar_count(Wish)) == (someone.id, "Bonjour.", 1)
    assert [(line.action, line.actor_id) for line, _name in lines_of(someone)][:1] == [("entretien.confirm", helper.id)]
    log = session.execute(sa.text("SELECT actor_id FROM transition_log WHERE noun = 'candidature'")).scalars().all()
    assert log == [someone.id], "who typed is on the helper's side alone"


def test_a_code_given_for_one_thing_opens_no_other(client: PageClient, session: Any) -> None:
    public()
    someone, _helper, address = talking(client)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="apply")
    client.submit("Relire avant d’envoyer", message="Bonjour.")
    client.submit("Recevoir un code")
    code = last_code(someone.email or "")
    client.get(f"{address}/accord")
    client.submit("Relire avant d’envoyer", message="Autre chose.")
    client.submit("Je confirme", code=code)
    assert (client.h1, scalar_count(Candidature)) == ("Relisez, puis confirmez", 0)
    one, two = public(title="Un"), public(title="Deux")
    first, second = (one, None), (two, None)
    subjects = {subject_of(each) for each in (
        Wanted(candidatures=(first,)), Wanted(candidatures=(second,)), Wanted(kept=(one,)), Wanted(candidatures=(first,), message="Oui."),
        Wanted(candidatures=(first, second)),
    )}
    assert len(subjects) == 5


def test_somebody_whom_no_code_reaches_takes_the_sheet(client: PageClient, session: Any) -> None:
    public(title="Arroser")
    _someone, _helper, address = talking(client, person(first_name="Amina", email_confirmed_at=None))
    walk_to_missions(client, address)
    client.submit("Continuer", w0="keep")
    assert (client.h1, "Rien n’est envoyé" in client.text, "Arroser" in client.text) == ("Votre feuille", True, True)
    assert scalar_count(Favori) == 0


def test_saying_no_to_all_five_ends_there(client: PageClient, session: Any) -> None:
    public()
    _someone, _helper, address = talking(client)
    client.get(f"{address}/envies")
    before = everything(session)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="no")
    assert client.h1 == "C’est fini"
    assert everything(session) == before


def test_keeping_alone_asks_the_code_and_puts_it_among_the_favourites(client: PageClient, session: Any) -> None:
    kept = public()
    someone, _helper, address = talking(client)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="keep")
    assert "Vous gardez dans vos favoris" in client.text
    client.submit("Recevoir un code")
    client.submit("Je confirme", code=last_code(someone.email or ""))
    favourite = session.scalars(sa.select(Favori)).one()
    assert (favourite.user_id, favourite.mission_id, scalar_count(Candidature), scalar_count(Wish)) == (someone.id, kept.id, 0, 0)


def test_a_dated_mission_and_somebody_without_a_first_name(client: PageClient, session: Any) -> None:
    dated = public(kind="dated", half_days=0, starts_on=None, ends_on=None, places=None)
    slot = creneau(dated)
    someone, _helper, address = talking(client, person(first_name="", last_name="", age_band=None))
    client.get(f"{address}/missions")
    client.submit("Continuer", w0="apply")
    client.submit("Relire avant d’envoyer")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Relire avant d’envoyer", s0=slot.public_id, first_name="Amina", age_band="adult")
    client.submit("Recevoir un code")
    client.submit("Je confirme", code=last_code(someone.email or ""))
    assert session.scalars(sa.select(Candidature)).one().creneau_id == slot.id
    session.refresh(someone)
    assert someone.first_name == "Amina"


def test_what_the_person_did_elsewhere_does_not_show(client: PageClient, session: Any) -> None:
    made = public()
    someone, helper, address = talking(client)
    walk_to_missions(client, address)
    before = client.text
    send_candidature(made, user=someone, message="De moi-même.", by=someone)
    client.get(f"{address}/missions")
    assert client.text == before
    assert [each.message for each in carry_out(someone, Wanted(candidatures=((made, None),)), typed_by=helper)] == ["De moi-même."]


def test_a_mission_that_closed_or_is_ones_own_is_named(client: PageClient, session: Any) -> None:
    someone = person(first_name="Amina")
    own = public(title="La mienne", host=association(member=someone))
    _someone, _helper, address = talking(client, someone)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="apply")
    client.submit("Relire avant d’envoyer")
    client.submit("Recevoir un code")
    code = last_code(someone.email or "")
    client.submit("Je confirme", code=code)
    assert f"« {own.title} » n’est pas possible avec ce compte".replace(" ", "") in client.text.replace("\u00a0", "").replace(" ", "")
    session.execute(sa.text("DELETE FROM membership WHERE user_id = :id"), {"id": someone.id})
    session.execute(sa.text("UPDATE mission SET recruiting = false"))
    client.submit("Je confirme", code=code)
    assert "ne peut pas partir d’ici" in client.text
    assert scalar_count(Candidature) == 0


def test_an_unknown_commune_is_asked_again_and_too_little_near_is_looked_for_farther(client: PageClient, session: Any) -> None:
    public(title="Loin", commune_code="38185")
    _someone, _helper, address = talking(client)
    client.get(f"{address}/quand")
    client.submit("Continuer", commune="Nullepartville")
    assert client.h1 == "Quand, et comment vous venez"
    client.submit("Continuer", commune="Voiron")
    client.submit("Voir des missions")
    assert "Loin" in client.text


def test_the_way_that_is_written_is_on_the_sheet_and_nowhere_else(client: PageClient, session: Any) -> None:
    public()
    someone, _helper, address = talking(client)
    walk_to_missions(client, address)
    client.submit("Continuer", w0="later")
    before = everything(session)
    answer = client.submit("Imprimer la feuille", y0="Bus 12, arrêt Mairie")
    assert (answer.mimetype, answer.request.query_string) == ("application/pdf", b"")
    assert everything(session) == before
    assert client.get(f"{address}/feuille").status_code == 200
    assert "Bus 12, arrêt Mairie" in client.source
    assert someone.public_id not in client.source.split("<h1", 1)[0].replace(address, "")
