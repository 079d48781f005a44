"""Histories written row by row: candidatures and what became of them, annexes, counters, in any territory, domain and day."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from benevolat.accompagnement.models import Referent, Service, ServiceKind
from benevolat.accounts.models import Role, User
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.contrats.models import Annexe, AnnexeState, AnonymousCount, Contrat, Figure, PathKind
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.workflow import TransitionLog
from benevolat.engagements.models import Bilan, BilanState, Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.missions.models import Mission
from benevolat.passeport.models import Skill, SkillState
from benevolat.search.models import UnmetCount
from benevolat.temoignages.models import Naming, Temoignage
from benevolat.temoignages.models import State as TemoignageState
from tests.factories import keep
from tests.factories.insertion import CONTENT
from tests.factories.people import agent, person
from tests.factories.world import association, mission

PLACES = ("38185", "38563", "38544", "38226", None)
"""Grenoble, Voiron, Vienne, Mens, and no commune."""
DOMAINS = ("solidarite", "sport", None)
FATES = ("sent", "declined", "waitlisted", "accepted", "running", "done", "not_done", "attested", "told")
START = clock.paris(2024, 12, 28)


class Act(NamedTuple):
    """One candidature and what became of it."""

    mission: int
    person: int
    days: int
    wait: int
    fate: str


acts = st.builds(
    Act, st.integers(0, 14), st.one_of(st.integers(0, 3), st.integers(0, 40)), st.integers(0, 460), st.integers(0, 40),
    st.sampled_from(FATES),
)
annexes = st.tuples(st.integers(0, 3), st.integers(0, 460), st.booleans())
counters = st.tuples(st.sampled_from(("trieves", "oisans", "vercors", "isere")), st.integers(1, 5), st.integers(0, 9), st.integers(0, 9))


class World:
    """The people and missions that histories are about."""

    def __init__(self) -> None:
        host = association(commune_code="38563")
        self.missions = [
            mission(host, domaine_code=domaine, **({"commune_code": place} if place else {})) for place in PLACES for domaine in DOMAINS
        ]
        for n, place in enumerate(place for place in PLACES for _domaine in DOMAINS):
            if place is None:
                self.missions[n].commune_code = None
        self.people = [person() for _ in range(41)]
        self.active: set[tuple[int, int]] = set()
        self.helpers = [self._helper(place) for place in ("trieves", "oisans", None, "vercors")]
        db.session.flush()

    def _helper(self, place: str | None) -> User:
        who = agent(Role.REFERENT)
        service = keep(Service(name=f"Service {place}", kind=ServiceKind.DEPARTEMENT, territoire_code=place))
        keep(Referent(user_id=who.id, service_id=service.id))
        return who

    def live(self, act: Act, turn: int) -> None:
        """Write one history."""
        sent_at = START + timedelta(days=act.days, minutes=turn)
        answered_at = sent_at + timedelta(hours=20 * act.wait)
        state = {"sent": CandidatureState.SENT, "declined": CandidatureState.DECLINED, "waitlisted": CandidatureState.WAITLISTED}.get(
            act.fate, CandidatureState.ACCEPTED
        )
        engaged = state is CandidatureState.ACCEPTED
        if state is not CandidatureState.DECLINED:
            # somebody who applies again had left the mission
            state = CandidatureState.WITHDRAWN if (act.mission, act.person) in self.active else state
            self.active.add((act.mission, act.person))
        asked = keep(Candidature(
            mission_id=self.missions[act.mission].id, user_id=self.people[act.person].id, state=state, sent_at=sent_at, reason="places",
            decided_at=answered_at,
        ))
        action = {"declined": "decline", "waitlisted": "waitlist", "sent": None}.get(act.fate, "accept")
        if action is not None:
            by = None if act.wait == 0 and action == "waitlist" else self.people[-1].id
            _log("candidature", asked.id, action, answered_at, by)
        if engaged and act.fate != "accepted":
            self._engage(asked, act, answered_at)

    def _engage(self, asked: Candidature, act: Act, at: datetime) -> None:
        state = {"running": EngagementState.IN_PROGRESS, "done": EngagementState.TO_CLOSE, "not_done": EngagementState.NOT_DONE}.get(
            act.fate, EngagementState.ATTESTED
        )
        over = at + timedelta(days=act.wait)
        of: Mission = self.missions[act.mission]
        done = keep(Engagement(
            user_id=asked.user_id, candidature_id=asked.id, association_id=of.association_id, title=of.title, state=state, reason="—",
            starts_on=clock.local(at).date(), to_close_at=None if act.fate in {"running", "not_done"} else over,
        ))
        if act.fate == "not_done":
            _log("engagement", done.id, "not_done", over, asked.user_id)
        if state is EngagementState.ATTESTED:
            keep(Bilan(engagement_id=done.id, state=BilanState.AGREED, minutes=60 + act.wait, sentence="Oui.", confirmed_at=over,
                       answered_at=over))
            _log("engagement", done.id, "attest", over - timedelta(days=3), None)
            _log("engagement", done.id, "attest", over, None)
            keep(Skill(user_id=asked.user_id, engagement_id=done.id, competence_code="ecouter", state=SkillState.ATTESTED,
                       attested_at=over))
        if act.fate == "told":
            keep(Temoignage(engagement_id=done.id, state=TemoignageState.PUBLISHED, words="Oui.", naming=Naming.PERSON,
                            shown_name="Une personne", submitted_at=over, published_at=over))

    def sign(self, helper: int, days: int, engaged: bool, turn: int) -> None:
        """Write one signed annexe."""
        at, who = START + timedelta(days=days), self.people[turn % 41]
        reference = keep(Contrat(user_id=who.id, type_code="cer", reference=f"NG-{turn}", starts_on=at.date(),
                                 ends_on=at.date() + timedelta(days=90), path_kind=PathKind.SOCIAL))
        made = Annexe(contrat_id=reference.id, state=AnnexeState.ENDED, created_at=at - timedelta(days=2))
        CONTENT.write(made)
        made.already_engaged = engaged
        keep(made)
        _log("annexe", made.id, "countersign", at, self.helpers[helper].id)


def _log(noun: str, number: int, action: str, at: datetime, by: int | None) -> None:
    keep(TransitionLog(noun=noun, object_id=number, action=action, source="a", target="b", actor_id=by, at=at))


def count(place: str, number: int, offered: int, missed: int) -> None:
    """Write what is counted without a name."""
    quarter = "2026-T1" if number == 5 else f"2025-T{number}"
    values: list[Any] = [
        AnonymousCount(territoire_code=place, quarter=quarter, figure=Figure.OFFERED, value=offered),
        AnonymousCount(territoire_code=place, quarter=quarter, figure=Figure.REFUSED, value=offered // 2),
        UnmetCount(territoire_code=place, quarter=quarter, domaine_code="sport", value=missed),
    ]
    for each in values:
        if each.value:
            db.session.merge(each)
