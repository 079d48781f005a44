"""The one table of an association's verification."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import State
from .permissions import can_manage_association, can_verify_association

WORKFLOW = Workflow("association", (
    Row("verify", (State.PENDING,), State.VERIFIED, can_verify_association, _l("Valider l’association")),
    Row("refuse", (State.PENDING,), State.REFUSED, can_verify_association, _l("Refuser l’association"), needs_reason=True),
    Row("ask_again", (State.REFUSED,), State.PENDING, can_manage_association, _l("Demander une nouvelle vérification")),
    Row("suspend", (State.VERIFIED,), State.SUSPENDED, can_verify_association, _l("Suspendre l’association"), needs_reason=True),
    Row("undo", (State.VERIFIED, State.REFUSED), State.PENDING, can_verify_association, _l("Annuler la décision")),
    Row("reinstate", (State.SUSPENDED,), State.VERIFIED, can_verify_association, _l("Rétablir l’association")),
))
"""`ask_again` keeps a refusal from being a dead end: the number is taken, so the association could not sign up a second time.
`undo` takes a decision back, which moderation.services allows for ten minutes."""

PASSED = {
    "create": _l("Inscription"), "verify": _l("Vérifiée"), "refuse": _l("Refusée"), "ask_again": _l("Nouvelle demande de vérification"),
    "suspend": _l("Suspendue"), "reinstate": _l("Rétablie"),
    "undo": _l("Décision annulée"),
}
"""What a passage is called once it is done, in a history."""
