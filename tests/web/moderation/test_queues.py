"""The page of queues and one report: ages, late ones said so, territories, pages, claims; the same number of statements at volume."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.models import State
from benevolat.core import clock
from benevolat.missions.models import Mission, Publication
from benevolat.moderation.models import Claim, Noun
from benevolat.moderation.services import take
from benevolat.signalements.models import Kind, Reason, Report, Signalement
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.factories.signalements import signalement
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.send import send
from tests.support.sign_in import sign_in


@pytest.fixture
def claire(session: Any) -> User:
    return agent(Role.MODERATEUR, first_name="Claire", last_name="Morel")


def sent(days: int = 0, **values: Any) -> Mission:
    with clock.frozen(clock.now() - timedelta(days=days)):
        return mission(association(member=person()), publication=Publication.SUBMITTED, published_at=None, **values)


def test_late_ones_are_said_in_words(client: PageClient, claire: User) -> None:
    sent(days=9, title="La plus ancienne"), sent(days=1, title="La plus récente")
    sign_in(client, claire)
    client.get("/moderation")
    assert client.text.index("La plus ancienne") < client.text.index("La plus récente")
    assert "9 jours En retard" in client.text
    assert "1 jour En retard" not in client.text
    assert "2 en attente, le plus ancien d’abord : 1 en retard" in client.text.replace("\u00a0", " ")


def test_one_territory_at_a_time(client: PageClient, claire: User) -> None:
    sent(title="À Voiron"), sent(title="À Mens", commune_code="38226")
    sign_in(client, claire)
    client.get("/moderation")
    client.submit("Choisir ce territoire", territoire="trieves")
    assert "À Mens" in client.text
    assert "À Voiron" not in client.text
    client.submit("Traiter le suivant")
    assert client.h1 == "À Mens"
    sign_in(client, agent(Role.MODERATEUR, territoire="trieves"))
    client.get("/moderation?territoire=voironnais-chartreuse")
    assert "À Voiron" not in client.text


def test_a_long_queue_has_pages(client: PageClient, claire: User) -> None:
    host = association(member=person())
    for n in range(61):
        mission(host, publication=Publication.SUBMITTED, published_at=None, title=f"Mission numéro {n:02}")
    sign_in(client, claire)
    client.get("/moderation")
    assert client.text.count("Mission numéro") == 10
    client.follow("Voir les 61 : Missions à relire")
    assert client.h1 == "Missions à relire"
    assert client.text.count("Mission numéro") == 50
    client.follow("Page suivante")
    assert client.text.count("Mission numéro") == 11
    for page in ("9", "zéro", "-1", "99999999999"):
        assert client.get(f"/moderation?file=missions&page={page}").status_code == 200


def test_taking_keeping_and_leaving(client: PageClient, claire: User, session: Any) -> None:
    row = sent()
    sign_in(client, claire)
    client.get(f"/moderation/missions/{row.public_id}")
    assert "Personne ne s’en occupe." in client.text
    client.submit("Je m’en occupe")
    assert "C’est à vous jusqu’à" in client.text
    client.submit("Garder 15 minutes de plus")
    assert session.scalars(sa.select(Claim.user_id)).all() == [claire.id]
    client.submit("Laisser à quelqu’un d’autre")
    assert scalar_count(Claim) == 0


def test_a_page_left_open_renews_by_itself_and_learns_when_it_lost(client: PageClient, claire: User, session: Any) -> None:
    row = sent()
    sign_in(client, claire)
    client.get(f"/moderation/missions/{row.public_id}")
    token = client.form("Je m’en occupe").find(".//*[@name='csrf_token']").get("value")  # type: ignore[union-attr]

    def renew() -> int:
        return int(client.post(f"/moderation/missions/{row.public_id}/prendre", data={"csrf_token": token},
                               headers={"Accept": "application/json"}).status_code)

    assert (renew(), renew()) == (200, 200)
    session.execute(sa.delete(Claim))
    take(Noun.MISSION, row.id, by=agent(Role.MODERATEUR))
    assert renew() == 409


def test_the_next_one_is_the_next_free_one(client: PageClient, claire: User, session: Any) -> None:
    rows = [sent(days=9 - n, title=f"Mission numéro {n}") for n in range(3)]
    take(Noun.MISSION, rows[0].id, by=agent(Role.MODERATEUR))
    sign_in(client, claire)
    client.get("/moderation")
    client.submit("Traiter le suivant")
    assert client.h1 == "Mission numéro 1"
    client.submit("Passer au suivant")
    assert client.h1 == "Mission numéro 2"
    client.submit("Passer au suivant")
    assert client.h1 == "Mission numéro 1", "one comes back to what one skipped"


def test_a_decision_on_what_another_holds_changes_nothing(client: PageClient, claire: User, session: Any) -> None:
    row = sent()
    sign_in(client, claire)
    client.get(f"/moderation/missions/{row.public_id}")
    take(Noun.MISSION, row.id, by=agent(Role.MODERATEUR, first_name="Paul", last_name="Rey"))
    client.submit("Publier la mission", not_a_job="y")
    assert "Paul Rey s’en occupe en ce moment" in client.text
    session.expire_all()
    assert row.publication is Publication.SUBMITTED


def test_a_report_shows_what_was_said_and_nobody(client: PageClient, claire: User, session: Any) -> None:
    sami = person(first_name="Sami", last_name="Zidounov", email="zidounov@courriel.example")
    item = signalement(words="On m’a demandé 20 euros.", user=sami, email="visiteuse@courriel.example")
    sign_in(client, claire)
    client.get(f"/moderation/signalements/{item.public_id}")
    assert "On m’a demandé 20 euros." in client.text
    assert "attend une réponse" in client.text
    for word in ("Zidounov", "visiteuse@", "zidounov@"):
        assert word not in client.source


def test_a_report_elsewhere_does_not_exist(client: PageClient, session: Any) -> None:
    item = signalement()
    sign_in(client, agent(Role.MODERATEUR, territoire="trieves"))
    assert client.get(f"/moderation/signalements/{item.public_id}").status_code == 404
    assert send(client, f"/moderation/signalements/{item.public_id}/classer", words="Non.").status_code == 404


def test_a_gesture_comes_back_to_its_report_and_to_no_other_address(client: PageClient, claire: User) -> None:
    item = signalement()
    sign_in(client, claire)
    client.get(f"/moderation/signalements/{item.public_id}")
    client.follow("Retirer la mission")
    client.submit("Retirer de la publication", reason="danger")
    assert "On m’a demandé 20 euros." in client.text
    other = mission()
    client.get(f"/moderation/missions/{other.public_id}/retirer?retour=https://ailleurs.example")
    client.submit("Retirer de la publication", reason="danger")
    assert client.h1 == "Modération"


def test_the_same_statements_at_volume(client: PageClient, claire: User, session: Any) -> None:
    """3 000 missions and 500 reports cost no statement more than three."""
    host = association(member=person())
    sign_in(client, claire)
    first = signalement(mission(host))

    def grow(missions: int, reports: int) -> None:
        same = {"association_id": host.id, "title": "Arroser le jardin", "publication": Publication.SUBMITTED, "commune_code": "38563"}
        session.execute(sa.insert(Mission), [{**same, "public_id": f"m{missions}-{n}"} for n in range(missions)])
        page = {"kind": Kind.PAGE, "title": "Une page"}
        session.execute(sa.insert(Signalement), [
            {**page, "public_id": f"s{reports}-{n}", "target": f"/page-{reports}-{n}"} for n in range(reports)
        ])
        session.execute(sa.insert(Report), [{"signalement_id": first.id, "reason": Reason.FALSE} for _n in range(reports)])
        for _n in range(3):
            association(state=State.PENDING, verified_at=None)
        session.commit()

    def cost() -> list[int]:
        found = []
        for path in ("/moderation", "/moderation?file=missions&page=1", "/moderation?file=signalements", "/moderation/journal",
                     f"/moderation/signalements/{first.public_id}"):
            with counted_queries() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    grow(12, 12)
    cost()
    before = cost()
    grow(2988, 488)
    assert cost() == before
