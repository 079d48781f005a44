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
    Row("undo", (State.PUBLISHED, State.TO_CORRECT, State.REFUSED), State.SUBMITTED, can_moderate_temoignage, _l("Annuler la décision")),
    Row("put_back", (State.TAKEN_DOWN,), State.PUBLISHED, can_moderate_temoignage, _l("Annuler la décision")),
    Row("withdraw", (State.SUBMITTED, State.TO_CORRECT, State.REFUSED, State.PUBLISHED, State.TAKEN_DOWN), State.WITHDRAWN,
        can_write_temoignage, _l("Retirer mon témoignage")),
))
"""`undo` and `put_back` take a decision back, which moderation.services allows for ten minutes."""

PASSED = {
    "publish": _l("Publié"), "ask_correction": _l("Correction demandée"), "refuse": _l("Refusé"),
    "take_down": _l("Retiré de la publication"), "settle_report": _l("Gardé en ligne après un signalement"),
}
"""What a decision of the desk is called once it is done."""
