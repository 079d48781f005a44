"""The relevé d'heures: a line a day, both sides, disagreement counted nowhere, whatever the order of the gestures."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benevolat.core import clock
from benevolat.core.errors import DomainError, NotAllowed
from benevolat.engagements import queries, services
from benevolat.engagements.errors import DayOutOfDates, DayToCome, HoursClosed, MinutesRefused
from benevolat.engagements.models import Engagement, Side, State
from benevolat.missions.models import MissionKind
from tests.engagements.stage import confirmed, in_progress, mails_to, to_close
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import candidature, creneau, engagement, mission


def day(ago: int) -> date:
    return clock.today() - timedelta(days=ago)


def test_either_side_writes_and_the_other_confirms(session: Any) -> None:
    stage = in_progress()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    assert line is not None
    assert (line.entered_by, line.confirmed_at, stage.engagement.minutes) == (Side.VOLUNTEER, None, 120)
    services.confirm_hours(line, by=stage.member)
    assert line.confirmed_at is not None
    other = services.enter_hours(stage.engagement, day=day(1), minutes=60, by=stage.member)
    assert other is not None
    assert other.entered_by is Side.ASSOCIATION
    services.enter_hours(stage.engagement, day=day(1), minutes=60, by=stage.volunteer)
    assert other.confirmed_at is not None, "the same figure from the other side confirms"
    assert stage.engagement.minutes == 180


def test_a_disagreement_is_shown_to_both_and_counted_nowhere(session: Any) -> None:
    stage = in_progress()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    services.enter_hours(stage.engagement, day=day(2), minutes=90, by=stage.member)
    assert line is not None
    assert (line.disputed, line.minutes, line.disputed_minutes, line.confirmed_at) == (True, 120, 90, None)
    assert stage.engagement.minutes == 0
    assert mails_to(stage.volunteer) == ["L’association a compté d’autres heures"]
    services.confirm_hours(line, by=stage.volunteer)
    assert (line.minutes, line.disputed, stage.engagement.minutes) == (90, False, 90), "the writer accepts the other's figure"


def test_the_other_side_may_come_back_to_the_first_figure(session: Any) -> None:
    stage = in_progress()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.member)
    services.enter_hours(stage.engagement, day=day(2), minutes=90, by=stage.volunteer)
    assert line is not None
    assert "a compté d’autres heures" in mails_to(stage.member)[-1]
    services.confirm_hours(line, by=stage.volunteer)
    assert (line.minutes, stage.engagement.minutes) == (120, 120)


def test_nothing_that_day_takes_the_line_away(session: Any) -> None:
    stage = in_progress()
    services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    assert services.enter_hours(stage.engagement, day=day(2), minutes=0, by=stage.volunteer) is None
    assert stage.engagement.releves == []
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    services.enter_hours(stage.engagement, day=day(2), minutes=0, by=stage.member)
    assert line is not None
    assert line.disputed
    assert services.confirm_hours(line, by=stage.volunteer) is None
    assert stage.engagement.releves == []


def test_rewriting_ones_line_asks_the_other_side_again(session: Any) -> None:
    stage = in_progress()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    assert line is not None
    services.confirm_hours(line, by=stage.member)
    services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    assert line.confirmed_at is not None, "the same figure again changes nothing"
    services.enter_hours(stage.engagement, day=day(2), minutes=180, by=stage.volunteer)
    assert line.confirmed_at is None


def test_writing_the_other_sides_figure_settles(session: Any) -> None:
    stage = in_progress()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=120, by=stage.volunteer)
    services.enter_hours(stage.engagement, day=day(2), minutes=90, by=stage.member)
    services.enter_hours(stage.engagement, day=day(2), minutes=90, by=stage.volunteer)
    assert line is not None
    assert (line.minutes, line.disputed) == (90, False)
    assert line.confirmed_at is not None


@pytest.mark.parametrize(("ago", "error"), [(-1, DayToCome), (11, DayOutOfDates)])
def test_days_out_of_reach(session: Any, ago: int, error: type[DomainError]) -> None:
    stage = in_progress()
    with pytest.raises(error):
        services.enter_hours(stage.engagement, day=day(ago), minutes=60, by=stage.volunteer)


def test_a_day_after_the_end_is_refused(session: Any) -> None:
    stage = in_progress(ends_on=day(3))
    with pytest.raises(DayOutOfDates):
        services.enter_hours(stage.engagement, day=day(2), minutes=60, by=stage.volunteer)
    assert services.enter_hours(stage.engagement, day=day(3), minutes=60, by=stage.volunteer) is not None


@pytest.mark.parametrize("minutes", [-1, 0, 1441])
def test_minutes_out_of_a_day(session: Any, minutes: int) -> None:
    stage = in_progress()
    with pytest.raises(MinutesRefused):
        services.enter_hours(stage.engagement, day=day(2), minutes=minutes, by=stage.volunteer)


def test_strangers_and_oneself(session: Any) -> None:
    stage = in_progress()
    with pytest.raises(NotAllowed):
        services.enter_hours(stage.engagement, day=day(2), minutes=60, by=person())
    line = services.enter_hours(stage.engagement, day=day(2), minutes=60, by=stage.volunteer)
    assert line is not None
    with pytest.raises(NotAllowed):
        services.confirm_hours(line, by=stage.volunteer)
    services.confirm_hours(line, by=stage.member)
    with pytest.raises(NotAllowed):
        services.confirm_hours(line, by=stage.member)


def test_hours_close_with_the_bilan(session: Any) -> None:
    stage = confirmed()
    line = services.enter_hours(stage.engagement, day=day(2), minutes=60, by=stage.volunteer)
    assert line is not None, "until the person agrees, hours may change"
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    with pytest.raises(HoursClosed):
        services.enter_hours(stage.engagement, day=day(1), minutes=60, by=stage.member)
    with pytest.raises(HoursClosed):
        services.confirm_hours(line, by=stage.member)


def test_a_planned_one_whose_day_has_come_starts_with_its_first_hours(session: Any) -> None:
    stage = in_progress(state=State.PLANNED)
    services.enter_hours(stage.engagement, day=day(0), minutes=60, by=stage.volunteer)
    assert stage.engagement.state is State.IN_PROGRESS
    planned = in_progress(state=State.PLANNED, starts_on=day(-2))
    with pytest.raises(HoursClosed):
        services.enter_hours(planned.engagement, day=day(0), minutes=60, by=planned.volunteer)


def test_elsewhere_counts_no_lines(session: Any) -> None:
    someone = person()
    row = keep(Engagement(user_id=someone.id, host_name="Le voisin", title="Courses", starts_on=day(5), state=State.IN_PROGRESS))
    with pytest.raises(NotAllowed):
        services.enter_hours(row, day=day(2), minutes=60, by=someone)


GESTURES = st.lists(st.tuples(
    st.sampled_from(["volunteer", "member"]), st.sampled_from(["enter", "confirm"]), st.integers(0, 4),
    st.one_of(st.sampled_from([0, 1, 60, 90, 1440]), st.integers(-5, 1500)),
), max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestures=GESTURES)
def test_whatever_the_gestures_the_lines_hold_together(session: Any, gestures: list[tuple[str, str, int, int]]) -> None:
    stage = in_progress()
    for who, what, ago, minutes in gestures:
        by = stage.volunteer if who == "volunteer" else stage.member
        line = next((each for each in stage.engagement.releves if each.day == day(ago)), None)
        try:
            if what == "enter":
                services.enter_hours(stage.engagement, day=day(ago), minutes=minutes, by=by)
            elif line is not None:
                services.confirm_hours(line, by=by)
        except (MinutesRefused, NotAllowed):
            pass
        lines = stage.engagement.releves
        assert len({each.day for each in lines}) == len(lines)
        assert all(1 <= each.minutes <= 1440 for each in lines)
        assert all(each.disputed == (each.disputed_minutes is not None) for each in lines)
        assert not any(each.disputed and each.confirmed_at for each in lines)
        assert stage.engagement.minutes == sum(each.minutes for each in lines if not each.disputed) <= 1440 * 5
    session.rollback()


def night(starts: tuple[int, int, int, int], ends: tuple[int, int, int, int]) -> Engagement:
    of = mission(kind=MissionKind.DATED)
    slot = creneau(of, starts_at=clock.paris(*starts), ends_at=clock.paris(*ends))
    sent = candidature(of, creneau_id=slot.id)
    return engagement(sent, starts_on=date(*starts[:3]), ends_on=date(*ends[:3]))


def test_a_night_across_a_change_of_hour_lasts_what_it_lasts(session: Any) -> None:
    assert 9 * 60 in queries.usual_minutes(night((2026, 10, 24, 22), (2026, 10, 25, 6)))
    assert 7 * 60 in queries.usual_minutes(night((2027, 3, 27, 22), (2027, 3, 28, 6)))
    assert queries.usual_minutes(night((2026, 11, 20, 14), (2026, 11, 20, 16))) == [60, 120, 180]


def test_likely_days_follow_the_mission_and_leave_out_what_is_written(session: Any) -> None:
    with clock.frozen(clock.paris(2026, 11, 22, 12)):
        stage = in_progress(starts_on=date(2026, 11, 1))
        mission_ = stage.engagement.candidature.mission  # type: ignore[union-attr]
        mission_.half_days = 0b001 << 3 | 0b100 << 12  # Tuesday morning, Friday evening
        assert queries.likely_days(stage.engagement)[:3] == [date(2026, 11, 20), date(2026, 11, 17), date(2026, 11, 13)]
        services.enter_hours(stage.engagement, day=date(2026, 11, 17), minutes=60, by=stage.volunteer)
        assert date(2026, 11, 17) not in queries.likely_days(stage.engagement)


def test_likely_days_stop_at_the_start_and_the_end(session: Any) -> None:
    stage = to_close(starts_on=day(1))
    stage.engagement.candidature.mission.half_days = 0  # type: ignore[union-attr]
    assert queries.likely_days(stage.engagement) == [day(0), day(1)]
