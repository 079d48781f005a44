"""What goes by itself: two years of silence, told thirty days before; agents gone for a year; messages that left."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accounts.models import AccountSession, Device, User
from benevolat.candidatures.models import CallBack, Message
from benevolat.candidatures.models import State as Sent
from benevolat.core import clock
from benevolat.core.db import db, transaction
from benevolat.core.jobs import run_due
from benevolat.core.mail import OutgoingMail, queue_mail, write_letter
from benevolat.engagements.models import State as Done
from benevolat.privacy import services
from benevolat.privacy.register.treatments import JOURNAL_KEPT, NO_CONTACT, NOTICE, SENT_KEPT
from tests.factories import keep
from tests.factories.alertes import alerte
from tests.factories.people import agent, person
from tests.factories.world import association, candidature, engagement, mission

LONG_AGO = NO_CONTACT + timedelta(days=1)


def silent(days: timedelta = LONG_AGO, **values: Any) -> User:
    """Return somebody who gave no sign for a time."""
    return person(created_at=clock.now() - days - timedelta(days=30), last_seen_at=clock.now() - days, **values)


def letters() -> int:
    """Return how many letters wait or left."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail)) or 0


def pass_by() -> None:
    """Do what the daily job does, then the jobs it wrote."""
    db.session.commit()
    with transaction():
        services.retain()
    run_due()
    db.session.rollback()


def test_an_account_goes_two_years_after_the_last_sign_and_is_told_thirty_days_before(session: Any) -> None:
    someone = silent(NO_CONTACT - NOTICE + timedelta(hours=1))
    pass_by()
    assert someone.noticed_at is not None
    assert letters() == 1
    for days, gone in ((NOTICE - timedelta(days=1), False), (NOTICE + timedelta(hours=1), True)):
        with clock.frozen(clock.now() + days):
            pass_by()
            assert (someone.erased_at is not None) is gone, days
            assert letters() == (0 if gone else 1), "the notice goes too, and nobody is told twice"


def test_nobody_goes_who_was_not_told(session: Any) -> None:
    someone = silent()
    pass_by()
    assert (someone.erased_at, someone.noticed_at is None) == (None, False)


def test_who_comes_back_is_not_erased_and_is_told_again_another_time(session: Any) -> None:
    someone = silent()
    pass_by()
    someone.last_seen_at = clock.now()
    with clock.frozen(clock.now() + NOTICE + timedelta(days=1)):
        pass_by()
    assert (someone.erased_at, someone.noticed_at) == (None, None)
    someone.noticed_at = clock.now() - NOTICE
    assert services.erase_unused(someone.id) is False, "a job planned before they came"


@pytest.mark.parametrize("sign", ["candidature", "message", "running", "session", "alerte", "young"])
def test_another_sign_than_a_visit_counts(session: Any, sign: str) -> None:
    someone = silent()
    lately = clock.now() - timedelta(days=9)
    if sign == "candidature":
        candidature(mission(), someone, state=Sent.DECLINED, reason="Complet", sent_at=lately)
    elif sign == "message":
        applied = candidature(mission(), someone, state=Sent.DECLINED, reason="Complet", sent_at=clock.now() - LONG_AGO)
        keep(Message(candidature_id=applied.id, author_id=someone.id, from_volunteer=True, body="Bonjour", at=lately))
    elif sign == "session":
        keep(AccountSession(token_hash="x", user_id=someone.id, device=Device.OTHER, opened_at=lately, seen_on=lately.date()))
    elif sign == "alerte":
        alerte(someone).clicked_at = lately
    elif sign == "running":
        applied = candidature(mission(), someone, state=Sent.ACCEPTED, sent_at=clock.now() - LONG_AGO)
        engagement(applied, state=Done.IN_PROGRESS, created_at=clock.now() - LONG_AGO)
    else:
        someone.last_seen_at, someone.created_at = None, lately
    pass_by()
    assert someone.noticed_at is None
    assert letters() == 0


def test_an_association_keeps_its_last_admin(session: Any) -> None:
    someone = silent()
    association(member=someone)
    pass_by()
    assert someone.noticed_at is None
    someone.noticed_at = clock.now() - NOTICE - timedelta(days=1)
    db.session.commit()
    assert services.erase_unused(someone.id) is False
    assert someone.erased_at is None


def test_an_agent_goes_a_year_after_the_end_and_no_sooner(session: Any) -> None:
    gone = agent(ends_on=clock.today() - JOURNAL_KEPT - timedelta(days=1))
    kept = agent(ends_on=clock.today() - JOURNAL_KEPT, created_at=clock.now() - 2 * LONG_AGO)
    pass_by()
    assert gone.erased_at is not None
    assert (gone.email, kept.erased_at, kept.noticed_at) == (None, None, None)


def test_what_left_a_week_ago_goes_and_what_waits_stays(session: Any) -> None:
    for sent in (clock.now() - SENT_KEPT, clock.now() - timedelta(days=1), None):
        queue_mail("quelqu.un@courriel.example", write_letter("privacy/erased")).sent_at = sent
    mine = keep(CallBack(mission_id=mission().id, first_name="Zoé", phone="+33639980022", asked_at=clock.now() - timedelta(days=90)))
    number = mine.id
    pass_by()
    assert letters() == 2
    assert db.session.get(CallBack, number) is None


def test_a_dry_run_counts_by_treatment_and_touches_nothing(app: Flask, session: Any) -> None:
    someone = silent()
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["privacy", "retention", "--dry-run"])
    assert done.exit_code == 0
    assert "     1  Votre compte : comptes à prévenir" in done.output.replace("\u00a0", " ")
    assert done.output.endswith("Rien n’a été touché.\n")
    db.session.expire_all()
    assert someone.noticed_at is None
    app.test_cli_runner().invoke(args=["privacy", "retention"])
    db.session.expire_all()
    assert someone.noticed_at is not None
