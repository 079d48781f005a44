"""The data of each kind of PDF, from a content and its proof: every word through gettext, the templates only place them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from benevolat.core import settings
from benevolat.core.clock import duration_words
from benevolat.core.pdf import qr
from benevolat.engagements.story import dates_words
from benevolat.passeport.models import SkillState

from .content import DECLARED, OPEN
from .gathered import Gathered, attested, figures, gather, is_empty
from .models import DocumentKind

TITLE_SETTING = "passeport.title"
EVIDENCES_SHOWN = 6
CV_ENGAGEMENTS, CV_SKILLS = 4, 6
"""What half a page holds."""
MARKS: dict[str, Callable[[], str]] = {
    str(SkillState.CLAIMED): lambda: str(_("Dite par la personne")),
    str(SkillState.ATTESTED): lambda: str(_("Attestée par l’association")),
    str(SkillState.VALIDATED): lambda: str(_("Validée par le Département")),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What lets a reader check a document: its page's whole address, its code, who signs, and the credentials attached inside."""

    address: str
    code: str
    signer: str
    attachments: tuple[tuple[str, str], ...] = ()


def passeport_title() -> str:
    """Return the title a passeport has until its holder writes another: a setting, for the usual name belongs to somebody."""
    return settings.read(TITLE_SETTING, str(_("Passeport bénévole")))[0]


def page_of(kind: DocumentKind, content: dict[str, Any], proof: Proof) -> tuple[str, dict[str, Any]]:
    """Return the typst template of a kind and the data it reads."""
    template, build = PAGES[kind]
    return template, _frame(kind, content, proof) | build(content)


def spaced(code: str) -> str:
    """Return a code in groups that a person can copy: « abcde-fghij-… »."""
    return "-".join(code[start:start + 5] for start in range(0, len(code), 5))


def _day(day: str) -> str:
    return str(format_date(date.fromisoformat(day), "d MMMM yyyy", rebase=False))


def when_of(engagement: dict[str, Any], made_on: str) -> str:
    """Return when an engagement was, in words; what is going on is told up to the day of the document."""
    ends_on = engagement["ends_on"] or max(made_on, engagement["starts_on"])
    return dates_words(date.fromisoformat(engagement["starts_on"]), date.fromisoformat(ends_on))


def _quoted(words: str) -> str:
    return "«\u00a0" + " ".join(words.split()) + "\u00a0»"


def _frame(kind: DocumentKind, content: dict[str, Any], proof: Proof) -> dict[str, Any]:
    """Return what every document has: its names, its foot, and how to check it."""
    short = proof.address.partition("://")[2].removesuffix(proof.code)
    return {
        "title": content["title"], "kind": str(kind.label), "name": content["name"],
        "issuer": "Isère bénévolat", "footer": _("Document fait le %(day)s sur Isère bénévolat.", day=_day(content["made_on"])),
        "attachments": [{"name": name, "text": text, "about": _("Attestation numérique")} for name, text in proof.attachments],
        "proof": {
            "qr": qr(proof.address), "qr_says": _("Le code carré qui mène à la page de vérification"),
            "address": short + spaced(proof.code), "title": _("Vérifier ce document"),
            "lines": [
                _("Tout le monde peut vérifier ce document, sans compte\u00a0: il suffit de cette adresse."),
                _("La page dit s’il est toujours valable, et montre exactement la même chose."), proof.signer,
            ],
        },
        "words": {
            "page": _("Page {n} sur {total}"), "skills": _("Compétences"), "legend": _("À côté de chaque compétence\u00a0:"),
            "attested": _("attestée par l’association"), "validated": _("validée par le Département"), "when": _("Quand"),
            "engagements": _("Engagements attestés"), "what": _("Quoi, avec qui"), "hours": _("Heures"),
            "declared": _("Déclaré, non attesté"), "claimed": _("Compétences dites"), "who": _("Qui"),
            "domaine": _("Domaine"), "rome": _("Codes ROME\u00a04.0"),
            "signature": _("Attesté par"), "own": _("Avec ses mots"), "seen": _("Ce que l’association a vu"), "total": _("En tout"),
            "declared_note": _("%(name)s le dit avec ses propres mots. Aucune association ne l’a attesté.", name=content["name"]),
        },
    }


