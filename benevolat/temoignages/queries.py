"""Reads of témoignages and answers: what anybody may see, what waits for the desk, what the person may still be asked."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import Candidature
from benevolat.core import clock, settings
from benevolat.core.db import db
from benevolat.engagements.models import BilanState, Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.territoire.models import Commune, Territoire

from .models import AnswerCount, Naming, State, Suite, Temoignage
from .permissions import visible_hosted_temoignages, visible_moderated_temoignages, visible_own_temoignages
from .questions import Group, Question, grouped, questions

ACCORD = (
    "J’accepte que ces mots paraissent sous ce nom sur Isère bénévolat\u00a0: la page de l’association, celle de la mission et la page "
    "des témoignages. Tout le monde peut les lire. Je peux les retirer à tout moment, d’un seul geste."
)
"""What a person agrees to before anything is published; a setting, to be confirmed by a lawyer."""

ABOUT_ONE = 5
"""Témoignages shown on the page of an association or of a mission."""

LISTED = 3
"""Témoignages shown on the page of témoignages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A témoignage as anybody reads it: these four lines, and the name under which it can be reported."""

    words: str
    name: str
    title: str
    host: str
    host_id: str
    public_id: str = ""


def accord_text() -> tuple[str, int]:
    """Return the exact sentence of the accord to publish, and its version."""
    return settings.read("temoignage.accord", ACCORD)


def names_for(user: User) -> dict[Naming, str]:
    """Return the names a person may be shown under, as they would be written; what they did not give is not offered."""
    commune = user.commune.name.replace("'", "’") if user.commune is not None else None
    offered = {
        Naming.FIRST_NAME: user.first_name, Naming.COMMUNE: f"{user.first_name}, {commune}" if user.first_name and commune else "",
        Naming.WOMAN: _("Une bénévole"), Naming.MAN: _("Un bénévole"), Naming.PERSON: _("Une personne bénévole"),
    }
    return {naming: name for naming, name in offered.items() if name}


def can_be_offered(engagement: Engagement) -> bool:
    """Tell whether a témoignage may be written: the engagement is attested by an association of the site, and none stands."""
    attested = engagement.state is EngagementState.ATTESTED and engagement.association is not None
    return attested and own_temoignage(engagement.user, engagement) is None


def own_temoignage(user: Any, engagement: Engagement) -> Temoignage | None:
    """Return what the person wrote about an engagement and did not take back, or None."""
    return db.session.scalar(visible_own_temoignages(user).where(Temoignage.engagement_id == engagement.id))


def is_suite_open(engagement: Engagement) -> bool:
    """Tell whether the page after a closing may be proposed: the person agreed on the bilan, and the page was never closed."""
    agreed = engagement.bilan is not None and engagement.bilan.state is BilanState.AGREED
    return agreed and db.session.get(Suite, engagement.id) is None


def _public() -> sa.Select[Temoignage]:
    """Select what anybody may read: published, its engagement still attested, its association still verified, its author still here."""
    return (
        sa.select(Temoignage).join(Engagement, Engagement.id == Temoignage.engagement_id)
        .join(Association, Association.id == Engagement.association_id).join(User, User.id == Engagement.user_id)
        .where(Temoignage.state == State.PUBLISHED, Engagement.state == EngagementState.ATTESTED,
               Association.state == AssociationState.VERIFIED, User.erased_at.is_(None))
        .options(contains_eager(Temoignage.engagement).contains_eager(Engagement.association))
        .order_by(Temoignage.published_at.desc(), Temoignage.id.desc())
    )


def can_appear(engagement: Engagement) -> bool:
    """Tell whether a published témoignage about an engagement is shown: attested, by a verified association, its author here."""
    host = engagement.association
    verified = host is not None and host.state is AssociationState.VERIFIED
    return verified and engagement.state is EngagementState.ATTESTED and engagement.user.erased_at is None


def shown(temoignage: Temoignage) -> Shown:
    """Return a témoignage as anybody reads it; the person's own preview and the desk go through here too."""
    engagement = temoignage.engagement
    host = engagement.association
    return Shown(
        temoignage.words or "", temoignage.shown_name or "", engagement.title, engagement.host, host.public_id if host else "",
        temoignage.public_id,
    )


