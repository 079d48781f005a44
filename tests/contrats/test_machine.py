"""Any order of acts on an annexe, its consent and a submission, beside an oracle: the same answer, the same states, the same sight."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from benevolat.accompagnement.queries import current_link
from benevolat.accompagnement.services import begin_accompagnement, end_accompagnement, give_link_code
from benevolat.accounts.models import User
from benevolat.contrats import jobs, services
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import (
    Annexe,
    AnonymousCount,
    Avenant,
    Consentement,
    Contrat,
    Figure,
    PathKind,
    Question,
    Reason,
    Submission,
)
from benevolat.contrats.permissions import own_annexes, visible_annexes, visible_avenants, visible_submissions
from benevolat.core import clock
from benevolat.core.db import Base, db, transaction
from benevolat.core.errors import Conflict, InvalidInput, NotAllowed
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.passeport.models import Skill, SkillState
from tests.conftest import restore
from tests.factories import insertion
from tests.factories.passeport import attested
from tests.factories.people import person

from .oracle import Oracle

START = clock.paris(2026, 1, 5, 10)
CONTENT = replace(insertion.CONTENT, starts_on=START.date())
HOLDER = st.sampled_from(["person"] * 5 + ["referent", "stranger"])
HELPER = st.sampled_from(["referent"] * 5 + ["person", "stranger"])
STARTS = st.sampled_from([(), ("draft", "propose"), ("draft", "propose", "sign", "countersign"),
                          ("draft", "propose", "sign", "countersign", "submit"), ("draft", "propose", "sheet", "countersign"),
                          ("draft", "propose", "sheet", "countersign", "submit")])
"""Where a run begins: an engagement is submitted after five right acts, which chance alone would seldom reach."""


PAPER = b"%PDF-1.7\n%%EOF\n"


def said(heavy: bool) -> services.AnnexeContent:
    """What an annexe says, with hours to look at twice or not."""
    return replace(CONTENT, hours=12) if heavy else CONTENT


def looked_at(decided: bool) -> list[Decided]:
    """What the référent decides of the hours, or nothing."""
    return [Decided(Question.HOURS, Reason.HOURS_PLACED)] if decided else []


def everything_but_figures() -> str:
    """Return every row of every table, the coarse figures left out."""
    kept = [each for each in Base.metadata.sorted_tables if each.name != AnonymousCount.__tablename__]
    return repr([(each.name, db.session.execute(sa.select(each)).all()) for each in kept])


class Machine(RuleBasedStateMachine):
    """One person, their référent, another référent; acts in any order."""

    app: Flask

    @initialize(acts=STARTS)
    def begin(self, acts: tuple[str, ...]) -> None:
        self.held = ExitStack()
        self.now = START
        self.held.enter_context(self.app.app_context())
        restore(self.app)
        self.oracle = Oracle(today=START.date(), starts_on=START.date())
        with clock.frozen(self.now), transaction():
            holder = person(first_name="Amina", last_name="Roussel")
            helper, stranger = insertion.linked(holder), insertion.linked(person())
            reference = insertion.contrat(holder, helper, path_kind=PathKind.EMPLOI)
            done = attested(holder, "ecouter")
            assert done.bilan is not None
            done.bilan.minutes = 60
            db.session.flush()
            self.ids = {"person": holder.id, "referent": helper.id, "stranger": stranger.id}
            self.contrat, self.engagement = reference.id, done.id
        right: dict[str, Any] = {"sign": {"who": "person", "stale": False}, "submit": {"who": "person", "mark": True},
                                 "draft": {"who": "referent", "heavy": False, "decided": False},
                                 "sheet": {"who": "referent", "stale": False}}
        for each in acts:
            getattr(self, each)(**right.get(each, {"who": "referent"}))

    def teardown(self) -> None:
        db.session.rollback()
        db.session.remove()
        self.held.close()

    def who(self, name: str) -> User:
        return db.session.get_one(User, self.ids[name])

    def last(self) -> Annexe | None:
        return db.session.scalar(sa.select(Annexe).where(Annexe.contrat_id == self.contrat).order_by(Annexe.id.desc()).limit(1))

    def sent(self) -> Submission | None:
        annexe = self.last()
        return None if annexe is None else db.session.scalar(sa.select(Submission).where(Submission.annexe_id == annexe.id))

    def attempt(self, act: Any, expected: bool) -> None:
        """Do an act as a view does, and compare: done or refused; refused, nothing moved."""
        with clock.frozen(self.now):
            before = everything_but_figures() if not expected else ""
            try:
                with transaction():
                    done = act() is not False
            except (NotAllowed, Conflict, InvalidInput):
                done = False
                db.session.expire_all()
                assert everything_but_figures() == before if not expected else True
        assert done is expected

    def on_last(self, act: Any, expected: bool) -> None:
        self.attempt(lambda: act(annexe) if (annexe := self.last()) is not None else False, expected)

    def on_sent(self, act: Any, expected: bool) -> None:
        self.attempt(lambda: act(sent) if (sent := self.sent()) is not None else False, expected)

    @rule(who=HELPER, heavy=st.booleans(), decided=st.booleans())
    def draft(self, who: str, heavy: bool, decided: bool) -> None:
        self.attempt(lambda: services.draft_annexe(db.session.get_one(Contrat, self.contrat), said(heavy), by=self.who(who),
                                                   decided=looked_at(decided)), self.oracle.draft(who, heavy=heavy, decided=decided))

    @rule(who=HELPER, heavy=st.booleans(), decided=st.booleans())
    def edit(self, who: str, heavy: bool, decided: bool) -> None:
        self.on_last(lambda annexe: services.edit_annexe(annexe, said(heavy), by=self.who(who), decided=looked_at(decided)),
                     self.oracle.edit(who, heavy=heavy, decided=decided))

    @rule(who=HELPER)
    def decide(self, who: str) -> None:
        self.on_last(lambda annexe: services.decide(annexe, looked_at(True), by=self.who(who)), self.oracle.decide(who))

    @rule(who=HELPER, no=st.booleans())
    def speak(self, who: str, no: bool) -> None:
        before, act = everything_but_figures(), services.count_refusal_aloud if no else services.offer_engagement
        self.attempt(lambda: act(self.who("person"), by=self.who(who)),
                     self.oracle.refuse_aloud(who) if no else self.oracle.offer(who))
        db.session.expire_all()
        assert everything_but_figures() == before, "what is said aloud leaves a trace"

    @rule(who=HELPER, stale=st.booleans())
    def sheet(self, who: str, stale: bool) -> None:
        self.on_last(lambda annexe: services.sign_on_sheet(annexe, code="AAAAAA" if stale else services.sheet_code(annexe),
                                                           upload=PAPER, by=self.who(who)), self.oracle.sheet(who, stale=stale))

    @rule(who=HOLDER)
    def disown(self, who: str) -> None:
        self.on_last(lambda annexe: services.disown_sheet(annexe, by=self.who(who)), self.oracle.disown(who))

    @rule(who=HELPER)
    def propose(self, who: str) -> None:
        self.on_last(lambda annexe: services.propose_annexe(annexe, by=self.who(who)), self.oracle.propose(who))

    @rule(who=HOLDER)
    def refuse(self, who: str) -> None:
        before = everything_but_figures()
        self.on_last(lambda annexe: services.count_refusal(annexe, by=self.who(who)), self.oracle.refuse(who))
        db.session.expire_all()
        assert everything_but_figures() == before, "a « no » leaves a trace"

    @rule(who=HOLDER, stale=st.booleans())
    def sign(self, who: str, stale: bool) -> None:
        self.on_last(lambda annexe: services.sign_annexe(annexe, by=self.who(who), revision=annexe.revision - stale),
                     self.oracle.sign(who, stale=stale))

    @rule(who=HELPER)
    def countersign(self, who: str) -> None:
        self.on_last(lambda annexe: services.countersign_annexe(annexe, by=self.who(who)), self.oracle.countersign(who))

    @rule(who=HOLDER)
    def withdraw(self, who: str) -> None:
        self.on_last(lambda annexe: services.withdraw_annexe(annexe, by=self.who(who)), self.oracle.withdraw(who))

    @rule(who=HOLDER, mark=st.booleans())
    def submit(self, who: str, mark: bool) -> None:
        self.attempt(lambda: services.submit_engagement(db.session.get_one(Engagement, self.engagement), wants_mark=mark, by=self.who(who)),
                     self.oracle.submit(who, mark=mark))

    @rule(who=HOLDER)
    def cancel(self, who: str) -> None:
        self.on_sent(lambda sent: services.cancel_submission(sent, by=self.who(who)), self.oracle.cancel(who))

    @rule(who=HELPER)
    def validate(self, who: str) -> None:
        self.on_sent(lambda sent: services.validate_submission(sent, by=self.who(who)), self.oracle.answer(who, validate=True))

    @rule(who=HELPER)
    def complement(self, who: str) -> None:
        self.on_sent(lambda sent: services.answer_with_complement(sent, by=self.who(who), words="Quels jours ?"),
                     self.oracle.answer(who, validate=False))

    @rule()
    def part_or_meet(self) -> None:
        holder = self.who("person")
        with clock.frozen(self.now), transaction():
            if self.oracle.follows:
                link = current_link(holder)
                assert link is not None
                end_accompagnement(link, by=holder)
            else:
                begin_accompagnement(give_link_code(holder), by=self.who("referent"))
        self.oracle.follows = not self.oracle.follows

    @rule()
    def dispute_or_attest(self) -> None:
        self.oracle.attested = not self.oracle.attested
        with transaction():
            done = db.session.get_one(Engagement, self.engagement)
            done.state = EngagementState.ATTESTED if self.oracle.attested else EngagementState.TO_CLOSE

    @rule(days=st.sampled_from([1, 31, 95]))
    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.oracle.pass_days(days)
        with clock.frozen(self.now):
            for job in (jobs.end_annexes, jobs.fade_propositions):
                with transaction():
                    job({})

    @invariant()
    def the_same_states(self) -> None:
        annexes = list(db.session.scalars(sa.select(Annexe).where(Annexe.contrat_id == self.contrat).order_by(Annexe.id)))
        assert [(str(each.state), each.revision) for each in annexes] == [(each.state, each.revision) for each in self.oracle.papers]
        consents = set(db.session.scalars(sa.select(Consentement.annexe_id).where(Consentement.withdrawn_at.is_(None))))
        assert [each.id in consents for each in annexes] == [each.agreed for each in self.oracle.papers]
        kinds = sa.select(Avenant.kind).order_by(Avenant.annexe_id, Avenant.id)
        assert [str(each) for each in db.session.scalars(kinds)] == [kind for each in self.oracle.papers for kind in each.amendments]
        skill = db.session.scalars(sa.select(Skill).where(Skill.engagement_id == self.engagement)).one()
        assert (skill.state is SkillState.VALIDATED) is self.oracle.marked
        figures = Counter[Figure]()
        for row in db.session.scalars(sa.select(AnonymousCount)):
            figures[row.figure] += row.value
        assert (figures[Figure.OFFERED], figures[Figure.REFUSED]) == (self.oracle.offered, self.oracle.refused)

    @invariant()
    def the_same_sight(self) -> None:
        with clock.frozen(self.now):
            for name, annexes, sent in (("referent", self.oracle.seen_by_referent(), self.oracle.sent_to_referent()), ("stranger", [], [])):
                reader = self.who(name)
                seen = db.session.scalars(visible_annexes(reader).where(Annexe.contrat_id == self.contrat).order_by(Annexe.id))
                assert [str(each.state) for each in seen] == annexes
                amendments = visible_avenants(reader).order_by(Avenant.annexe_id, Avenant.id)
                told = [str(each.kind) for each in db.session.scalars(amendments)]
                assert told == (self.oracle.amendments_seen() if name == "referent" else [])
                mine = visible_submissions(reader).where(Submission.engagement_id == self.engagement).order_by(Submission.id)
                assert [str(each.state) for each in db.session.scalars(mine)] == sent
            own = db.session.scalars(own_annexes(self.who("person")).order_by(Annexe.id))
            assert [str(each.state) for each in own] == [each.state for each in self.oracle.papers if each.state != "draft"]
        db.session.rollback()


def _run(app: Flask, examples: int) -> None:
    machine = type("MachineHere", (Machine,), {"app": app})
    run_state_machine_as_test(machine, settings=settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True,
        phases=(Phase.explicit, Phase.reuse, Phase.generate)))


def test_any_order_of_acts_ends_as_the_oracle_says(fresh_app: Flask) -> None:
    _run(fresh_app, 8)


@pytest.mark.long
def test_any_order_of_acts_many_times_over(fresh_app: Flask) -> None:
    _run(fresh_app, 300)
