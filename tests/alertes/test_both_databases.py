"""Alertes, « Pour vous » and the room of words on SQLite and on PostgreSQL: through the web and through the worker's own jobs."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import StrictUndefined

from benevolat.accounts.models import Role
from benevolat.alertes.mails import page_of
from benevolat.alertes.models import ASKED_AFTER, PAUSED_AFTER, Alerte
from benevolat.alertes.queries import cursor
from benevolat.core import clock, jobs
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.matching.models import Dismissal, Wish
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.factories.people import agent, person
from tests.factories.world import association, mission
from tests.support.page_client import PageClient
from tests.support.prepared import prepare
from tests.support.search_site import application
from tests.support.send import send
from tests.support.sign_in import last_code, sign_in

LINA = "lina@courriel.example"


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own, empty but for the reference data, in its application context."""
    postgres = request.param == "postgres"
    app = application(tmp_path, request.getfixturevalue("postgres_database") if postgres else f"sqlite:///{tmp_path / 'site.sqlite3'}")
    app.jinja_env.undefined = StrictUndefined
    app.test_client_class = PageClient
    with app.app_context():
        prepare(app)
        yield app
        db.session.remove()
        state = app.extensions.pop("search", None)
        if state is not None:
            state.close()
        db.engine.dispose()


def publish(title: str, **values: object) -> Mission:
    made = mission(title=title, **values)
    touch(made, text=True)
    db.session.commit()
    return made


def work() -> None:
    """Do what the worker does: what is due by itself, then the jobs."""
    db.session.commit()
    jobs.plan_periodic()
    jobs.run_due()
    assert not db.session.scalars(sa.select(jobs.Job.error).where(jobs.Job.error.is_not(None))).all()
    db.session.rollback()


def subjects() -> list[str]:
    """Return the subjects of the letters about alertes, in order."""
    db.session.rollback()
    return list(db.session.scalars(
        sa.select(OutgoingMail.subject).where(OutgoingMail.subject.not_like("%code%")).order_by(OutgoingMail.id)
    ))


def test_a_search_kept_told_paused_and_stopped(site: Flask) -> None:
    client: PageClient = site.test_client()  # type: ignore[assignment]
    publish("Tailler les haies du jardin")
    client.get("/alertes/nouvelle?q=jardin&lieu=Voiron")
    client.submit("Continuer", contact=LINA, rhythm="daily", hour="9")
    client.submit("Créer mon alerte", code=last_code(LINA))
    start, link = clock.now(), page_of(db.session.scalars(sa.select(Alerte)).one())
    publish("Semer au jardin")
    publish("Semer ailleurs au jardin", commune_code="38185")
    work()
    assert subjects() == []
    with clock.frozen(start + timedelta(days=1, hours=1)):
        work()
        assert subjects() == ["Une nouvelle mission\u00a0: «\u00a0jardin\u00a0», près de Voiron"]
        assert "Semer au jardin" in client.get(link).text
        client.submit("Mettre en pause")
        publish("Bêcher le jardin")
        work()
    with clock.frozen(start + timedelta(days=3)):
        work()
        assert len(subjects()) == 1, "paused"
        client.get(link)
        client.submit("Reprendre mon alerte")
    with clock.frozen(start + timedelta(days=4) + ASKED_AFTER):
        work()
        assert subjects() == ["Cette alerte vous sert encore\u00a0?"], "silent: asked (letters that left long ago are no more kept)"
    with clock.frozen(start + timedelta(days=5) + ASKED_AFTER + PAUSED_AFTER):
        work()
        db.session.rollback()
        assert db.session.scalars(sa.select(Alerte)).one().is_paused
        client.get(link + "/arreter")
        client.submit("Arrêter cette alerte")
    assert db.session.scalars(sa.select(Alerte)).all() == []
    assert cursor() == db.session.scalar(sa.select(sa.func.max(Mission.column_seq)))


def test_what_one_likes_and_keeps(site: Flask) -> None:
    client: PageClient = site.test_client()  # type: ignore[assignment]
    who = person()
    for title in ("Arroser les tomates", "Tailler les rosiers"):
        publish(title)
    sign_in(client, who).get("/pour-vous/souhaits")
    client.submit("Voir mes missions", domains=["environnement"], commune="Voiron", travel="bike", half_days=["1"])
    assert "Domaine choisi" in client.text
    client.submit("Ne plus proposer")
    assert db.session.query(Dismissal).count() == 1
    client.submit("Revoir les missions écartées (1)")
    client.get("/missions?q=tomates")
    client.submit("Garder dans mes favoris la mission Arroser les tomates")
    assert "Arroser les tomates" in client.get("/mes-favoris").text
    client.get("/pour-vous/souhaits")
    client.submit("Effacer mes souhaits")
    assert db.session.query(Wish).count() == db.session.query(Dismissal).count() == 0


def test_a_word_taught_and_an_association_that_comes_back(site: Flask) -> None:
    client: PageClient = site.test_client()  # type: ignore[assignment]
    claire, host = agent(Role.MODERATEUR), association(member=person())
    made = mission(host, title="Promener un chien du refuge")
    touch(made, text=True)
    sign_in(client, claire).get("/moderation/mots/ajouter")
    client.submit("Enregistrer la famille", spoken="clebs", written="chien")
    assert client.get("/api/v1/missions?keywords=clebs").json["total"] == 1
    send(client, f"/moderation/associations/{host.public_id}/suspendre", reason="danger", words="Contrôle en cours.")
    assert client.get("/api/v1/missions?keywords=clebs").json["total"] == 0
    send(client, f"/moderation/associations/{host.public_id}/retablir")
    assert client.get("/api/v1/missions?keywords=clebs").json["total"] == 1
