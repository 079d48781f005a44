"""One byte of the index that is not what was written, anywhere, never makes a wrong answer: SQL answers, and the index is made again."""

import random
import shutil
from pathlib import Path

import pytest
from flask import Flask

from benevolat.core.db import db
from benevolat.search import engine, files, index, indexing
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest, SearchResult
from tests.support.corpus import fill, questions

FLIPS = [10, pytest.param(120, marks=pytest.mark.long)]


@pytest.fixture
def site(fresh_app: Flask) -> tuple[Path, list[SearchRequest], list[SearchResult]]:
    """An index of a few segments, questions, and what an intact one answers."""
    missions = fill(120)
    db.session.commit()
    folder, asked = Path(fresh_app.config["INDEX_DIR"]), [each for each in questions(60) if each.words][:12]
    indexing.rebuild(folder)
    for mission in missions[:3]:
        mission.text_seq += 100_000
    db.session.commit()
    indexing.fold(folder)
    return folder, asked, [search(each) for each in asked]


def anew(asked: list[SearchRequest], folder: Path) -> tuple[list[SearchResult], bool]:
    """Return what a process that begins answers, and whether it could open the index."""
    files._seen.clear()
    state = engine.SearchState(db.engine, folder)
    try:
        return [state.answer(each) for each in asked], state.snapshot is not None
    finally:
        state.close()


def flip(path: Path, chance: random.Random) -> None:
    """Turn over one bit of a file."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves open what it could not read
@pytest.mark.parametrize("flips", FLIPS)
def test_a_bit_turned_over_anywhere_never_makes_a_wrong_answer(
    site: tuple[Path, list[SearchRequest], list[SearchResult]], flips: int
) -> None:
    folder, asked, right = site
    whole, chance = folder.with_name("whole"), random.Random(11)
    shutil.copytree(folder, whole)
    sums_of_nothing = {each.name for each in whole.glob("*.sum") if not each.with_suffix("").exists()}
    read = [each.name for each in sorted(whole.iterdir()) if each.stat().st_size and each.name not in sums_of_nothing]
    assert {Path(each).suffix for each in read} == {".seg", ".toc", ".sum"}
    for turn in range(flips):
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        flip(folder / read[turn % len(read)], chance)
        answers, opened = anew(asked, folder)
        assert answers == right, read[turn % len(read)]
        assert not opened
        if turn < len(read):
            indexing.fold(folder)
            assert indexing.is_current(folder)
            assert anew(asked, folder) == (right, True)


def test_a_file_written_over_while_it_is_open_is_not_read_further(site: tuple[Path, list[SearchRequest], list[SearchResult]]) -> None:
    folder, asked, right = site
    chance = random.Random(12)
    assert engine.state().snapshot is not None
    engine.state().forget()
    for each in folder.glob("*.seg"):
        flip(each, chance)
    assert [search(each) for each in asked] == right
    assert engine.state().snapshot is None
    indexing.fold(folder)
    assert indexing.is_current(folder)


def test_without_its_sum_a_file_is_not_trusted(site: tuple[Path, list[SearchRequest], list[SearchResult]]) -> None:
    folder, _asked, _right = site
    for each in folder.glob("*.seg.sum"):
        each.unlink()
    files._seen.clear()
    with pytest.raises(index.IndexUnavailable, match="sum"):
        index.open_snapshot(folder)
