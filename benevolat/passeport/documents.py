"""What the passeport's document says: plain data for templates/pdf/passeport.typ, every word through gettext."""

from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from benevolat.core import clock, settings
from benevolat.core.clock import duration_words as hours_words
from benevolat.engagements.models import Engagement
from benevolat.engagements.story import dates_words

from .models import SkillState
from .queries import Evidence, Passeport, Shown, attested_minutes

TITLE_SETTING = "passeport.title"
TITLE = "Passeport bénévole"
EVIDENCES_SHOWN = 6


def passeport_title() -> str:
    """Return the document's title, which is a setting: the usual name belongs to somebody."""
    return settings.read(TITLE_SETTING, TITLE)[0]


def _quoted(words: str) -> str:
    return "«\u00a0" + " ".join(words.split()) + "\u00a0»"


def _evidence(each: Evidence) -> str:
    engagement = each.engagement
    sentence = _(
        "%(title)s, %(host)s, %(dates)s (%(hours)s).", title=engagement.title, host=engagement.host, hours=hours_words(each.minutes),
        dates=dates_words(engagement.starts_on, engagement.ends_on),
    )
    said = [_quoted(each.example)] if each.example else []
    if each.skill.own_words:
        said.append(_("Avec ses mots\u00a0: %(words)s", words=_quoted(each.skill.own_words)))
    return " ".join([sentence, *said])


def _skill(shown: Shown) -> dict[str, Any]:
    evidences = [each for each in shown.evidences if each.state is not SkillState.CLAIMED]
    lines = [_evidence(each) for each in evidences[:EVIDENCES_SHOWN]]
    more = len(evidences) - EVIDENCES_SHOWN
    if more > 0:
        lines.append(ngettext("Et %(num)d autre engagement.", "Et %(num)d autres engagements.", more))
    state = shown.state
    mark = _("Validée par le Département") if state is SkillState.VALIDATED else _("Attestée par l’association")
    return {"label": shown.competence.label, "state": str(state), "mark": mark, "evidences": lines}


def _engagement(engagement: Engagement, minutes: int, sentence: str | None, by: str | None) -> dict[str, Any]:
    return {
        "when": dates_words(engagement.starts_on, engagement.ends_on), "title": engagement.title, "host": engagement.host,
        "hours": hours_words(minutes), "sentence": _quoted(sentence) if sentence else None, "by": by,
    }


def _attested(engagement: Engagement) -> dict[str, Any]:
    bilan = engagement.bilan
    signatory = bilan.signatory if bilan is not None else None
    by = _("Attesté par %(name)s, %(host)s.", name=signatory, host=engagement.host) if signatory else None
    return _engagement(engagement, attested_minutes(engagement), bilan.sentence if bilan is not None else None, by)


def _declared(engagement: Engagement) -> dict[str, Any]:
    bilan = engagement.bilan
    return _engagement(engagement, bilan.minutes if bilan else 0, bilan.draft_words if bilan else None, None)


def _figures(passeport: Passeport) -> list[dict[str, str]]:
    count = len(passeport.attested)
    if not count:
        return []
    hosts = len({each.association_id for each in passeport.attested})
    return [
        {"value": hours_words(passeport.minutes), "label": _("de bénévolat attestées")},
        {"value": str(count), "label": ngettext("engagement", "engagements", count)},
        {"value": str(hosts), "label": ngettext("association", "associations", hosts)},
    ]


def _spread(passeport: Passeport) -> list[str]:
    lines = []
    if len(passeport.minutes_by_year) > 1:
        years = [_("%(hours)s en %(year)s", hours=hours_words(m), year=str(y)) for y, m in passeport.minutes_by_year.items()]
        lines.append(_("Par année\u00a0: %(list)s.", list=", ".join(years)))
    if len(passeport.minutes_by_domaine) > 1:
        domaines = [f"{label}\u00a0({hours_words(minutes)})" for label, minutes in passeport.minutes_by_domaine.items()]
        lines.append(_("Par domaine\u00a0: %(list)s.", list=", ".join(domaines)))
    return lines


def passeport_document(passeport: Passeport) -> dict[str, Any]:
    """Return the data of the whole passeport: what is attested or validated, and apart, marked, what the person declares."""
    families, claimed = [], []
    for family, shown in passeport.families:
        held = [_skill(each) for each in shown if each.state is not SkillState.CLAIMED]
        if held:
            families.append({"label": family.label, "skills": held})
        claimed += [
            {"label": each.competence.label, "words": next((_quoted(e.skill.own_words) for e in each.evidences if e.skill.own_words), None)}
            for each in shown if each.state is SkillState.CLAIMED
        ]
    made_on = format_date(clock.today(), "d MMMM yyyy", rebase=False)
    return {
        "title": passeport_title(), "name": passeport.user.full_name or _("Sans nom"), "issuer": "Isère bénévolat",
        "footer": _("Document fait le %(day)s sur Isère bénévolat.", day=made_on),
        "figures": _figures(passeport), "spread": _spread(passeport),
        "empty": _("Il n’y a encore rien ici. Les engagements terminés et attestés y entreront.") if passeport.is_empty else None,
        "families": families, "engagements": [_attested(each) for each in passeport.attested],
        "declared": [_declared(each) for each in passeport.declared], "claimed": claimed, "words": _document_words(passeport),
    }


def _document_words(passeport: Passeport) -> dict[str, str]:
    name = passeport.user.full_name or _("cette personne")
    return {
        "page": _("Page {n} sur {total}"), "skills": _("Compétences"), "legend": _("À côté de chaque compétence\u00a0:"),
        "attested": _("attestée par l’association"), "validated": _("validée par le Département"),
        "engagements": _("Engagements attestés"), "when": _("Quand"), "what": _("Quoi, avec qui"), "hours": _("Heures"),
        "declared": _("Déclaré, non attesté"), "claimed": _("Compétences dites"),
        "declared_note": _("%(name)s le dit avec ses propres mots. Aucune association ne l’a attesté.", name=name),
    }
