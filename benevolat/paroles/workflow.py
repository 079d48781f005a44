"""The life of a référent's sentence: a pilote publishes it or says why not, before as after."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import State
from .permissions import can_moderate_parole

WORKFLOW = Workflow("parole", (
    Row("publish", (State.SENT,), State.PUBLISHED, can_moderate_parole, _l("Publier cette phrase")),
    Row("refuse", (State.SENT, State.PUBLISHED), State.REFUSED, can_moderate_parole, _l("Ne pas retenir"), needs_reason=True),
))
