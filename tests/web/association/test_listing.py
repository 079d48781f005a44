"""An association's missions: page by page, the archives, several at once, and « toujours d'actualité » in one press."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.associations.models import Membership, Right
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as Candidate
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, MissionKind, PauseReason, Publication
from benevolat.missions.permissions import key_of
from benevolat.missions.queries import list_missions
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association, candidature, creneau, mission
from tests.support.page_client import PageClient, all_of
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

YESTERDAY = clock.today() - timedelta(days=1)


@pytest.fixture
def host(session: Any, client: PageClient) -> Any:
    nadia = person(email="nadia@courriel.example")
    sign_in(client, nadia)
    return association(member=nadia)


def fresh(session: Any, row: Mission) -> Mission:
    session.expire_all()
    return session.get_one(Mission, row.id)  # type: ignore[no-any-return]


def test_what_is_over_or_withdrawn_is_in_the_archives(client: PageClient, session: Any, host: Any) -> None:
    mission(host, title="Celle qui dure")
    mission(host, title="Brouillon ancien", publication=Publication.DRAFT, ends_on=YESTERDAY, starts_on=None)
    mission(host, title="Finie hier", ends_on=YESTERDAY)
    mission(host, title="Retirée par nous", publication=Publication.WITHDRAWN)
    mission(host, title="Refusée une fois", publication=Publication.REFUSED, publication_reason="Non.")
    mission(title="Celle des autres")
    client.get(f"/association/{host.public_id}")
    client.follow("Toutes vos missions")
    assert client.h1 == "Vos missions"
    assert [each in client.text for each in ("Celle qui dure", "Brouillon ancien", "Finie hier", "Retirée par nous",
                                             "Celle des autres")] == [
        True, True, False, False, False]
    client.follow("Archives (3)")
    assert [each in client.text for each in ("Finie hier", "Retirée par nous", "Refusée une fois",
                                             "Celle qui dure")] == [True, True, True, False]
    client.submit("Dupliquer")
    assert client.h1 == "Quand"
    assert "Voici la copie." in client.text


def test_a_copy_asks_for_its_dates_with_the_hours_of_the_last_one(client: PageClient, host: Any) -> None:
    row = mission(host, kind=MissionKind.DATED)
    day = clock.today() + timedelta(days=3)
    creneau(row, starts_at=clock.paris(day.year, day.month, day.day, 9), ends_at=clock.paris(day.year, day.month, day.day, 11, 30),
            places=7)
    client.get(f"/association/missions/{row.public_id}")
    client.submit("Dupliquer la mission")
    assert client.h1 == "Quand"
    for value in ('value="09:00', 'value="11:30', 'value="7"'):
        assert value in client.source
    assert "Aucune date pour le moment." in client.text


def test_titles_are_searched_page_by_page(client: PageClient, host: Any) -> None:
    for n in range(51):
        mission(host, title=f"Arroser la serre {n:02d}")
    mission(host, title="Compter 100 % des bulbes")
    client.get(f"/association/{host.public_id}/missions")
    client.follow("Page suivante")
    assert "52 missions" in client.text
    client.submit("Chercher", q="BULBES")
    assert "1 mission" in client.text
    client.submit("Chercher", q="100 %")
    assert "Compter 100 % des bulbes" in client.text
    client.submit("Chercher", q="introuvable")
    assert "Aucun titre ne contient ces mots" in client.text


def test_the_list_asks_no_more_with_three_thousand_missions(session: Any, host: Any) -> None:
    row = mission(host)
    columns = [each for each in Mission.__table__.columns if each.name not in {"id", "public_id"}]
    values = dict(session.execute(sa.select(*columns).where(Mission.id == row.id)).mappings().one())
    with counted_queries("SELECT") as few:
        list_missions(host)
    session.execute(sa.insert(Mission.__table__), [{**values, "public_id": f"m{n}"} for n in range(3_000)])
    session.expire_all()
    with counted_queries("SELECT") as many:
        listed = list_missions(host)
    assert (len(listed.rows), listed.pages, listed.counts[False]) == (50, 61, 3_001)
    assert len(many) <= len(few) + 1  # the association itself is read again


def test_several_are_withdrawn_at_once_and_everybody_is_told(client: PageClient, session: Any, host: Any) -> None:
    one, two, third = (mission(host, title=f"Mission du {day}") for day in ("lundi", "mardi", "jeudi"))
    draft, other = mission(host, title="Un brouillon", publication=Publication.DRAFT), mission(title="Celle des autres")
    candidature(one, person(email="amina@courriel.example"))
    candidature(two, person(email="luc@courriel.example"))
    client.get(f"/association/{host.public_id}/missions")
    client.submit("Retirer", m=[one.public_id, two.public_id, draft.public_id, other.public_id])
    assert client.h1 == "Retirer plusieurs missions"
    assert "2 personnes inscrites seront prévenues." in client.text
    assert "1 autre mission choisie reste comme elle est." in client.text
    assert fresh(session, one).publication is Publication.PUBLISHED, "nothing is done by looking"
    client.submit("Retirer ces missions")
    assert "2 missions sont retirées." in client.text
    states = [fresh(session, each).publication.value for each in (one, two, third, draft, other)]
    assert states == ["withdrawn", "withdrawn", "published", "draft", "published"]
    assert set(session.scalars(sa.select(Candidature.state))) == {Candidate.DECLINED}
    assert {"amina@courriel.example", "luc@courriel.example"} <= set(session.scalars(sa.select(OutgoingMail.to)))


def test_several_are_paused_at_once(client: PageClient, session: Any, host: Any) -> None:
    one, two = mission(host, title="Mission du lundi"), mission(host, title="Mission du mardi")
    client.get(f"/association/{host.public_id}/missions")
    client.submit("Mettre en pause", m=[one.public_id, two.public_id])
    client.submit("Mettre en pause")
    assert "Cette réponse est nécessaire." in client.text
    client.submit("Mettre en pause", reason="break")
    assert "2 missions sont en pause." in client.text
    assert {fresh(session, each).pause_reason for each in (one, two)} == {PauseReason.BREAK}


def test_choosing_nothing_says_so(client: PageClient, host: Any) -> None:
    mission(host)
    client.get(f"/association/{host.public_id}/missions")
    client.submit("Retirer")
    assert "Aucune mission à changer" in client.text


def test_pausing_one_and_opening_it_again(client: PageClient, session: Any, host: Any) -> None:
    row = mission(host)
    back = clock.today() + timedelta(days=40)
    client.get(f"/association/missions/{row.public_id}")
    client.follow("Mettre en pause")
    client.submit("Mettre en pause", reason="enough", resumes_on=YESTERDAY.isoformat())
    assert "Choisissez un jour à venir" in client.text
    client.submit("Mettre en pause", reason="enough", resumes_on=back.isoformat())
    assert "Nous avons assez de monde." in client.text
    client.get(f"/missions/{row.public_id}")
    assert "Nous avons assez de monde. Les candidatures rouvrent" in client.text
    client.get(f"/association/missions/{row.public_id}")
    client.submit("Rouvrir les candidatures")
    assert fresh(session, row).recruiting
    assert fresh(session, row).resumes_on is None


def test_one_press_says_that_a_mission_still_stands(app: Any, session: Any) -> None:
    row = mission(association(member=person()), reminders=1, reminded_at=clock.now(), fresh_at=clock.now() - timedelta(days=91))
    visitor = app.test_client()
    address = f"/association/actualite/{row.public_id}/{key_of(row)}"
    visitor.get(address)
    assert visitor.h1.startswith("Toujours d’actualité")
    assert fresh(session, row).reminders == 1, "nothing is said by looking"
    visitor.submit("Oui, toujours d’actualité")
    assert visitor.h1 == "C’est noté"
    assert fresh(session, row).reminders == 0
    visitor.get(f"/association/actualite/{row.public_id}/{'0' * 32}")
    assert visitor.h1 == "C’est noté"
    assert visitor.get(f"/association/actualite/introuvable/{'0' * 32}").status_code == 404


def test_a_member_without_the_missions_reads_the_list_and_changes_nothing(app: Any, session: Any, host: Any) -> None:
    row, luc = mission(host), person()
    membership = Membership(association_id=host.id, user_id=luc.id)
    membership.give([Right.CANDIDATES])
    keep(membership)
    client = app.test_client()
    sign_in(client, luc)
    client.get(f"/association/{host.public_id}/missions")
    assert row.title in client.text
    assert not [each for each in all_of(client.page, "input") if each.get("name") == "m"]
    for path in ("missions/nouvelle", "missions/ensemble?acte=retirer"):
        assert client.get(f"/association/{host.public_id}/{path}").status_code == 403
    assert client.get(f"/association/missions/{row.public_id}/pause").status_code == 403
