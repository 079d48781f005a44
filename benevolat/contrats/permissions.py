"""Who sees and does what with a contract's reference, its annexe and what the person submits."""

from typing import Any

import sqlalchemy as sa

from benevolat.accompagnement.permissions import accompanies, visible_people
from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState

from .models import Annexe, AnnexeState, Avenant, Channel, Consentement, Contrat, Sheet, Submission, SubmissionState


def can_prepare_contrat(user: Any, person: User) -> bool:
    """The person's référent of today writes the contract's reference."""
    return accompanies(user, person)


def can_prepare_annexe(user: Any, contrat: Contrat) -> bool:
    """The person's référent of today prepares, proposes and countersigns the annexe."""
    return accompanies(user, contrat.user)


def is_holder(user: Any, annexe: Annexe) -> bool:
    """The person whose contract it is, and nobody else, signs and withdraws."""
    return bool(user.is_authenticated and user.id == annexe.contrat.user_id)


def has_consented(annexe: Annexe) -> bool:
    """Tell whether a consent of the person to this annexe, in any revision, stands."""
    standing = sa.select(Consentement.id).where(Consentement.annexe_id == annexe.id, Consentement.withdrawn_at.is_(None)).limit(1)
    return db.session.scalar(standing) is not None


def signed_on_sheet(annexe: Annexe) -> bool:
    """Tell whether a consent that stands came on a sheet, which somebody else typed."""
    standing = sa.select(Consentement.id).where(
        Consentement.annexe_id == annexe.id, Consentement.withdrawn_at.is_(None), Consentement.channel == Channel.SHEET
    )
    return db.session.scalar(standing.limit(1)) is not None


def visible_sheets(user: Any) -> sa.Select[Sheet]:
    """Return the signed sheets a référent may see: those of the annexes they may see."""
    return sa.select(Sheet).where(Sheet.annexe_id.in_(visible_annexes(user).with_only_columns(Annexe.id)))


def own_sheets(person: User) -> sa.Select[Sheet]:
    """Return the sheets signed in the person's name, also those they say they did not sign."""
    return sa.select(Sheet).where(Sheet.annexe_id.in_(own_annexes(person).with_only_columns(Annexe.id)))


def own_avenants(person: User) -> sa.Select[Avenant]:
    """Return the amendments of the person's annexes."""
    return sa.select(Avenant).where(Avenant.annexe_id.in_(own_annexes(person).with_only_columns(Annexe.id)))


def visible_avenants(user: Any) -> sa.Select[Avenant]:
    """Return the amendments of the annexes a référent may see: never a withdrawal, since nothing of it is shown."""
    return sa.select(Avenant).where(Avenant.annexe_id.in_(visible_annexes(user).with_only_columns(Annexe.id)))


def is_submitter(user: Any, submission: Submission) -> bool:
    """The person submits, and takes back, their own engagement."""
    return is_holder(user, submission.annexe)


def can_answer_submission(user: Any, submission: Submission) -> bool:
    """The person's référent of today answers what the person submitted."""
    return accompanies(user, submission.annexe.contrat.user)


def visible_contrats(user: Any) -> sa.Select[Contrat]:
    """Return the contract references of the people a référent accompanies today."""
    return sa.select(Contrat).where(Contrat.user_id.in_(visible_people(user).with_only_columns(User.id)))


def visible_annexes(user: Any) -> sa.Select[Annexe]:
    """Return the annexes a référent may see: those of their people, but nothing of one that the person withdrew."""
    contrats = visible_contrats(user).with_only_columns(Contrat.id)
    return sa.select(Annexe).where(Annexe.contrat_id.in_(contrats), Annexe.state != AnnexeState.WITHDRAWN)


def own_annexes(person: User) -> sa.Select[Annexe]:
    """Return the annexes that concern the person and were shown to them: not the référent's drafts."""
    return (
        sa.select(Annexe).join(Contrat, Contrat.id == Annexe.contrat_id)
        .where(Contrat.user_id == person.id, Annexe.state != AnnexeState.DRAFT)
    )


def visible_submissions(user: Any) -> sa.Select[Submission]:
    """Return what the people of a référent submitted: nothing before, nothing taken back, nothing after a withdrawal.

    Nor what is attested no more, since the person showed an attested engagement: its corrections and disputes go nowhere (rule 4).
    """
    annexes = visible_annexes(user).with_only_columns(Annexe.id)
    attested = sa.select(Engagement.id).where(Engagement.state == EngagementState.ATTESTED)
    return sa.select(Submission).where(
        Submission.annexe_id.in_(annexes), Submission.engagement_id.in_(attested), Submission.state != SubmissionState.CANCELLED
    )


def own_submissions(person: User) -> sa.Select[Submission]:
    """Return what the person submitted."""
    annexes = own_annexes(person).with_only_columns(Annexe.id)
    return sa.select(Submission).where(Submission.annexe_id.in_(annexes))