def host_of(engagement: dict[str, Any]) -> str:
    """Return the host's name; one that is not on the platform bears its mark wherever it is written."""
    host = str(engagement["host"])
    return str(_("%(host)s (hors d’Isère bénévolat)", host=host)) if engagement["elsewhere"] else host


def _evidence(engagement: dict[str, Any], skill: dict[str, Any], made_on: str) -> str:
    sentence = _(
        "%(title)s, %(host)s, %(dates)s (%(hours)s).", title=engagement["title"], host=host_of(engagement),
        hours=duration_words(engagement["minutes"]), dates=when_of(engagement, made_on),
    )
    said = [_quoted(skill["example"])] if skill["example"] else []
    if skill["words"]:
        said.append(_("Avec ses mots\u00a0: %(words)s", words=_quoted(skill["words"])))
    return " ".join([sentence, *said])


def _skill(held: Gathered, made_on: str) -> dict[str, Any]:
    standing = held.standing
    lines = [_evidence(engagement, skill, made_on) for engagement, skill in standing[:EVIDENCES_SHOWN]]
    if (more := len(standing) - EVIDENCES_SHOWN) > 0:
        lines.append(ngettext("Et %(num)d autre engagement.", "Et %(num)d autres engagements.", more))
    return {"label": held.label, "state": held.mark, "mark": MARKS[held.mark](), "evidences": lines}


def _row(engagement: dict[str, Any], made_on: str) -> dict[str, Any]:
    sentence, by = engagement["sentence"] or engagement["words"], engagement["signatory"]
    said_by = _("Attesté par %(name)s, %(host)s.", name=by, host=engagement["host"]) if by else None
    return {
        "when": when_of(engagement, made_on), "title": engagement["title"], "host": host_of(engagement),
        "hours": duration_words(engagement["minutes"]) if engagement["minutes"] else "", "by": said_by,
        "sentence": _quoted(sentence) if sentence else None,
    }


def _figures(content: dict[str, Any]) -> list[dict[str, str]]:
    held = figures(content)
    if not held["engagements"]:
        return []
    return [
        {"value": duration_words(held["minutes"]), "label": _("de bénévolat attestées")},
        {"value": str(held["engagements"]), "label": ngettext("engagement", "engagements", held["engagements"])},
        {"value": str(held["hosts"]), "label": ngettext("association", "associations", held["hosts"])},
    ]


def _spread(content: dict[str, Any]) -> list[str]:
    held, lines = figures(content), []
    if len(held["years"]) > 1:
        years = [_("%(hours)s en %(year)s", hours=duration_words(m), year=year) for year, m in held["years"].items()]
        lines.append(_("Par année\u00a0: %(list)s.", list=", ".join(years)))
    if len(held["domaines"]) > 1:
        domaines = [f"{label}\u00a0({duration_words(minutes)})" for label, minutes in held["domaines"].items()]
        lines.append(_("Par domaine\u00a0: %(list)s.", list=", ".join(domaines)))
    return lines


def _passeport(content: dict[str, Any]) -> dict[str, Any]:
    made_on = content["made_on"]
    families: dict[str, list[dict[str, Any]]] = {}
    claimed = []
    for held in gather(content):
        if held.mark == SkillState.CLAIMED:
            words = next((skill["words"] for _engagement, skill in held.evidences if skill["words"]), None)
            claimed.append({"label": held.label, "words": _quoted(words) if words else None})
        else:
            families.setdefault(held.family, []).append(_skill(held, made_on))
    return {
        "figures": _figures(content), "spread": _spread(content),
        "empty": _("Il n’y a encore rien ici.") if is_empty(content) else None,
        "families": [{"label": label, "skills": skills} for label, skills in families.items()],
        "engagements": [_row(each, made_on) for each in attested(content)], "claimed": claimed,
        "declared": [_row(each, made_on) for each in content["engagements"] if each["standing"] in {DECLARED, OPEN}],
    }


