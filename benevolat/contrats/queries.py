"""Reads about contracts, annexes and submissions, for the person and for their référent."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements.models import Engagement
from benevolat.engagements.models import State as EngagementState

from .models import (
    Annexe,
    AnnexeState,
    Avenant,
    Consentement,
    Contrat,
    ContratType,
    Decision,
    Question,
    Sheet,
    Submission,
    SubmissionState,
)
from .permissions import own_annexes, own_submissions, visible_annexes, visible_submissions
from .workflow import ANNEXE

LIVING = (AnnexeState.SIGNED, AnnexeState.AMENDED)
OPEN = (AnnexeState.DRAFT, AnnexeState.PROPOSED, *LIVING)
SOON = timedelta(days=30)
"""How long before its last day an annexe waits on the référent's page."""
_holder = joinedload(Annexe.contrat).joinedload(Contrat.user)


def contrat_types() -> list[ContratType]:
    """Return the types of contract in use."""
    return list(db.session.scalars(sa.select(ContratType).where(ContratType.active).order_by(ContratType.label)))


def last_contrat(person: User) -> Contrat | None:
    """Return the newest contract reference of a person."""
    return db.session.scalar(
        sa.select(Contrat).where(Contrat.user_id == person.id).order_by(Contrat.starts_on.desc(), Contrat.id.desc()).limit(1)
    )


def open_annexe(contrat: Contrat) -> Annexe | None:
    """Return the annexe of a contract that is in preparation, proposed or signed, or None."""
    return db.session.scalar(sa.select(Annexe).where(Annexe.contrat_id == contrat.id, Annexe.state.in_(OPEN)))


def living_annexe(person: User) -> Annexe | None:
    """Return the signed annexe of a person that has not ended, or None."""
    return db.session.scalar(
        sa.select(Annexe).join(Contrat, Contrat.id == Annexe.contrat_id)
        .where(Contrat.user_id == person.id, Annexe.state.in_(LIVING)).order_by(Annexe.id.desc()).limit(1)
    )


def annexes_of(person: User) -> list[Annexe]:
    """Return what the person was shown, newest first."""
    return list(db.session.scalars(own_annexes(person).order_by(Annexe.id.desc())))


def annexes_to_answer(person: User) -> list[Annexe]:
    """Return what was proposed to the person and waits for their answer, whether they have already said no or nothing."""
    signed = sa.select(Consentement.annexe_id).where(
        Consentement.annexe_id == Annexe.id, Consentement.annexe_revision == Annexe.revision, Consentement.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(
        own_annexes(person).where(Annexe.state == AnnexeState.PROPOSED, Annexe.id.not_in(signed)).order_by(Annexe.id)
    ))


def consentement_of(annexe: Annexe) -> Consentement | None:
    """Return the consent that stands for the present revision of an annexe, or None."""
    return db.session.scalar(
        sa.select(Consentement).where(
            Consentement.annexe_id == annexe.id, Consentement.annexe_revision == annexe.revision, Consentement.withdrawn_at.is_(None)
        )
    )


def sheet_of(annexe: Annexe) -> Sheet | None:
    """Return the signed sheet of an annexe, of its newest revision that has one, or None."""
    return db.session.scalar(sa.select(Sheet).where(Sheet.annexe_id == annexe.id).order_by(Sheet.revision.desc()).limit(1))


def decision_of(annexe: Annexe, question: Question, *, submission: Submission | None = None) -> Decision | None:
    """Return what was decided of one question for the annexe as it stands, or for what was submitted, or None."""
    return decisions_of(annexe, submission=submission).get(question)


def decisions_of(annexe: Annexe, *, submission: Submission | None = None) -> dict[Question, Decision]:
    """Return what was decided, by question in the order of the questions: for the annexe as it stands, or for what was submitted."""
    where = (
        Decision.submission_id == submission.id if submission is not None
        else sa.and_(Decision.annexe_id == annexe.id, Decision.submission_id.is_(None), Decision.revision == annexe.revision)
    )
    found = {each.question: each for each in db.session.scalars(sa.select(Decision).where(where))}
    return {question: found[question] for question in Question if question in found}


