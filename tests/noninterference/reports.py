"""Reports and the desk, the same in both worlds: what a visitor, another volunteer and the person themself report, and what is decided."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.candidatures.models import Candidature
from benevolat.core.db import db
from benevolat.missions.models import Mission
from benevolat.moderation import services as moderation
from benevolat.moderation.models import Noun
from benevolat.signalements import services
from benevolat.signalements.models import Kind, Reason, Signalement
from benevolat.signalements.queries import find_target, page_target


def report(volunteer: User, other: User, work: Mission, sent: Candidature) -> None:
    """Report a mission, a message and a page; the person wishes an answer, as anybody may."""
    for user, kind, key in ((None, Kind.MISSION, work.public_id), (other, Kind.MISSION, work.public_id),
                            (volunteer, Kind.MESSAGE, f"{sent.public_id}-1")):
        target = find_target(user, kind, key)
        assert target is not None
        services.report(target, reason=Reason.PERSONAL, words="Le portail n’est pas vert.", user=user)
    services.report(page_target("/aide"), reason=Reason.BROKEN, email="visiteuse@courriel.example")


def treat(desk: User, work: Mission) -> None:
    """Uphold, undo, dismiss; hide the message; send a mission back and take that back; stay on it."""
    about, said, _page = db.session.scalars(sa.select(Signalement).order_by(Signalement.id)).all()
    services.take_signalement(about, by=desk)
    services.undo_decision(services.uphold_signalement(about, by=desk, words="Nous avons corrigé."), by=desk)
    services.dismiss_signalement(about, by=desk, words="Tout est juste.")
    services.hide_message(said, by=desk)
    services.uphold_signalement(said, by=desk, words="Le message est masqué.")
    moderation.undo_decision(moderation.ask_correction(work, by=desk, reason="Dites l’heure."), by=desk)
    moderation.take(Noun.MISSION, work.id, by=desk)