def _attestation(content: dict[str, Any]) -> dict[str, Any]:
    [engagement] = attested(content)
    return {
        "host": host_of(engagement), "sentences": [
            _("%(host)s atteste que %(name)s a été bénévole avec elle.", host=engagement["host"], name=content["name"]),
            _("Cet engagement a duré %(hours)s, %(dates)s.", hours=duration_words(engagement["minutes"]),
              dates=when_of(engagement, content["made_on"])),
            *([_("Cette attestation est donnée hors d’Isère bénévolat, par un lien personnel ou sur une feuille signée\u00a0: "
                 "nous n’avons pas vérifié cet organisme.")] if engagement["elsewhere"] else []),
        ],
        "activity": engagement["title"], "sentence": _quoted(engagement["sentence"]) if engagement["sentence"] else None,
        "skills": [
            {"label": each["label"], "plain": each["sentence"], "state": each["mark"], "mark": MARKS[each["mark"]](),
             "example": _quoted(each["example"]) if each["example"] else None, "words": _quoted(each["words"]) if each["words"] else None}
            for each in engagement["skills"] if each["mark"] != SkillState.CLAIMED
        ],
        "by": engagement["signatory"] or engagement["host"], "on": _day(content["made_on"]),
    }


def _cv(content: dict[str, Any]) -> dict[str, Any]:
    held = attested(content)
    skills = [each for each in gather(content) if each.mark != SkillState.CLAIMED]
    return {
        "lines": [_row(each, content["made_on"]) for each in held[:CV_ENGAGEMENTS]],
        "more": ngettext("Et %(num)d autre engagement.", "Et %(num)d autres engagements.", len(held) - CV_ENGAGEMENTS)
        if len(held) > CV_ENGAGEMENTS else None,
        "skills": [
            {"label": each.label, "state": each.mark, "mark": MARKS[each.mark]()}
            for each in sorted(skills, key=lambda each: (-each.minutes, each.rank))[:CV_SKILLS]
        ],
        "total": duration_words(figures(content)["minutes"]),
    }


def _vae(content: dict[str, Any]) -> dict[str, Any]:
    made_on = content["made_on"]
    return {
        "total": duration_words(figures(content)["minutes"]),
        "engagements": [
            _row(each, made_on) | {
                "by": each["signatory"], "domaine": each["domaine"], "from": _day(each["starts_on"]),
                "to": _day(each["ends_on"]) if each["ends_on"] else _("en cours"),
                "years": [_("%(hours)s en %(year)s", hours=duration_words(m), year=year) for year, m in each["years"].items()],
                "skills": [
                    {"label": skill["label"], "plain": skill["sentence"], "state": skill["mark"], "mark": MARKS[skill["mark"]](),
                     "example": _quoted(skill["example"]) if skill["example"] else None,
                     "words": _quoted(skill["words"]) if skill["words"] else None,
                     "rome": ", ".join(f"{label} ({code})" for code, label in skill["rome"])}
                    for skill in each["skills"] if skill["mark"] != SkillState.CLAIMED
                ],
            } for each in attested(content)
        ],
    }


def _thanks(content: dict[str, Any]) -> dict[str, Any]:
    [engagement] = attested(content)
    return {
        "thanks": _quoted(engagement["thanks"]["words"]), "by": engagement["thanks"]["by"] or "", "host": host_of(engagement),
        "about": _("Pour «\u00a0%(title)s\u00a0», %(dates)s (%(hours)s).", title=engagement["title"],
                   dates=when_of(engagement, content["made_on"]), hours=duration_words(engagement["minutes"])),
    }


PAGES: dict[DocumentKind, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    DocumentKind.PASSEPORT: ("passeport", _passeport), DocumentKind.ATTESTATION: ("attestation", _attestation),
    DocumentKind.CV: ("cv", _cv), DocumentKind.VAE: ("vae", _vae), DocumentKind.THANKS: ("thanks", _thanks),
}
