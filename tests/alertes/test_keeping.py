"""Keeping a search: by its parts, once, by its holder alone, and nothing left when it is stopped."""

from dataclasses import fields, replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from benevolat.accounts.models import Role
from benevolat.accounts.services import Contact
from benevolat.alertes import queries, services
from benevolat.alertes.errors import SmsIsWeekly, TooManyAlertes, UnknownHour
from benevolat.alertes.models import MOST, Alerte, AlerteMission, AlertePart, Rhythm
from benevolat.alertes.permissions import Link, can_change_alerte, key_of, read_link, visible_alertes
from benevolat.alertes.services.keeping import next_moment, plain
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import FrenchLevel, MissionKind, Setting
from benevolat.missions.services import touch
from benevolat.search.request import SearchRequest, Sort
from tests.conftest import scalar_count
from tests.factories.alertes import GARDEN, VOIRON, alerte
from tests.factories.people import agent, by_phone, person
from tests.factories.world import association, mission

LEFT_OUT = {"sort", "skip", "limit", "counts", "exact"}
"""The order, the page and the counts are how an answer is shown, not what is asked; a misspelt word is read as the search reads it."""
MAIL, PHONE = Contact(email="lina@courriel.example"), Contact(phone="+33639980077")


def everything(host: int) -> SearchRequest:
    """A question that has every part."""
    return SearchRequest(
        words="jardin potager", without=("contact", "permis"), point=VOIRON, radius_km=15.0, territory="trieves", isere=True,
        domains=("environnement", "sport"), kind=MissionKind.DATED, half_days=0b101, flags=frozenset({"by_bus", "minors_ok"}), remote=True,
        association=host, french=FrenchLevel.SOME, setting=Setting.TEAM, within_days=7, competences=("ecouter", "accueillir"),
    )


def test_every_part_of_a_question_is_kept(session: object) -> None:
    asked = everything(association().id)
    empty = [each.name for each in fields(SearchRequest) if each.name not in LEFT_OUT and getattr(asked, each.name) == each.default]
    assert not empty, "give the new part of a question a value above, and keep it with an alerte"
    kept = alerte(question=replace(asked, sort=Sort.DATE, skip=20))
    public_id = kept.public_id
    db.session.commit()
    db.session.expire_all()
    again = db.session.scalars(sa.select(Alerte).where(Alerte.public_id == public_id)).one()
    found = queries.question_of(again)
    assert plain(found) == plain(asked)
    assert plain(asked).sort is None


def test_the_same_search_is_kept_once_and_woken(session: object) -> None:
    who = person()
    first = alerte(who)
    services.pause_alerte(first, by=who)
    again = alerte(who, replace(GARDEN, words=" jardin  ", skip=20), rhythm=Rhythm.DAILY, hour=18)
    assert again is first
    assert (again.rhythm, again.hour, again.is_paused) == (Rhythm.DAILY, 18, False)
    assert alerte(who, replace(GARDEN, words="cuisine")) is not first
    assert alerte(person()) is not first
    assert scalar_count(Alerte) == 3


def test_twenty_and_no_more(session: object) -> None:
    for n in range(MOST):
        alerte(MAIL, replace(GARDEN, words=f"jardin {n}"))
    with pytest.raises(TooManyAlertes):
        alerte(MAIL, replace(GARDEN, words="encore"))
    alerte(PHONE)


@pytest.mark.parametrize("by", [PHONE, "account"])
def test_text_messages_are_weekly(session: object, by: Contact | str) -> None:
    holder = by_phone() if by == "account" else by
    with pytest.raises(SmsIsWeekly):
        alerte(holder, rhythm=Rhythm.DAILY)  # type: ignore[arg-type]
    kept = alerte(holder)  # type: ignore[arg-type]
    assert kept.by_sms
    with pytest.raises(SmsIsWeekly):
        services.change_alerte(kept, by=Link(kept.public_id), rhythm=Rhythm.DAILY, hour=9)


@pytest.mark.parametrize("values", [
    {"phone": "+33639980077", "rhythm": Rhythm.DAILY}, {"phone": "+33639980077", "email": "deux@courriel.example"}, {},
    {"email": "nuit@courriel.example", "hour": 3}, {"email": "moitie@courriel.example", "lat": 45.0},
])
def test_the_database_knows_what_an_alerte_is(session: object, values: dict[str, Any]) -> None:
    now = clock.now()
    db.session.add(Alerte(label="x", address="", next_at=now, **values))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("hour", [6, 22])
