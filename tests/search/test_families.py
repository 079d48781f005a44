"""Words that modérateurs teach to the search: used at once by every door and every process, forgotten at once, never two alike."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benevolat.accounts.models import Role, User
from benevolat.core.db import db, transaction
from benevolat.core.errors import NotAllowed
from benevolat.core.settings import ROOT
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from benevolat.search import engine, services
from benevolat.search.errors import KnownWord, NothingNew, TooManyFamilies, UselessWord
from benevolat.search.extracts import explain_missions
from benevolat.search.models import WordFamily
from benevolat.search.queries import find_family, list_families, search
from benevolat.search.request import SearchRequest
from benevolat.search.reverse import answering
from benevolat.search.teaching import Gain, Said, gains, known_beside
from tests.factories import world
from tests.factories.people import agent, person
from tests.search.conftest import Site

DOG = Said("clebs, cador", "chien", "animal de compagnie")


@pytest.fixture
def claire(session: Any) -> User:
    row = agent(Role.MODERATEUR, territoire="trieves", first_name="Claire", last_name="Morel")
    db.session.commit()
    return row


@pytest.fixture
def walk(session: Any) -> Mission:
    mission = world.mission(title="Promener un chien du refuge", description="Chaque samedi, une heure.")
    touch(mission, text=True)
    db.session.commit()
    return mission


def added(said: Said, by: User) -> WordFamily:
    with transaction():
        return services.add_family(said, by=by)


def found(words: str) -> list[int]:
    return [each.mission for each in search(SearchRequest(words)).hits]


def test_a_family_is_used_at_once_changed_at_once_and_forgotten_at_once(claire: User, walk: Mission) -> None:
    db.session.commit()
    assert found("clebs") == found("cador") == []
    family = added(DOG, claire)
    assert found("clebs") == found("CADORS") == found("animal de compagnie") == [walk.id]
    assert [hit.mission for hit in answering([SearchRequest("clebs")], [walk.id])[SearchRequest("clebs")]] == [walk.id]
    assert explain_missions("clebs", [walk.id])[walk.id].reasons == ("mot “chien” dans le titre",)
    with transaction():
        services.change_family(family, Said("ouaf", "chien"), by=claire)
    assert (found("clebs"), found("ouaf")) == ([], [walk.id])
    with transaction():
        services.remove_family(family, by=claire)
    assert found("ouaf") == []
    assert answering([SearchRequest("ouaf")], [walk.id]) == {}
    assert explain_missions("ouaf", [walk.id])[walk.id].reasons == ()


def test_a_word_once_taken_for_a_mistake_is_read_as_it_is_once_it_was_taught(claire: User, walk: Mission) -> None:
    db.session.commit()
    assert search(SearchRequest("chian")).corrected == (("chian", "chien"),)
    family = added(Said("chian", "poubelle"), claire)
    assert search(SearchRequest("chian")).corrected == ()
    with transaction():
        services.remove_family(family, by=claire)
    assert search(SearchRequest("chian")).corrected == (("chian", "chien"),)


def test_nothing_is_learnt_of_what_is_rolled_back(claire: User, walk: Mission) -> None:
    db.session.commit()
    with pytest.raises(RuntimeError), transaction():
        services.add_family(DOG, by=claire)
        raise RuntimeError
    assert found("clebs") == []


def test_families_are_read_again_only_when_they_move(claire: User, walk: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    added(DOG, claire)
    assert found("clebs") == [walk.id]
    monkeypatch.setattr(engine, "with_added", lambda _groups: pytest.fail("the families were read again"))
    walk.title = "Promener un chien"
    touch(walk, text=True)
    db.session.commit()
    assert found("clebs") == [walk.id]


@pytest.fixture
def other_process(fresh_app: Flask) -> Iterator[Callable[[str], int]]:
    """Another process, already warm: how many missions it finds for words."""
    settings = {name: str(fresh_app.config[name]) for name in ("INDEX_DIR", "SQLALCHEMY_DATABASE_URI")}
    script = f"""
