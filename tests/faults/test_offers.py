"""A place kept for somebody, and the single-use links: whatever is pressed at the same moment, once each, on real databases.

One run every day, twenty with `--all`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from benevolat.accounts.models import User
from benevolat.associations.models import MemberRole, Membership
from benevolat.candidatures import jobs, services
from benevolat.candidatures.errors import NoPlaceLeft, OfferOver
from benevolat.candidatures.models import AnswerLink, Candidature, OfferState, PlaceOffer, State
from benevolat.candidatures.services.links import make_link
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import DomainError
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Mission
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY, association, candidature, mission

from .test_last_place import _site, count

CLICKS = 10
RUNS = [pytest.param(1, id="1 run"), pytest.param(20, id="20 runs", marks=pytest.mark.long)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of its own on a real database."""
    folder: Path = tmp_path_factory.mktemp("offers")
    if request.param == "postgres":
        with request.getfixturevalue("postgres_server").fresh_database() as url:
            yield from _site(folder, url)
    else:
        yield from _site(folder, f"sqlite:///{folder / 'site.sqlite3'}")


def at_once(site: Flask, acts: list[Callable[[], Any]]) -> list[Any]:
    """Do these acts at the same moment, each in its own connection; return what each gave, or its refusal."""
    together = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        with site.app_context():
            together.wait(300)
            for _try in range(20):
                try:
                    with transaction():
                        return act()
                except DomainError as refused:
                    return refused
                except OperationalError:
                    continue
            raise AssertionError("the database never answered")

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def row(number: int) -> Candidature:
    return db.session.get_one(Candidature, number)


def user(number: int) -> User:
    return db.session.get_one(User, number)


@dataclass
class Line:
    """A mission whose list moves alone: who has a place, who waits in which order, by row number."""

    mission: int
    member: int
    accepted: list[int]
    waiting: list[int]

    def take(self, number: int) -> Any:
        return engagements.take_offer(row(number), by=row(number).user).id

    def withdraw(self, number: int) -> Any:
        return engagements.withdraw_candidature(row(number), by=row(number).user)

    def accept(self, number: int) -> Any:
        return engagements.accept_candidature(row(number), by=user(self.member)).id

    def offered(self, state: OfferState = OfferState.OPEN) -> list[int]:
        return list(db.session.scalars(
            sa.select(PlaceOffer.candidature_id).join(Candidature)
            .where(Candidature.mission_id == self.mission, PlaceOffer.state == state).order_by(PlaceOffer.candidature_id)
        ))

    def check(self) -> None:
        """Compare the counter of places with who holds one: accepted, or kept by an offer."""
        db.session.rollback()
        held = count(Candidature, Candidature.mission_id == self.mission, Candidature.state == State.ACCEPTED) + len(self.offered())
        there = db.session.get_one(Mission, self.mission)
        assert there.places_taken == held == there.places
        planned = Counter(db.session.scalars(
            sa.select(Engagement.candidature_id).join(Candidature).where(Candidature.mission_id == self.mission)))
        assert set(planned.values()) <= {1}


def line(*, places: int = 1, waiting: int = 2) -> Line:
    """Every place is taken, and people wait."""
    member = person()
    of = mission(association(member=member), places=places, starts_on=None, ends_on=None)
    db.session.commit()
    with transaction():
        services.choose_rule(of, automatic=True, by=member)
    rows = []
    for number in range(places + waiting):
        with transaction():
            who = person()
            rows.append(services.send_candidature(of, user=who, by=who).id)
            if number < places:
                engagements.accept_candidature(row(rows[-1]), by=member)
    return Line(of.id, member.id, rows[:places], rows[places:])


def offered_line() -> Line:
    """The one place was given back: it is kept for who waits first."""
    made = line()
    with transaction():
        made.withdraw(made.accepted[0])
    assert made.offered() == made.waiting[:1]
    db.session.rollback()
    return made


@pytest.mark.parametrize("runs", RUNS)
def test_a_kept_place_is_taken_once_however_often_one_presses(site: Flask, runs: int) -> None:
    for _run in range(runs):
        here = offered_line()
        letters = count(OutgoingMail)
        db.session.rollback()
        outcomes = at_once(site, [lambda here=here: here.take(here.waiting[0])] * CLICKS)  # type: ignore[misc]
        assert Counter(type(each) for each in outcomes) == {int: 1, OfferOver: CLICKS - 1}
        here.check()
        assert (row(here.waiting[0]).state, here.offered(OfferState.ACCEPTED)) == (State.ACCEPTED, here.waiting[:1])
        assert count(OutgoingMail) == letters + 2, "one letter to each side"


@pytest.mark.parametrize("runs", RUNS)
def test_a_kept_place_goes_to_nobody_else_meanwhile(site: Flask, runs: int) -> None:
    for _run in range(runs):
        here = offered_line()
        first, second = here.waiting
        outcomes = at_once(site, [
            lambda here=here, first=first: here.take(first), lambda here=here, first=first: here.accept(first),  # type: ignore[misc]
            *[lambda here=here, second=second: here.accept(second)] * 4,  # type: ignore[misc]
            *[lambda here=here, second=second: here.take(second)] * 2,  # type: ignore[misc]
        ])
        assert [isinstance(each, int) for each in outcomes[:2]].count(True) == 1
        assert [type(each) for each in outcomes[2:]] == [NoPlaceLeft] * 4 + [OfferOver] * 2
        here.check()
        assert (row(first).state, row(second).state) == (State.ACCEPTED, State.WAITLISTED)


