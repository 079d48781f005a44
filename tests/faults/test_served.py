"""The site as it is served, hurt while people use it: killed, its PostgreSQL restarted, on two hosts, upgraded one host after the other.

Each ends with the checker of world.py. All of them take minutes; what can be held in a moment is in test_database_away.py.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import nemesis
from tests.faults.clients import Crowd
from tests.faults.house import House, house
from tests.faults.world import check, stories
from tests.support.components import require
from tests.support.components_mail import MailServer

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("served")]
LONGEST = 1800.0


@pytest.fixture(params=["postgres", "sqlite"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database under the site."""
    return str(request.param)


@pytest.fixture
def target(kind: str, tmp_path: Path, mail_server: MailServer) -> Iterator[House]:
    """A house on a real database: two hosts where they can share one."""
    with require("postgres", house(tmp_path, kind=kind, hosts=2 if kind == "postgres" else 1, mail=mail_server)) as made:
        yield made


def hurt(target: House, mail: MailServer, *, faults: int, only: tuple[str, ...], count: int) -> dict[str, int]:
    """Do so many faults under load; return how answers went, once the checker found nothing wrong."""
    enemy, crowd, verdict = nemesis.run(
        target, mail, seconds=LONGEST, seed=faults, count=count, faults=faults, only=only, quiet=(0.1, 1.0),
    )
    assert not verdict.wrong, "\n".join([*enemy.history, *crowd.history.lines(), *verdict.lines()])
    assert len(enemy.history) == faults, "everybody had finished before the last fault"
    assert verdict.counted["acknowledged candidatures and messages"] > 0
    return dict(crowd.history.outcomes)


def test_fifty_kills_lose_nothing_that_was_acknowledged(target: House, mail_server: MailServer) -> None:
    seen = hurt(target, mail_server, faults=50, count=600, only=("kill -9 the web server", "kill -9 one web process", nemesis.KILLED))
    assert seen["cut in the middle"] + seen["nobody listens"] > 0, "nothing was felt: nothing was tried"


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_six_restarts_of_postgresql_cost_a_moment_and_nothing_else(target: House, mail_server: MailServer) -> None:
    seen = hurt(target, mail_server, faults=6, count=200, only=("PostgreSQL restarted", "PostgreSQL killed"))
    assert {name for name in seen if name[-3:].isdigit()} <= {"GET 200", "GET 503", "POST 303", "POST 503"}


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_hosts_restarted_one_after_the_other_fail_no_request(target: House, mail_server: MailServer) -> None:
    crowd = Crowd(stories(target.app, 120), [each.port for each in target.hosts], 4)
    target.open()
    crowd.start()
    for host in [*target.hosts, *target.hosts]:
        time.sleep(1)
        host.web.stop()
        time.sleep(1)
        host.web.start()
    history = crowd.stop()
    verdict = check(history.acknowledged, None)
    assert not history.wrong
    assert not verdict.wrong, verdict.lines()
    assert set(history.outcomes) <= {"GET 200", "POST 303", "nobody listens"}, "a front asks the other host when nobody listens on one"
    assert history.outcomes["nobody listens"] > 0


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
def test_hosts_share_no_disk_and_answer_alike(target: House, mail_server: MailServer) -> None:
    stories(target.app, 3)
    target.open()
    until = time.monotonic() + 120
    own = [[host.folder / name for name in ("index", "flux/missions.xml.gz")] for host in target.hosts]
    while not all(path.exists() for paths in own for path in paths) and time.monotonic() < until:
        time.sleep(0.2)
    assert all(path.exists() for paths in own for path in paths), [host.failures() for host in target.hosts]
    one, other = (paths[1].read_bytes() for paths in own)
    assert one == other
    assert b"Jardin" not in one, "it is compressed"


def test_every_fault_at_random(target: House, mail_server: MailServer) -> None:
    enemy, crowd, verdict = nemesis.run(target, mail_server, seconds=60, seed=7, count=120)
    assert not verdict.wrong, "\n".join([*enemy.history, *crowd.history.lines(), *verdict.lines()])
