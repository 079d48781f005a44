"""Erasing an account: what runs ends, what the association counted stays without a name, and nobody is left waiting."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import User
from benevolat.associations.models import Association, Deed, Happening, MemberRole, Membership
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as Sent
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import run_due
from benevolat.core.mail import OutgoingMail
from benevolat.engagements.models import Engagement, Releve, Side
from benevolat.engagements.models import State as Done
from benevolat.privacy import services
from benevolat.privacy.errors import AloneToAdminister
from benevolat.privacy.queries import kept_after
from benevolat.privacy.services.erasing import LAST
from benevolat.proofs.models import Document
from tests.factories import keep
from tests.factories.full_passeport import fill
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, engagement, mission

from .test_bytes import read_bytes


def member(host: Association) -> User:
    """Return somebody who administers an association."""
    user = person()
    keep(Membership(association_id=host.id, user_id=user.id, role=MemberRole.ADMIN))
    return user


def erase(user: User) -> None:
    """Erase an account as its holder does."""
    db.session.commit()
    with transaction():
        services.erase_account(user, by=user)


def test_a_full_life_leaves_hours_without_a_name_and_no_byte_of_the_person(app: Flask, session: Any) -> None:
    someone = person(first_name="Quirina", last_name="Zavattoni-Krzyk", email="quirina.zk@courriel.example")
    host = association()
    answerer = member(host)
    fill(someone, engagements=8, skills=6, rows=12, documents=3)
    sent = candidature(mission(host), someone, message="Je viens avec mon accordéon Zavattoni")
    done = engagement(candidature(mission(host), someone, state=Sent.ACCEPTED), state=Done.TO_CLOSE)
    keep(Releve(engagement_id=done.id, day=clock.today(), minutes=90, entered_by=Side.VOLUNTEER, confirmed_at=clock.now()))
    sent_id, done_id, user_id, public_id = sent.id, done.id, someone.id, someone.public_id
    erase(someone)
    buried = db.session.get_one(User, user_id)
    assert (buried.email, buried.phone, buried.full_name) == (None, None, "Compte effacé")
    assert db.session.get(Candidature, sent_id) is None
    assert db.session.get_one(Engagement, done_id).releves[0].minutes == 90
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Document)) == 0
    letters = {each.to: each for each in db.session.scalars(sa.select(OutgoingMail))}
    assert set(letters) == {answerer.email, "quirina.zk@courriel.example"}
    assert all(each.held_for == LAST + public_id and each.urgent for each in letters.values())
    for each in letters.values():
        each.sent_at = clock.now()
    db.session.commit()
    with transaction():
        services.retain()
    services.sink()
    held = read_bytes(app)
    for mark in ("Zavattoni", "Quirina", "quirina.zk", "accordéon"):
        assert mark.encode() not in held, mark


def test_the_association_is_told_and_the_place_is_free(session: Any) -> None:
    someone, host = person(), association()
    team = member(host)
    work = mission(host, places=1)
    begun = engagement(candidature(work, someone, state=Sent.ACCEPTED), state=Done.PLANNED)
    work.places_taken = 1
    work_id, begun_id = work.id, begun.id
    erase(someone)
    assert db.session.get_one(type(work), work_id).places_taken == 0
    assert db.session.get(Engagement, begun_id) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Candidature)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to == team.email)) == 1


def test_hours_already_noted_are_left_to_the_association_to_close(session: Any) -> None:
    someone, host = person(), association()
    going = engagement(candidature(mission(host), someone, state=Sent.ACCEPTED), state=Done.IN_PROGRESS)
    keep(Releve(engagement_id=going.id, day=clock.today(), minutes=60, entered_by=Side.ASSOCIATION, confirmed_at=clock.now()))
    going_id = going.id
    assert [number for _why, number in kept_after(someone)]
    erase(someone)
    left = db.session.get_one(Engagement, going_id)
    assert left.state is Done.TO_CLOSE
    assert left.candidature is not None
    assert left.candidature.message == ""


def test_who_administers_alone_hands_over_first(session: Any) -> None:
    someone, host = person(), association()
    for user, role in ((someone, MemberRole.ADMIN), (person(), MemberRole.MEMBER), (person(erased_at=clock.now()), MemberRole.ADMIN)):
        keep(Membership(association_id=host.id, user_id=user.id, role=role))
    with pytest.raises(AloneToAdminister):
        erase(someone)
    db.session.rollback()
    other = person()
    keep(Membership(association_id=host.id, user_id=other.id, role=MemberRole.ADMIN))
    shown = mission(host, contact_name=someone.full_name)
    erase(someone)
    assert someone.id not in db.session.scalars(sa.select(Membership.user_id)).all()
    assert db.session.scalars(sa.select(Happening.deed)).all() == [Deed.LEFT]
    assert shown.contact_name is None


def test_an_association_that_is_suspended_keeps_nobody(session: Any) -> None:
    someone = person()
    association(member=someone, state=AssociationState.SUSPENDED, state_reason="Plus de siège.")
    erase(someone)
    assert db.session.scalars(sa.select(Membership.user_id)).all() == []


def test_nobody_is_erased_by_somebody_else_nor_an_agent_by_themself(session: Any) -> None:
    someone, other, desk = person(), person(), agent()
    db.session.commit()
    for user, by in ((someone, other), (someone, desk), (desk, desk)):
        with pytest.raises(NotAllowed), transaction():
            services.erase_account(user, by=by)


def test_a_document_that_was_wished_to_outlive_stays_and_nothing_else(session: Any) -> None:
    someone = person()
    fill(someone, engagements=3, skills=3, rows=3, documents=3)
    db.session.scalars(sa.select(Document)).first().outlives = True  # type: ignore[union-attr]
    erase(someone)
    assert [each.outlives for each in db.session.scalars(sa.select(Document))] == [True]


def test_a_restored_backup_forgets_again_and_tells_nobody(app: Flask, session: Any) -> None:
    someone, host = person(), association()
    member(host)
    candidature(mission(host), someone)
    public_id, user_id = someone.public_id, someone.id
    db.session.commit()
    listed = services.tombstones_path()
    listed.unlink(missing_ok=True)
    listed.write_text(f"{public_id} {clock.today().isoformat()}\ninconnu {clock.today().isoformat()}\n")
    try:
        done = app.test_cli_runner().invoke(args=["privacy", "replay-erasures"])
        assert (done.exit_code, done.output) == (0, "1 comptes effacés de nouveau\n"), done.output
        db.session.expire_all()
        assert db.session.get_one(User, user_id).erased_at is not None
        assert db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) == 0
        again = app.test_cli_runner().invoke(args=["privacy", "replay-erasures"])
        assert again.output == "0 comptes effacés de nouveau\n"
    finally:
        listed.unlink()


def test_the_list_of_those_who_are_gone_says_a_day_and_nothing_else(session: Any) -> None:
    someone = person()
    public_id = someone.public_id
    erase(someone)
    services.tombstones_path().unlink(missing_ok=True)
    run_due()
    assert (services.sink_asked(), services.sink_asked(), services.sink()) == (1, 0, 0), "the worker does it once it was asked"
    assert services.read_tombstones() == {public_id: clock.today().isoformat()}
    assert services.tombstones_path().stat().st_mode & 0o077 == 0
    services.tombstones_path().unlink()


def test_erasing_twice_changes_nothing(session: Any) -> None:
    someone = person()
    erase(someone)
    first = someone.erased_at
    with clock.frozen(clock.now() + timedelta(days=1)), transaction():
        services.erase_again(someone)
    assert someone.erased_at == first
