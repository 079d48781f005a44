"""The one table of a request about one's data."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import RequestState
from .permissions import can_answer_data_request

WORKFLOW = Workflow("data_request", (
    Row("grant", (RequestState.OPEN,), RequestState.GRANTED, can_answer_data_request, _l("Accepter la demande")),
    Row("refuse", (RequestState.OPEN,), RequestState.REFUSED, can_answer_data_request, _l("Refuser la demande")),
))
"""The reason of a no is the answer the person reads; it stands on the request, not in the log."""
