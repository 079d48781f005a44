"""« J’y étais » is the person's alone; in the passeport only if they wish, as any engagement elsewhere, and nothing below can tell."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.actions import queries, services
from benevolat.actions.errors import AlreadyWritten, NotNeutral, NotOverYet
from benevolat.actions.models import Action, Inscription, TrainingCount
from benevolat.ailleurs import services as ailleurs
from benevolat.core import clock
from benevolat.core.db import Base, db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.engagements.errors import TotalRefused
from benevolat.engagements.models import Engagement
from benevolat.engagements.services import Said
from tests.factories.actions import action, coming, invited, moments
from tests.factories.insertion import linked, referent
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("session")
TELLING = re.compile(r"rsa\b|forum|trièves|insertion", re.IGNORECASE)


def _been(days: float = 11) -> tuple[User, Action]:
    """Somebody who had a place; call it with the clock before, the test moves after."""
    someone = person()
    where = action()
    coming(someone, where)
    return someone, where


def test_nobody_says_it_before_it_is_over() -> None:
    someone, where = _been()
    with pytest.raises(NotOverYet):
        services.keep_attendance(where, True, by=someone)


def test_the_person_alone_says_it_and_takes_it_back() -> None:
    someone = person()
    helper = linked(someone)
    where, silent = action(helper), person()
    services.invite_people(where, [someone], by=helper)
    services.come(where, by=someone, shown=True)
    invited(silent, where)
    with clock.frozen(clock.now() + timedelta(days=11)):
        for other in (helper, silent, person()):
            with pytest.raises(NotAllowed):
                services.keep_attendance(where, True, by=other)
        services.keep_attendance(where, True, by=someone)
        assert queries.people_who_said_so(helper, where) == [], "what was said before the date is read no more after it"
        services.keep_attendance(where, False, by=someone)
        assert db.session.scalars(sa.select(Inscription.attended_at)).one() is None


def test_nobody_was_at_a_cancelled_action() -> None:
    helper, someone = referent(), person()
    where = action(helper)
    coming(someone, where)
    services.cancel_action(where, by=helper, reason="La salle est fermée.")
    with clock.frozen(clock.now() + timedelta(days=11)), pytest.raises(Conflict):
        services.keep_attendance(where, True, by=someone)


def test_it_enters_the_passeport_as_any_engagement_elsewhere() -> None:
    someone, where = _been()
    other = person()
    with clock.frozen(clock.now() + timedelta(days=11)):
        services.keep_attendance(where, True, by=someone)
        made = services.write_in_passeport(where, title=where.neutral_title, host=where.host, minutes=120, by=someone)
        first, last = queries.days_of(where)
        ordinary = ailleurs.declare(other, Said(where.host, where.neutral_title, first, last, 120))
        db.session.flush()
        shown = {each.key for each in sa.inspect(Engagement).column_attrs} - {"id", "public_id", "user_id"}
        assert {name: getattr(made, name) for name in shown} == {name: getattr(ordinary, name) for name in shown}
        assert made.elsewhere
        with pytest.raises(AlreadyWritten):
            services.write_in_passeport(where, title="Rencontre", host="La maison", minutes=120, by=someone)


def test_no_row_below_holds_a_word_that_tells() -> None:
    someone, where = _been()
    with clock.frozen(clock.now() + timedelta(days=11)):
        services.keep_attendance(where, True, by=someone)
        services.write_in_passeport(where, title="Rencontre de quartier", host="La maison des habitants", minutes=120, by=someone)
    db.session.flush()
    ours = {"engagement", "bilan", "declaration", "transition_log", "outgoing_mail", "outgoing_sms", "journal_entry", "job"}
    for name in ours:
        for row in db.session.execute(sa.select(Base.metadata.tables[name])):
            assert not TELLING.search(repr(tuple(row))), (name, row)
    assert "Rencontre de quartier" in repr(db.session.execute(sa.select(Base.metadata.tables["engagement"])).all())


def test_it_is_refused_without_having_been_there_and_under_a_telling_name() -> None:
    someone, where = _been()
    with clock.frozen(clock.now() + timedelta(days=11)):
        with pytest.raises(Conflict):
            services.write_in_passeport(where, title="Rencontre", host="La maison", minutes=120, by=someone)
        with pytest.raises(NotAllowed):
            services.write_in_passeport(where, title="Rencontre", host="La maison", minutes=120, by=person())
        services.keep_attendance(where, True, by=someone)
        for title, host, field in (("Forum RSA", "La maison", "title"), ("Rencontre", "Service insertion", "host")):
            with pytest.raises(NotNeutral) as refused:
                services.write_in_passeport(where, title=title, host=host, minutes=120, by=someone)
            assert refused.value.field == field
        with pytest.raises(TotalRefused):
            services.write_in_passeport(where, title="Rencontre", host="La maison", minutes=99_999, by=someone)


def test_erasing_what_one_kept_leaves_the_passeport() -> None:
    someone, where = _been()
    with pytest.raises(Conflict):
        services.erase_inscription(where, by=someone)
    with clock.frozen(clock.now() + timedelta(days=11)):
        services.keep_attendance(where, True, by=someone)
        services.write_in_passeport(where, title="Rencontre", host="La maison", minutes=120, by=someone)
        services.erase_inscription(where, by=someone)
        with pytest.raises(NotAllowed):
            services.erase_inscription(where, by=person())
    db.session.flush()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Inscription)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Engagement)) == 1


def test_several_dates_are_one_engagement_of_all_their_hours() -> None:
    with clock.frozen(clock.paris(2026, 6, 1, 9)):  # late in the evening a date of three hours would end on the next day
        someone = person()
        where = action(seances=(moments(5, 2), moments(6, 3)))
        coming(someone, where)
        assert where.minutes == 300
        first, last = queries.days_of(where)
    assert (last - first).days == 1


def test_trainings_are_a_number_a_territory_and_small_ones_are_grouped() -> None:
    assert queries.trainings() == ([], None)
    helper = referent()
    for _each in range(4):
        services.count_training(by=helper)
    assert queries.trainings() == ([], None)
    db.session.add(TrainingCount(territoire_code="trieves", value=6))
    db.session.add(TrainingCount(territoire_code="vercors", value=1))
    db.session.flush()
    assert queries.trainings() == ([("Trièves", 6)], 5)
    assert set(Base.metadata.tables["insertion_training_count"].columns.keys()) == {"territoire_code", "value"}
    with pytest.raises(NotAllowed):
        services.count_training(by=person())
