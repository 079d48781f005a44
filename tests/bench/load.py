"""Fifty requests a second, mixed as people mix them: `python -m tests.bench.load [--seconds 300] [--missions 1000 10000] [--json]`.

The site is served as on one machine (gunicorn, two processes of eight threads, and its worker); requests leave at their hour whether or
not the ones before were answered, and a time is counted from that hour. One in five writes: a candidature, or a message. With several
sizes the same load is run over each, which tells what ten times the data costs. Clients run on the same machine: they cost it time too.
"""

import argparse
import http.client
import json
import random
import re
import secrets
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from benevolat.core.db import db
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.factories.people import person
from tests.factories.world import association, candidature, mission
from tests.faults.house import House, house
from tests.faults.world import cookie_of
from tests.support.corpus import fill

WRITES = 0.2
MESSAGES = 8
WORDS = ("jardin", "lecture", "repas", "velo", "français", "aide aux devoirs", "accompagner", "cuisine grenoble", "sport voiron")
BARS = {"reading": 100, "writing": 150}
Request = tuple[str, str, str, str | None]


class Load:
    """The requests of a run: what is read, and what each volunteer may still write."""

    def __init__(self, target: House, writes: int, missions: list[str]) -> None:
        self.house, self.missions, self.chance = target, missions, random.Random(11)
        self.port = target.hosts[0].port
        applying, writing = writes // 2 + 10, writes // 2 // MESSAGES + 10
        host = association(member=person())
        open_one = mission(host, places=None)
        touch(open_one, text=True)
        senders = [person() for _each in range(applying)]
        writers = [candidature(mission(host), person()) for _each in range(writing)]
        db.session.commit()
        self.open_one = open_one.public_id
        self.applying = [cookie_of(target.app, each) for each in senders]
        self.writers = [(cookie_of(target.app, each.user), each.public_id) for each in writers] * MESSAGES
        self.readers = [each[0] for each in self.writers[:20]]
        self.tokens: dict[str, tuple[str, str]] = {}

    def warm(self) -> None:
        """Read once the pages that hold each writer's token, as somebody who is about to write does."""
        for cookie in self.applying:
            self._token(cookie, f"/missions/{self.open_one}/candidater")
        for cookie, public_id in self.writers[:len(self.writers) // MESSAGES]:
            self._token(cookie, f"/mes-candidatures/{public_id}")

    def _token(self, cookie: str, path: str) -> None:
        _status, page, given = ask(self.port, ("GET", path, cookie, None))
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, path
        self.tokens[cookie] = (given or cookie, unescape(found[1]))

    def read(self) -> Request:
        """Return something to read."""
        kind = self.chance.random()
        if kind < 0.15:
            return "GET", "/", "", None
        if kind < 0.5:
            return "GET", "/missions?" + urlencode({"q": self.chance.choice(WORDS)}), "", None
        if kind < 0.75:
            return "GET", f"/missions/{self.chance.choice(self.missions)}", "", None
        if kind < 0.8:
            return "GET", "/associations", "", None
        return "GET", "/mes-candidatures", self.chance.choice(self.readers), None

    def write(self) -> Request:
        """Return something to write, never the same twice."""
        if self.chance.random() < 0.5 and self.applying:
            cookie, path, fields = self.applying.pop(), f"/missions/{self.open_one}/candidater", {"message": "Bonjour."}
        else:
            cookie, public_id = self.writers.pop()
            path, fields = f"/mes-candidatures/{public_id}/message", {"body": f"Message {self.chance.random()}"}
        given, token = self.tokens[cookie]
        return "POST", path, given, urlencode({"csrf_token": token, "form_key": secrets.token_hex(8), **fields})

    def requests(self, count: int) -> list[Request]:
        """Return the requests of a run, in their order."""
        return [self.write() if self.chance.random() < WRITES else self.read() for _each in range(count)]


def ask(port: int, request: Request) -> tuple[int, str, str]:
    """Send one request; return its status (0: no answer), its page and the session it gives."""
    method, path, cookie, body = request
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-For": f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.7", "Connection": "close"}
    if cookie:
        headers["Cookie"] = f"session={cookie}"
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        given = [each[8:].split(";", 1)[0] for each in answer.headers.get_all("Set-Cookie", []) if each.startswith("session=")]
        return answer.status, answer.read().decode(errors="replace"), given[-1] if given else ""
    except (OSError, http.client.HTTPException):
        return 0, "", ""
    finally:
        connection.close()


def drive(port: int, requests: list[Request], rate: float) -> list[tuple[str, int, float]]:
    """Send every request at its hour; return for each its kind, its status and the milliseconds since that hour."""
    begun = time.monotonic() + 0.5

    def one(number: int, request: Request) -> tuple[str, int, float]:
        hour = begun + number / rate
        time.sleep(max(0.0, hour - time.monotonic()))
        status, _page, _given = ask(port, request)
        return "reading" if request[0] == "GET" else "writing", status, (time.monotonic() - hour) * 1000

    with ThreadPoolExecutor(64) as pool:
        return list(pool.map(one, range(len(requests)), requests))


def figures(answers: list[tuple[str, int, float]]) -> dict[str, Any]:
    """Return counts, errors and percentiles by kind."""
    told: dict[str, Any] = {}
    for kind in BARS:
        times = [ms for each, _status, ms in answers if each == kind]
        cuts = quantiles(times, n=100)
        told[kind] = {
            "requests": len(times), "p50": round(cuts[49]), "p95": round(cuts[94]), "p99": round(cuts[98]), "bar": BARS[kind],
            "errors": sum(1 for each, status, _ms in answers if each == kind and status not in {200, 303}),
        }
    return told


def measure(kind: str, missions: int, seconds: float, rate: float, say: Callable[[str], None]) -> dict[str, Any]:
    """Serve a site with so many missions, load it, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="load-") as folder, house(Path(folder), kind=kind) as target:
        fill(missions)
        db.session.commit()
        published = list(db.session.scalars(sa.select(Mission.public_id).where(Mission.publication == "published").limit(400)))
        count = int(seconds * rate)
        load = Load(target, int(count * WRITES * 1.3), published)
        target.flask("search", "rebuild")
        target.open()
        load.warm()
        say(f"{missions} missions, {kind} : {rate:.0f} requests a second for {seconds:.0f} s")
        readable = [each for each in load.missions if ask(load.port, ("GET", f"/missions/{each}", "", None))[0] == 200][:200]
        load.missions = readable
        return figures(drive(load.port, load.requests(count), rate))


def main() -> None:
    """Print the figures of each size, as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--missions", type=int, nargs="+", default=[1000])
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    say: Callable[[str], None] = (lambda _words: None) if given.json else print
    told = {size: measure(given.database, size, given.seconds, given.rate, say) for size in given.missions}
    if given.json:
        print(json.dumps(told))  # noqa: T201
        return
    for size, kinds in told.items():
        for kind, each in kinds.items():
            print(f"{size:>8} missions  {kind:<8} {each['requests']:>6} requests  p50 {each['p50']:>5} ms  p95 {each['p95']:>5} ms "  # noqa: T201
                  f"(bar {each['bar']})  p99 {each['p99']:>5} ms  {each['errors']} errors")


if __name__ == "__main__":
    main()
