"""People who use the site while it is hurt: they press again after a failure, with the same form, on whichever host answers."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from tests.faults.world import Story

PATIENCE = 120.0
"""Seconds during which somebody tries again; more would be a site that never came back."""
MESSAGES = 4


class NeverAnswered(Exception):
    """A page that did not come in all that time."""


@dataclass
class History:
    """What people saw: what was acknowledged, how answers went, how long they took."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float) -> None:
        """Note one answer."""
        with self.lock:
            self.outcomes[outcome] += 1
            self.slowest[outcome] = max(self.slowest.get(outcome, 0.0), seconds)

    def acknowledge(self, what: str) -> None:
        """Note that somebody was told that it is done."""
        with self.lock:
            self.acknowledged[what] += 1

    def blame(self, words: str) -> None:
        """Note an answer that no fault excuses."""
        with self.lock:
            self.wrong.append(words)

    def lines(self) -> list[str]:
        """Return the history as it is printed."""
        return [f"  {name:<58} {count:>6}   slowest {self.slowest[name]:.2f} s" for name, count in sorted(self.outcomes.items())]


class Person:
    """A browser: its cookie, the hosts it may reach, and the habit of pressing again."""

    def __init__(self, ports: list[int], history: History, cookie: str, stop: threading.Event) -> None:
        self.ports, self.history, self.cookie, self.stop = ports, history, cookie, stop
        self.chance = random.Random(cookie)
        self.address = f"10.{self.chance.randrange(256)}.{self.chance.randrange(256)}.{self.chance.randrange(1, 255)}"

    def once(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """Ask one host, any of them; return the status, the page and where it leads. Raises OSError or HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", self.chance.choice(self.ports), timeout=60)
        headers = {"Cookie": f"session={self.cookie}", "X-Forwarded-For": self.address, "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for each in answer.headers.get_all("Set-Cookie", []):
                if each.startswith("session="):
                    self.cookie = each.split("=", 1)[1].split(";", 1)[0]
            return answer.status, page, answer.headers.get("Location", "")
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        """Ask until somebody answers something else than « busy »; the same form each time. Raises NeverAnswered."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                status, page, location = self.once(method, path, body)
            except ConnectionRefusedError:
                outcome, status = "nobody listens", 0
            except (OSError, http.client.HTTPException):
                outcome, status = "cut in the middle", 0
            else:
                outcome = f"{method} {status}"
                if status == 503:
                    self._check_busy(method, page)
            self.history.note(outcome, time.monotonic() - begun)
            if status not in {0, 503}:
                return status, page, location
            time.sleep(self.chance.uniform(0.1, 0.6))
        raise NeverAnswered(f"{method} {path}")

    def _check_busy(self, method: str, page: str) -> None:
        if 'lang="fr"' not in page or "occupé" not in page:
            self.history.blame("a 503 that is not our page")
        if method == "POST" and 'name="form_key"' not in page:
            self.history.blame("a 503 without the form that was typed")

    def read(self, path: str) -> str:
        """Read a page."""
        status, page, _location = self.ask("GET", path)
        if status not in {200, 302}:
            self.history.blame(f"GET {path}: {status}")
        return page

    def press(self, path: str, page: str, acknowledged: str, **fields: str) -> None:
        """Press a button of a page; a redirect is an acknowledgement."""
        tokens = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', page))
        status, answer, location = self.ask("POST", path, urlencode({name: unescape(each) for name, each in tokens.items()} | fields))
        if status == 303 and "/connexion" not in location:
            self.history.acknowledge(acknowledged)
        elif not (status == 200 and acknowledged.startswith("accept:") and "liste d’attente" in answer):  # the last place was given
            self.history.blame(f"POST {path}: {status} {location}")


def live(story: Story, number: int, ports: list[int], history: History, stop: threading.Event) -> None:
    """Two volunteers apply and write, the association's member accepts both: a whole story, or as much of it as time allows."""
    ids = []
    for who, cookie in enumerate(story.volunteers):
        if stop.is_set():
            return
        one = Person(ports, history, cookie, stop)
        path, words = f"/missions/{story.mission}/candidater", f"Bonjour {number}-{who}."
        one.press(path, one.read(path), f"candidature:{words}", message=words)
        found = re.search(r'href="/mes-candidatures/([a-z2-7]{16})"', one.read("/mes-candidatures"))
        if found is None:
            history.blame(f"no candidature on the page of somebody who sent one: {number}-{who}")
            return
        ids.append(found[1])
        for each in range(MESSAGES):
            if stop.is_set():
                return
            path, words = f"/mes-candidatures/{found[1]}", f"Message {number}-{who}-{each}"
            one.press(f"{path}/message", one.read(path), f"message:{words}", body=words)
    member = Person(ports, history, story.member, stop)
    for public_id in ids:
        path = f"/association/candidats/{public_id}"
        member.press(f"{path}/accepter", member.read(path), f"accept:{story.mission}", message="")


class Crowd:
    """So many people at once, each living one story after another until told to stop."""

    def __init__(self, told: list[Story], ports: list[int], count: int) -> None:
        self.told, self.ports, self.history, self.stopping = list(enumerate(told)), ports, History(), threading.Event()
        self.threads = [threading.Thread(target=self._run, name=f"person {n}") for n in range(count)]

    def _run(self) -> None:
        while not self.stopping.is_set():
            with self.history.lock:
                if not self.told:
                    return
                number, story = self.told.pop(0)
            try:
                live(story, number, self.ports, self.history, self.stopping)
            except NeverAnswered as never:
                self.history.blame(f"never answered: {never}")

    def start(self) -> None:
        """Let them in."""
        for each in self.threads:
            each.start()

    def stop(self) -> History:
        """Let everybody finish what they have in hand, and return what they saw."""
        self.stopping.set()
        for each in self.threads:
            each.join()
        return self.history

    @property
    def is_over(self) -> bool:
        """Tell whether every story was lived."""
        return not any(each.is_alive() for each in self.threads)