import sys
from benevolat import create_app
app = create_app({{"TESTING": True, "SECRET_KEY": "x", "BASE_URL": "http://localhost", "DEMO": False, "HELPER_PHONE": "",
    "HELPER_HOURS": "", "SMTP_URL": "", "MAIL_FROM": "x", "GEOCODER_DOMAIN": "", "SMS_GATEWAY_URL": "", **{settings!r}}})
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
with app.app_context():
    for line in sys.stdin:
        print(search(SearchRequest(line.strip())).total, flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(ROOT))

    def ask(words: str) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(words + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield ask
    process.kill()
    process.communicate()


def test_another_process_follows(claire: User, walk: Mission, other_process: Callable[[str], int]) -> None:
    db.session.commit()
    assert other_process("clebs") == 0
    family = added(DOG, claire)
    assert other_process("clebs") == 1
    with transaction():
        services.remove_family(family, by=claire)
    assert other_process("clebs") == 0


def test_a_family_is_followed_on_both_databases_with_and_without_an_index(site: Site) -> None:
    by = agent(Role.MODERATEUR)
    db.session.commit()
    assert search(SearchRequest("schtroumpf")).total == 0
    plain = search(SearchRequest("jardin")).total
    family = added(Said("schtroumpf", "jardin"), by)
    assert search(SearchRequest("schtroumpf")).total >= plain > 0
    engine.state().complete = False
    assert search(SearchRequest("schtroumpf")).total >= plain
    with transaction():
        services.remove_family(family, by=by)
    assert search(SearchRequest("schtroumpf")).total == 0


@pytest.mark.parametrize(("said", "error", "field", "sentence"), [
    (Said("", "chien"), UselessWord, "spoken", "au moins un mot"),
    (Said(" , ,", "chien"), UselessWord, "spoken", "au moins un mot"),
    (Said("clebs", ""), UselessWord, "written", "au moins un mot"),
    (Said("pour", "chien"), UselessWord, "spoken", "trop courant"),
    (Said("clebs", "chien", "mission"), UselessWord, "official", "trop courant"),
    (Said("!!!", "chien"), UselessWord, "spoken", "trop courant"),
    (Said("ru", "rivière"), UselessWord, "spoken", "trop court"),
    (Said("aider", "chien"), UselessWord, "spoken", "ne dit pas à quoi"),
    (Said("bénévole toutou", "chien"), UselessWord, "spoken", "Écrivez sans «\u00a0bénévole\u00a0»"),
    (Said("clebs", "chien, Chiens"), UselessWord, "written", "sont le même mot"),
    (Said("clebs", "clebs"), UselessWord, "written", "sont le même mot"),
    (Said("x" * 201, "chien"), UselessWord, "spoken", "200 lettres"),
    (Said(", ".join(f"mot{n}" for n in range(9)), "chien"), UselessWord, "spoken", "8 mots au plus"),
    (Said("promener gros chien marron refuge samedi", "chien"), UselessWord, "spoken", "est une phrase"),
    (Said("toutou", "chien"), NothingNew, "spoken", "rapproche déjà"),
])
def test_words_that_would_find_nothing_or_everything_are_refused(
    claire: User, said: Said, error: type[Exception], field: str, sentence: str,
) -> None:
    with pytest.raises(error) as refused:
        services.add_family(said, by=claire)
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert sentence in str(refused.value)


def test_a_word_belongs_to_one_added_family(claire: User) -> None:
    family = added(DOG, claire)
    with pytest.raises(KnownWord, match="clebs, cador, chien"):
        services.add_family(Said("ouaf", "chiens"), by=claire)
    with transaction():
        services.change_family(family, Said("clebs, cador, ouaf", "chien"), by=claire)
    assert (family.spoken, family.official, family.changed_by_id) == ("clebs, cador, ouaf", "", claire.id)


def test_a_word_of_the_code_s_own_families_may_be_given_new_neighbours(claire: User, walk: Mission) -> None:
    assert {"toutou", "canin"} <= set(known_beside(DOG)["chien"])
    assert "clebs" not in known_beside(DOG)
    added(DOG, claire)
    assert found("toutou") == found("clebs") == [walk.id]


def test_the_list_has_an_end(claire: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 1)
    added(DOG, claire)
    with pytest.raises(TooManyFamilies):
        services.add_family(Said("greffier", "chat"), by=claire)


@pytest.mark.parametrize("role", [None, *(each for each in Role if each is not Role.MODERATEUR)])
def test_only_modérateurs_teach_and_see(claire: User, role: Role | None) -> None:
    family, by = added(DOG, claire), agent(role) if role else person()
    db.session.flush()
    for act in (
        lambda: services.add_family(Said("greffier", "chat"), by=by), lambda: services.remove_family(family, by=by),
        lambda: services.change_family(family, Said("greffier", "chat"), by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (list_families(by), find_family(by, family.public_id)) == ([], None)
    assert list_families(claire) == [family]


def test_what_a_family_would_change_is_counted_and_changes_nothing(claire: User, walk: Mission) -> None:
    for title in ("Laver un chien", "Nourrir le chat"):
        touch(world.mission(title=title, description="Au refuge."), text=True)
    db.session.commit()
    assert [(each.word, each.today, each.more) for each in gains(DOG)] == [("clebs", 0, 2), ("cador", 0, 2)]
    assert found("clebs") == []
    family = added(DOG, claire)
    assert [(each.today, each.more) for each in gains(Said("clebs", "chat"), but=family)] == [(2, 1)]
    assert len(found("clebs")) == 2
    assert gains(Said("couper clebs", "tondre"))[0] == Gain("couper clebs", 0, 0)


def test_what_an_unknown_word_is_taken_for_today_counts_for_nothing(claire: User, walk: Mission) -> None:
    assert gains(Said("chian", "refuge")) == [Gain("chian", 0, 1, "chien")]
