"""The people of a house under load, and the checker: what was acknowledged to them is compared with what the database and the mail hold."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benevolat.accounts.models import User
from benevolat.candidatures.models import Candidature, Message, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Mission
from benevolat.missions.services import touch
from tests.factories.people import person
from tests.factories.world import association, mission
from tests.support.components_mail import MailServer
from tests.support.sign_in import opened


@dataclass
class Story:
    """One mission with one place, its member, and two volunteers who both want it."""

    mission: str
    member: str
    volunteers: list[str]
    emails: list[str]


def cookie_of(app: Flask, user: User) -> str:
    """Return the session cookie of somebody who signed in."""
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    signer = interface.get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps(opened(user)))


def stories(app: Flask, count: int) -> list[Story]:
    """Write so many missions with their people, every one with an open session."""
    made = []
    for number in range(count):
        member, both = person(), [person(), person()]
        row = mission(association(member=member), places=1, title=f"Jardin numéro {number}")
        touch(row, text=True)
        db.session.flush()
        emails = [each.email or "" for each in both]
        made.append(Story(row.public_id, cookie_of(app, member), [cookie_of(app, each) for each in both], emails))
    return made


@dataclass
class Verdict:
    """What the checker found; `wrong` is empty when every promise was held."""

    counted: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def must(self, held: bool, words: str) -> None:
        """Note a promise that was not held."""
        if not held:
            self.wrong.append(words)

    def lines(self) -> list[str]:
        """Return the verdict as it is printed."""
        figures = [f"  {name:<58} {value}" for name, value in self.counted.items()]
        return [*figures, "verdict: " + ("every promise held" if not self.wrong else "; ".join(self.wrong))]


def _rows(statement: Any) -> list[Any]:
    return list(db.session.execute(statement))


def check(acknowledged: Counter[str], mail: MailServer | None, *, cut_short: int = 0) -> Verdict:
    """Compare what people were told (« candidature:<words> », « message:<words> », « accept:<mission> ») with what is held.

    A worker killed after a server took a mail and before it could note it sends it again under the same Message-ID, by which it is
    known for the same: at most one for each of the `cut_short` workers killed.
    """
    verdict = Verdict()
    db.session.remove()
    sent = Counter(row[0] for row in _rows(sa.select(Candidature.message)))
    told = Counter(row[0] for row in _rows(sa.select(Message.body)))
    held = Counter({f"candidature:{words}": n for words, n in sent.items()}) + Counter({f"message:{words}": n for words, n in told.items()})
    written = [each for each in acknowledged if not each.startswith("accept:")]
    lost, doubled = [each for each in written if not held[each]], [each for each, n in held.items() if n > 1]
    verdict.counted |= {"acknowledged candidatures and messages": len(written), "of them lost": len(lost), "rows doubled": len(doubled)}
    verdict.must(not lost, f"acknowledged and lost: {lost[:5]}")
    verdict.must(not doubled, f"written twice: {doubled[:5]}")
    _check_places(acknowledged, verdict)
    if mail is not None:
        _check_mails(mail, verdict, cut_short)
    return verdict


def _check_places(acknowledged: Counter[str], verdict: Verdict) -> None:
    accepted = Counter(row[0] for row in _rows(sa.select(Candidature.mission_id).where(Candidature.state == State.ACCEPTED)))
    engaged = Counter(row[0] for row in _rows(
        sa.select(Candidature.mission_id).join(Engagement, Engagement.candidature_id == Candidature.id)
    ))
    missions = _rows(sa.select(Mission.id, Mission.public_id, Mission.places, Mission.places_taken))
    over = [row.public_id for row in missions if accepted[row.id] > row.places]
    apart = [row.public_id for row in missions if not accepted[row.id] == engaged[row.id] == row.places_taken]
    lost = [row.public_id for row in missions if f"accept:{row.public_id}" in acknowledged and not accepted[row.id]]
    verdict.counted |= {"last places asked for": sum(1 for each in acknowledged if each.startswith("accept:")),
                        "given": sum(accepted.values()), "overbooked": len(over)}
    verdict.must(not over, f"overbooked: {over[:5]}")
    verdict.must(not apart, f"places, acceptances and engagements differ: {apart[:5]}")
    verdict.must(not lost, f"acceptance acknowledged and lost: {lost[:5]}")


def _check_mails(mail: MailServer, verdict: Verdict, cut_short: int) -> None:
    names = Counter(str(each.message["Message-ID"]) for each in mail.received)
    rows = _rows(sa.select(OutgoingMail.public_id, OutgoingMail.to, OutgoingMail.sent_at, OutgoingMail.run_at, OutgoingMail.attempts))
    lost = [row.to for row in rows if row.sent_at is not None and f"<{row.public_id}@localhost>" not in names]
    late = [row.to for row in rows if row.sent_at is None and (row.run_at < clock.now() or row.attempts)]
    reached = {row.to for row in rows}
    silent = [each for each in _rows(sa.select(User.email).join(Candidature, Candidature.user_id == User.id)) if each[0] not in reached]
    doubled = [name for name, n in names.items() if n > 1]
    verdict.counted |= {"mails received": sum(names.values()), "mails lost": len(lost) + len(silent), "mails that never left": len(late),
                        "mails received twice (same Message-ID)": len(doubled)}
    verdict.must(not lost, f"mails noted as sent that nobody received: {lost[:5]}")
    verdict.must(not silent, f"candidatures without their letter: {silent[:5]}")
    verdict.must(not late, f"mails that never left: {late[:5]}")
    verdict.must(len(doubled) <= cut_short, f"mails received twice: {doubled[:5]}")


def mails_wait() -> int:
    """Return how many mails that are due, or were refused once, have not left."""
    db.session.rollback()
    return db.session.scalar(
        sa.select(sa.func.count()).select_from(OutgoingMail).where(
            OutgoingMail.sent_at.is_(None), sa.or_(OutgoingMail.run_at < clock.now(), OutgoingMail.attempts > 0)
        )
    ) or 0
