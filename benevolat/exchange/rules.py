"""What API Engagement refuses, as its documentation and its public code say it: checked here first, so that nobody waits for nothing."""

import re

from flask_babel import lazy_gettext as _l

from benevolat.core.errors import Words
from benevolat.missions.advice import Advice
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


def partner_advice(mission: Mission) -> list[Advice]:
    """Return all that would make API Engagement refuse a mission, each with how to mend it; an empty list when it would take it.

    It is advice: the mission is published here all the same.
    """
    title, description = one_line(mission.title), clean(mission.description).strip()
    found: list[Advice] = []

    def refused(step: int, reason: Words, mend: Words, rule: str = "partner") -> None:
        found.append(Advice(rule, step, (), str(reason), str(mend)))

    if " " not in title:
        refused(1, _l("Le titre n’a qu’un mot\u00a0: il en faut deux ou plus."),
                _l("Dites ce que l’on fait, par exemple «\u00a0Servir le repas\u00a0»."), rule="title")
    if BROKEN in title:
        refused(1, _l("Le titre contient «\u00a0&#\u00a0»."), _l("Écrivez la lettre elle-même à la place."))
    if not description:
        refused(1, _l("Il n’y a pas de description."), _l("Racontez en quelques phrases ce que l’on fait."))
    if BROKEN in description:
        refused(1, _l("La description contient «\u00a0&#\u00a0»."), _l("Écrivez la lettre elle-même à la place."))
    if len(description) > LONGEST_DESCRIPTION:
        longest = f"{LONGEST_DESCRIPTION:,}".replace(",", "\u202f")
        refused(1, _l("La description dépasse %(n)s caractères.", n=longest), _l("Gardez l’essentiel."))
    if BROKEN in mission.association.name:
        refused(0, _l("Le nom de l’association contient «\u00a0&#\u00a0»."), _l("Demandez à notre équipe de le corriger."))
    codes = mission.domaine.api_engagement if mission.domaine is not None else []
    if codes and codes[0] not in DOMAINS:
        refused(1, _l("Son domaine n’existe pas chez les partenaires."), _l("Choisissez un autre domaine."))
    return found
