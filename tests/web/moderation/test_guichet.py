"""At the desk, with somebody beside: an account, a candidature, a lost telephone; nothing before the person's code, no trace below."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts import services as accounts
from benevolat.accounts.models import ContactChange, Role, User
from benevolat.accounts.queries import find_by_phone
from benevolat.candidatures.models import Candidature
from benevolat.core import clock, jobs
from benevolat.core.journal import JournalEntry
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.missions import services as missions
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.send import send
from tests.support.sign_in import last_code, sign_in

PHONE, STORED, OWN = "06 39 98 12 34", "+33639981234", "280517"
AMINA = {"contact": PHONE, "first_name": "Amina", "age_band": "adult"}


@pytest.fixture
def claire(session: Any, client: PageClient) -> User:
    claire = agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")
    sign_in(client, claire)
    return claire


def journal(session: Any) -> list[tuple[str, int | None]]:
    return [tuple(row) for row in session.execute(sa.select(JournalEntry.action, JournalEntry.actor_id).order_by(JournalEntry.id))]


def begin_account(client: PageClient, **values: str) -> None:
    client.get("/moderation/guichet")
    client.follow("Ouvrir un compte")
    client.submit("Envoyer le code à la personne", **{**AMINA, "last_name": "Roussel", "commune": "Voiron", **values})


def test_an_account_is_opened_with_the_persons_code_and_not_on_this_screen(client: PageClient, session: Any, claire: User) -> None:
    begin_account(client)
    assert client.h1 == "Votre compte"
    assert PHONE in client.text
    assert find_by_phone(STORED) is None
    client.submit("J’ouvre mon compte", code="000001")
    assert "Ce code ne convient pas" in client.text
    assert find_by_phone(STORED) is None
    client.submit("J’ouvre mon compte", code=last_code(STORED))
    assert client.h1 == "Aider quelqu’un au guichet"
    opened = find_by_phone(STORED)
    assert opened is not None
    assert (opened.full_name, opened.commune_code, opened.last_seen_at is not None) == ("Amina Roussel", "38563", True)
    assert journal(session) == [("desk.account", claire.id)]
    client.get("/compte")
    assert "Claire Morel" in client.text  # the desk's own session goes on
    assert client.get("/moderation/guichet/code").status_code == 303


def test_five_wrong_codes_close_the_gesture_but_another_is_sent(client: PageClient, session: Any, claire: User) -> None:
    begin_account(client)
    code = last_code(STORED)
    for _ in range(5):
        client.submit("J’ouvre mon compte", code="000001")
    client.submit("J’ouvre mon compte", code=code)
    assert "Ce code ne convient pas" in client.text
    client.submit("Recevoir un code")
    client.submit("J’ouvre mon compte", code=last_code(STORED))
    assert find_by_phone(STORED) is not None


def test_a_code_asked_for_one_thing_opens_no_other(client: PageClient, session: Any, claire: User) -> None:
    begin_account(client)
    first = last_code(STORED)
    begin_account(client, first_name="Aline")
    client.submit("J’ouvre mon compte", code=first)
    assert "Ce code ne convient pas" in client.text
    assert find_by_phone(STORED) is None


def test_what_was_typed_is_forgotten_after_an_hour(client: PageClient, session: Any, claire: User) -> None:
    begin_account(client)
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        assert client.get("/moderation/guichet/code").status_code == 200
    with client.session_transaction() as kept:
        kept["geste:guichet"]["until"] = int(clock.now().timestamp()) - 1
        kept.modified = True
    client.get("/moderation/guichet/code", follow_redirects=True)
    assert "Rien n’attend de confirmation" in client.text


def test_a_known_person_keeps_their_details_and_nothing_of_them_is_shown(client: PageClient, session: Any, claire: User) -> None:
    known = person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now(), first_name="Nadia")
    begin_account(client)
    assert "Nadia" not in client.text
    client.submit("J’ouvre mon compte", code=last_code(STORED))
    assert "Nadia" not in client.text
    session.refresh(known)
    assert known.first_name == "Nadia"
    assert scalar_count(User) == 2


def _a_mission() -> Any:
    row = mission()
    missions.touch(row, text=True)
    return row


def test_a_candidature_leaves_like_any_other_and_nothing_tells_who_typed(client: PageClient, session: Any, claire: User) -> None:
    row = _a_mission()
    client.get("/moderation/guichet")
    client.follow("Candidater à une mission")
    client.submit("Chercher", q="jardin", lieu="Voiron")
    client.follow(row.title)
    client.submit("Envoyer le code à la personne", **AMINA, message="J’aime la terre.")
    assert row.title in client.text
    assert scalar_count(Candidature) == 0
    client.submit("J’envoie ma candidature", code=last_code(STORED))
    assert "La candidature est envoyée" in client.text
    sent = session.scalar(sa.select(Candidature))
    assert (sent.user.phone, sent.user.first_name, sent.message) == (STORED, "Amina", "J’aime la terre.")
    letters = " ".join(session.scalars(sa.select(OutgoingMail.body)))
    assert "Claire" not in letters + " ".join(session.scalars(sa.select(OutgoingSms.body)))
    assert journal(session) == [("desk.apply", claire.id)]


def test_a_person_confirms_with_their_own_code_without_a_telephone(client: PageClient, session: Any, claire: User) -> None:
    known = person(email="nadia@courriel.example", first_name="Nadia")
    accounts.choose_own_code(known, OWN)
    row = _a_mission()
    client.get(f"/moderation/guichet/missions/{row.public_id}")
    client.submit("Envoyer le code à la personne", **{**AMINA, "contact": "nadia@courriel.example"}, message="")
    client.submit("J’envoie ma candidature", code=OWN)
    assert session.scalar(sa.select(Candidature.user_id)) == known.id


def test_a_closed_mission_is_not_offered(client: PageClient, session: Any, claire: User) -> None:
    row = _a_mission()
    row.recruiting = False
    session.commit()
    assert client.get(f"/moderation/guichet/missions/{row.public_id}").status_code == 404


def test_an_unknown_place_is_said(client: PageClient, session: Any, claire: User) -> None:
    client.get("/moderation/guichet/missions?lieu=xyzzyx")
    assert "Nous ne connaissons pas ce lieu" in client.text


@pytest.fixture
def lost(session: Any) -> User:
    return person(email="nadia@courriel.example", phone="+33639980001", phone_confirmed_at=clock.now(), first_name="Nadia",
                  last_name="Bel-Kacém")


def begin_lost(client: PageClient, **values: str) -> None:
    client.get("/moderation/guichet/contact")
    client.submit("Envoyer le code à la personne", **{
        "lost": "06 39 98 00 01", "contact": PHONE, "name": "BELKACEM", "seen": "y", **values,
    })


def test_a_lost_number_is_replaced_after_three_days_and_everybody_is_told(
    client: PageClient, session: Any, claire: User, lost: User,
) -> None:
    epoch = lost.session_epoch
    begin_lost(client)
    client.submit("Je change mon contact", code=last_code(STORED))
    assert "Dans trois jours" in client.text
    session.refresh(lost)
    assert (lost.phone, journal(session)) == ("+33639980001", [("desk.contact", claire.id)])
    assert "Un changement est prévu sur votre compte" in session.scalars(sa.select(OutgoingMail.subject)).all()
    assert any("message" in body for body in session.scalars(sa.select(OutgoingSms.body).where(OutgoingSms.to == "+33639980001")))
    with clock.frozen(clock.now() + timedelta(days=2, hours=23)):
        accounts.apply_contact_changes()
    assert lost.phone == "+33639980001"
    with clock.frozen(clock.now() + timedelta(days=3, minutes=1)):
        jobs.plan_periodic()
        jobs.run_due()
    session.refresh(lost)
    assert (lost.phone, lost.phone_confirmed_at is not None, lost.session_epoch) == (STORED, True, epoch + 1)
    assert scalar_count(ContactChange) == 0


def test_with_their_own_code_it_is_done_at_once(client: PageClient, session: Any, claire: User, lost: User) -> None:
    accounts.choose_own_code(lost, OWN)
    begin_lost(client)
    client.submit("Je change mon contact", code=last_code(STORED), own_code="111222")
    assert "Ce code personnel ne convient pas" in client.text
    client.submit("Je change mon contact", code=last_code(STORED), own_code=OWN)
    assert "C’est fait" in client.text
    session.refresh(lost)
    assert (lost.phone, lost.own_code_tries) == (STORED, 0)


def test_ones_own_code_is_not_guessed_at_the_desk(client: PageClient, session: Any, claire: User, lost: User) -> None:
    accounts.choose_own_code(lost, OWN)
    begin_lost(client)
    for n in range(11):
        if n == 5:
            client.submit("Recevoir un code")
        client.submit("Je change mon contact", code=last_code(STORED), own_code=f"77{n:02d}31")
    session.refresh(lost)
    assert lost.own_code_hash is None


@pytest.mark.parametrize(("values", "words"), [
    ({"name": "Durand"}, "Ce n’est pas le nom de ce compte"), ({"name": "Nadia"}, "Ce n’est pas le nom de ce compte"),
    ({"lost": "06 39 98 99 99"}, "Aucun compte n’utilise l’ancien contact"),
])
def test_another_name_or_number_changes_nothing(
    client: PageClient, session: Any, claire: User, lost: User, values: dict[str, str], words: str,
) -> None:
    begin_lost(client, **values)
    client.submit("Je change mon contact", code=last_code(STORED))
    assert words in client.text
    assert scalar_count(ContactChange) == 0


def test_a_paper_that_nobody_saw_changes_nothing(client: PageClient, session: Any, claire: User, lost: User) -> None:
    client.get("/moderation/guichet/contact")
    client.submit("Envoyer le code à la personne", lost="06 39 98 00 01", contact=PHONE, name="Belkacem")
    assert "Sans pièce d’identité, rien ne change" in client.text


def test_a_number_of_somebody_else_is_not_taken(client: PageClient, session: Any, claire: User, lost: User) -> None:
    person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now())
    begin_lost(client)
    client.submit("Je change mon contact", code=last_code(STORED))
    assert "sert déjà à un autre compte" in client.text
    assert scalar_count(ContactChange) == 0


def test_a_number_that_went_to_another_account_meanwhile_stays_theirs(
    client: PageClient, session: Any, claire: User, lost: User,
) -> None:
    begin_lost(client)
    client.submit("Je change mon contact", code=last_code(STORED))
    person(email=None, email_confirmed_at=None, phone=STORED, phone_confirmed_at=clock.now())
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert accounts.apply_contact_changes() == 0
    assert (lost.phone, scalar_count(ContactChange)) == ("+33639980001", 0)


def test_whoever_still_holds_the_lost_number_stops_it(client: PageClient, session: Any, claire: User, lost: User) -> None:
    begin_lost(client)
    client.submit("Je change mon contact", code=last_code(STORED))
    sign_in(client, lost)
    client.get("/compte")
    assert "Un changement est prévu" in client.text
    assert PHONE not in client.text, "whoever holds a lost number does not read the new one"
    client.submit("Arrêter ce changement")
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert accounts.apply_contact_changes() == 0
    session.refresh(lost)
    assert lost.phone == "+33639980001"


@pytest.mark.parametrize("role", [Role.REFERENT, Role.PILOTE, Role.ADMINISTRATEUR])
def test_only_a_desk_types_here(client: PageClient, session: Any, role: Role) -> None:
    sign_in(client, agent(role))
    assert client.get("/moderation/guichet").status_code == 403
    assert send(client, "/moderation/guichet/compte", **AMINA, last_name="Roussel").status_code == 403


def test_a_number_given_to_somebody_else_is_let_go_without_a_word_on_its_account(
    client: PageClient, session: Any, claire: User, lost: User,
) -> None:
    said = []
    for number in ("06 39 98 00 01", "06 39 98 77 77"):  # one that an account uses, one that none does
        client.get("/moderation/guichet/numero")
        client.submit("Envoyer le code à la personne", contact=number)
        client.submit("Ce numéro est le mien", code=last_code(f"+33{number.replace(' ', '')[1:]}"))
        said.append(client.text)
    assert said[0] == said[1]
    assert "C’est noté" in said[0]
    assert "Bel-Kacém" not in said[0]
    assert journal(session) == [("desk.number", claire.id)]
    sign_in(client, lost)
    client.get("/compte")
    assert "Garder mon numéro" in client.text
