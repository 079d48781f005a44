"""What a modérateur opens: the items by their file, who is on each, and where one goes next."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from benevolat.associations.permissions import can_verify_association
from benevolat.associations.queries import find_visible_association
from benevolat.core import clock
from benevolat.core.clock import hour_words
from benevolat.core.db import db
from benevolat.missions.permissions import can_moderate_mission
from benevolat.missions.queries import find_visible_mission
from benevolat.moderation.models import Claim, Noun
from benevolat.moderation.queries import came_from_a_file
from benevolat.passeport.queries import find_request_to_answer
from benevolat.signalements.queries import find_signalement
from benevolat.temoignages.queries import find_to_moderate

FILES = {
    "signalements": Noun.SIGNALEMENT, "missions": Noun.MISSION, "imports": Noun.MISSION, "associations": Noun.ASSOCIATION,
    "temoignages": Noun.TEMOIGNAGE, "validations": Noun.VALIDATION,
}
FILE = '<any("signalements","missions","imports","associations","temoignages","validations"):file>'
TITLES = {
    "signalements": _l("Signalements"), "missions": _l("Missions à relire"), "imports": _l("Missions importées à relire"),
    "associations": _l("Associations à vérifier"), "temoignages": _l("Témoignages à relire"), "validations": _l("Compétences à valider"),
}
NAME_OF = {noun: name for name, noun in FILES.items() if name != "imports"}
FROM_FILES = {"missions": False, "imports": True}
"""Which of the two queues of missions a name is that of."""


def file_of(noun: Noun, item: Any) -> str:
    """Return the name of the queue in which an item waits."""
    return "imports" if noun is Noun.MISSION and came_from_a_file(item) else NAME_OF[noun]


def find_item(noun: Noun, public_id: str) -> Any:
    """Return what this modérateur may open under an id, or None."""
    if noun is Noun.SIGNALEMENT:
        return find_signalement(current_user, public_id)
    if noun is Noun.TEMOIGNAGE:
        return find_to_moderate(current_user, public_id)
    if noun is Noun.VALIDATION:
        return find_request_to_answer(current_user, public_id)
    if noun is Noun.MISSION:
        mission = find_visible_mission(current_user, public_id)
        return mission if mission is not None and can_moderate_mission(current_user, mission) else None
    association = find_visible_association(current_user, public_id)
    return association if association is not None and can_verify_association(current_user, association) else None


def address_of(noun: Noun, public_id: str) -> str:
    """Return where an item is read."""
    return url_for(f"moderation.{noun.value}", public_id=public_id)


def claim_of(noun: Noun, item: Any) -> dict[str, Any]:
    """Return who is on an item, for the bar above it: nobody, oneself, or somebody else whose decision one waits for."""
    row = db.session.get(Claim, (noun, item.id))
    living = row if row is not None and row.until > clock.now() else None
    mine = living is not None and living.user_id == current_user.id
    return {
        "file": file_of(noun, item), "public_id": item.public_id, "mine": mine, "until": hour_words(living.until) if living else "",
        "other": living.user.full_name if living is not None and not mine else "",
    }


def waited(days: int) -> str:
    """Return « aujourd’hui », « 1 jour », « 12 jours »."""
    return ngettext("%(num)d jour", "%(num)d jours", days) if days > 0 else _("aujourd’hui")


def page_of(text: str) -> int:
    """Return the page an address asks for; the first when it asks for none."""
    return min(max(int(text), 1), 10_000) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
