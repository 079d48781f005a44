"""The last place is given once, whoever clicks at the same moment: threads on a real SQLite file, and on PostgreSQL.

Each run ends with a checker that compares what was acknowledged with what the database holds. Three runs every day, twenty with `--all`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from benevolat import create_app
from benevolat.accounts.models import User
from benevolat.associations import services as associations
from benevolat.associations.errors import LastAdmin
from benevolat.associations.models import MemberRole, Membership
from benevolat.candidatures import services as candidatures
from benevolat.candidatures.errors import AlreadyDecided, NoPlaceLeft
from benevolat.candidatures.models import Candidature, State
from benevolat.core.db import db, transaction
from benevolat.core.mail import OutgoingMail
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Creneau, Mission, MissionKind
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import DAILY, association, candidature, creneau, mission
from tests.support.prepared import prepare
from tests.support.sign_in import opened

CLIENTS = 32
RUNS = [pytest.param(1, id="1 run"), pytest.param(20, id="20 runs", marks=pytest.mark.long)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site of its own on a real database, with as many connections as clients."""
    folder: Path = tmp_path_factory.mktemp("last-place")
    if request.param == "postgres":
        with request.getfixturevalue("postgres_server").fresh_database() as url:
            yield from _site(folder, url)
    else:
        yield from _site(folder, f"sqlite:///{folder / 'site.sqlite3'}")


def _site(folder: Path, url: str) -> Iterator[Flask]:
    made = create_app({
        "TESTING": True, "INSTANCE": folder, "SECRET_KEY": "tests-only", "BASE_URL": "http://localhost", "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": CLIENTS + 4}, "DEMO": False, "HELPER_PHONE": "04 65 71 38 38", "HELPER_HOURS": "",
        "SMTP_URL": "", "MAIL_FROM": "Isère bénévolat <test@isere-benevolat.example>", "SMS_GATEWAY_URL": "", "SMS_GATEWAY_TOKEN": "",
        "GEOCODER_DOMAIN": "", "MAP_TILES_URL": "", "INDEX_DIR": folder / "index",
    })
    with made.app_context():
        prepare(made)
        yield made
        db.session.remove()
        db.engine.dispose()


def at_once(site: Flask, clients: int, act: Callable[[int], Any]) -> list[Any]:
    """Let so many clients act at the same moment, each in its own thread and connection; a database that is busy is asked again."""
    together = Barrier(clients)

    def one(number: int) -> Any:
        with site.app_context():
            together.wait(300)
            for _try in range(10):
                try:
                    with transaction():
                        result = act(number)
                except (NoPlaceLeft, AlreadyDecided, LastAdmin) as refused:
                    return refused
                except OperationalError:
                    continue
                return result
            raise AssertionError("the database never answered")

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(one, range(clients)))


def one_place(kind: MissionKind) -> tuple[Mission, Creneau | None, list[int], int]:
    """A mission with one place and thirty-two candidatures that wait; return also their ids and the member's."""
    member = person()
    place = mission(association(member=member), kind=kind, places=1 if kind is MissionKind.REGULAR else None)
    slot = creneau(place, places=1) if kind is MissionKind.DATED else None
    waiting = [candidature(place, person(), creneau_id=slot.id if slot is not None else None) for _ in range(CLIENTS)]
    db.session.commit()
    return place, slot, [each.id for each in waiting], member.id


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


@pytest.mark.parametrize("kind", list(MissionKind), ids=str)
@pytest.mark.parametrize("runs", RUNS)
def test_the_last_place_is_given_once(site: Flask, runs: int, kind: MissionKind) -> None:
    for _run in range(runs):
        place, slot, ids, member = one_place(kind)
        mails = count(OutgoingMail)

        def accept(number: int, ids: list[int] = ids, member: int = member) -> int:
            row = db.session.get_one(Candidature, ids[number])
            engagements.accept_candidature(row, by=db.session.get_one(User, member))
            return row.id

        outcomes = at_once(site, CLIENTS, accept)
        db.session.rollback()
        winners = [each for each in outcomes if isinstance(each, int)]
        refused = [each for each in outcomes if isinstance(each, NoPlaceLeft)]
        states = Counter(db.session.scalars(sa.select(Candidature.state).where(Candidature.mission_id == place.id)))
        held = db.session.scalar(sa.select(Creneau.places_taken if slot else Mission.places_taken).where(
            Creneau.id == slot.id if slot else Mission.id == place.id
        ))
        assert (len(winners), len(refused), held) == (1, CLIENTS - 1, 1)
        assert states == {State.ACCEPTED: 1, State.SENT: CLIENTS - 1}
        assert db.session.get_one(Candidature, winners[0]).state is State.ACCEPTED
        assert count(Engagement, Engagement.candidature_id.in_(ids)) == 1
        assert count(OutgoingMail) == mails + 1
        assert all("liste d’attente" in str(each) for each in refused)


