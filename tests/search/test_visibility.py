"""What is found follows SQL: at once, in every process, and only what the public may see."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.geo import Point
from benevolat.core.settings import ROOT
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.missions.services import touch
from benevolat.search import engine, reading
from benevolat.search.queries import rows, search, wider
from benevolat.search.request import Facets, SearchRequest, Sort
from tests.factories import world
from tests.support.queries import counted_queries

VOIRON = Point(45.3636, 5.5906)


def found(**asked: object) -> list[int]:
    """Return the missions found, after committing what the test wrote."""
    db.session.commit()
    return [each.mission for each in search(SearchRequest(**asked)).hits]  # type: ignore[arg-type]


def written(**values: object) -> Mission:
    """A mission that the search has been told of."""
    mission = world.mission(**values)
    touch(mission, text=True)
    return mission


def test_a_mission_is_found_as_soon_as_it_is_committed_and_gone_as_soon_as_it_is_withdrawn(fresh_app: Flask) -> None:
    assert found(words="arroser") == []
    mission = written()
    assert found(words="arroser") == [mission.id]
    mission.title, mission.description = "Peindre un mur", "Une fresque"
    touch(mission, text=True)
    assert found(words="arroser") == []
    assert found(words="fresque") == [mission.id]
    mission.publication = Publication.WITHDRAWN
    touch(mission, text=False)
    assert found() == []
    mission.publication = Publication.PUBLISHED
    touch(mission, text=False)
    assert found(words="fresque") == [mission.id]


def test_nothing_is_read_again_when_nothing_moved(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mission = written()
    assert found() == [mission.id]
    monkeypatch.setattr(reading, "position", lambda _connection: pytest.fail("SQL was asked again"))
    assert [each.mission for each in search(SearchRequest()).hits] == [mission.id]


@pytest.mark.parametrize("publication", [each for each in Publication if each is not Publication.PUBLISHED])
def test_only_published_missions_are_found(fresh_app: Flask, publication: Publication) -> None:
    written(publication=publication, publication_reason="Essai")
    assert found() == []


@pytest.mark.parametrize("state", [each for each in AssociationState if each is not AssociationState.VERIFIED])
def test_only_missions_of_verified_associations_are_found(fresh_app: Flask, state: AssociationState) -> None:
    mission = written()
    assert found() == [mission.id]
    mission.association.state, mission.association.state_reason = state, "Essai"
    assert found() == []
    mission.association.state = AssociationState.VERIFIED
    assert found() == [mission.id]


def test_what_is_over_or_no_longer_recruits_is_not_found(fresh_app: Flask) -> None:
    written(ends_on=clock.today() - timedelta(days=1))
    written(recruiting=False)
    today = written(ends_on=clock.today())
    written(kind=MissionKind.DATED)
    slot = world.creneau(written(kind=MissionKind.DATED, ends_on=None), days=2)
    past = written(kind=MissionKind.DATED, ends_on=None)
    world.creneau(past, days=-2)
    world.creneau(past, days=3, cancelled=True)
    assert set(found()) == {today.id, slot.mission_id}


def test_time_alone_takes_a_mission_away(fresh_app: Flask) -> None:
    mission = written(kind=MissionKind.DATED, ends_on=None, half_days=0)
    first, last = world.creneau(mission, days=1), world.creneau(mission, days=3)
    assert found(sort=Sort.DATE) == [mission.id]
    with clock.frozen(first.starts_at + timedelta(hours=1)):
        assert found(half_days=1 << (3 * clock.local(last.starts_at).weekday() + _part(last.starts_at))) == [mission.id]
    with clock.frozen(last.starts_at + timedelta(hours=1)):
        assert found() == []


def _part(moment: object) -> int:
    hour = clock.local(moment).hour  # type: ignore[arg-type]
    return 0 if hour < 12 else 1 if hour < 18 else 2


def test_a_mission_deleted_or_written_without_the_counters_is_noticed(fresh_app: Flask) -> None:
    mission, other = written(), written(title="Trier des livres")
    assert len(found()) == 2
    db.session.delete(other)
    assert found() == [mission.id]
    silent = world.mission(title="Nourrir les poules")
    assert set(found()) == {mission.id, silent.id}


def test_distance_radius_and_remote(fresh_app: Flask) -> None:
    near = written()
    far = written(commune_code="38185")
    home = written(where=Where.REMOTE, lat=None, lon=None)
    both = written(where=Where.BOTH, commune_code="38185")
    assert found(point=VOIRON, radius_km=5.0) == [near.id]
    assert found(point=VOIRON, radius_km=50.0)[0] == near.id
    assert set(found(point=VOIRON, radius_km=50.0)) == {near.id, far.id, both.id}
    assert set(found(point=VOIRON, radius_km=5.0, remote=True)) == {home.id, both.id}
    result = search(SearchRequest(point=VOIRON, radius_km=50.0, sort=Sort.DISTANCE))
    assert [each.distance_km for each in result.hits] == sorted(each.distance_km or 0 for each in result.hits)
    assert result.facets.remote == 2


def test_without_counts_only_the_facets_are_missing(fresh_app: Flask) -> None:
    written()
    db.session.commit()
    whole, bare = search(SearchRequest("arroser")), search(SearchRequest("arroser", counts=False))
    assert (bare.hits, bare.total) == (whole.hits, whole.total)
    assert bare.facets == Facets() != whole.facets


def test_words_that_no_mission_has_together_give_those_that_have_one(fresh_app: Flask) -> None:
    garden, dogs = written(), written(title="Promener les chiens", description="Au refuge")
    assert found(words="arroser jardin") == [garden.id]
    result = search(SearchRequest("chiens jardin"))
    assert (result.whole, result.total) == (0, 2)
    assert {each.mission for each in result.hits} == {garden.id, dogs.id}
    nothing = search(SearchRequest("introuvable inconnu"))
    assert (nothing.whole, nothing.total) == (0, 0)


def test_a_title_weighs_more_than_a_description_and_a_beginning_is_enough(fresh_app: Flask) -> None:
    inside = written(title="Tenir un stand", description="Avec des abeilles et du miel " * 3)
    title = written(title="Soigner les abeilles", description="Au rucher de l’école, chaque semaine, avec une petite équipe.")
    assert found(words="abeilles") == [title.id, inside.id]
    assert found(words="abeil") == [title.id, inside.id]
    assert found(words="ab") == []


def test_wider_questions_are_proposed_with_their_exact_counts(fresh_app: Flask) -> None:
    for _n in range(3):
        written(commune_code="38185")
    written(where=Where.REMOTE, lat=None, lon=None)
    db.session.commit()
    asked = SearchRequest("arroser", point=VOIRON, radius_km=5.0, domains=("sport",))
    assert [(each.change, each.total) for each in wider(asked)] == [("anywhere", 4), ("around", 3)]
    asked = SearchRequest("arroser", point=VOIRON, radius_km=5.0)
    proposals = wider(asked)
    assert [(each.change, each.total) for each in proposals] == [("radius", 3), ("remote", 1)]
    assert proposals[0].request.radius_km == 25.0
    assert all(search(each.request).total == each.total for each in proposals)


def test_rows_are_read_in_order_with_two_queries_at_most(fresh_app: Flask) -> None:
    dated = written(kind=MissionKind.DATED, ends_on=None)
    world.creneau(dated, days=3, places=2, places_taken=2)
    world.creneau(dated, days=5, places=1, places_taken=1)
    others = [written(title=f"Mission {n}", places=1, places_taken=n % 2) for n in range(15)]
    db.session.commit()
    result = search(SearchRequest())
    with counted_queries("SELECT") as seen:
        shown = rows(result.hits)
    assert [each.id for each in shown] == [each.mission for each in result.hits]
    assert len(shown) == 16
    assert len(seen) == 2
    by_id = {each.id: each for each in shown}
    assert by_id[dated.id].full
    assert by_id[dated.id].other_slots == 1
    assert by_id[others[1].id].places_left == 0
    assert by_id[others[0].id].places_left == 1


def test_another_process_sees_a_change_within_two_seconds(fresh_app: Flask) -> None:
    """A second process, already warm, answers what this one has just committed."""
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from benevolat import create_app
app = create_app({{"TESTING": True, "SECRET_KEY": "x", "BASE_URL": "http://localhost", "DEMO": False,
    "HELPER_PHONE": "",
    "HELPER_HOURS": "", "SMTP_URL": "", "MAIL_FROM": "x", "GEOCODER_DOMAIN": "", "INDEX_DIR": {str(fresh_app.config["INDEX_DIR"])!r},
    "SMS_GATEWAY_URL": "", "SQLALCHEMY_DATABASE_URI": {fresh_app.config["SQLALCHEMY_DATABASE_URI"]!r}}})
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
with app.app_context():
    for line in sys.stdin:
        print(search(SearchRequest(line.strip())).total, flush=True)
"""
    db.session.commit()
    other = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(ROOT))

    def ask(words: str) -> int:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(words + "\n")
        other.stdin.flush()
        return int(other.stdout.readline())

    try:
        assert ask("arroser") == 0
        mission = written()
        db.session.commit()
        assert ask("arroser") == 1
        mission.title, mission.description = "Peindre", "un mur"
        touch(mission, text=True)
        db.session.commit()
        assert (ask("arroser"), ask("peindre")) == (0, 1)
        mission.publication = Publication.WITHDRAWN
        touch(mission, text=False)
        db.session.commit()
        assert ask("peindre") == 0
    finally:
        other.kill()
        other.communicate()


