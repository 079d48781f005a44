"""The papers of an annexe: the annexe, the sheet to sign by hand, an amendment; their names say nothing of what they say."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from benevolat.accompagnement.models import Referent
from benevolat.accompagnement.queries import current_link
from benevolat.competences.queries import competences_of
from benevolat.core import clock
from benevolat.core.clock import duration_words

from .models import Annexe, Avenant, AvenantKind, Consentement, Period
from .queries import consentement_of, decisions_of


def _day(day: date | datetime) -> str:
    return str(format_date(clock.local(day).date() if isinstance(day, datetime) else day, "d MMMM yyyy", rebase=False))


def _rows(rows: list[tuple[str, str | None]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in rows if value]


def _said(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a content says, in the order of the page."""
    hours = _("%(hours)s %(period)s", hours=duration_words(round(content["hours"] * 60)), period=_period(content["period"]))
    return [
        (_("Engagement"), _("Déjà engagé avant cette annexe") if content["already_engaged"] else _("Premier engagement")),
        (_("Ce que la personne a choisi"), "\u00a0; ".join(content["forms"])),
        (_("Compétences souhaitées"), ", ".join(str(each.label) for each in competences_of(content["competences"]))),
        (_("Rythme"), hours), (_("Début"), _day(date.fromisoformat(content["starts_on"]))),
        (_("Durée"), _("%(n)s mois", n=content["months"])), (_("Le référent s’engage à"), " ".join(content["referent_commitment"].split())),
    ]


def _period(value: str) -> str:
    return str(next(each.label for each in Period if each.value == value))


def _frame(annexe: Annexe, free: str) -> dict[str, Any]:
    """Return what every paper has: a neutral title for software, who, which contract, and its foot."""
    contrat = annexe.contrat
    link = current_link(contrat.user)
    return {
        "title": _("Document"), "issuer": "Isère bénévolat", "name": contrat.user.full_name,
        "about": _rows([
            (_("Référent"), _with_service(link.referent) if link is not None else None),
            (_("Contrat"), _("%(type)s, référence %(reference)s", type=contrat.type.label, reference=contrat.reference)),
        ]),
        "free": free,
        "foot": _("Document fait le %(day)s sur Isère bénévolat.", day=_day(clock.today())),
        "page": _("Page {n} sur {total}"),
    }


def _with_service(referent: Referent) -> str:
    return f"{referent.user.full_name}, {referent.service.name}"


def annexe_paper(annexe: Annexe, *, free: str) -> dict[str, Any]:
    """Return the data of the annexe as it stands: what it says, what was decided, who signed when; `free` says it is free."""
    given = consentement_of(annexe)
    return _frame(annexe, free) | {
        "heading": _("Annexe «\u00a0engagement citoyen\u00a0»"), "status": str(annexe.state.label),
        "said_title": _("Ce qui est convenu"), "said": _rows(list(_said(annexe.content))),
        "decided_title": _("Ce que le référent a décidé"),
        "decided": _rows([(str(each.question.label), _decision(str(each.reason.label), each.words))
                          for each in decisions_of(annexe).values()]),
        "signed_title": _("Signatures"), "signed": _rows(_signatures(annexe, given)),
        "consent": _quoted(given) if given is not None else None, "sheet": None,
    }


def _decision(reason: str, words: str | None) -> str:
    return f"{reason}. «\u00a0{words}\u00a0»" if words else reason


def _quoted(given: Consentement) -> str:
    return str(_("Texte accepté par la personne (version %(version)s)\u00a0: «\u00a0%(text)s\u00a0»",
                 version=given.text_version, text=given.text))


def _signatures(annexe: Annexe, given: Consentement | None) -> list[tuple[str, str | None]]:
    person = _("Le %(day)s. %(channel)s.", day=_day(given.given_at), channel=given.channel.label) if given is not None else None
    referent = _("Le %(day)s.", day=_day(annexe.signed_by_referent_at)) if annexe.signed_by_referent_at else None
    return [(_("La personne"), person or _("Pas encore signé")), (_("Le référent"), referent or _("Pas encore signé"))]


def sheet_paper(annexe: Annexe, *, free: str, text: str, version: int, code: str) -> dict[str, Any]:
    """Return the data of the sheet to sign by hand: the annexe, the exact text and its version, and the code that names both."""
    return annexe_paper(annexe, free=free) | {
        "heading": _("Annexe à signer"), "signed": [], "signed_title": None, "consent": None,
        "sheet": {
            "code_label": _("Code de la feuille"), "code": spaced(code), "title": _("Signature de la personne"),
            "text": text, "version": _("Texte, version %(version)s", version=version),
            "name": _("Nom"), "day": _("Date"), "signature": _("Signature"),
            "after": _("Rien ne vous oblige à signer. Si vous signez, votre référent photographie cette feuille. Vous recevrez un message, "
                       "et vous pourrez dire «\u00a0ce n’est pas ma signature\u00a0» ou retirer votre accord à tout moment."),
        },
    }


def spaced(code: str) -> str:
    """Return a code in two groups, as it is copied by hand."""
    return f"{code[:3]}\u00a0{code[3:]}"


def avenant_paper(avenant: Avenant, *, free: str) -> dict[str, Any]:
    """Return the data of an amendment: what both had signed and what stands now, or that nothing stands any more."""
    before, after = dict(_said(avenant.before)) if avenant.before else {}, dict(_said(avenant.after)) if avenant.after else {}
    changed = [label for label in after if before.get(label) != after[label]] if before else list(after)
    return _frame(avenant.annexe, free) | {
        "heading": _("Avenant à l’annexe «\u00a0engagement citoyen\u00a0»"), "day": _("Le %(day)s.", day=_day(avenant.at)),
        "what": _what(avenant), "changes_title": _("Ce qui change"),
        "columns": [_("Sujet"), _("Avant"), _("Maintenant")],
        "changes": [{"label": label, "before": before.get(label) or "—", "after": after[label] or "—"} for label in changed],
        "kept_title": _("Ce que disait l’annexe"), "kept": _rows(list(before.items())) if not after else [],
    }


def _what(avenant: Avenant) -> str:
    """Say what an amendment does, in words the person understands."""
    words = {
        AvenantKind.REVISION: _("La personne et son référent ont signé ce changement."),
        AvenantKind.WITHDRAWAL: _("La personne a retiré son accord. L’annexe prend fin ce jour. C’est son droit, sans raison à donner."),
        AvenantKind.DISOWNED: _("La personne dit que la signature sur la feuille n’est pas la sienne. L’annexe prend fin ce jour."),
    }
    return str(words[avenant.kind])