def decisions_by_submission(submissions: list[Submission]) -> dict[int, list[Decision]]:
    """Return what was decided of each of these submissions, in the order of the questions, by their number."""
    order, found = list(Question), {each.id: list[Decision]() for each in submissions}
    for each in db.session.scalars(sa.select(Decision).where(Decision.submission_id.in_(found))):
        found[each.submission_id or 0].append(each)
    return {number: sorted(decided, key=lambda each: order.index(each.question)) for number, decided in found.items()}


def avenants_of(annexe: Annexe) -> list[Avenant]:
    """Return the amendments of an annexe, oldest first."""
    return list(db.session.scalars(sa.select(Avenant).where(Avenant.annexe_id == annexe.id).order_by(Avenant.id)))


def submissible_engagements(person: User) -> list[Engagement]:
    """Return the person's attested engagements that were not submitted, or were taken back; a complement has a page of its own."""
    sent = sa.select(Submission.engagement_id).join(Annexe, Annexe.id == Submission.annexe_id).where(
        Submission.state != SubmissionState.CANCELLED, Annexe.state.in_(LIVING)
    )
    return list(db.session.scalars(
        sa.select(Engagement)
        .where(Engagement.user_id == person.id, Engagement.state == EngagementState.ATTESTED, Engagement.id.not_in(sent))
        .order_by(Engagement.starts_on.desc(), Engagement.id.desc())
    ))


def submissions_of(person: User) -> list[Submission]:
    """Return what the person submitted, newest first."""
    return list(db.session.scalars(own_submissions(person).order_by(Submission.submitted_at.desc(), Submission.id.desc())))


def waiting_for(user: Any) -> list[Submission]:
    """Return what waits for a référent's answer, oldest first."""
    return list(db.session.scalars(
        visible_submissions(user).where(Submission.state == SubmissionState.SUBMITTED).order_by(Submission.submitted_at, Submission.id)
        .options(joinedload(Submission.annexe).joinedload(Annexe.contrat).joinedload(Contrat.user),
                 joinedload(Submission.engagement).joinedload(Engagement.association))
    ))


def waiting_for_signature(user: Any) -> list[Annexe]:
    """Return the annexes that the person signed and that wait for the référent's signature, oldest first."""
    signed = sa.select(Consentement.annexe_id).where(
        Consentement.annexe_revision == Annexe.revision, Consentement.annexe_id == Annexe.id, Consentement.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(
        visible_annexes(user).where(Annexe.state == AnnexeState.PROPOSED, Annexe.id.in_(signed)).order_by(Annexe.signed_by_person_at)
        .options(_holder)
    ))


def annexes_ending(user: Any) -> list[Annexe]:
    """Return the signed annexes of a référent's people whose last day is within thirty days, the nearest first."""
    living = db.session.scalars(visible_annexes(user).where(Annexe.state.in_(LIVING)).options(_holder)).all()
    limit = clock.today() + SOON
    return sorted((each for each in living if each.last_day <= limit), key=lambda each: (each.last_day, each.id))


def open_annexes(user: Any, people: Iterable[User]) -> dict[int, Annexe]:
    """Return, by person, the annexe in life that a référent may see; who has none and who withdrew one look the same."""
    rows = db.session.scalars(
        visible_annexes(user).join(Contrat, Contrat.id == Annexe.contrat_id)
        .where(Contrat.user_id.in_([each.id for each in people]), Annexe.state.in_(OPEN))
        .order_by(Contrat.starts_on, Contrat.id).options(joinedload(Annexe.contrat))
    )
    return {each.contrat.user_id: each for each in rows}


def submitted_by(person: User, *, to: Any) -> list[Submission]:
    """Return what a person submitted, as their référent may see it, newest first."""
    contrats = sa.select(Annexe.id).join(Contrat, Contrat.id == Annexe.contrat_id).where(Contrat.user_id == person.id)
    return list(db.session.scalars(
        visible_submissions(to).where(Submission.annexe_id.in_(contrats)).order_by(Submission.submitted_at.desc(), Submission.id.desc())
        .options(joinedload(Submission.engagement).joinedload(Engagement.association))
    ))


def was_signed_before(annexe: Annexe) -> bool:
    """Tell whether an earlier revision was signed by both, so that this one is its amendment.

    A line older than the annexe is of an erased one whose number serves again: SQLite gives it to the next.
    """
    return any(line.action.startswith("countersign") and line.at >= annexe.created_at for line in ANNEXE.history(annexe))