def test_what_was_written_without_the_counters_is_noticed_within_a_second(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mission = written()
    assert found() == [mission.id]
    monkeypatch.setattr(engine, "COUNTED_EVERY", 1.0)
    silent = world.mission(title="Nourrir les poules")
    assert found() == [mission.id], "counting all missions for every commit would cost more than the search"
    with clock.frozen(clock.now() + timedelta(seconds=1.1)):
        assert set(found()) == {mission.id, silent.id}


def test_full_missions_come_last_in_every_order(fresh_app: Flask) -> None:
    full = written(title="Arroser, arroser les plants", places=1, places_taken=1, starts_on=clock.today() - timedelta(days=30))
    slots = written(title="Arroser", kind=MissionKind.DATED, ends_on=None)
    world.creneau(slots, days=1, places=1, places_taken=1)
    free = written(title="Jardiner", description="Et arroser", commune_code="38185", starts_on=clock.today() + timedelta(days=20))
    for sort in Sort:
        asked = found(words="arroser", point=VOIRON, radius_km=100.0, sort=sort)
        assert asked[0] == free.id, sort
        assert set(asked[1:]) == {full.id, slots.id}


def test_near_and_new_missions_come_before_as_good_ones(fresh_app: Flask) -> None:
    old, recent = (written(published_at=clock.now() - timedelta(days=days)) for days in (200, 1))
    assert found(words="arroser") == [recent.id, old.id]
    far = written(commune_code="38185", published_at=recent.published_at)
    assert found(words="arroser", point=VOIRON, radius_km=100.0) == [recent.id, old.id, far.id]


@pytest.mark.parametrize(("start", "hours", "fits"), [
    ((2026, 12, 7, 8, 30), 8.0, True), ((2026, 12, 7, 8, 29), 1.0, False), ((2026, 12, 7, 15, 0), 1.6, False),
    ((2026, 12, 9, 9, 0), 2.0, False), ((2026, 12, 12, 9, 0), 2.0, False), ((2026, 12, 11, 9, 0), 2.0, True),
    ((2026, 12, 10, 14, 0), 24.0, False),
])
def test_school_hours_of_a_slot(fresh_app: Flask, start: tuple[int, ...], hours: float, fits: bool) -> None:
    mission = written(kind=MissionKind.DATED, ends_on=None, half_days=0)
    moment = clock.paris(*start)
    world.creneau(mission, starts_at=moment, ends_at=moment + timedelta(hours=hours))
    with clock.frozen(clock.paris(2026, 12, 1)):
        assert (found(flags=frozenset({"school_hours"})) == [mission.id]) is fits
