"""The one table of a mission's publication."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow

from .models import Publication
from .permissions import can_edit_mission, can_moderate_mission, can_submit_mission, can_withdraw_mission, is_a_partners_matter

WORKFLOW = Workflow("mission", (
    Row("submit", (Publication.DRAFT, Publication.TO_CORRECT), Publication.SUBMITTED, can_submit_mission, _l("Envoyer la mission")),
    Row("publish", (Publication.SUBMITTED,), Publication.PUBLISHED, can_moderate_mission, _l("Publier la mission"), by_system=True),
    Row("ask_correction", (Publication.SUBMITTED, Publication.PUBLISHED), Publication.TO_CORRECT, can_moderate_mission,
        _l("Demander une correction"), needs_reason=True),
    Row("refuse", (Publication.SUBMITTED,), Publication.REFUSED, can_moderate_mission, _l("Refuser la mission"), needs_reason=True),
    Row("review", (Publication.PUBLISHED,), Publication.SUBMITTED, can_edit_mission, _l("Modifier la mission")),
    Row("withdraw", (Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED), Publication.WITHDRAWN, can_withdraw_mission,
        _l("Retirer la mission")),
    Row("take_down", (Publication.PUBLISHED,), Publication.WITHDRAWN, can_moderate_mission, _l("Retirer de la publication"),
        needs_reason=True),
    Row("gone", (Publication.SUBMITTED, Publication.TO_CORRECT, Publication.PUBLISHED), Publication.WITHDRAWN, is_a_partners_matter,
        _l("Retirer la mission"), by_system=True),
    Row("come_back", (Publication.WITHDRAWN,), Publication.SUBMITTED, is_a_partners_matter, _l("Proposer de nouveau"), by_system=True),
    Row("undo", (Publication.PUBLISHED, Publication.TO_CORRECT, Publication.REFUSED), Publication.SUBMITTED, can_moderate_mission,
        _l("Annuler la décision")),
    Row("put_back", (Publication.TO_CORRECT,), Publication.PUBLISHED, can_moderate_mission, _l("Annuler la décision")),
), attribute="publication")
"""`publish` is the modérateur's, or goes by itself for a trusted association; `review` is a change to what a volunteer relies on;
`gone` and `come_back` follow a partner's file, and nobody presses them;
`withdraw` is the association's, `take_down` the modérateur's after a report; `undo` and `put_back` take a decision back, which
moderation.services allows for ten minutes."""

PASSED = {
    "create": _l("Brouillon commencé"), "submit": _l("Envoyée pour être relue"), "publish": _l("Publiée"),
    "ask_correction": _l("Correction demandée"), "refuse": _l("Refusée"), "review": _l("Modifiée\u00a0: à relire"),
    "gone": _l("Retirée\u00a0: le partenaire ne la propose plus"), "come_back": _l("Proposée de nouveau par le partenaire"),
    "withdraw": _l("Retirée"), "take_down": _l("Retirée de la publication"), "undo": _l("Décision annulée"),
    "put_back": _l("Décision annulée"),
}
"""What a passage is called once it is done, in a history."""
