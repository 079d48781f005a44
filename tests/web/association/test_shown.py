"""What an association shows of itself, on screen: logo, hours, places, absences; and what each member sees of the work."""

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from benevolat.accounts.models import Role
from benevolat.associations.models import Absence, Association, Happening, Lieu, Logo, Membership, MembershipInvitation, Opening, Right
from benevolat.associations.services import invite_member
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from tests.factories import keep
from tests.factories.people import agent, person
from tests.factories.world import DAILY, association, candidature, creneau, engagement, mission
from tests.support.page_client import PageClient, all_of, text_of
from tests.support.queries import counted_queries
from tests.support.send import send
from tests.support.sign_in import sign_in


@pytest.fixture
def nadia(session: Any) -> Any:
    return person(email="nadia@courriel.example")


def member(row: Association, *rights: Right, **values: Any) -> Any:
    made = Membership(association_id=row.id, user_id=person().id, **values)
    made.give(rights)
    return keep(made).user


LINKS = {"Candidats": {"candidates"}, "Vos absences": {"candidates"}, "Vos bénévoles": {"hours", "sign"},
         "Heures de l’année": {"hours"}, "Témoignages": {"hours"}, "Vos lieux": {"missions"}, "Proposer une mission": {"missions"},
         "Votre page": set(), "Votre équipe": {"all"}}


def addresses(client: PageClient) -> list[str]:
    return [each.get("href") or "" for each in all_of(client.page, "a") if "/association/" in (each.get("href") or "")]


@pytest.mark.parametrize("given", ["missions", "candidates", "hours", "sign"])
def test_a_member_is_shown_what_they_may_do_and_no_dead_link(client: PageClient, session: Any, nadia: Any, given: str) -> None:
    row = association(member=nadia)
    published = mission(row)
    creneau(mission(row, title="Tenir un stand", kind="dated", half_days=0))
    engagement(candidature(published, state="accepted"))
    user = member(row, *([Right(given)] if given != "sign" else []), may_sign=given == "sign")
    sign_in(client, user)
    home = f"/association/{row.public_id}"
    client.get(home)
    labels = {text_of(each) for kind in ("a", "button") for each in all_of(client.page, kind)}
    for label, needed in LINKS.items():
        shown = bool(needed & {given, "all"})
        assert (label in labels) is shown, label
    seen, waiting = {home}, addresses(client)
    while waiting:
        path = waiting.pop()
        if path in seen or "/deconnexion" in path:
            continue
        seen.add(path)
        assert client.get(path).status_code == 200, path
        waiting += addresses(client)
    assert 3 < len(seen) < 40, "no way through the pages goes on for ever"


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200)) -> io.BytesIO:
    sent = io.BytesIO()
    Image.new("RGB", size, (10, 90, 99)).save(sent, kind)
    sent.seek(0)
    return sent


