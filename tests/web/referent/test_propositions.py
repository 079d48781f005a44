"""A référent chooses missions for one person, sends them, prints them: on their own screens, without a trace of what the person does."""

from io import BytesIO
from typing import Any

import sqlalchemy as sa
from pypdf import PdfReader

from benevolat.accounts.models import User
from benevolat.candidatures.services import send_candidature
from benevolat.core.mail import OutgoingMail
from benevolat.core.pdf import STANDARDS, render_pdf
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.propositions.documents import missions_sheet
from benevolat.propositions.models import Proposition
from tests.conftest import scalar_count
from tests.factories.insertion import linked, proposition
from tests.factories.people import person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.pdf_rules import broken
from tests.support.sign_in import sign_in


def public(**values: Any) -> Mission:
    made = mission(**values)
    touch(made, text=True)
    return made


def at_work(client: PageClient) -> tuple[User, User, str]:
    """A signed-in référent, one of their people, and the page of the person."""
    someone = person(first_name="Amina", last_name="Roussel")
    helper = linked(someone)
    sign_in(client, helper)
    return someone, helper, f"/accompagnement/personnes/{someone.public_id}"


def test_from_the_page_of_a_person_to_what_is_sent(client: PageClient, session: Any) -> None:
    someone, _helper, file = at_work(client)
    first, second, away = public(title="Arroser"), public(title="Lire"), public(title="Loin", commune_code="38185")
    client.get(file)
    client.follow("Proposer des missions")
    assert "Arroser" in client.text, "the place is the person's: what is near is there at once"
    assert "Loin" not in client.text
    client.submit("Chercher", lieu="Grenoble", rayon="10", m=[first.public_id])
    assert ("Choisies (1)" in client.text, "Loin" in client.text) == (True, True)
    client.submit("Continuer avec ces missions", m=[first.public_id, away.public_id])
    assert client.h1 == "Envoyer à Amina Roussel"
    client.submit("Proposer ces missions", way="email")
    assert client.h1 == "Amina Roussel"
    assert {each.mission.title for each in session.scalars(sa.select(Proposition))} == {"Arroser", "Loin"}
    assert session.scalars(sa.select(OutgoingMail.to)).all() == [someone.email]
    client.get(f"{file}/propositions")
    assert ("Arroser" in client.text, second.title in client.text) == (False, True), "what is proposed already is not offered again"


def test_what_the_person_applied_to_is_found_like_the_rest(client: PageClient, session: Any) -> None:
    someone, _helper, file = at_work(client)
    public(title="Arroser")
    client.get(f"{file}/propositions")
    before = client.text
    send_candidature(session.scalars(sa.select(Mission)).one(), user=someone, by=someone)
    client.get(f"{file}/propositions")
    assert client.text == before


def test_errors_keep_what_was_chosen(client: PageClient, session: Any) -> None:
    _someone, _helper, file = at_work(client)
    made = public(title="Arroser")
    client.get(f"{file}/propositions", query_string={"suite": "envoyer", "lieu": "Voiron"})
    assert "Cochez au moins une mission" in client.text
    client.get(f"{file}/propositions", query_string={"lieu": "Nullepartville"})
    assert "Essayez" in client.text
    client.get(f"{file}/propositions/envoyer", query_string={"m": made.public_id})
    client.submit("Proposer ces missions")
    assert "Cette réponse est nécessaire" in client.text
    session.execute(sa.text("UPDATE mission SET recruiting = false"))
    client.submit("Proposer ces missions", way="screen", missions=[made.public_id])
    assert "ne cherche plus personne" in client.text
    assert scalar_count(Proposition) == 0


def test_nobody_is_flooded_with_messages(client: PageClient, session: Any) -> None:
    _someone, _helper, file = at_work(client)
    made = public(title="Arroser")
    answers = []
    for _turn in range(7):
        client.get(f"{file}/propositions/envoyer", query_string={"m": made.public_id})
        answers.append(client.submit("Proposer ces missions", way="email").status_code)
        session.execute(sa.delete(Proposition))
    assert (answers[:6], answers[6]) == ([200] * 6, 429)


def test_taking_back(client: PageClient, session: Any) -> None:
    someone, helper, file = at_work(client)
    proposition(someone, helper)
    client.get(file)
    client.submit("Reprendre")
    assert "La proposition est reprise" in client.text
    assert scalar_count(Proposition) == 0


def test_the_sheet_names_nobody_and_tells_nothing_of_who_gave_it(client: PageClient, session: Any) -> None:
    someone, helper, file = at_work(client)
    made = public(title="Arroser le jardin", address="3 rue des Tilleuls", address_public=True, meeting_point="Devant le portail",
                  by_bus=True, bus_line="Ligne 7")
    hidden = public(title="Lire à voix haute", address="12 rue Cachée")
    for each in (made, hidden):
        proposition(someone, helper, each)
    answer = client.get(f"{file}/propositions/feuille.pdf")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    reader = PdfReader(BytesIO(answer.data))
    words = " ".join(page.extract_text() for page in reader.pages)
    for shown in ("Arroser le jardin", "3 rue des Tilleuls", "Devant le portail", "Ligne 7", "04 65 71 38 38", "Lire à voix haute"):
        assert shown in words, shown
    for never in ("Amina", "Roussel", helper.last_name, "RSA", "référent", "contrat", "accompagn", "Cachée"):
        assert never not in words, never
    assert not [word for word in ("Amina", "accompagnement") if word in answer.headers["Content-Disposition"]]
    page = reader.pages[0].mediabox
    assert (round(float(page.width) / 72 * 25.4), round(float(page.height) / 72 * 25.4)) == (148, 210)
    assert len(reader.pages) == 1


def test_five_long_missions_are_archivable_and_readable(session: Any) -> None:
    longest = "Accompagner des personnes âgées au marché du samedi et porter leurs courses jusqu’à leur porte"
    missions = [mission(title=f"{n} {longest}", schedule="de 8 h 30 à 12 h, puis de 14 h à 17 h 30") for n in range(5)]
    data = missions_sheet(missions, ["", "Bus 12, arrêt Mairie", "*x* #panic()", "Nguyễn", ""], phone="04 65 71 38 38",
                          hours="du lundi au vendredi", site="https://isere-benevolat.example")
    made = render_pdf("missions", data)
    assert (made.problem, made.standards) == (None, STANDARDS)
    assert not broken(made.content)
    assert len(PdfReader(BytesIO(made.content)).pages) <= 2
