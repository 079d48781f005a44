"""The two machines above the RSA line: the annexe, and what a person submits for validation."""

from typing import Any

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow, nobody

from .models import Annexe, AnnexeState, Submission, SubmissionState
from .permissions import can_answer_submission, can_prepare_annexe, has_consented, is_holder, is_submitter, signed_on_sheet


def _prepares(user: Any, annexe: Annexe) -> bool:
    return can_prepare_annexe(user, annexe.contrat)


def _holds(user: Any, annexe: Annexe) -> bool:
    return is_holder(user, annexe)


def _agreed(user: Any, annexe: Annexe) -> bool:
    """Withdrawing needs an agreement: a mere « no » to a proposition leaves no trace, so it moves nothing."""
    return is_holder(user, annexe) and has_consented(annexe)


def _signed_by_another(user: Any, annexe: Annexe) -> bool:
    """What somebody else typed is disowned by the person alone."""
    return is_holder(user, annexe) and signed_on_sheet(annexe)


def _answers(user: Any, submission: Submission) -> bool:
    return can_answer_submission(user, submission)


def _submits(user: Any, submission: Submission) -> bool:
    return is_submitter(user, submission)


S = AnnexeState
ANNEXE = Workflow("annexe", (
    Row("propose", (S.DRAFT,), S.PROPOSED, _prepares, _l("Proposer cette annexe")),
    Row("rework", (S.PROPOSED,), S.PROPOSED, _prepares, _l("Revoir l’annexe")),
    Row("sign", (S.PROPOSED,), S.PROPOSED, _holds, _l("Signer l’annexe")),
    Row("sign_on_sheet", (S.PROPOSED,), S.PROPOSED, _prepares, _l("Enregistrer la feuille signée")),
    Row("countersign", (S.PROPOSED,), S.SIGNED, _prepares, _l("Signer après la personne")),
    Row("countersign_amendment", (S.PROPOSED,), S.AMENDED, _prepares, _l("Signer l’avenant après la personne")),
    Row("amend", (S.SIGNED, S.AMENDED), S.PROPOSED, _prepares, _l("Proposer un avenant")),
    Row("withdraw", (S.SIGNED, S.AMENDED), S.WITHDRAWN, _holds, _l("Retirer mon accord")),
    Row("withdraw", (S.PROPOSED,), S.WITHDRAWN, _agreed, _l("Retirer mon accord")),
    Row("disown", (S.SIGNED, S.AMENDED, S.PROPOSED), S.WITHDRAWN, _signed_by_another, _l("Ce n’est pas ma signature")),
    Row("end", (S.SIGNED, S.AMENDED, S.PROPOSED), S.ENDED, nobody, _l("Terminer"), by_system=True),
))

T = SubmissionState
SUBMISSION = Workflow("submission", (
    Row("validate", (T.SUBMITTED,), T.VALIDATED, _answers, _l("Valider dans le contrat")),
    Row("ask_complement", (T.SUBMITTED,), T.COMPLEMENT, _answers, _l("Demander un complément"), needs_reason=True),
    Row("submit_again", (T.COMPLEMENT, T.CANCELLED), T.SUBMITTED, _submits, _l("Transmettre de nouveau")),
    Row("cancel", (T.SUBMITTED, T.COMPLEMENT), T.CANCELLED, _submits, _l("Reprendre ma demande")),
))
