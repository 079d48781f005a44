"""The index is derived: missing, damaged, old or locked, searches go on and it is made again."""

import gc
import threading
from pathlib import Path

import pytest
from flask import Flask
from whoosh.index import LockError

from benevolat.core.db import db
from benevolat.missions.models import Publication
from benevolat.missions.services import touch
from benevolat.search import engine, french, index, indexing
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from tests.factories import world
from tests.support.corpus import fill


@pytest.fixture
def folder(fresh_app: Flask) -> Path:
    """The folder of the index, with sixty missions committed."""
    fill(60)
    db.session.commit()
    return Path(fresh_app.config["INDEX_DIR"])


def total(words: str = "jardin") -> int:
    return search(SearchRequest(words)).total


def test_the_index_is_ours_alone_and_holds_what_is_public(folder: Path) -> None:
    written = indexing.rebuild(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    snapshot = index.open_snapshot(folder)
    assert len(snapshot.missions) == written
    assert indexing.is_current(folder)


def test_without_an_index_answers_are_the_same(folder: Path) -> None:
    before = [total(each) for each in ("jardin", "enfants", "vélo", "soup")]
    indexing.rebuild(folder)
    total()
    engine.state().settle()
    assert [total(each) for each in ("jardin", "enfants", "vélo", "soup")] == before
    assert engine.state().snapshot is not None
    assert len(engine.state().overlay) == 0


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves open what it could not read
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
@pytest.mark.parametrize("damage", [b"", b"\x00" * 300, b"garbage"])
def test_a_damaged_index_is_set_aside_and_made_again(folder: Path, pattern: str, damage: bytes) -> None:
    before = total()
    indexing.rebuild(folder)
    for each in folder.glob(pattern):
        each.write_bytes(damage)
    assert total() == before
    engine.state().settle()
    assert total() == before
    indexing.fold(folder)
    assert indexing.is_current(folder)
    total()
    engine.state().settle()
    assert total() == before
    gc.collect()


def test_a_posting_list_that_cannot_be_read_is_answered_otherwise(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = total()
    indexing.rebuild(folder)
    total("vélo")
    engine.state().settle()
    total("vélo")
    snapshot = engine.state().snapshot
    assert snapshot is not None
    monkeypatch.setattr(index, "_decode", lambda *_a: (_ for _ in ()).throw(OSError("bad block")))
    assert total() == before
    assert engine.state().snapshot is None
    assert index.stamp(folder) == 0, "the damaged index is out of the way, so the worker makes a new one"


def test_the_worker_folds_many_changes_at_once_and_a_few_after_a_while(folder: Path) -> None:
    worker = indexing.Indexer()
    assert worker.look() > 40
    assert worker.look() == 0
    mission = world.mission(title="Dresser des ânes")
    touch(mission, text=True)
    db.session.commit()
    looks = [worker.look() for _n in range(indexing.PATIENCE)]
    assert looks[:-1] == [0] * (indexing.PATIENCE - 1)
    assert looks[-1] == 1
    mission.publication = Publication.WITHDRAWN
    touch(mission, text=True)
    db.session.commit()
    for _n in range(indexing.PATIENCE):
        worker.look()
    assert indexing.is_current(folder)


def test_a_busy_lock_is_waited_for_then_left_for_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexing.rebuild(folder)
    monkeypatch.setattr(index, "LOCK_TIMEOUT", 0.2)
    holder = index.Files(str(folder)).open_index(indexname=index.NAME).writer()
    mission = world.mission(title="Dresser des ânes")
    touch(mission, text=True)
    db.session.commit()
    try:
        with pytest.raises(LockError):
            indexing.fold(folder)
        assert indexing.Indexer().look() == 0
        assert total("ânes") == 1
    finally:
        holder.cancel()
    assert indexing.fold(folder) == 1


def test_above_two_thousand_changes_words_are_answered_by_sql(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {each: total(each) for each in ("jardin", "légumes", "enfant", "Épicerie", "œuvre", "veget", "anim")}
    monkeypatch.setattr(engine, "OVERLAY_MOST", 10)
    engine.state().position = None
    engine.state().uncounted = True
    assert {each: total(each) for each in before} == before
    assert not engine.state().complete
    assert sum(1 for each in before.values() if each) >= 5
    assert total("jardin zzz") == before["jardin"], "any word, as with an index"
    indexing.rebuild(folder)
    total()
    engine.state().settle()
    assert {each: total(each) for each in before} == before
    assert engine.state().complete


def test_an_index_of_another_reading_of_french_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexing.rebuild(folder)
    assert index.NAME.endswith(str(french.VERSION))
    monkeypatch.setattr(index, "NAME", "missions0")
    assert not indexing.is_current(folder)
    with pytest.raises(index.IndexUnavailable):
        index.open_snapshot(folder)


def test_posting_lists_kept_in_memory_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexing.rebuild(folder)
    monkeypatch.setattr(index, "CACHE_BYTES", 2_000)
    snapshot = index.open_snapshot(folder)
    for word in ("jardin", "equip", "velo", "enfant", "ecol", "sport", "natur", "pain", "bois"):
        rows, weights = snapshot.postings(word)
        assert len(rows) == len(weights)
    assert len(snapshot._postings) < 9


def test_four_readers_while_one_writes_and_folds(fresh_app: Flask, folder: Path) -> None:
    indexing.rebuild(folder)
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                with fresh_app.app_context():
                    assert total() >= 0
                    db.session.remove()
            except BaseException as failure:
                failures.append(failure)
                return

    readers = [threading.Thread(target=read) for _n in range(4)]
    for each in readers:
        each.start()
    for n in range(12):
        mission = world.mission(title=f"Jardin nouveau {n}")
        touch(mission, text=True)
        db.session.commit()
        if n % 3 == 0:
            indexing.fold(folder)
    stop.set()
    for each in readers:
        each.join(20)
    assert failures == []
    assert total("nouveau") == 12


def test_the_command_makes_the_index_again(fresh_app: Flask, folder: Path) -> None:
    run = fresh_app.test_cli_runner()
    assert "Index refait" in run.invoke(args=["search", "rebuild", "--if-needed"]).output
    assert "Index à jour" in run.invoke(args=["search", "rebuild", "--if-needed"]).output
    assert "Index refait" in run.invoke(args=["search", "rebuild"]).output
