"""How to get there, in words: an estimate from the straight line, since no timetable and no road is known here; it says so."""

from flask_babel import gettext as _

from benevolat.matching.models import Travel
from benevolat.missions.models import Mission, Where

from .documents import bus_words

DETOUR = 1.3
"""Roads are about a third longer than the straight line."""
KM_AN_HOUR = {Travel.FOOT: 4.5, Travel.BIKE: 14.0, Travel.CAR: 35.0}
LONGEST = 90


def way_words(mission: Mission, km: float | None, travel: Travel | None, place: str) -> str:
    """Return « Environ 25 min à pied, depuis le centre de Voiron », or what is known of the bus; nothing for a mission done from home."""
    if mission.where is Where.REMOTE:
        return ""
    if travel is None or travel is Travel.BUS:
        known = bus_words(mission)
        return known or (_("Ligne de bus inconnue\u00a0: cherchez-la ensemble, elle s’écrit sur la feuille") if travel else "")
    if km is None or not place:
        return ""
    minutes = max(5, 5 * round(km * DETOUR / KM_AN_HOUR[travel] * 60 / 5))
    means = {Travel.FOOT: _("à pied"), Travel.BIKE: _("à vélo"), Travel.CAR: _("en voiture")}[travel]
    if minutes > LONGEST and mission.where is Where.BOTH:
        return str(_("Ou à faire de chez vous"))
    if minutes > LONGEST:
        return str(_("Plus d’une heure et demie %(means)s, depuis le centre de %(place)s", means=means, place=place))
    return str(_("Environ %(minutes)s\u00a0min %(means)s, depuis le centre de %(place)s", minutes=minutes, means=means, place=place))
