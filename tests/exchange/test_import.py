"""`flask missions import`: a realistic file, a file full of mistakes, the same file again, a file that is not one."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.core.db import db
from benevolat.exchange.services import reading
from benevolat.exchange.services.values import flag, moment, plain_text, slug, vocabulary
from benevolat.missions.models import Mission, MissionKind, Publication, Where
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.factories import world

DATA = Path(__file__).parent / "data" / "missions.json"


def entry(**changes: Any) -> dict[str, Any]:
    """The first mission of the realistic file, changed."""
    first: dict[str, Any] = copy.deepcopy(json.loads(DATA.read_text())["data"][0])
    return {**first, **changes}


@pytest.fixture
def run(fresh_app: Flask, tmp_path: Path) -> Any:
    """Import entries, or a file, and give the result."""

    def call(content: Any, *options: str) -> Any:
        path = content
        if not isinstance(content, Path):
            path = tmp_path / "missions.json"
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        db.session.commit()
        result = fresh_app.test_cli_runner().invoke(args=["missions", "import", str(path), *options])
        db.session.rollback()
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def missions() -> dict[str, Mission]:
    return {each.client_id or "": each for each in db.session.scalars(sa.select(Mission))}


def test_a_realistic_file_is_published_and_found_at_once(run: Any) -> None:
    result = run(DATA, "--publish")
    assert result.exit_code == 0, result.output
    assert "12 créées, 0 mises à jour, 0 inchangées, 0 refusées" in result.output
    made = missions()
    assert len(made) == 12
    assert {each.publication for each in made.values()} == {Publication.PUBLISHED}
    first = made["P-1001"]
    assert first.description.split("\n")[1].startswith("Chaque matin, une trentaine de personnes")
    assert (first.commune_code, first.places, first.domaine_code, first.activity) == ("38185", 4, "solidarite", "distribution")
    assert "ecouter" in {each.code for each in first.competences}
    assert made["P-1003"].kind is MissionKind.DATED
    assert made["P-1003"].creneaux[0].places == 12
    assert made["P-1003"].commune_code == "38225"
    assert (made["P-1004"].where, made["P-1004"].commune_code) == (Where.REMOTE, None)
    assert made["P-1010"].where is Where.BOTH
    assert made["P-1012"].domaine_code == "competences"
    hosts = list(db.session.scalars(sa.select(Association)))
    assert {each.state for each in hosts} == {AssociationState.VERIFIED}
    assert {each.source for each in hosts} == {"import"}
    assert search(SearchRequest("vélos")).total == 1
    assert search(SearchRequest(isere=True)).total == 11


def test_without_publish_they_wait_for_a_moderateur(run: Any) -> None:
    run(DATA)
    assert {each.publication for each in missions().values()} == {Publication.SUBMITTED}
    assert search(SearchRequest()).total == 0
    assert "0 créées, 12 mises à jour" in run(DATA, "--publish").output
    assert search(SearchRequest()).total == 12


def test_the_same_file_again_changes_nothing(run: Any) -> None:
    run(DATA, "--publish")
    before = {key: (each.id, each.column_seq, each.updated_at) for key, each in missions().items()}
    result = run(DATA, "--publish")
    assert "0 créées, 0 mises à jour, 12 inchangées, 0 refusées" in result.output
    assert {key: (each.id, each.column_seq, each.updated_at) for key, each in missions().items()} == before


def test_a_change_is_followed_and_another_publisher_is_another_mission(run: Any) -> None:
    run([entry()], "--publish")
    changed = run([entry(title="Servir le goûter", places=9)], "--publish")
    assert "0 créées, 1 mises à jour" in changed.output
    assert (missions()["P-1001"].title, missions()["P-1001"].places) == ("Servir le goûter", 9)
    assert search(SearchRequest("goûter")).total == 1
    assert "1 créées" in run([entry()], "--publish", "--publisher", "autre").output


def test_what_people_here_decided_stands(run: Any) -> None:
    run([entry()], "--publish")
    mission = missions()["P-1001"]
    mission.publication, mission.places_taken = Publication.WITHDRAWN, 4
    db.session.commit()
    run([entry(title="Autre titre", places=2)], "--publish")
    mission = missions()["P-1001"]
    assert (mission.publication, mission.places, mission.title) == (Publication.WITHDRAWN, 4, "Autre titre")


REFUSED = [
    ({"clientId": ""}, "clientId"), ({"clientId": None}, "clientId"), ({"title": ""}, "titre"), ({"title": "x" * 300}, "titre"),
    ({"title": 12}, "titre"), ({"description": "<p></p>"}, "description"), ({"domain": "magie"}, "Domaine inconnu"),
    ({"domain": None}, "Domaine inconnu"), ({"startAt": "demain"}, "n’est pas une date"), ({"startAt": {"a": 1}}, "n’est pas une date"),
    ({"startAt": "2027-01-02", "endAt": "2027-01-01"}, "avant"), ({"startAt": None, "endAt": "2020-01-01"}, "déjà terminée"),
    ({"places": 0}, "places"), ({"places": -3}, "places"), ({"places": 1.5}, "places"), ({"places": "beaucoup"}, "places"),
    ({"places": True}, "places"), ({"places": 10**30}, "places"), ({"remote": "maybe"}, "remote"), ({"remote": []}, "remote"),
    ({"openToMinors": "peut-être"}, "openToMinors"), ({"addresses": []}, "adresse"), ({"addresses": "ici"}, "adresse"),
    ({"addresses": [{"city": "Paris", "postalCode": "75001"}]}, "Isère"), ({"addresses": [None, 3]}, "Isère"),
    ({"addresses": [{"location": {"lat": 48.85, "lon": 2.35}}]}, "Isère"), ({"addresses": [{"city": "Saint-Pierre"}]}, "Isère"),
    ({"organizationName": ""}, "organizationName"), ({"organizationRNA": None, "organizationSiren": None}, "ni RNA ni SIREN"),
    ({"organizationRNA": "W12"}, "n’en est pas un"), ({"description": "x" * 10_001}, "description"),
    ({"organizationName": "x" * 201}, "organizationName"),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED, ids=[str(each[0])[:60] for each in REFUSED])
def test_a_refused_mission_says_why_and_leaves_nothing(run: Any, changes: dict[str, Any], reason: str) -> None:
    result = run([entry(**changes), entry(clientId="bonne")], "--publish")
    assert result.exit_code == 1
    assert "Refusée, n° 1" in result.output
    assert reason in result.output
    assert "1 créées, 0 mises à jour, 0 inchangées, 1 refusées" in result.output
    assert list(missions()) == ["bonne"]
    assert len(list(db.session.scalars(sa.select(Association)))) == 1


def test_the_second_of_two_with_one_client_id_is_refused(run: Any) -> None:
    result = run([entry(), entry(title="Encore")])
    assert "déjà dans le fichier" in result.output
    assert missions()["P-1001"].title == entry()["title"]


def test_what_is_not_a_mission_is_refused_and_the_rest_taken(run: Any) -> None:
    result = run([None, 3, "x", [], entry()])
    assert "1 créées, 0 mises à jour, 0 inchangées, 4 refusées" in result.output


@pytest.mark.parametrize("content", ["", "{", "[1, 2", "3", '"x"', '{"data": 3}', "{}", '[{"places": NaN}]', "[" * 100_000, "\x00"])
def test_a_broken_file_writes_nothing(run: Any, content: str) -> None:
    result = run(content)
    assert result.exit_code == 1
    assert "Rien n’a été importé" in result.output
    assert missions() == {}


def test_too_large_a_file_is_not_read(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 10)
    assert "trop gros" in run([entry()]).output
    assert missions() == {}


def test_a_link_is_a_web_address_and_a_point_is_near_its_commune(run: Any) -> None:
    far = [{"city": "Grenoble", "postalCode": "38000", "location": {"lat": 48.85, "lon": 2.35}}]
    run([entry(applicationUrl="javascript:alert(1)", addresses=far)])
    mission = missions()["P-1001"]
    assert mission.commune is not None
    assert (mission.application_url, mission.lat, mission.lon) == (None, mission.commune.lat, mission.commune.lon)


def test_a_binary_file_is_not_a_list(fresh_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff\xfe\x00\x01" * 50)
    result = fresh_app.test_cli_runner().invoke(args=["missions", "import", str(path)])
    assert result.exit_code == 1
    assert "Rien n’a été importé" in result.output


def test_a_failure_in_the_middle_leaves_only_whole_missions(run: Any, fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from benevolat.exchange import commands

    real, done = commands.write_entry, []

    def failing(each: Any, **options: Any) -> Any:
        if len(done) == 3:
            raise RuntimeError("the machine stops here")
        done.append(each)
        return real(each, **options)

    monkeypatch.setattr(commands, "write_entry", failing)
    monkeypatch.setattr(commands, "BATCH", 2)
    db.session.commit()
    assert fresh_app.test_cli_runner().invoke(args=["missions", "import", str(DATA)]).exit_code == 1
    db.session.rollback()
    assert len(missions()) == 2
    monkeypatch.undo()
    assert "10 créées, 0 mises à jour, 2 inchangées" in run(DATA).output


def test_associations_are_recognised_by_rna_then_siren(run: Any) -> None:
    known = world.association(rna="W381900001")
    other = world.association(rna=None, siren="732829320")
    run([entry(), entry(clientId="b", organizationRNA=None, organizationSiren="732829320", organizationClientId="zz")])
    assert (missions()["P-1001"].association_id, missions()["b"].association_id) == (known.id, other.id)
    both = run([entry(clientId="c", organizationSiren="732829320")])
    assert "deux associations différentes" in both.output


def test_a_partners_own_number_is_known_within_that_partner_only(run: Any) -> None:
    run([entry()])
    bare = {"organizationRNA": None, "organizationSiren": None}
    assert "1 créées" in run([entry(clientId="b", title="Servir le dîner du soir", **bare)]).output
    assert missions()["b"].association_id == missions()["P-1001"].association_id
    assert "ni RNA ni SIREN" in run([entry(clientId="c", **bare)], "--publisher", "autre").output


def test_a_partners_word_is_enough_for_a_wrong_check_digit(run: Any) -> None:
    assert "1 créées" in run([entry(organizationRNA=None, organizationSiren="732829321")]).output


def test_a_slot_keeps_those_who_come(run: Any) -> None:
    """Fewer places in the file than people expected, or slots added here since: what was promised stays."""
    dated = {"startAt": "2027-03-06T09:00:00", "endAt": "2027-03-06T12:00:00"}
    run([entry(**dated, places=6)], "--publish")
    [slot] = missions()["P-1001"].creneaux
    slot.places_taken = 4
    run([entry(**dated, places=2)], "--publish")
    [slot] = missions()["P-1001"].creneaux
    assert slot.places == 4
    world.creneau(missions()["P-1001"], places=7)
    run([entry(**dated | {"endAt": "2027-03-06T11:00:00"}, places=9)], "--publish")
    assert {each.places for each in missions()["P-1001"].creneaux} == {4, 7}


def test_a_mission_published_or_withdrawn_here_is_not_published_again(run: Any) -> None:
    run([entry()])
    mission = missions()["P-1001"]
    mission.publication, mission.publication_reason = Publication.REFUSED, "Remplace un emploi."
    run([entry(title="Autre titre")], "--publish")
    assert missions()["P-1001"].publication is Publication.REFUSED


@pytest.mark.parametrize("state", [AssociationState.SUSPENDED, AssociationState.REFUSED], ids=str)
def test_an_association_that_may_not_publish_may_not_through_a_partner(run: Any, state: AssociationState) -> None:
    world.association(rna="W381900001", state=state, state_reason="Essai", verified_at=None)
    assert "n’a pas le droit" in run([entry()], "--publish").output
    assert missions() == {}


def test_values_are_read_as_partners_write_them(fresh_app: Flask) -> None:
    assert plain_text("<script>x</script><p>Un&nbsp;deux</p>\x00trois") == "Un deux trois"
    assert [flag(each, "x") for each in ("yes", "No", True, None, "oui", 0)] == [True, False, True, False, True, False]
    assert str(moment("2026-12-12T08:30:00", "x")) == "2026-12-12 07:30:00+00:00"
    assert slug("Mémoire et citoyenneté") == "memoire-et-citoyennete"
    codes = vocabulary()
    assert [codes.domain(each) for each in ("solidarite-insertion", 7, "mémoire et citoyenneté", "animaux", "sport", "10")] == [
        "solidarite", "solidarite", "citoyennete", "animaux", "sport", "environnement"]
    assert codes.competences(["Écouter", "inconnue", "ecouter"]) == ("ecouter",)
