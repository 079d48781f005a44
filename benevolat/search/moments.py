"""When, in a person's words: « mercredi après-midi », « le week-end », « sauf le soir », « une fois », « cette semaine »."""

import re

from benevolat.missions.models import MissionKind

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MORNING, AFTERNOON, EVENING = (sum(1 << 3 * day + part for day in range(7)) for part in range(3))
EVERYTHING = MORNING | AFTERNOON | EVENING
WORKING_DAYS = (1 << 15) - 1
WEEK_END = EVERYTHING & ~WORKING_DAYS

PARTS = {
    r"matin(?:s|ee|ees)?": MORNING, r"apres ?midis?|aprem|aprems|apresm|apres m|apm": AFTERNOON,
    r"soirs?|soirees?|nuit|apres le (?:travail|boulot)": EVENING, r"journees?|jour": MORNING | AFTERNOON,
}
_PART = "|".join(PARTS)
_DAY = "|".join(rf"{each}s?" for each in DAYS)
_ONLY = r"(?:(?:tous|toutes|chaque|uniquement|seulement|que|libre|dispo|disponible)\s)?"
_BEFORE = _ONLY + r"(?:(?:l|le|les|la|en|au|pendant l|pendant la|du|de l|un|une|mes)\s)?"
HALF_DAYS = re.compile(
    rf"{_BEFORE}(?:(?P<from>{_DAY}) (?:a|au) (?P<to>{_DAY})|(?P<days>(?:{_DAY})(?:(?: et| ou| le)* (?:{_DAY}))*)"
    rf"|(?P<weekend>week ?ends?|we|weekends?|w e|fins? de semaine)|(?P<week>(?<=en )semaine|jours de semaine|jours ouvres))"
    rf"(?: (?:(?:en|le|l|dans l|dans la|au|apres) )?(?P<then>{_PART}))?(?= |$)"
)
PART_ALONE = re.compile(
    rf"(?:(?:tous|toutes|uniquement|seulement|plutot) )?(?:(?:l|le|les|en|dans la|dans l|pendant la|de|tot le) )(?P<then>{_PART})(?= |$)"
)
AFTER_NOON = re.compile(r"(?P<then>aprems?|apresm|apm)(?= |$)")
"""Written short, it needs no article to be a moment: « aprem tricot »."""
LATE = re.compile(r"(?:apres|a partir de|des) (?:1[789]|2[0-2]) ?(?:h|heures?)(?: ?[034][05])?(?= |$)")
ENDS = {"soir": EVENING, "matin": MORNING, "midi": AFTERNOON}
EVERY = re.compile(r"(?:tous|toutes|chaque) ")
BUT = re.compile(r"(?:sauf|pas|jamais|hors|excepte|ni) (?:pendant |possible )?$")
KINDS = (
    (re.compile(
        r"ponctuel(?:le|les|s|lement)?|(?:juste |seulement )?une (?:seule )?fois|(?:juste |pour )un (?:seul )?jour"
        r"|occasionnel(?:le|les|s|lement)?|de temps en temps|pour une (?:seule )?journee|sans (?:m )?engage(?:r|ment)"
    ), MissionKind.DATED),
    (re.compile(
        r"regulier(?:e|es|s|ement)?|(?:toutes les|chaque|par) semaines?|hebdo(?:madaire)?|dans la duree|a l annee|toute l annee"
        r"|long terme"
    ), MissionKind.REGULAR),
)
SOON = (
    (re.compile(r"(?:ce (?:matin|soir)|cet apres ?midi|aujourd hui|tout de suite|maintenant)"), 1),
    (re.compile(r"demain(?: (?:matin|soir))?|apres demain"), 2),
    (re.compile(r"cette semaine|ce week ?end|ce we|dans la semaine|ces jours ci|bientot|des que possible|rapidement"), 7),
    (re.compile(r"semaine prochaine|la semaine prochaine|(?:dans|d ici) (?:15 jours|quinze jours|deux semaines)|sous quinzaine"), 14),
    (re.compile(r"ce mois(?: ci)?|dans le mois|d ici un mois"), 30),
)


def half_days(found: re.Match[str]) -> int:
    """Return the half-days that a match of HALF_DAYS or PART_ALONE tells."""
    named = found.groupdict()
    mask = EVERYTHING
    if named.get("from"):
        first, last = _day(named["from"]), _day(named["to"])
        mask = sum(7 << 3 * (each % 7) for each in range(first, last + 1 if last >= first else last + 8))
    elif named.get("days"):
        mask = sum(7 << 3 * each for each in {_day(day) for day in re.findall(_DAY, named["days"])})
    elif named.get("weekend"):
        mask = WEEK_END
    elif named.get("week"):
        mask = WORKING_DAYS
    then = named.get("then")
    return mask & next((part for pattern, part in PARTS.items() if re.fullmatch(pattern, then)), 0) if then else mask


def _day(name: str) -> int:
    return DAYS.index(name.removesuffix("s"))
