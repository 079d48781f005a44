"""The life of a candidature, in one table."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow, nobody

from .models import State
from .permissions import can_answer_candidature, can_take_offer, can_withdraw_candidature

WAITING = (State.SENT, State.WAITLISTED)

WORKFLOW = Workflow("candidature", (
    Row("accept", WAITING, State.ACCEPTED, can_answer_candidature, _l("Accepter la candidature")),
    Row("take_offer", (State.WAITLISTED,), State.ACCEPTED, can_take_offer, _l("Je prends la place")),
    Row("waitlist", (State.SENT,), State.WAITLISTED, can_answer_candidature, _l("Mettre sur la liste d’attente"), by_system=True),
    Row("decline", WAITING, State.DECLINED, can_answer_candidature, _l("Ne pas retenir"), needs_reason=True, by_system=True),
    Row("withdraw", (*WAITING, State.ACCEPTED), State.WITHDRAWN, can_withdraw_candidature, _l("Retirer ma candidature")),
    Row("expire", WAITING, State.EXPIRED, nobody, _l("Clore sans réponse"), by_system=True),
    Row("revoke", (State.ACCEPTED,), State.REVOKED, can_answer_candidature, _l("Annuler la participation"), needs_reason=True,
        by_system=True),
))