def test_nobody_is_written_to_at_night(session: object, hour: int) -> None:
    with pytest.raises(UnknownHour):
        alerte(hour=hour)


def test_an_agent_keeps_no_search(session: object) -> None:
    with pytest.raises(NotAllowed):
        alerte(agent(Role.MODERATEUR))


def test_only_its_holder_changes_it(session: object) -> None:
    who = person()
    kept, other = alerte(who), alerte(MAIL)
    for by in (person(), agent(Role.ADMINISTRATEUR), Link("un-autre"), Link(other.public_id)):
        assert not can_change_alerte(by, kept)
        for act in (services.pause_alerte, services.keep_alerte, services.delete_alerte):
            with pytest.raises(NotAllowed):
                act(kept, by=by)
        with pytest.raises(NotAllowed):
            services.change_alerte(kept, by=by, rhythm=Rhythm.DAILY, hour=9)
    assert can_change_alerte(who, kept)
    assert can_change_alerte(Link(kept.public_id), kept)


def test_a_link_is_read_only_with_our_signature(session: object) -> None:
    kept, other = alerte(), alerte()
    assert read_link(kept.public_id, key_of(kept.public_id)) == Link(kept.public_id)
    for wrong in ("", "x", key_of(other.public_id), key_of(kept.public_id)[:-1], key_of(kept.public_id) + "0", "é" * 32):
        assert read_link(kept.public_id, wrong) is None


def test_what_was_kept_before_the_account_is_found_once_the_contact_is_proven(session: object) -> None:
    kept = alerte(MAIL)
    mine, unproven = person(email=MAIL.email), person(email="lina2@courriel.example", email_confirmed_at=None)
    kept_by_phone = alerte(Contact(email="lina2@courriel.example"))
    assert list(queries.own_alertes(mine)) == [kept]
    assert list(queries.own_alertes(unproven)) == []
    assert can_change_alerte(mine, kept)
    assert not can_change_alerte(unproven, kept_by_phone)
    assert db.session.scalars(visible_alertes(agent(Role.PILOTE))).all() == []


def test_what_the_search_found_when_it_was_kept_is_known(session: object) -> None:
    shown = mission()
    touch(shown, text=True)
    db.session.commit()
    kept = alerte()
    known = db.session.scalars(sa.select(AlerteMission).where(AlerteMission.alerte_id == kept.id)).all()
    assert [(each.mission_id, each.told_at is not None) for each in known] == [(shown.id, True)]
    assert not kept.broad


def test_a_mission_with_a_part_of_the_words_is_not_known(session: object) -> None:
    whole, part = mission(title="Arroser les tomates", description="Un chien garde le potager."), mission(title="Promener un chien")
    for each in (whole, part):
        touch(each, text=True)
    db.session.commit()
    kept = alerte(question=SearchRequest("tomates chien"))
    assert set(db.session.scalars(sa.select(AlerteMission.mission_id).where(AlerteMission.alerte_id == kept.id))) == {whole.id}


def test_nothing_is_left_of_what_is_stopped(session: object) -> None:
    touch(mission(), text=True)
    db.session.commit()
    kept = alerte(MAIL, replace(GARDEN, domains=("environnement",)))
    db.session.commit()
    services.delete_alerte(kept, by=Link(kept.public_id))
    db.session.commit()
    assert [scalar_count(each) for each in (Alerte, AlertePart, AlerteMission)] == [0, 0, 0]


def test_the_next_letter_leaves_at_the_hour_of_paris() -> None:
    saturday = clock.paris(2026, 10, 24, 10)
    with clock.frozen(saturday):
        assert next_moment(18, weekly=False) == clock.paris(2026, 10, 24, 18)
        assert next_moment(9, weekly=False) == clock.paris(2026, 10, 25, 9)
        assert next_moment(9, weekly=True) == clock.paris(2026, 10, 26, 9)
    with clock.frozen(clock.paris(2026, 10, 26, 9)):
        assert next_moment(9, weekly=True) == clock.paris(2026, 11, 2, 9)
        assert next_moment(10, weekly=True) == clock.paris(2026, 10, 26, 10)
