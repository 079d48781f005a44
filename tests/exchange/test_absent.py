"""Missions that left a partner's file: withdrawn by the worker, told to who applied here, proposed again when they come back."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.candidatures.models import State
from benevolat.core.db import db
from benevolat.core.jobs import run_due
from benevolat.core.mail import OutgoingMail
from benevolat.missions.models import Mission, Publication
from tests.factories.people import person
from tests.factories.world import candidature, mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

DATA = json.loads((Path(__file__).parent / "data" / "missions.json").read_text())["data"]
Run = Callable[..., str]


@pytest.fixture
def run(fresh_app: Flask, tmp_path: Path) -> Run:
    """Import the missions of the realistic file that are asked for, let the worker do its part, give what was said."""

    def call(numbers: list[int], *options: str, **changes: Any) -> str:
        path = tmp_path / "missions.json"
        path.write_text(json.dumps([{**copy.deepcopy(DATA[each]), **changes} for each in numbers]))
        db.session.commit()
        result = fresh_app.test_cli_runner().invoke(args=["missions", "import", str(path), "--publisher", "voisin", *options])
        db.session.rollback()
        run_due()
        db.session.rollback()
        return str(result.output)

    return call


def at(number: int) -> Mission:
    return db.session.scalars(sa.select(Mission).where(Mission.client_id == DATA[number]["clientId"])).one()


def test_what_left_the_file_is_withdrawn_and_who_applied_here_is_told(run: Run) -> None:
    run([0, 1, 3], "--publish")
    nadia = person(email="nadia@courriel.example")
    sent = candidature(at(1), nadia)
    assert "2 ne sont plus dans le fichier" in run([0])
    assert [at(each).publication for each in (0, 1, 3)] == [Publication.PUBLISHED, Publication.WITHDRAWN, Publication.WITHDRAWN]
    assert at(1).publication_reason == "Le partenaire ne propose plus cette mission."
    db.session.refresh(sent)
    assert (sent.state, sent.reason) == (State.DECLINED, "Cette mission n’est plus proposée sur ce site.")
    assert "nadia@courriel.example" in set(db.session.scalars(sa.select(OutgoingMail.to)))
    assert "ne sont plus" not in run([0])


def test_another_publisher_and_our_own_are_left_alone(run: Run) -> None:
    other, ours = mission(publisher="autre", client_id="1"), mission()
    run([0], "--publish")
    run([1], "--publish")
    for each in (other, ours):
        db.session.refresh(each)
        assert each.publication is Publication.PUBLISHED


def test_refused_in_the_file_it_is_still_there_and_one_may_keep_all(run: Run) -> None:
    run([0, 1], "--publish")
    run([0, 1], title="")
    assert at(1).publication is Publication.PUBLISHED
    run([0], "--keep-gone")
    assert at(1).publication is Publication.PUBLISHED


def test_back_in_the_file_it_is_proposed_again_as_it_was_judged(run: Run) -> None:
    run([0, 1, 3], "--publish")
    run([0])
    run([0, 1])
    assert (at(1).publication, at(1).publication_reason) == (Publication.PUBLISHED, None)
    run([0, 3], description="Un autre texte, que personne n’a lu.")
    assert at(3).publication is Publication.SUBMITTED


def test_withdrawn_by_people_here_it_stays_so(run: Run) -> None:
    run([0, 1], "--publish")
    at(1).publication = Publication.WITHDRAWN
    db.session.commit()
    run([0, 1], "--publish")
    assert at(1).publication is Publication.WITHDRAWN


def test_a_file_cut_short_empties_nothing(run: Run) -> None:
    run(list(range(12)), "--publish")
    said = run([0])
    assert "c’est beaucoup, rien n’a été retiré" in said
    assert {each.publication for each in db.session.scalars(sa.select(Mission))} == {Publication.PUBLISHED}
    run([0], "--many-gone")
    assert [at(each).publication for each in (0, 11)] == [Publication.PUBLISHED, Publication.WITHDRAWN]


def test_what_partners_would_refuse_is_advice_on_the_association_s_page(client: PageClient, session: Any) -> None:
    row = mission(title="Jardinage")
    member = db.session.execute(sa.text("SELECT user_id FROM membership")).scalar_one()
    sign_in(client, db.session.get_one(type(person()), member)).get(f"/association/missions/{row.public_id}")
    assert "Les autres plateformes ne la prendraient pas" in client.text
    assert "il en faut deux ou plus" in client.text
    assert row.publication is Publication.PUBLISHED
    client.get(f"/association/missions/{row.public_id}/etape-1")
    assert "Servir le repas" in client.text