@pytest.mark.parametrize("runs", RUNS)
def test_sixteen_clicks_make_one_candidature(site: Flask, runs: int) -> None:
    for _run in range(runs):
        member, volunteer = person(), person()
        place = mission(association(member=member))
        db.session.commit()
        mails = count(OutgoingMail)

        def send(_number: int, place: int = place.id, volunteer: int = volunteer.id) -> int:
            user = db.session.get_one(User, volunteer)
            return candidatures.send_candidature(db.session.get_one(Mission, place), user=user, by=user).id

        outcomes = at_once(site, 16, send)
        db.session.rollback()
        assert len(set(outcomes)) == 1
        assert count(Candidature, Candidature.mission_id == place.id) == 1
        assert count(OutgoingMail) == mails + 2, "one letter to each side"


@pytest.mark.parametrize("runs", RUNS)
def test_two_deciders_at_once_make_one_decision(site: Flask, runs: int) -> None:
    for _run in range(runs):
        host = association()
        members = [person(first_name=name, last_name="Roux") for name in ("Camille", "Malik")]
        for each in members:
            keep(Membership(**DAILY, association_id=host.id, user_id=each.id, role=MemberRole.MEMBER))
        row = candidature(mission(host), person())
        db.session.commit()
        names, ids, row_id = [each.display_name for each in members], [each.id for each in members], row.id
        mails = count(OutgoingMail)

        def decide(number: int, row_id: int = row_id, ids: list[int] = ids) -> int:
            target, by = db.session.get_one(Candidature, row_id), db.session.get_one(User, ids[number])
            if number:
                candidatures.decline_candidature(target, by=by, reason="Les places sont déjà prises.")
            else:
                engagements.accept_candidature(target, by=by)
            return by.id

        outcomes = at_once(site, 2, decide)
        db.session.rollback()
        [told] = [each for each in outcomes if isinstance(each, AlreadyDecided)]
        [winner] = [each for each in outcomes if isinstance(each, int)]
        row = db.session.get_one(Candidature, row_id)
        assert row.decided_by_id == winner
        assert row.state is (State.ACCEPTED if winner == ids[0] else State.DECLINED)
        assert names[ids.index(winner)] in str(told)
        assert str(row.state.label) in str(told)
        assert row.mission.places_taken == (1 if row.state is State.ACCEPTED else 0)
        assert count(OutgoingMail) == mails + 1


def test_the_same_form_sent_sixteen_times_answers_alike(site: Flask) -> None:
    volunteer = person()
    place = mission(association(member=person()))
    db.session.commit()
    path, kept, place_id = f"/missions/{place.public_id}/candidater", opened(volunteer), place.id
    mails = count(OutgoingMail)
    db.session.rollback()
    first = site.test_client()
    with first.session_transaction() as session:
        session.update(kept)
    with ThreadPoolExecutor(1) as pool:  # a thread of its own: the test's application context stays out of the request
        page = pool.submit(lambda: first.get(path).get_data(as_text=True)).result()
    data = dict(re.findall(r'name="(csrf_token|form_key)"[^>]*value="([^"]+)"', page)) | {"message": "Bonjour."}
    cookie = first.get_cookie("session")
    assert cookie is not None
    together = Barrier(16)

    def click(_number: int) -> str:
        client = site.test_client()
        client.set_cookie("session", cookie.value)
        together.wait(300)
        for _try in range(10):
            answer = client.post(path, data=data)
            if answer.status_code != 503:
                return f"{answer.status_code} {answer.location}"
        return "503"

    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(click, range(16)))
    db.session.rollback()
    assert answers == {f"303 {path}/envoyee"}
    assert count(Candidature, Candidature.mission_id == place_id) == 1
    assert count(OutgoingMail) == mails + 2


@pytest.mark.parametrize("runs", RUNS)
def test_two_administrators_who_leave_at_once_leave_one(site: Flask, runs: int) -> None:
    for run in range(runs):
        team = [person(), person()]
        host = association(member=team[0])
        keep(Membership(**DAILY, association_id=host.id, user_id=team[1].id, role=MemberRole.ADMIN))
        db.session.commit()
        ids, host_id = [each.id for each in team], host.id

        def leave(number: int, ids: list[int] = ids, host_id: int = host_id, steps_down: bool = run % 2 == 1) -> int:
            by = db.session.get_one(User, ids[number])
            mine = db.session.scalars(sa.select(Membership).filter_by(association_id=host_id, user_id=by.id)).one()
            if steps_down and number:
                associations.change_role(mine, MemberRole.MEMBER, by=by)
            else:
                associations.remove_member(mine, by=by)
            return by.id

        outcomes = at_once(site, 2, leave)
        db.session.rollback()
        assert sorted(type(each).__name__ for each in outcomes) == ["LastAdmin", "int"]
        assert count(Membership, Membership.association_id == host_id, Membership.role == MemberRole.ADMIN) == 1
