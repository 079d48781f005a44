"""The two machines of this domain: what is done, and the bilan that both sides write and answer."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow, nobody

from .models import Bilan, BilanState, State
from .permissions import (
    can_answer_bilan,
    can_call_off,
    can_prepare_bilan,
    can_redeclare,
    can_write_bilan,
    is_either,
    is_volunteer_elsewhere,
)

REMINDED_AFTER = (timedelta(days=7), timedelta(days=21))
ASSOCIATION_SILENT = timedelta(days=30)
VOLUNTEER_SILENT = timedelta(days=21)
CORRECTION = timedelta(days=30)
ANSWER = timedelta(days=365)
"""The delays of the bilan: when each side is reminded or no longer awaited, how long an attestation is corrected, and answered."""

UNWRITTEN = (BilanState.EXPECTED, BilanState.DRAFTED, BilanState.PREPARED)
"""The bilan is still awaited from the association; one prepared waits to be signed, and the person is not asked yet."""

REDECLARED = (*UNWRITTEN, BilanState.DECLARED)
"""Nobody attested yet what the person declared of an engagement elsewhere."""

SETTLED = (BilanState.AGREED, BilanState.STANDING, BilanState.DECLARED, BilanState.WITHDRAWN)
"""The bilan says its last word: hours change no more."""


def correctable_until(bilan: Bilan) -> datetime | None:
    """Return until when the association corrects or withdraws: thirty days after it wrote, None while nothing is confirmed.

    The person may answer for a year: a disagreement opens the thirty days anew, or a late one could be mended by nobody.
    """
    if bilan.confirmed_at is None:
        return None
    disputed = bilan.answered_at if bilan.state is BilanState.DISPUTED else None
    return max(bilan.confirmed_at, disputed or bilan.confirmed_at) + CORRECTION


WORKFLOW = Workflow("engagement", (
    Row("start", (State.PLANNED,), State.IN_PROGRESS, nobody, _l("Commencer"), by_system=True),
    Row("finish", (State.IN_PROGRESS,), State.TO_CLOSE, is_either, _l("C’est fini"), by_system=True),
    Row("resume", (State.TO_CLOSE,), State.IN_PROGRESS, is_either, _l("Ce n’est pas fini")),
    Row("not_done", (State.IN_PROGRESS, State.TO_CLOSE), State.NOT_DONE, is_either, _l("Cela n’a pas eu lieu"), needs_reason=True),
    Row("reopen", (State.NOT_DONE,), State.TO_CLOSE, is_either, _l("Cela a eu lieu")),
    Row("cancel", (State.PLANNED, State.IN_PROGRESS), State.CANCELLED, can_call_off, _l("Annuler cet engagement"), by_system=True),
    Row("remove", (State.PLANNED, State.IN_PROGRESS, State.TO_CLOSE), State.CANCELLED, is_volunteer_elsewhere,
        _l("Enlever cet engagement")),
    Row("attest", (State.TO_CLOSE,), State.ATTESTED, nobody, _l("Attester"), by_system=True),
    Row("unattest", (State.ATTESTED,), State.TO_CLOSE, nobody, _l("Ne plus attester"), by_system=True),
))
"""`attest` and `unattest` follow the bilan: nobody attests an engagement but by agreeing on its bilan."""

BILAN = Workflow("bilan", (
    Row("draft", (BilanState.EXPECTED, BilanState.DRAFTED), BilanState.DRAFTED, can_answer_bilan, _l("Préparer le bilan")),
    Row("draft", (BilanState.PREPARED,), BilanState.PREPARED, can_answer_bilan, _l("Préparer le bilan")),
    Row("prepare", UNWRITTEN, BilanState.PREPARED, can_prepare_bilan, _l("Préparer le bilan")),
    Row("confirm", (*UNWRITTEN, BilanState.DECLARED), BilanState.CONFIRMED, can_write_bilan,
        _l("Confirmer le bilan")),
    Row("agree", (BilanState.CONFIRMED, BilanState.DISPUTED, BilanState.STANDING), BilanState.AGREED, can_answer_bilan,
        _l("Je suis d’accord")),
    Row("disagree", (BilanState.CONFIRMED, BilanState.STANDING), BilanState.DISPUTED, can_answer_bilan, _l("Je ne suis pas d’accord"),
        needs_reason=True),
    Row("stand", (BilanState.CONFIRMED,), BilanState.STANDING, nobody, _l("Tenir sans réponse"), by_system=True),
    Row("keep_declared", (BilanState.DRAFTED, BilanState.PREPARED), BilanState.DECLARED, can_answer_bilan,
        _l("Garder dans mon passeport")),
    Row("redraft", (BilanState.DECLARED,), BilanState.DRAFTED, can_redeclare, _l("Changer ce que j’ai déclaré")),
    Row("correct", (BilanState.CONFIRMED, BilanState.AGREED, BilanState.DISPUTED, BilanState.STANDING), BilanState.CONFIRMED,
        can_write_bilan, _l("Corriger l’attestation"), needs_reason=True),
    Row("withdraw", (BilanState.CONFIRMED, BilanState.AGREED, BilanState.DISPUTED, BilanState.STANDING), BilanState.WITHDRAWN,
        can_write_bilan, _l("Retirer l’attestation"), needs_reason=True),
    Row("answer", (BilanState.WITHDRAWN,), BilanState.WITHDRAWN, can_answer_bilan, _l("Répondre à l’association"), needs_reason=True),
))
