"""Any order of acts on a waiting list that moves alone, beside an oracle kept by hand: never one too many, never anybody passed over."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from benevolat.accounts.models import User
from benevolat.candidatures import jobs, queries, services
from benevolat.candidatures.models import Candidature, OfferState, PlaceOffer, State
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import DomainError
from benevolat.engagements import services as engagements
from benevolat.missions.models import Creneau, Mission, MissionKind
from tests.conftest import restore
from tests.factories.people import person
from tests.factories.world import association, creneau, mission

START = clock.paris(2026, 1, 5, 10)
WHICH = st.integers(0, 30)


class Machine(RuleBasedStateMachine):
    """One mission (or one créneau of it), its member, and volunteers who come and go."""

    app: Flask

    @initialize(dated=st.booleans(), places=st.integers(1, 3))
    def begin(self, dated: bool, places: int) -> None:
        self.held, self.now, self.line, self.places = ExitStack(), START, [], places
        self.held.enter_context(self.app.app_context())
        restore(self.app)
        with clock.frozen(self.now), transaction():
            member = person()
            kind = {"kind": MissionKind.DATED, "places": None} if dated else {"places": places}
            of = mission(association(member=member), starts_on=None, ends_on=None, **kind)
            slot = creneau(of, days=60, places=places) if dated else None
            services.choose_rule(of, automatic=True, by=member)
            self.mission, self.slot, self.member = of.id, slot.id if slot else None, member.id

    def teardown(self) -> None:
        db.session.rollback()
        db.session.remove()
        self.held.close()

    def of(self) -> Mission:
        return db.session.get_one(Mission, self.mission)

    def creneau(self) -> Creneau | None:
        return db.session.get_one(Creneau, self.slot) if self.slot else None

    def by(self) -> User:
        return db.session.get_one(User, self.member)

    def rows(self, *states: State) -> list[Candidature]:
        return list(db.session.scalars(sa.select(Candidature).where(Candidature.state.in_(states)).order_by(Candidature.id)))

    def offers(self) -> set[int]:
        return set(db.session.scalars(sa.select(PlaceOffer.id)))

    def attempt(self, act: Callable[[], Any]) -> bool:
        """Do an act as a view does; then bring the oracle's line up to date from who joined, left, or was served."""
        self.now += timedelta(minutes=1)
        before = self.offers()
        with clock.frozen(self.now):
            try:
                with transaction():
                    act()
                done = True
            except DomainError:
                done = False
        self.follow(before)
        return done

    def follow(self, before: set[int]) -> None:
        waiting = {each.id: each for each in self.rows(State.WAITLISTED)}
        made = db.session.scalars(sa.select(PlaceOffer).where(PlaceOffer.id.not_in(before)).order_by(PlaceOffer.id)).all()
        self.line = [each for each in self.line if each in waiting]
        fresh = [each for each in waiting.values() if each.decided_at == self.now and each.id not in self.line]
        self.line += [each.id for each in sorted(fresh, key=lambda row: row.id)]
        assert [each.candidature_id for each in made] == self.line[: len(made)], "somebody was passed over"
        self.line = self.line[len(made):]
        db.session.rollback()

    def pick(self, which: int, *states: State) -> Candidature | None:
        rows = self.rows(*states)
        return rows[which % len(rows)] if rows else None

    @rule()
    def apply(self) -> None:
        with transaction():
            someone = person().id
        user = db.session.get_one(User, someone)
        self.attempt(lambda: services.send_candidature(self.of(), self.creneau(), user=user, by=user))

    @rule(which=WHICH)
    def accept(self, which: int) -> None:
        row = self.pick(which, State.SENT, State.WAITLISTED)
        if row is not None:
            ahead = self.line.index(row.id) if row.id in self.line else len(self.line)
            kept = db.session.scalar(sa.select(PlaceOffer.id).where(
                PlaceOffer.candidature_id == row.id, PlaceOffer.state == OfferState.OPEN)) is not None
            left = queries.places_left(self.of(), self.creneau()) or 0
            done = self.attempt(lambda: engagements.accept_candidature(row, by=self.by()))
            assert done == (kept or left > ahead)

    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        row = self.pick(which, State.SENT, State.WAITLISTED)
        if row is not None:
            assert self.attempt(lambda: services.decline_candidature(row, by=self.by(), reason="Une raison."))

    @rule(which=WHICH)
    def wait(self, which: int) -> None:
        row = self.pick(which, State.SENT)
        if row is not None:
            left = queries.places_left(self.of(), self.creneau()) or 0
            assert self.attempt(lambda: services.waitlist_candidature(row, by=self.by())) == (left == 0)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        row = self.pick(which, State.SENT, State.WAITLISTED, State.ACCEPTED)
        if row is not None:
            self.attempt(lambda: engagements.withdraw_candidature(row, by=row.user))

    @rule(which=WHICH)
    def revoke(self, which: int) -> None:
        row = self.pick(which, State.ACCEPTED)
        if row is not None:
            self.attempt(lambda: engagements.revoke_candidature(row, by=self.by(), reason="Une raison."))

    @rule(which=WHICH)
    def take(self, which: int) -> None:
        row = self.pick(which, State.WAITLISTED)
        if row is not None:
            offer = queries.open_offer(row)
            open_ = offer is not None and offer.ends_at > self.now + timedelta(minutes=1)
            assert self.attempt(lambda: engagements.take_offer(row, by=row.user)) == open_

    @rule(which=WHICH)
    def rejoin(self, which: int) -> None:
        row = self.pick(which, State.WAITLISTED)
        if row is not None:
            self.attempt(lambda: services.rejoin_list(row, by=row.user))

    @rule(more=st.integers(1, 2))
    def add_places(self, more: int) -> None:
        self.places += more
        with clock.frozen(self.now), transaction():
            (self.creneau() or self.of()).places = self.places

    @rule(open_=st.booleans())
    def close_or_open(self, open_: bool) -> None:
        with clock.frozen(self.now), transaction():
            self.of().recruiting = open_

    @rule(hours=st.sampled_from([1, 20, 50]))
    def time_passes(self, hours: int) -> None:
        """Let the worker pass, as it does every five minutes."""
        self.now += timedelta(hours=hours)
        with clock.frozen(self.now):
            over = queries.offers_over()
            lists = queries.lists_to_move(services.LAST_CALL)
        for each in over:
            self.attempt(lambda one=each: jobs.lapse_offer({"offer": one}))  # type: ignore[misc]
        for of, slot in lists:
            self.attempt(lambda one=of, two=slot: jobs.move_list({"mission": one, "creneau": two}))  # type: ignore[misc]
        if self.of().recruiting:
            left = queries.places_left(self.of(), self.creneau()) or 0
            assert not (left and self.line), "a place is free and somebody waits"
        db.session.rollback()

    @invariant()
    def never_one_too_many(self) -> None:
        if not hasattr(self, "mission"):
            return
        place = self.creneau() or self.of()
        accepted = len(self.rows(State.ACCEPTED))
        kept = db.session.scalar(sa.select(sa.func.count(PlaceOffer.id)).where(PlaceOffer.state == OfferState.OPEN)) or 0
        assert place.places_taken == accepted + kept <= self.places
        holders = db.session.scalars(sa.select(Candidature.state).join(PlaceOffer).where(PlaceOffer.state == OfferState.OPEN)).all()
        assert set(holders) <= {State.WAITLISTED}
        db.session.rollback()


def _run(app: Flask, examples: int) -> None:
    machine = type("MachineHere", (Machine,), {"app": app})
    run_state_machine_as_test(machine, settings=settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True,
        phases=(Phase.explicit, Phase.reuse, Phase.generate)))


def test_any_order_of_acts_passes_over_nobody(fresh_app: Flask) -> None:
    _run(fresh_app, 15)


@pytest.mark.long
def test_any_order_of_acts_many_times_over(fresh_app: Flask) -> None:
    _run(fresh_app, 400)
