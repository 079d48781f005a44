"""The buttons follow the delays and the other side: what a service would refuse is not offered."""

from datetime import timedelta
from typing import Any

from benevolat.core import clock
from benevolat.engagements import services
from benevolat.engagements.queries import open_actions
from tests.engagements.stage import Stage, confirmed, in_progress, to_close


def of_volunteer(stage: Stage) -> set[str]:
    return open_actions(stage.engagement, stage.volunteer)


def of_association(stage: Stage) -> set[str]:
    return open_actions(stage.engagement, stage.member)


def test_an_attestation_is_corrected_for_thirty_days_and_answered_for_a_year(session: Any) -> None:
    stage = confirmed()
    written: Any = stage.bilan.confirmed_at
    with clock.frozen(written + timedelta(days=30)):
        assert {"correct", "withdraw"} <= of_association(stage)
    with clock.frozen(written + timedelta(days=30, seconds=1)):
        assert not {"correct", "withdraw"} & of_association(stage)
    with clock.frozen(written + timedelta(days=365)):
        assert {"agree", "disagree"} <= of_volunteer(stage)
    with clock.frozen(written + timedelta(days=365, seconds=1)):
        assert not {"agree", "disagree"} & of_volunteer(stage)


def test_a_draft_is_kept_as_declared_after_thirty_days(session: Any) -> None:
    stage = to_close()
    ended: Any = stage.engagement.to_close_at
    services.draft_bilan(stage.engagement, by=stage.volunteer, minutes=60, words="Mes mots.")
    with clock.frozen(ended + timedelta(days=30, seconds=-1)):
        assert "keep_declared" not in of_volunteer(stage)
    with clock.frozen(ended + timedelta(days=30)):
        assert "keep_declared" in of_volunteer(stage)


def test_what_is_attested_is_neither_resumed_nor_called_not_done(session: Any) -> None:
    stage = to_close()
    assert {"resume", "not_done"} <= of_association(stage)
    written = confirmed()
    assert not {"resume", "not_done"} & of_association(written)
    services.withdraw_attestation(written.engagement, by=written.member, reason="Ce n’était pas elle.")
    assert "not_done" in of_association(written)
    assert "resume" not in of_association(written)


def test_what_its_date_ended_is_not_resumed(session: Any) -> None:
    stage = in_progress()
    sent = stage.engagement.candidature
    assert sent is not None
    sent.mission.ends_on = clock.today() - timedelta(days=1)
    services.finish_engagement(stage.engagement, by=stage.member)
    assert "resume" not in of_association(stage)


def test_hours_close_with_the_last_word_of_the_bilan(session: Any) -> None:
    stage = confirmed()
    assert "hours" in of_volunteer(stage)
    services.withdraw_attestation(stage.engagement, by=stage.member, reason="Ce n’était pas elle.")
    assert "hours" not in of_volunteer(stage) | of_association(stage)
