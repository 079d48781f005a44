"""The life of a témoignage: the person sends it, the desk publishes it or says why not, the person takes it back whenever they wish."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import State
from .permissions import can_moderate_temoignage, can_write_temoignage

TEMOIGNAGE = Workflow("temoignage", (
    Row("resubmit", (State.SUBMITTED, State.TO_CORRECT), State.SUBMITTED, can_write_temoignage, _l("Envoyer mon témoignage")),
    Row("publish", (State.SUBMITTED,), State.PUBLISHED, can_moderate_temoignage, _l("Publier ce témoignage")),
    Row("ask_correction", (State.SUBMITTED,), State.TO_CORRECT, can_moderate_temoignage, _l("Demander une correction"), needs_reason=True),
    Row("refuse", (State.SUBMITTED,), State.REFUSED, can_moderate_temoignage, _l("Refuser ce témoignage"), needs_reason=True),
    Row("take_down", (State.PUBLISHED,), State.TAKEN_DOWN, can_moderate_temoignage, _l("Retirer de la publication"), needs_reason=True),
    Row("withdraw", (State.SUBMITTED, State.TO_CORRECT, State.REFUSED, State.PUBLISHED, State.TAKEN_DOWN), State.WITHDRAWN,
        can_write_temoignage, _l("Retirer mon témoignage")),
))
