"""The form of /missions: sent by GET without a token, because it changes nothing; its choices carry how many missions they leave."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, SearchField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.associations.models import Association
from benevolat.associations.queries import names_of
from benevolat.missions.words import half_day_choices
from benevolat.search.request import Facets

from .asked import FRENCH, KINDS, LONGEST, RADII, REMOTE, SETTINGS, SOON, WISHES, Asked, Known

WISH_LABELS = {
    "bus": _l("Accessible en bus"), "fauteuil": _l("Accessible en fauteuil roulant"), "frais": _l("Frais remboursés"),
    "repas": _l("Repas offert"), "enfants": _l("Je viens avec mes enfants"), "ecole": _l("Aux heures de l’école"),
    "accompagne": _l("Quelqu’un m’accompagne au début"), "mineurs": _l("Dès 16 ans"), REMOTE: _l("À distance, de chez moi"),
}
TO_COME_THERE = ("bus", "fauteuil", "frais", "repas", REMOTE)
KIND_LABELS = {"ponctuel": _l("Une fois, à une date précise"), "regulier": _l("Régulièrement")}
SOON_LABELS = {"7": _l("Dans les 7 jours"), "30": _l("Dans le mois")}
FRENCH_LABELS = {"aucun": _l("Sans parler français"), "peu": _l("Avec un peu de français")}
SETTING_LABELS = {"equipe": _l("En équipe"), "seul": _l("Plutôt au calme, seul ou seule")}
TRAVEL = {2: _l("2 km, à pied"), 5: _l("5 km, à vélo"), 10: _l("10 km, en bus"), 25: _l("25 km, en voiture")}
"""How one travels proposes how far: half an hour on foot or by bicycle, what a bus or a car does in the same time."""
SHOWN = 12
"""Skills shown, those that most missions let show: the others come once one asks less."""


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several boxes under one question."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SearchForm(Form):  # type: ignore[misc]
    """Words, place, radius, and what a mission must be."""

    q = SearchField(
        _l("Que voulez-vous faire\u00a0?"), description=_l("Comme vous le diriez\u00a0: lire avec des enfants le mercredi."),
        render_kw={"maxlength": LONGEST, "autocomplete": "off"},
    )
    lieu = StringField(_l("Où\u00a0?"), render_kw={"maxlength": LONGEST})
    lat = HiddenField()
    lon = HiddenField()
    rayon = SelectField(_l("Jusqu’où pouvez-vous aller\u00a0?"), coerce=int)
    domaine = BoxesField(_l("Domaines"))
    type = RadioField(_l("Une fois ou souvent\u00a0?"))
    debut = RadioField(_l("À partir de quand\u00a0?"))
    quand = BoxesField(_l("Mes demi-journées libres"), coerce=int)
    avec = BoxesField(_l("Pour venir"))
    pour = BoxesField(_l("Pour moi"), name="avec", id="pour")
    francais = RadioField(_l("Parler français"))
    cadre = RadioField(_l("Avec d’autres\u00a0?"))
    competence = BoxesField(_l("Compétences que je veux montrer"))
    association = SelectField(_l("Association"))


def search_form(asked: Asked, known: Known, facets: Facets, association: Association | None) -> SearchForm:
    """Return the form filled in with what was asked; each choice says how many missions it leaves."""
    form = SearchForm(data={
        **{name: getattr(asked, name) for name in ("q", "lieu", "rayon", "type", "debut", "francais", "cadre", "association")},
        **{name: list(getattr(asked, name)) for name in ("domaine", "quand", "avec", "competence")}, "pour": list(asked.avec),
        "lat": asked.point.lat if asked.point else "", "lon": asked.point.lon if asked.point else "",
    })
    form.rayon.choices = [(km, _radius(km, facets)) for km in RADII]
    form.domaine.choices = [(code, _counted(label, facets.domains.get(code, 0))) for code, label in known.domaines.items()]
    form.type.choices = _radios((name, KIND_LABELS[name], facets.kinds.get(kind, 0)) for name, kind in KINDS.items())
    form.debut.choices = _radios((name, SOON_LABELS[name], facets.within.get(days, 0)) for name, days in SOON.items())
    form.quand.choices = [(bit, _counted(label, facets.half_days.get(bit, 0))) for bit, label in half_day_choices()]
    wishes = {name: facets.remote if name == REMOTE else facets.flags.get(WISHES[name], 0) for name in WISH_LABELS}
    choices = {name: _counted(label, wishes[name]) for name, label in WISH_LABELS.items()}
    form.avec.choices = [(name, choices[name]) for name in TO_COME_THERE]
    form.pour.choices = [(name, label) for name, label in choices.items() if name not in TO_COME_THERE]
    form.francais.choices = _radios((name, FRENCH_LABELS[name], facets.french.get(level, 0)) for name, level in FRENCH.items())
    form.cadre.choices = _radios((name, SETTING_LABELS[name], facets.settings.get(each, 0)) for name, each in SETTINGS.items())
    form.competence.choices = _skills(asked, known.competences, facets)
    form.association.choices = _associations(association, facets)
    return form


def _radios(choices: Any) -> list[tuple[str, str]]:
    return [("", _("Peu importe")), *((name, _counted(label, count)) for name, label, count in choices)]


def _radius(km: int, facets: Facets) -> str:
    label = TRAVEL.get(km) or _("%(km)s km", km=km)
    return _counted(label, facets.radii.get(float(km), 0) if facets.radii else None)


def _skills(asked: Asked, labels: Mapping[str, str], facets: Facets) -> list[tuple[str, str]]:
    most = sorted(facets.competences, key=lambda code: -facets.competences[code])[:SHOWN]
    shown = {*most, *asked.competence}
    return [(code, _counted(label, facets.competences.get(code, 0))) for code, label in labels.items() if code in shown]


def _associations(chosen: Association | None, facets: Facets) -> list[tuple[str, str]]:
    counts = dict(facets.associations)
    if chosen is not None:
        counts.setdefault(chosen.id, 0)
    return [("", _("Toutes")), *((row.public_id, _counted(row.name, counts[row.id])) for row in names_of(counts))]


def _counted(label: Any, count: int | None) -> str:
    return str(label) if count is None else f"{label} ({count if count < 1_000 else format_decimal(count)})"
