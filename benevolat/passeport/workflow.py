"""The life of a request for the Département's mark; granting one takes it away, so that nothing tells who validated."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import ValidationState
from .permissions import can_answer_validation, can_cancel_validation

VALIDATION = Workflow("validation_request", (
    Row("decline", (ValidationState.ASKED,), ValidationState.DECLINED, can_answer_validation, _l("Ne pas valider"), needs_reason=True),
    Row("cancel", (ValidationState.ASKED,), ValidationState.CANCELLED, can_cancel_validation, _l("Annuler ma demande")),
))