@pytest.mark.parametrize("runs", RUNS)
def test_letting_go_and_taking_at_once_serves_the_next_one(site: Flask, runs: int) -> None:
    for _run in range(runs):
        here = offered_line()
        first, second = here.waiting
        at_once(site, [lambda here=here, act=act: getattr(here, act)(here.waiting[0])  # type: ignore[misc]
                       for act in ("take", "withdraw", "take", "withdraw")])
        here.check()
        assert (row(first).state, here.offered()) == (State.WITHDRAWN, [second])


@pytest.mark.parametrize("runs", RUNS)
def test_an_offer_over_is_ended_once_by_however_many_workers(site: Flask, runs: int) -> None:
    for _run in range(runs):
        here = offered_line()
        offer = db.session.scalars(sa.select(PlaceOffer).where(PlaceOffer.candidature_id == here.waiting[0])).one()
        offer.ends_at = clock.now() - timedelta(minutes=1)
        payload, late = {"offer": offer.id}, here.waiting[0]
        letters = count(OutgoingMail)
        db.session.commit()
        outcomes = at_once(site, [
            *[lambda payload=payload: jobs.lapse_offer(payload)] * 6,  # type: ignore[misc]
            *[lambda here=here, late=late: here.take(late)] * 2,  # type: ignore[misc]
        ])
        assert [type(each) for each in outcomes[6:]] == [OfferOver] * 2
        here.check()
        assert (here.offered(), here.offered(OfferState.LAPSED)) == (here.waiting[1:], here.waiting[:1])
        assert count(OutgoingMail) == letters + 2, "one who was late, one who is next"


@pytest.mark.parametrize("runs", RUNS)
def test_places_given_back_while_the_list_moves_and_others_arrive(site: Flask, runs: int) -> None:
    for _run in range(runs):
        here = line(places=5, waiting=7)
        newcomers = [person().id for _each in range(3)]
        db.session.commit()

        def arrive(number: int, here: Line = here) -> int:
            return services.send_candidature(db.session.get_one(Mission, here.mission), user=user(number), by=user(number)).id

        outcomes = at_once(site, [
            *[lambda here=here, each=each: here.withdraw(each) for each in here.accepted],  # type: ignore[misc]
            *[lambda here=here: jobs.move_list({"mission": here.mission, "creneau": None})] * 4,  # type: ignore[misc]
            *[lambda arrive=arrive, each=each: arrive(each) for each in newcomers],  # type: ignore[misc]
        ])
        assert not [each for each in outcomes if isinstance(each, DomainError)]
        here.check()
        assert here.offered() == here.waiting[:5], "as many as there were places, in the order of the line"
        assert {row(each).state for each in outcomes[-3:]} == {State.WAITLISTED}


def press(site: Flask, presses: list[tuple[str, dict[str, str]]], visitor: str) -> list[str]:
    """Press buttons of pages opened without signing in, at the same moment; a busy site is asked again."""
    together = Barrier(len(presses))

    def one(what: tuple[str, dict[str, str]]) -> str:
        client = site.test_client()
        together.wait(300)
        for _try in range(20):
            answer = client.post(what[0], data=what[1], environ_base={"REMOTE_ADDR": visitor})
            if answer.status_code != 503:
                return str(answer.status_code)
        return "503"

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(one, presses))


NO = ("non", {"reason": "times"})
YES = ("oui", {"message": ""})


def links(sent: Candidature, *members: User) -> list[str]:
    made = [make_link(sent, each, expires_at=clock.now() + timedelta(days=1)) for each in members]
    db.session.commit()
    return [f"/reponse/{each}" for each in made]


@pytest.mark.parametrize("runs", RUNS)
def test_a_link_answers_once(site: Flask, runs: int) -> None:
    for run in range(runs):
        member = person(first_name="Camille")
        sent = candidature(mission(association(member=member), places=3))
        [path] = links(sent, member)
        number, letters = sent.id, count(OutgoingMail)
        db.session.rollback()
        answers = press(site, [(f"{path}/{name}", data) for name, data in [YES, NO] * (CLICKS // 2)], f"127.1.0.{run + 1}")
        assert set(answers) == {"303"}
        db.session.rollback()
        assert row(number).state in {State.ACCEPTED, State.DECLINED}
        assert row(number).mission.places_taken == (1 if row(number).state is State.ACCEPTED else 0)
        assert count(AnswerLink, AnswerLink.candidature_id == number, AnswerLink.used_at.is_not(None)) == 1
        assert count(OutgoingMail) == letters + 1


@pytest.mark.parametrize("runs", RUNS)
def test_two_members_who_answer_by_their_links_at_once_make_one_answer(site: Flask, runs: int) -> None:
    for run in range(runs):
        host = association(member=(camille := person(first_name="Camille")))
        malik = person(first_name="Malik")
        keep(Membership(**DAILY, association_id=host.id, user_id=malik.id, role=MemberRole.MEMBER))
        sent = candidature(mission(host, places=3))
        paths = links(sent, camille, malik)
        number, letters, ids = sent.id, count(OutgoingMail), {State.ACCEPTED: camille.id, State.DECLINED: malik.id}
        db.session.rollback()
        press(site, [(f"{paths[0]}/oui", YES[1]), (f"{paths[1]}/non", NO[1])] * 4, f"127.2.0.{run + 1}")
        db.session.rollback()
        assert row(number).decided_by_id == ids[row(number).state], "who is named is who decided"
        assert count(AnswerLink, AnswerLink.candidature_id == number, AnswerLink.used_at.is_not(None)) == 1
        assert count(OutgoingMail) == letters + 1
