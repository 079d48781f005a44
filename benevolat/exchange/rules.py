"""What API Engagement refuses, as its documentation and its public code say it: checked here first, so that nobody waits for nothing."""

import re

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words
from benevolat.missions.models import Mission

LONGEST_DESCRIPTION = 20_000
DOMAINS = frozenset({
    "animaux", "autre", "batiment-industrie-logistique", "benevolat-competences", "communication", "culture-loisirs", "education", "emploi",
    "environnement", "gestion-finance-droit", "humanitaire", "memoire-et-citoyennete", "numerique", "prevention-protection", "recherche",
    "sante", "service-public-defense-securite", "solidarite-insertion", "sport", "vivre-ensemble",
})
"""Its twenty domains."""
BROKEN = "&#"
"""What it takes for a text that was encoded twice."""
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""


def clean(text: str) -> str:
    """Return a text without the characters that XML forbids, which is how it is sent."""
    return FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Return a title as it is sent: its words, one space between them."""
    return " ".join(clean(text).split())


def refusal_of(mission: Mission) -> Words | None:
    """Return why API Engagement would refuse a mission, None when it would take it."""
    title, description = one_line(mission.title), clean(mission.description).strip()
    if " " not in title:
        return _l("Le titre n’a qu’un mot\u00a0: il en faut deux ou plus.")
    if BROKEN in title:
        return _l("Le titre contient «\u00a0&#\u00a0».")
    if not description:
        return _l("Il n’y a pas de description.")
    if BROKEN in description:
        return _l("La description contient «\u00a0&#\u00a0».")
    if len(description) > LONGEST_DESCRIPTION:
        return _l("La description dépasse %(n)s caractères.", n=f"{LONGEST_DESCRIPTION:,}".replace(",", "\u202f"))
    if BROKEN in mission.association.name:
        return _l("Le nom de l’association contient «\u00a0&#\u00a0».")
    codes = mission.domaine.api_engagement if mission.domaine is not None else []
    if codes and codes[0] not in DOMAINS:
        return _l("Son domaine n’existe pas chez les partenaires.")
    return None
