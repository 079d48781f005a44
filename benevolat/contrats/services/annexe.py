"""Acts on a contract's annexe: write, propose, sign, amend, withdraw. The three keys: the person signs, the référent signs after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from benevolat.accompagnement.services import record_act
from benevolat.accounts.models import User
from benevolat.accounts.services import notify
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.workflow import SYSTEM, TransitionLog

from .. import mails
from ..errors import AnnexeAlreadyOpen, WrittenMeanwhile
from ..guards import Decided
from ..models import Annexe, AnnexeState, Contrat, Figure, PathKind, Period
from ..permissions import can_prepare_annexe, can_prepare_contrat
from ..queries import consentement_of, open_annexe, was_signed_before
from ..workflow import ANNEXE
from .figures import count
from .guards import check_decided, decide


@dataclass(frozen=True, slots=True)
class AnnexeContent:
    """What an annexe says; `hours` by `period`, at most six `months` from `starts_on`."""

    already_engaged: bool
    forms: tuple[str, ...]
    competences: tuple[str, ...]
    period: Period
    hours: float
    months: int
    starts_on: date
    referent_commitment: str

    def write(self, annexe: Annexe) -> None:
        """Put the content into an annexe."""
        annexe.already_engaged, annexe.period, annexe.hours = self.already_engaged, self.period, self.hours
        annexe.forms, annexe.competences = list(self.forms), list(self.competences)
        annexe.months, annexe.starts_on, annexe.referent_commitment = self.months, self.starts_on, self.referent_commitment


def write_contrat(
    person: User, *, type_code: str, reference: str, starts_on: date, ends_on: date, path_kind: PathKind, by: User
) -> Contrat:
    """Write the reference of a person's contract, which lives in the Département's own software. Raises NotAllowed."""
    if not can_prepare_contrat(by, person):
        raise NotAllowed()
    contrat = Contrat(public_id=entropy.public_id(), user_id=person.id, type_code=type_code, reference=reference, starts_on=starts_on,
                      ends_on=ends_on, path_kind=path_kind)
    db.session.add(contrat)
    db.session.flush()
    record_act("contrat.write", person, by=by)
    return contrat


def draft_annexe(
    contrat: Contrat, content: AnnexeContent, *, by: User, offered: bool = False, decided: Sequence[Decided] = ()
) -> Annexe:
    """Write a draft that only the référent sees; `offered` when the offer was made aloud and counted then.

    Raises NotAllowed, AnnexeAlreadyOpen, or what `decide` raises.
    """
    if not can_prepare_annexe(by, contrat):
        raise NotAllowed()
    if open_annexe(contrat) is not None:
        raise AnnexeAlreadyOpen()
    annexe = Annexe(public_id=entropy.public_id(), contrat_id=contrat.id, created_at=clock.now(), offer_counted=offered)
    content.write(annexe)
    db.session.add(annexe)
    ANNEXE.begin(annexe, by=by)
    decide(annexe, decided, by=by)
    return annexe


def edit_annexe(
    annexe: Annexe, content: AnnexeContent, *, by: User, read: str | None = None, decided: Sequence[Decided] = ()
) -> None:
    """Change an annexe: a draft as it stands; a proposed or signed one returns to the person's signature.

    `read` is the mark of what was being changed: who would write over somebody else's words is stopped.
    Raises NotAllowed, Conflict when it ended or was withdrawn, WrittenMeanwhile, DecisionNeeded, or what `decide` raises.
    """
    draft = annexe.state is AnnexeState.DRAFT
    if can_prepare_annexe(by, annexe.contrat) and read not in (None, annexe.mark):
        raise WrittenMeanwhile()
    if draft:
        if not can_prepare_annexe(by, annexe.contrat):
            raise NotAllowed()
    else:
        living = annexe.state in (AnnexeState.SIGNED, AnnexeState.AMENDED)
        ANNEXE.apply(annexe, "amend" if living else "rework", by=by)
        annexe.revision += 1
        annexe.signed_by_person_at = annexe.signed_by_referent_at = None
        annexe.proposed_at = clock.now()
        notify(annexe.contrat.user, mails.to_read())
    content.write(annexe)
    decide(annexe, decided, by=by)
    if not draft:
        check_decided(annexe)
    record_act("annexe.edit", annexe.contrat.user, by=by)


def propose_annexe(annexe: Annexe, *, by: User) -> None:
    """Show the annexe to the person, who is told neutrally, and count one offer without a name.

    An offer that was made aloud before is not counted again. Raises NotAllowed, Conflict or DecisionNeeded.
    """
    ANNEXE.apply(annexe, "propose", by=by)
    check_decided(annexe)
    annexe.proposed_at = clock.now()
    if not annexe.offer_counted:
        count(Figure.OFFERED, annexe.contrat.user)
    annexe.offer_counted = True
    notify(annexe.contrat.user, mails.to_read())
    record_act("annexe.propose", annexe.contrat.user, by=by)


def end_annexe(annexe: Annexe) -> None:
    """End an annexe whose months are over; also while its amendment waits for a signature. Raises Conflict when it was never signed."""
    if annexe.state is AnnexeState.PROPOSED and not was_signed_before(annexe):
        raise Conflict()
    ANNEXE.apply(annexe, "end", by=SYSTEM)
    annexe.ended_at = clock.now()


def fade_annexe(annexe: Annexe) -> None:
    """Erase a proposition that nobody signed, with its log: whether the person said no or nothing, the same is left, nothing.

    Raises Conflict when it was signed meanwhile or is the amendment of a signed one.
    """
    if annexe.state is not AnnexeState.PROPOSED or consentement_of(annexe) is not None or was_signed_before(annexe):
        raise Conflict()
    db.session.execute(sa.delete(TransitionLog).where(TransitionLog.noun == ANNEXE.noun, TransitionLog.object_id == annexe.id))
    db.session.delete(annexe)
