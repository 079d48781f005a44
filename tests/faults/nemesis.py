"""Every fault of the table, mixed at random while people use the site: `python -m tests.faults.nemesis --seconds 180 [--seed N]`.

Prints its history (when, which fault), what people saw, and the checker's verdict; leaves with 1 when a promise was broken.
"""

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import click

from tests.faults.clients import Crowd
from tests.faults.house import Host, House, house
from tests.faults.world import Verdict, check, mails_wait, stories
from tests.support.components_mail import MailServer, running_mail_server

PEOPLE = 8
DRAIN = 240.0
KILLED = "kill -9 the worker"


class Nemesis:
    """Hurts a house at random, and mends what it broke before it hurts again."""

    def __init__(self, target: House, mail: MailServer, seed: int) -> None:
        self.house, self.mail, self.chance = target, mail, random.Random(seed)
        self.history: list[str] = []
        self.faults: dict[str, Callable[[], None]] = {
            "kill -9 the web server": self.kill_web, "kill -9 one web process": self.kill_child, KILLED: self.kill_worker,
            "web server told to stop, then started": self.restart_web, "mail server refuses": self.refuse_mail,
            "search index spoiled": lambda: self.host().spoil_index(self.chance),
        }
        if target.postgres is not None:
            self.faults |= {"PostgreSQL restarted": self.restart_postgres, "PostgreSQL killed": self.crash_postgres,
                            "PostgreSQL stands still": self.freeze_postgres}
        else:
            self.faults |= {"SQLite held by another": self.hold_sqlite}

    def host(self) -> Host:
        """Return one of the hosts."""
        return self.chance.choice(self.house.hosts)

    def kill_web(self) -> None:
        """Everything of a web server at once."""
        host = self.host()
        host.web.kill()
        time.sleep(self.chance.uniform(0, 1))
        host.web.start()

    def kill_child(self) -> None:
        """One of its processes."""
        self.host().kill_a_child(self.chance)

    def kill_worker(self) -> None:
        """A worker, wherever it is in its work."""
        host = self.host()
        host.worker.kill()
        host.worker.start()

    def restart_web(self) -> None:
        """As an upgrade does."""
        host = self.host()
        host.web.stop()
        host.web.start()

    def refuse_mail(self) -> None:
        """« Later », for some seconds."""
        self.mail.refusal = "451 4.3.0 plus tard"
        time.sleep(self.chance.uniform(1, 4))
        self.mail.refusal = ""

    def restart_postgres(self) -> None:
        """As an upgrade of its own does."""
        assert self.house.postgres is not None
        self.house.postgres.restart()

    def crash_postgres(self) -> None:
        """As a machine that runs out of memory does."""
        assert self.house.postgres is not None
        self.house.postgres.restart(crash=True)

    def freeze_postgres(self) -> None:
        """It answers nothing, and hangs up on nobody."""
        assert self.house.postgres is not None
        for what in (signal.SIGSTOP, signal.SIGCONT):
            for child in [*self.house.postgres.program.children(), self.house.postgres.program.process.pid]:  # type: ignore[union-attr]
                with suppress(ProcessLookupError):
                    os.kill(child, what)
            time.sleep(self.chance.uniform(1, 3) if what is signal.SIGSTOP else 0)

    def hold_sqlite(self) -> None:
        """Another program writes for longer than anybody waits."""
        with closing(sqlite3.connect(self.house.folder / "site.sqlite3", isolation_level=None, timeout=60)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.chance.uniform(1, 8))
            other.execute("ROLLBACK")

    def hurt(self, begun: float, name: str | None = None) -> None:
        """Do one fault and note it."""
        name = name or self.chance.choice(sorted(self.faults))
        at = time.monotonic()
        self.faults[name]()
        self.history.append(f"  {at - begun:7.1f} s  {name} ({time.monotonic() - at:.1f} s)")


def run(target: House, mail: MailServer, *, seconds: float, seed: int, count: int, faults: int | None = None,
        only: tuple[str, ...] = (), quiet: tuple[float, float] = (1.0, 4.0)) -> tuple[Nemesis, Crowd, Verdict]:
    """Let people in, hurt the house for so long (or so many times), mend it, drain the mails, and judge."""
    crowd = Crowd(stories(target.app, count), [each.port for each in target.hosts], PEOPLE)
    target.open()
    enemy = Nemesis(target, mail, seed)
    crowd.start()
    begun = time.monotonic()
    while (faults is None or len(enemy.history) < faults) and time.monotonic() - begun < seconds and not crowd.is_over:
        time.sleep(enemy.chance.uniform(*quiet))
        enemy.hurt(begun, enemy.chance.choice(only) if only else None)
    history = crowd.stop()
    until = time.monotonic() + DRAIN
    while mails_wait() and time.monotonic() < until:
        time.sleep(0.5)
    verdict = check(history.acknowledged, mail, cut_short=sum(KILLED in each for each in enemy.history))
    for each in sorted(set(history.wrong)):
        verdict.wrong.append(f"{each} (×{history.wrong.count(each)})")
    return enemy, crowd, verdict


def main() -> int:
    """Hurt the site for real, and say what became of every promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    parser.add_argument("--hosts", type=int, default=2)
    given = parser.parse_args()
    hosts = given.hosts if given.database == "postgres" else 1
    click.echo(f"nemesis: seed {given.seed}, {given.seconds:.0f} s, {given.database}, {hosts} host(s), {PEOPLE} people at once")
    with tempfile.TemporaryDirectory(prefix="nemesis-") as folder, running_mail_server() as mail, \
            house(Path(folder), kind=given.database, hosts=hosts, mail=mail) as target:
        enemy, crowd, verdict = run(target, mail, seconds=given.seconds, seed=given.seed, count=int(given.seconds * 1.5) + 20)
        for line in ("history:", *enemy.history, "what people saw:", *crowd.history.lines(), "checked:", *verdict.lines()):
            click.echo(line)
        for host in target.hosts:
            for failure, times in Counter(host.failures()).items():
                click.echo(f"logged on {host.name} ×{times}: {failure}")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
