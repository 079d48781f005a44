"""The passeport gathers: one skill over several engagements, hours by year and domain, what is declared apart, in few queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.engagements.models import Bilan, BilanState, Engagement, Releve, Side, State
from benevolat.passeport.models import Skill, SkillState
from benevolat.passeport.queries import attested_minutes, minutes_by_year, passeport_of
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import candidature, engagement, mission
from tests.passeport.stage import lived
from tests.support.queries import counted_queries


def test_the_same_skill_gathers_its_evidences_and_its_strongest_mark(session: Any) -> None:
    someone = person()
    lived(someone, minutes=600, codes=("accueillir", "equipe"), starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1))
    lived(someone, minutes=300, codes=("accueillir",), validated=True)
    claimed = engagement(candidature(mission(), by=someone), state=State.IN_PROGRESS)
    keep(Skill(user_id=someone.id, engagement_id=claimed.id, competence_code="accueillir", own_words="Je souris."))
    passeport = passeport_of(someone)
    [(family, [skill])] = [each for each in passeport.families if each[0].code == "relation"]
    assert family.label == "Aller vers les autres"
    assert (skill.state, skill.minutes, len(skill.evidences)) == (SkillState.VALIDATED, 900, 3)
    assert [each.state for each in skill.evidences] == [SkillState.CLAIMED, SkillState.VALIDATED, SkillState.ATTESTED], "the latest first"
    assert [each.example for each in skill.evidences] == [None, "Exemple accueillir.", "Exemple accueillir."]
    assert [each.minutes for each in skill.evidences] == [0, 300, 600], "hours that nobody attested count nothing"
    assert (passeport.minutes, passeport.minutes_by_year) == (900, {2026: 300, 2025: 600})


def test_hours_by_domain_and_what_is_declared_apart(session: Any) -> None:
    someone = person()
    lived(someone, minutes=60, codes=(), domaine="sport")
    lived(someone, minutes=600, codes=())
    elsewhere = keep(Engagement(user_id=someone.id, host_name="Le club", title="Arbitrer", starts_on=date(2024, 1, 1),
                                ends_on=date(2024, 2, 1), state=State.TO_CLOSE))
    keep(Bilan(engagement=elsewhere, state=BilanState.DECLARED, minutes=6000))
    passeport = passeport_of(someone)
    assert list(passeport.minutes_by_domaine.values()) == [600, 60]
    assert (passeport.minutes, passeport.declared_minutes, passeport.declared) == (660, 6000, [elsewhere])
    assert passeport.declared_by_year == {2024: 6000}
    assert 2024 not in passeport.minutes_by_year
    assert passeport.years == [2026, 2024]


def test_domains_add_up_to_the_total_and_what_has_none_comes_last(session: Any) -> None:
    someone = person()
    lived(someone, minutes=60, codes=(), domaine="sport")
    lived(someone, minutes=900, codes=(), domaine=None)
    lived(someone, minutes=600, codes=())
    passeport = passeport_of(someone)
    assert passeport.domaines[-1] == "Sans domaine"
    assert [passeport.minutes_by_domaine[each] for each in passeport.domaines] == [600, 60, 900]
    assert sum(passeport.minutes_by_domaine.values()) == passeport.minutes == 1560


def test_the_best_supported_family_comes_first_and_its_best_evidence(session: Any) -> None:
    someone = person()
    lived(someone, minutes=60, codes=("ecouter",), starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1))
    lived(someone, minutes=30, codes=("cuisiner",), validated=True)
    claimed = engagement(candidature(mission(), by=someone), state=State.IN_PROGRESS)
    keep(Skill(user_id=someone.id, engagement_id=claimed.id, competence_code="ecouter", own_words="Je me tais."))
    passeport = passeport_of(someone)
    [first, second] = [shown for _family, [shown] in passeport.families]
    assert (first.competence.code, second.competence.code) == ("cuisiner", "ecouter"), "a mark before hours, whatever their rank"
    bilan = second.evidences[1].engagement.bilan
    assert bilan is not None
    bilan.competences[0].example = None
    assert second.best.state is SkillState.ATTESTED, "what somebody else attests is read before one’s own words"
    assert [each.state for each in second.others] == [SkillState.CLAIMED]
    assert second.told


@pytest.mark.parametrize("state", [each for each in BilanState if each not in (BilanState.AGREED, BilanState.STANDING)])
def test_only_what_stands_counts(session: Any, state: BilanState) -> None:
    someone = person()
    row = lived(someone, minutes=600, codes=())
    row.state = State.TO_CLOSE
    assert row.bilan is not None
    row.bilan.answer_words, row.bilan.reason, row.bilan.state = "Mots.", "Raison.", state
    passeport = passeport_of(someone)
    assert (passeport.attested, passeport.minutes, passeport.minutes_by_year) == ([], 0, {})


def test_what_was_taken_out_shows_no_skill(session: Any) -> None:
    someone = person()
    gone = lived(someone, minutes=60, codes=("accueillir",))
    assert passeport_of(someone).families
    gone.state = State.CANCELLED
    assert passeport_of(someone).is_empty


def test_an_empty_passeport_and_somebody_elses(session: Any) -> None:
    lived(person(), minutes=600, codes=("equipe",))
    passeport = passeport_of(person())
    assert passeport.is_empty
    assert (passeport.families, passeport.minutes) == ([], 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.dictionaries(st.dates(date(2024, 11, 1), date(2026, 2, 1)), st.integers(1, 1440), max_size=12), extra=st.integers(-3, 3))
def test_years_always_add_up_to_what_was_attested(session: Any, lines: dict[date, int], extra: int) -> None:
    total = max(sum(lines.values()) + extra, 1)
    row = Engagement(starts_on=date(2024, 11, 1), ends_on=date(2026, 2, 1), title="x", state=State.ATTESTED)
    row.bilan = Bilan(state=BilanState.AGREED, minutes=total)
    row.releves = [Releve(day=day, minutes=minutes, entered_by=Side.VOLUNTEER, disputed=False) for day, minutes in lines.items()]
    assert attested_minutes(row) == total
    assert sum(minutes_by_year(row).values()) == total
    if extra == 0 and lines:
        assert set(minutes_by_year(row)) == {day.year for day in lines}


def test_queries_do_not_grow_with_the_passeport(session: Any) -> None:
    few, many = person(), person()
    for _ in range(2):
        lived(few, minutes=60, codes=("equipe", "ecouter"))
    for back in range(40):
        lived(many, minutes=60, codes=("equipe", "ecouter", "cuisiner"), ends_on=date(2026, 6, 30) - timedelta(days=back))
    db.session.commit()
    counts = []
    for someone_id in (few.id, many.id):
        db.session.expunge_all()
        with counted_queries() as seen:
            passeport = passeport_of(db.session.get_one(User, someone_id))
            assert [each.example for _f, shown in passeport.families for one in shown for each in one.evidences]
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12, counts
