"""The life of a collective action; full and over are derived from its places and its dates."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import State
from .permissions import can_edit_action

WORKFLOW = Workflow("action", (
    Row("open", (State.DRAFT,), State.OPEN, can_edit_action, _l("Ouvrir les inscriptions")),
    Row("rework", (State.DRAFT,), State.DRAFT, can_edit_action, _l("Modifier le brouillon")),
    Row("change", (State.OPEN,), State.OPEN, can_edit_action, _l("Modifier l’action")),
    Row("cancel", (State.OPEN,), State.CANCELLED, can_edit_action, _l("Annuler l’action")),
))
