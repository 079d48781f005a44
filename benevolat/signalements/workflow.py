"""The one table of a report's life."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import OPEN, State
from .permissions import can_treat_signalement

WORKFLOW = Workflow("signalement", (
    Row("take", (State.RECEIVED,), State.IN_HAND, can_treat_signalement, _l("Je m’en occupe")),
    Row("uphold", OPEN, State.UPHELD, can_treat_signalement, _l("Retenir le signalement"), needs_reason=True),
    Row("dismiss", OPEN, State.DISMISSED, can_treat_signalement, _l("Classer sans suite"), needs_reason=True),
    Row("undo", (State.UPHELD, State.DISMISSED), State.IN_HAND, can_treat_signalement, _l("Annuler la décision")),
))
"""`undo` takes a decision back, which the service allows for ten minutes."""

PASSED = {
    "create": _l("Reçu"), "take": _l("Pris en charge"), "uphold": _l("Retenu"), "dismiss": _l("Classé sans suite"),
    "undo": _l("Décision annulée"), "hide_message": _l("Message masqué"),
}
"""What a passage is called once it is done, in a history."""
