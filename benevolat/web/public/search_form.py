"""The form of /missions: sent by GET without a token, because it changes nothing; its choices carry how many missions they leave."""

from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, SearchField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.missions.words import half_day_choices
from benevolat.search.request import Facets

from .asked import KINDS, LONGEST, RADII, REMOTE, WISHES, Asked

WISH_LABELS = {
    "bus": _l("Accessible en bus"), "frais": _l("Frais remboursés"), "fauteuil": _l("Accessible en fauteuil roulant"),
    "mineurs": _l("Dès 16 ans"), "accompagne": _l("Quelqu’un m’accompagne au début"), REMOTE: _l("À distance, de chez moi"),
}
KIND_LABELS = {"ponctuel": _l("Une fois, à une date précise"), "regulier": _l("Régulièrement")}


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several boxes under one question."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SearchForm(Form):  # type: ignore[misc]
    """Words, place, radius, and what a mission must be."""

    q = SearchField(_l("Que voulez-vous faire ?"), render_kw={"maxlength": LONGEST, "autocomplete": "off"})
    lieu = StringField(_l("Où ?"), render_kw={"maxlength": LONGEST})
    lat = HiddenField()
    lon = HiddenField()
    rayon = SelectField(_l("Jusqu’à quelle distance ?"), coerce=int)
    domaine = BoxesField(_l("Domaines"))
    type = RadioField(_l("Quand venir ?"))
    avec = BoxesField(_l("Ce qui compte pour moi"))
    quand = BoxesField(_l("Mes demi-journées libres"), coerce=int)


def search_form(asked: Asked, domaines: dict[str, str], facets: Facets | None) -> SearchForm:
    """Return the form filled in with what was asked; each choice says how many missions it leaves."""
    form = SearchForm(data={
        "q": asked.q, "lieu": asked.lieu, "rayon": asked.rayon, "domaine": list(asked.domaine), "type": asked.type,
        "avec": list(asked.avec), "quand": list(asked.quand), "lat": asked.point.lat if asked.point else "",
        "lon": asked.point.lon if asked.point else "",
    })
    form.rayon.choices = [(km, _("%(km)s km", km=km)) for km in RADII]
    form.domaine.choices = [(code, _counted(label, facets and facets.domains.get(code, 0))) for code, label in domaines.items()]
    form.type.choices = [("", _("Peu importe")), *(
        (name, _counted(KIND_LABELS[name], facets and facets.kinds.get(kind, 0))) for name, kind in KINDS.items()
    )]
    form.avec.choices = [
        *((name, _counted(WISH_LABELS[name], facets and facets.flags.get(flag, 0))) for name, flag in WISHES.items()),
        (REMOTE, _counted(WISH_LABELS[REMOTE], facets and facets.remote)),
    ]
    form.quand.choices = half_day_choices()
    return form


def _counted(label: Any, count: int | None) -> str:
    return str(label) if count is None else f"{label} ({format_decimal(count)})"
