"""The sheet to be signed by a host elsewhere: what was declared, what to complete, the code by which a desk finds it."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from benevolat.competences.queries import competences_of
from benevolat.core import clock
from benevolat.core.clock import duration_words
from benevolat.passeport.queries import skills_of_engagement

from .models import ProofRequest

USUAL = ("accueillir", "ecouter", "equipe", "fiabilite", "autonomie", "s-adapter", "apprendre", "consignes-securite")
SKILLS_SHOWN = 10


def likely_codes(request: ProofRequest) -> list[str]:
    """Return the skills to offer first: those the person said, then the usual ones."""
    said = list(skills_of_engagement(request.engagement))
    return [*said, *(each for each in USUAL if each not in said)]


def spaced_code(code: str) -> str:
    """Return a sheet's code as it is copied by hand: « abcd efgh »."""
    return f"{code[:4]}\u00a0{code[4:]}"


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM yyyy", rebase=False))


def paper_sheet(request: ProofRequest, *, phone: str, hours: str) -> dict[str, Any]:
    """Return the data of the sheet: every word, in the order of the page."""
    engagement, bilan = request.engagement, request.engagement.bilan
    name, last = engagement.user.full_name, engagement.ends_on or engagement.starts_on
    minutes = bilan.minutes if bilan is not None else 0
    rows = [
        (_("Qui"), name), (_("Quoi"), engagement.title), (_("Avec qui"), engagement.host),
        (_("Quand"), _("du %(first)s au %(last)s", first=_day(engagement.starts_on), last=_day(last))),
        (_("Combien d’heures"), duration_words(minutes)), (_("Ses mots"), bilan.draft_words if bilan is not None else None),
    ]
    offered = [*skills_of_engagement(engagement)][:8]
    wanted = [*offered, *(each for each in USUAL if each not in offered)][:SKILLS_SHOWN]
    return {
        "title": _("Attestation de bénévolat à compléter"), "issuer": "Isère bénévolat", "code": spaced_code(request.paper_code or ""),
        "rows": [{"label": label, "value": value} for label, value in rows if value],
        "skills": [each.label for each in competences_of(wanted)],
        "words": {
            "lead": _("%(name)s vous demande d’attester son bénévolat. Lisez, corrigez si besoin, complétez et signez.", name=name),
            "declared": _("Ce que %(name)s a déclaré", name=name), "yours": _("Ce que vous confirmez"),
            "first": _("Du"), "last": _("au"), "time": _("Heures en tout"), "sentence": _("Une phrase sur ce qui a été fait"),
            "skills": _("Ce que vous avez vu (trois suffisent, huit au plus)"), "who": _("Qui signe"), "signer": _("Nom"),
            "function": _("Fonction"), "host": _("Organisme"), "day": _("Date"), "signature": _("Signature"),
            "code": _("Code de la feuille"), "next": _("Ensuite"),
            "after": [
                _("Rendez cette feuille à %(name)s, qui l’apporte à un accueil avant le %(day)s.", name=name,
                  day=_day(clock.local(request.expires_at).date())),
                _("L’accueil la recopie. Puis %(name)s relit et dit si c’est juste.", name=name),
                _("Seront montrés\u00a0: votre nom, votre fonction, votre organisme, les dates, les heures, la phrase, les compétences."),
                _("Une question\u00a0? Appelez le %(phone)s, %(hours)s.", phone=phone, hours=hours),
            ],
            "footer": _("Isère bénévolat, un service du Département de l’Isère. Feuille faite le %(day)s.",
                        day=_day(clock.today())),
        },
    }
