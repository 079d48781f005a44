"""For a VAE file: what is there and what could be added; the rule is a setting; nothing declared is called attested."""

from datetime import date
from typing import Any

import pytest

from benevolat.core import clock, settings
from benevolat.engagements.models import Bilan, BilanState, Engagement, State
from benevolat.passeport.models import Skill
from benevolat.passeport.queries import VAE_RULE_SETTING, VaeFile, passeport_of, vae_file_of, vae_rule
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import candidature, engagement, mission
from tests.passeport.stage import lived
from tests.support.queries import counted_queries

LISTS = (
    "attested", "skills", "told", "to_answer", "to_prepare", "declared", "without_hours", "without_end", "without_skill", "untold",
    "claimed",
)


def counts(file: VaeFile) -> dict[str, int]:
    return {name: len(getattr(file, name)) for name in LISTS if getattr(file, name)}


def test_a_complete_engagement_misses_nothing(session: Any) -> None:
    someone = person()
    lived(someone, minutes=600, codes=("ecouter",))
    file = vae_file_of(passeport_of(someone))
    assert counts(file) == {"attested": 1, "skills": 1, "told": 1}
    assert file.hosts == 1


def test_each_gap_is_told_once(session: Any) -> None:
    someone = person()
    assert counts(vae_file_of(passeport_of(someone))) == {}
    lived(someone, minutes=0, codes=("ecouter",))
    lived(someone, minutes=60, codes=("ecouter",), ends_on=None)
    lived(someone, minutes=60, codes=())
    file = vae_file_of(passeport_of(someone))
    assert counts(file) == {"attested": 3, "skills": 1, "told": 1, "without_hours": 1, "without_end": 1, "without_skill": 1}
    assert file.hosts == 3


def test_a_skill_without_an_example_is_told_by_the_persons_words(session: Any) -> None:
    someone = person()
    row = lived(someone, minutes=60, codes=("ecouter",))
    assert row.bilan is not None
    row.bilan.competences[0].example = None
    assert counts(vae_file_of(passeport_of(someone))) == {"attested": 1, "skills": 1, "untold": 1}
    skill = passeport_of(someone).skills[0].best.skill
    skill.own_words = "J’écoute sans couper."
    assert counts(vae_file_of(passeport_of(someone))) == {"attested": 1, "skills": 1, "told": 1}


@pytest.mark.parametrize(("state", "gap"), [
    (None, "to_prepare"), (BilanState.EXPECTED, "to_prepare"), (BilanState.DRAFTED, "to_prepare"), (BilanState.CONFIRMED, "to_answer"),
    (BilanState.DECLARED, "declared"), (BilanState.DISPUTED, None), (BilanState.WITHDRAWN, None),
])
def test_what_is_not_attested_counts_for_nothing_and_says_the_next_gesture(
    session: Any, state: BilanState | None, gap: str | None,
) -> None:
    someone, now = person(), clock.now()
    row = engagement(candidature(mission(), by=someone), state=State.TO_CLOSE, ends_on=clock.today())
    if state is not None:
        keep(Bilan(engagement=row, state=state, minutes=90, confirmed_at=now, answered_at=now, answer_words="Non.", reason="Erreur."))
    keep(Skill(user_id=someone.id, engagement_id=row.id, competence_code="ecouter", own_words="J’écoute."))
    passeport = passeport_of(someone)
    file = vae_file_of(passeport)
    assert counts(file) == {"claimed": 1} | ({gap: 1} if gap else {})
    assert (passeport.minutes, file.attested, file.skills, file.hosts) == (0, [], [], 0)


def test_what_is_going_on_or_declared_elsewhere_waits_for_no_bilan_here(session: Any) -> None:
    someone = person()
    engagement(candidature(mission(), by=someone), state=State.IN_PROGRESS)
    keep(Engagement(user_id=someone.id, host_name="Le club", title="Arbitrer", state=State.TO_CLOSE, starts_on=date(2026, 1, 1),
                    ends_on=date(2026, 1, 1)))
    assert counts(vae_file_of(passeport_of(someone))) == {}


def test_it_sends_no_query_of_its_own(session: Any) -> None:
    someone = person()
    lived(someone, minutes=60, codes=("ecouter", "equipe"))
    passeport = passeport_of(someone)
    with counted_queries() as seen:
        vae_file_of(passeport)
    assert seen == []


def test_the_rule_is_a_setting_and_promises_nothing(session: Any) -> None:
    assert "aucune durée minimale" in vae_rule()
    assert "21 décembre 2022" in vae_rule().replace("\u00a0", " ")
    settings.write(VAE_RULE_SETTING, "La règle a changé.", by=None)
    assert vae_rule() == "La règle a changé."
