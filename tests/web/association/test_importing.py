"""Missions from a file, through the screens: nothing before it was shown, the same file twice changes nothing, formulas stay text."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Membership, State
from benevolat.coordination.services import write_import
from benevolat.core import clock
from benevolat.core.mail import OutgoingMail
from benevolat.missions import jobs
from benevolat.missions.errors import ImportGone
from benevolat.missions.models import Mission, MissionImport, MissionKind, Publication, Where
from benevolat.missions.sheet import Column
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY, association, candidature, creneau, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in

TITLES = ("Référence", "Titre", "Description", "Domaine", "Jours", "Dates", "Places", "Commune")
DESCRIPTION = "Vous arrosez les plants et vous désherbez avec l’équipe du jardin."
ROW = ("jardin-1", "Arroser le jardin", DESCRIPTION, "Nature et environnement", "mardi matin", "", "2", "Voiron (38500)")


@pytest.fixture
def host(session: Any, client: PageClient) -> Any:
    nadia = person(email="nadia@courriel.example")
    sign_in(client, nadia)
    return association(member=nadia)


def file(*rows: tuple[str, ...], encoding: str = "cp1252") -> bytes:
    return "\r\n".join([";".join(TITLES), *(";".join(each) for each in rows), ""]).encode(encoding)


def changed(**cells: str) -> tuple[str, ...]:
    names = {"reference": 0, "title": 1, "description": 2, "domaine": 3, "days": 4, "dates": 5, "places": 6, "commune": 7}
    row = list(ROW)
    for name, text in cells.items():
        row[names[name]] = text
    return tuple(row)


def bring(client: PageClient, host: Any, content: bytes) -> Any:
    client.get(f"/association/{host.public_id}/missions/importer")
    return client.submit("Lire ce fichier", file=(BytesIO(content), "missions.csv"))


def missions(session: Any) -> list[Mission]:
    session.expire_all()
    return list(session.scalars(sa.select(Mission).order_by(Mission.id)))


def test_new_missions_are_shown_then_kept_as_drafts(client: PageClient, session: Any, host: Any) -> None:
    day = clock.today() + timedelta(days=9)
    bring(client, host, file(ROW, changed(reference="jardin-2", title="Cueillir les prunes", days="", dates=f"{day:%d/%m/%Y} 9h-12h"),
                             changed(reference="jardin-3", title="Pas de domaine ici", domaine="Cuisine")))
    assert client.h1 == "Ce que ce fichier va faire"
    assert "2 missions nouvelles." in client.text
    assert "Ce domaine n’est pas dans la liste. Domaine 4" in client.text
    assert missions(session) == [], "nothing is written by looking"
    client.submit("Importer les missions")
    assert "Cette réponse est nécessaire." in client.text, "drafts or sent: the member says"
    client.submit("Importer les missions", then="drafts")
    assert "2 missions nouvelles." in client.text
    first, second = missions(session)
    assert (first.publication, first.reference, first.title, first.half_days, first.places) == (
        Publication.DRAFT, "jardin-1", "Arroser le jardin", 0b1000, 2)
    assert (first.commune_code, first.lat is not None, first.domaine_code) == ("38563", True, "environnement")
    assert (second.kind, [each.places for each in second.creneaux]) == (MissionKind.DATED, [2])
    assert session.scalars(sa.select(MissionImport)).all() == []


def test_sending_asks_that_none_replaces_a_job(client: PageClient, session: Any, host: Any) -> None:
    bring(client, host, file(ROW))
    client.submit("Importer les missions", then="send")
    assert "Confirmez que la mission ne remplace pas un emploi." in client.text
    assert missions(session) == []
    client.submit("Importer les missions", then="send", not_a_job="y")
    assert [each.publication for each in missions(session)] == [Publication.SUBMITTED]


def test_an_association_not_yet_verified_sends_nothing(client: PageClient, session: Any, host: Any) -> None:
    host.state = State.PENDING
    bring(client, host, file(ROW))
    client.submit("Importer les missions", then="send", not_a_job="y")
    assert "pas encore vérifiée" in client.text
    assert missions(session) == []
    client.submit("Importer les missions", then="drafts")
    assert len(missions(session)) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_the_same_file_again_changes_nothing(client: PageClient, session: Any, host: Any, encoding: str) -> None:
    day = clock.today() + timedelta(days=9)
    content = file(ROW, changed(reference="r2", title="Cueillir les prunes", days="", dates=f"{day:%d/%m/%Y} 9h-12h"), encoding=encoding)
    bring(client, host, content)
    client.submit("Importer les missions", then="drafts")
    before = [(each.id, each.updated_at, len(each.creneaux)) for each in missions(session)]
    bring(client, host, content)
    assert "2 missions ne changent pas." in client.text
    assert "Aucune ligne de ce fichier n’est à importer." in client.text
    assert [(each.id, each.updated_at, len(each.creneaux)) for each in missions(session)] == before


def test_our_own_export_brought_back_changes_nothing(client: PageClient, session: Any, host: Any) -> None:
    mission(host, title="=HYPERLINK(\"http://exemple.example\")", address="3 rue des Tilleuls", lat=45.3,
            schedule="11 h à 14 h", contact_name="Nadia")
    dated = mission(host, title="Ramasser les noix", kind=MissionKind.DATED, half_days=0, hours_per_week=None, places=None)
    day = clock.today() + timedelta(days=4)
    creneau(dated, starts_at=clock.paris(day.year, day.month, day.day, 9), ends_at=clock.paris(day.year, day.month, day.day, 11), places=3)
    remote = mission(host, title="Appeler chaque semaine", where=Where.REMOTE, hours_per_week=2.5)
    remote.commune_code = None
    mission(host, title="Celle qui est retirée", publication=Publication.WITHDRAWN)
    exported = client.get(f"/association/{host.public_id}/missions/missions.csv").data
    assert "'=HYPERLINK" in exported.decode("utf-8-sig"), "whoever opens it computes nothing"
    before = [(each.updated_at, each.lat, each.publication) for each in missions(session)]
    bring(client, host, exported)
    assert "3 missions ne changent pas." in client.text
    assert "Aucune ligne de ce fichier n’est à importer." in client.text
    assert [(each.updated_at, each.lat, each.publication) for each in missions(session)] == before


def test_a_change_of_a_published_mission_is_told_and_read_again(client: PageClient, session: Any, host: Any) -> None:
    row = mission(host, reference="jardin-1", title="Arroser le jardin", description=DESCRIPTION, half_days=0b1000, hours_per_week=None)
    candidature(row, person(email="amina@courriel.example"))
    bring(client, host, file(changed(days="jeudi matin", places="5")))
    assert "Ligne 2 : Arroser le jardin · Jours, Places".replace(" :", "\u00a0:") in client.text.replace(" :", "\u00a0:")
    client.submit("Importer les missions")
    [after] = missions(session)
    assert (after.publication, after.places, after.half_days) == (Publication.SUBMITTED, 5, 1 << 9)
    assert "quand elle a lieu" in "".join(session.scalars(sa.select(OutgoingMail.body)))


def test_a_reference_that_changed_is_told(client: PageClient, session: Any, host: Any) -> None:
    mission(host, reference="jardin-1", title="Arroser le jardin", description=DESCRIPTION)
    bring(client, host, file(changed(reference="jardin-2026")))
    assert "Cette mission est déjà ici sous une autre référence." in client.text
    assert "Aucune ligne de ce fichier n’est à importer." in client.text


@pytest.mark.parametrize(("values", "cells", "said"), [
    ({"publication": Publication.WITHDRAWN}, {}, "Cette mission est retirée ou refusée."),
    ({}, {"days": "", "dates": "03/12/2027 14h-16h"}, "son rythme ne change plus"),
    ({"places": 4, "places_taken": 3}, {}, "Des personnes ont déjà une place"),
    ({"reference": None, "title": "Une autre"}, {"days": "", "dates": "03/12/2020 14h-16h"}, "Une de ces dates est passée"),
])
def test_what_a_line_cannot_do_is_said(
    client: PageClient, host: Any, values: dict[str, Any], cells: dict[str, str], said: str
) -> None:
    mission(host, **{"reference": "jardin-1", "title": "Arroser le jardin", **values})
    bring(client, host, file(changed(**cells)))
    assert said in client.text


def test_a_file_that_is_not_one_says_so(client: PageClient, session: Any, host: Any) -> None:
    for content, said in (
        (b"", "Ce fichier est vide."), (b"PK\x03\x04", "n’est pas un CSV"), (b"Nom;Ville\r\na;b\r\n", "Il manque une colonne"),
        (file(*[ROW] * 501), "plus de 500 missions"),
    ):
        assert bring(client, host, content).status_code == 400
        assert said in client.text
    assert session.scalars(sa.select(MissionImport)).all() == []


def test_the_model_is_a_file_that_reads_and_imports_nothing(client: PageClient, session: Any, host: Any) -> None:
    model = client.get(f"/association/{host.public_id}/missions/modele.csv")
    assert model.mimetype == "text/csv"
    assert model.data.decode("utf-8-sig").splitlines()[0] == ";".join(str(each.label) for each in Column)
    bring(client, host, model.data)
    assert "C’est la ligne d’exemple" in client.text
    assert "Aucune ligne de ce fichier n’est à importer." in client.text


def test_what_was_read_is_given_up_or_forgotten_after_an_hour(client: PageClient, session: Any, host: Any) -> None:
    bring(client, host, file(ROW))
    client.submit("Abandonner cet import")
    assert session.scalars(sa.select(MissionImport)).all() == []
    bring(client, host, file(ROW))
    kept = session.scalars(sa.select(MissionImport)).one()
    kept.created_at = clock.now() - timedelta(hours=1)
    address = f"/association/{host.public_id}/missions/importer/{kept.public_id}"
    assert client.get(address).status_code == 404
    jobs.erase_imports({})
    assert session.scalars(sa.select(MissionImport)).all() == []


def test_another_s_file_does_not_exist(app: Any, client: PageClient, session: Any, host: Any) -> None:
    bring(client, host, file(ROW))
    kept = session.scalars(sa.select(MissionImport)).one().public_id
    other = person()
    theirs = association(member=other)
    visitor = app.test_client()
    sign_in(visitor, other)
    for owner in (host, theirs):
        assert visitor.get(f"/association/{owner.public_id}/missions/importer/{kept}").status_code == 404
    keep(Membership(**DAILY, association_id=host.id, user_id=other.id))
    session.commit()
    assert visitor.get(f"/association/{host.public_id}/missions/importer/{kept}").status_code == 404, "nor for somebody of the team"
    row = session.scalars(sa.select(MissionImport)).one()
    with pytest.raises(ImportGone):
        write_import(row, by=session.get_one(User, other.id), send=False, not_a_job=False)


def test_a_long_file_is_planned_in_as_few_statements_as_a_short_one(client: PageClient, session: Any, host: Any) -> None:
    counts = []
    for size in (2, 200):
        bring(client, host, file(*(changed(reference=f"r{size}-{n}", title=f"Arroser la serre {size} {n}") for n in range(size))))
        path = f"/association/{host.public_id}/missions/importer/{session.scalars(sa.select(MissionImport)).one().public_id}"
        with counted_queries("SELECT") as seen:
            client.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]
