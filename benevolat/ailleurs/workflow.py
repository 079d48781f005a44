"""The life of a request to a host elsewhere; a disagreement of the person sends an answered one again."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow, nobody

from .models import RequestState
from .permissions import can_answer_request, can_manage_request

LINK = timedelta(days=14)
SHEET = timedelta(days=90)
BETWEEN = timedelta(days=1)
MONTH = timedelta(days=30)
FORGOTTEN = timedelta(days=60)
"""How long a link and a sheet wait, the least time between two letters, the span of the monthly bound, when an address is erased."""

MOST_LETTERS = 4
"""Letters that ask, for one engagement: the first, and three more, to the same address or another."""
MOST_A_MONTH = 10

REQUEST = Workflow("proof_request", (
    Row("answer", (RequestState.SENT,), RequestState.ANSWERED, can_answer_request, _l("Confirmer")),
    Row("decline", (RequestState.SENT,), RequestState.DECLINED, can_answer_request, _l("Ce n’est pas pour moi")),
    Row("resend", (RequestState.SENT, RequestState.EXPIRED), RequestState.SENT, can_manage_request, _l("Envoyer de nouveau")),
    Row("cancel", (RequestState.SENT, RequestState.EXPIRED), RequestState.CANCELLED, can_manage_request, _l("Reprendre ma demande")),
    Row("ask_again", (RequestState.ANSWERED,), RequestState.SENT, can_manage_request, _l("Demander une correction")),
    Row("settle", (RequestState.SENT, RequestState.EXPIRED), RequestState.ANSWERED, can_manage_request, _l("Finalement, je suis d’accord")),
    Row("expire", (RequestState.SENT,), RequestState.EXPIRED, nobody, _l("Sans réponse"), by_system=True),
))