def find_public(public_id: str) -> Temoignage | None:
    """Return a témoignage that anybody may read, under this id, or None."""
    return db.session.scalar(_public().where(Temoignage.public_id == public_id))


def published_about(association_id: int, limit: int = ABOUT_ONE) -> list[Shown]:
    """Return what is published about an association, the latest first."""
    return [shown(each) for each in db.session.scalars(_public().where(Association.id == association_id).limit(limit))]


def published_of_mission(mission_id: int, limit: int = ABOUT_ONE) -> list[Shown]:
    """Return what is published by those who did a mission, the latest first."""
    chosen = _public().join(Candidature, Candidature.id == Engagement.candidature_id).where(Candidature.mission_id == mission_id)
    return [shown(each) for each in db.session.scalars(chosen.limit(limit))]


def latest_published(limit: int = LISTED) -> list[Shown]:
    """Return the latest published of all."""
    return [shown(each) for each in db.session.scalars(_public().limit(limit))]


def published_in(territoire_code: str, limit: int = LISTED) -> list[Shown]:
    """Return the latest published about associations of a territory."""
    chosen = _public().join(Commune, Commune.code == Association.commune_code).where(Commune.territoire_code == territoire_code)
    return [shown(each) for each in db.session.scalars(chosen.limit(limit))]


def _with_host(chosen: sa.Select[Temoignage]) -> list[Temoignage]:
    whole = joinedload(Temoignage.engagement).joinedload(Engagement.association).joinedload(Association.commune)
    return list(db.session.scalars(chosen.options(whole)))


def published_here(user: Any, limit: int = 50) -> list[Temoignage]:
    """Return the latest published on a modérateur's territories, which they may take off."""
    chosen = visible_moderated_temoignages(user).where(Temoignage.state == State.PUBLISHED)
    return _with_host(chosen.order_by(Temoignage.published_at.desc(), Temoignage.id.desc()).limit(limit))


def find_to_moderate(user: Any, public_id: str) -> Temoignage | None:
    """Return a témoignage that a modérateur may read under this id, or None."""
    return next(iter(_with_host(visible_moderated_temoignages(user).where(Temoignage.public_id == public_id))), None)


def hosted_temoignages(user: Any, association: Association) -> list[Temoignage]:
    """Return what is published about one of a member's associations, the latest first."""
    chosen = visible_hosted_temoignages(user).where(Engagement.association_id == association.id)
    return _with_host(chosen.order_by(Temoignage.published_at.desc(), Temoignage.id.desc()))


def find_hosted_temoignage(user: Any, public_id: str) -> Temoignage | None:
    """Return a published témoignage about one of a member's associations, or None."""
    return next(iter(_with_host(visible_hosted_temoignages(user).where(Temoignage.public_id == public_id))), None)


def figures() -> list[tuple[Question, list[Group], dict[str, str]]]:
    """Return, for each question of today, the figures that may be shown, with the names of the territories."""
    names = {each.code: each.name for each in db.session.scalars(sa.select(Territoire))}
    found = []
    for question in questions():
        cells: dict[tuple[str, str], dict[str, int]] = {}
        rows = db.session.execute(sa.select(
            AnswerCount.territoire_code, AnswerCount.quarter, AnswerCount.answer, AnswerCount.value
        ).where(AnswerCount.question == question.key))
        for territoire, quarter, answer, value in rows:
            cells.setdefault((territoire, quarter), {})[answer] = value
        found.append((question, grouped(cells, question.answers, today=clock.today()), names))
    return found


@dataclass(frozen=True, slots=True)
class After:
    """What an engagement's page proposes once it is attested: the page after a closing, a témoignage, or the one that stands."""

    suite: bool
    can_tell: bool
    temoignage: Temoignage | None


def after(engagement: Engagement) -> After:
    """Return what the person may be proposed on an engagement of theirs."""
    return After(is_suite_open(engagement), can_be_offered(engagement), own_temoignage(engagement.user, engagement))