def test_the_logo_from_the_form_to_the_public_page(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    base = f"/association/{row.public_id}/logo"
    sign_in(client, nadia)
    client.get(base)
    client.submit("Enregistrer le logo", upload=(io.BytesIO(b"<svg onload='x()'/>"), "logo.svg"), alt="Une main")
    assert "Nous n’arrivons pas à lire cette image" in client.text
    client.submit("Enregistrer le logo", upload=(picture(), "logo.png"), alt="")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Enregistrer le logo", upload=(picture(), "logo.png"), alt="Une main qui tient une pousse")
    assert "Votre logo est enregistré" in client.text
    kept = session.get(Logo, row.id)
    client.get(f"/associations/{row.public_id}")
    assert 'alt="Une main qui tient une pousse"' in client.source
    address = f"/associations/{row.public_id}/logo/{kept.digest}.webp"
    assert address in client.source
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert "Set-Cookie" not in answer.headers
    assert Image.open(io.BytesIO(answer.data)).size == (320, 160)
    assert client.get(address.replace(kept.digest, "0" * 64)).status_code == 404
    client.get(base)
    client.submit("Enlever le logo")
    assert client.get(address).status_code == 404
    client.get(f"/associations/{row.public_id}")
    assert "<img" not in client.source


def test_opening_hours_in_plain_words(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia, opening_hours="Fermé en août.")
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/horaires")
    client.submit("Ajouter ces horaires", days=["1", "2", "3", "4"], opens="09:00", closes="12:00")
    client.submit("Ajouter ces horaires", days=["1", "2", "3", "4"], opens="14:00", closes="18:30")
    client.submit("Ajouter ces horaires", days=["1"], opens="11:00", closes="13:00")
    assert "croisent d’autres heures" in client.text
    client.submit("Ajouter ces horaires", days=["5"], opens="10:00", closes="09:00")
    assert session.scalar(sa.select(sa.func.count(Opening.id))) == 8
    client.get(f"/associations/{row.public_id}")
    assert "Du mardi au vendredi, 9\u00a0h à 12\u00a0h et 14\u00a0h à 18\u00a0h\u00a030" in client.source
    assert "Fermé en août." in client.text
    client.get(f"/association/{row.public_id}/horaires")
    client.submit("Enlever")
    assert session.scalar(sa.select(sa.func.count(Opening.id))) == 0
    assert send(client, f"/association/{row.public_id}/horaires/enlever", days="7").status_code == 303


def test_places_are_kept_by_who_writes_missions(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    writer = member(row, Right.MISSIONS)
    base = f"/association/{row.public_id}/lieux"
    sign_in(client, member(row, Right.CANDIDATES, Right.HOURS))
    assert client.get(base).status_code == 403
    sign_in(client, writer)
    client.get(base)
    client.submit("Ajouter ce lieu", name="Le local", address="1 rue des Lilas", commune="Voiron", directions="Porte verte.",
                  wheelchair="y")
    assert "Ce lieu est ajouté" in client.text
    client.submit("Ajouter ce lieu", name="Le local", address="2 rue des Lilas", commune="Voiron")
    assert "porte déjà ce nom" in client.text
    kept = session.scalars(sa.select(Lieu)).one()
    client.get(f"{base}/{kept.public_id}")
    client.submit("Enregistrer", address="3 rue des Lilas")
    client.get(f"/associations/{row.public_id}")
    assert "3 rue des Lilas, Voiron · accessible en fauteuil" in client.text
    assert "Porte verte." in client.text
    sign_in(client, nadia)
    client.get(f"{base}/{kept.public_id}")
    client.submit("Enlever ce lieu")
    assert session.scalars(sa.select(Lieu)).all() == []


def test_an_absence_is_said_where_one_applies_and_blames_nobody(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    asked, today = mission(row), clock.today()
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/absences")
    client.submit("Annoncer cette absence", first_day="", last_day="")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Annoncer cette absence", first_day=today.isoformat(), last_day=(today + timedelta(days=9)).isoformat())
    assert "Votre absence est annoncée" in client.text
    until = "absente jusqu’au"
    client.get(f"/association/{row.public_id}")
    assert "Vous êtes absents jusqu’au" in client.text
    sign_in(client, person())
    for path in (f"/associations/{row.public_id}", f"/missions/{asked.public_id}", f"/missions/{asked.public_id}/candidater"):
        client.get(path)
        assert until in client.text, path
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/absences")
    client.submit("Nous sommes de retour")
    assert session.scalars(sa.select(Absence)).all() == []
    client.get(f"/missions/{asked.public_id}")
    assert until not in client.text


def test_a_trusted_association_is_told_why_and_publishes_at_once(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    sign_in(client, agent(Role.MODERATEUR))
    client.get(f"/moderation/associations/{row.public_id}")
    client.follow("Lui faire confiance")
    client.submit("Lui faire confiance", reason="")
    assert "Cette réponse est nécessaire" in client.text
    client.submit("Lui faire confiance", reason="Vos missions sont claires.")
    assert "Vos missions sont claires." in client.text, "the history of the trust"
    client.get(f"/moderation/associations/{row.public_id}")
    client.follow("Relire ses missions avant")
    client.submit("Relire ses missions avant", reason="Une mission ressemblait à un emploi.")
    mails = session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert ["sans attendre" in mails[0].subject, "de nouveau relues" in mails[1].subject] == [True, True]
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}")
    assert "Une mission ressemblait à un emploi." in client.text


def test_an_invitation_is_sent_again_and_the_first_link_is_dead(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    with clock.frozen(clock.now() - timedelta(days=9)):
        invite_member(row, by=nadia, email="karim@courriel.example", rights=[Right.HOURS])
    session.commit()
    first = session.scalars(sa.select(OutgoingMail.body)).one()
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/equipe")
    assert "terminé" in client.text
    client.submit("Renvoyer un lien")
    assert "Un nouveau lien est parti" in client.text
    second = session.scalars(sa.select(OutgoingMail.body).order_by(OutgoingMail.id.desc()).limit(1)).one()
    links = [each.split("/association/invitation/")[1].split()[0] for each in (first, second)]
    karim = person(email="karim@courriel.example", first_name="Karim", last_name="Ben")
    sign_in(client, karim)
    assert client.get(f"/association/invitation/{links[0]}").status_code == 404
    client.get(f"/association/invitation/{links[1]}")
    client.submit("Rejoindre l’équipe")
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/equipe")
    assert "Karim Ben\u00a0: a rejoint l’équipe" in client.source
    assert f"à l’invitation de {nadia.display_name}" in client.text
    assert session.scalars(sa.select(MembershipInvitation.accepted_at)).one() is not None
    sign_in(client, karim)
    client.get(f"/association/{row.public_id}/equipe")
    assert "à l’invitation de" not in client.text, "the history is the administrators'"


def test_the_shared_mailbox_is_chosen_on_the_teams_page(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    sign_in(client, nadia)
    client.get(f"/association/{row.public_id}/equipe")
    client.submit("Tout envoyer à l’adresse de contact")
    assert f"Les messages vont maintenant à {row.email}" in client.text
    client.submit("Écrire à chaque personne")
    session.expire_all()
    assert not session.get(Association, row.id).shared_mailbox


def test_the_public_page_is_cut_in_pages_and_costs_no_more_with_more_rows(client: PageClient, session: Any, nadia: Any) -> None:
    row = association(member=nadia)
    path = f"/associations/{row.public_id}"
    client.get(path)

    def grow(start: int, count: int) -> int:
        for number in range(start, start + count):
            keep(Lieu(association_id=row.id, name=f"Lieu {number}", address="1 rue des Lilas", commune_code="38563"))
            keep(Membership(**DAILY, association_id=row.id, user_id=person().id))
            keep(Happening(association_id=row.id, deed="joined", actor_id=nadia.id, subject_id=person().id))
        session.commit()
        with counted_queries() as seen:
            client.get(path)
        return len(seen)

    assert grow(0, 2) == grow(2, 20)
    sign_in(client, nadia)
    costs = []
    for _ in range(2):
        with counted_queries() as seen:
            client.get(f"/association/{row.public_id}/equipe")
        costs.append(len(seen))
        grow(30 + 10 * len(costs), 8)
    with counted_queries() as seen:
        client.get(f"/association/{row.public_id}/equipe")
    assert len(seen) == costs[1]
