"""One clock and one source of chance, both replaceable; summer time does not confuse them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from benevolat.core import clock, entropy


def test_frozen_stops_the_clock_and_gives_it_back() -> None:
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.now() == at
        assert clock.now() is not None
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)


def test_frozen_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_today_is_that_of_paris() -> None:
    with clock.frozen(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today().isoformat() == "2026-07-01"


def test_the_night_of_summer_time_is_five_hours_between_midnight_and_six() -> None:
    assert (clock.paris(2026, 3, 29, 6) - clock.paris(2026, 3, 29, 0)).total_seconds() == 5 * 3600
    assert clock.local(clock.paris(2026, 10, 25, 14)).hour == 14


def test_seeded_chance_repeats_itself_and_real_chance_does_not() -> None:
    with entropy.seeded(7):
        first = [entropy.public_id(), entropy.token(), entropy.digits()]
    with entropy.seeded(7):
        assert [entropy.public_id(), entropy.token(), entropy.digits()] == first
    assert entropy.public_id() != entropy.public_id()


def test_ids_tokens_and_codes_have_their_form() -> None:
    assert len(entropy.public_id()) == 16
    assert entropy.public_id().isalnum()
    assert len(entropy.token()) == 22
    with entropy.seeded(1):
        first_digits = Counter(entropy.digits()[0] for _draw in range(4000))
    assert len(first_digits) == 10
    assert min(first_digits.values()) > 300, "each digit comes as often as another"


@pytest.mark.parametrize(("shift", "on", "start", "since", "until"), [
    (0, "aujourd’hui", "à partir d’aujourd’hui", "depuis aujourd’hui", "jusqu’à aujourd’hui"),
    (1, "demain", "à partir de demain", "depuis demain", "jusqu’à demain"),
    (-1, "hier", "à partir d’hier", "depuis hier", "jusqu’à hier"),
    (2, "le jeudi 12 novembre", "à partir du jeudi 12 novembre", "depuis le jeudi 12 novembre", "jusqu’au jeudi 12 novembre"),
])
def test_a_day_in_a_sentence(fresh_app: Any, shift: int, on: str, start: str, since: str, until: str) -> None:
    with clock.frozen(datetime(2026, 11, 10, 12, tzinfo=UTC)):
        day = clock.today() + timedelta(days=shift)
        assert (clock.on_day(day), clock.from_day(day), clock.since_day(day), clock.until_day(day)) == (on, start, since, until)
        assert clock.on_day(datetime(day.year, day.month, day.day, 23, 30, tzinfo=clock.PARIS)) == on
