"""The data of a territory's two pages: its figures, its needs, its volunteers' words; nothing that the figures shown do not say."""

from typing import Any

from flask import current_app
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from benevolat.competences.queries import all_domaines
from benevolat.core import clock
from benevolat.paroles.queries import published_paroles
from benevolat.temoignages.queries import figures as answered
from benevolat.temoignages.queries import published_in
from benevolat.territoire.models import Territoire
from benevolat.territoire.queries import all_territoires, outlines, radii

from . import queries
from .models import Axis, Series, ShownFigure
from .series import BASES, quarter_words

LISTED = (
    Series.SIGNED, Series.SENT, Series.ACCEPTED, Series.ATTESTED, Series.SKILLS, Series.ALERTES, Series.UNMET,
)
QUARTERS = 8
MOST_QUOTED, WORDS, NAME = 2, 240, 80
"""Sentences of people on the second page, whoever says them, and letters of one and of a name: what two pages always hold."""
MOST_NEEDS = 6


def _number(value: int | None) -> str:
    return str(format_decimal(value)) if value is not None else str(_("caché"))


def _values(shown: list[ShownFigure], series: Series, axis: Axis, row: str) -> dict[str, int]:
    return {each.period: each.value for each in shown if each.series is series and each.axis is axis and each.rows == row}


def _sum(values: dict[str, int], quarters: list[str]) -> str:
    """Return the sum of quarters: « au moins » when some of them are hidden."""
    told = [values[each] for each in quarters if each in values]
    if not told:
        return str(_("caché"))
    words = _number(sum(told))
    return words if len(told) == len(quarters) else str(_("au moins %(number)s", number=words))


def _chart(title: str, values: dict[str, int], quarters: list[str]) -> dict[str, str]:
    """Return a drawing of quarters as SVG, and what it says in words."""
    most, width = max(values.values(), default=0) or 1, 300 / max(len(quarters), 4)
    bars = [
        {"x": round(n * width + 6, 1), "width": round(width - 12, 1), "middle": round(n * width + width / 2, 1),
         "height": round(90 * values[code] / most, 1) if code in values else None,
         "words": _number(values.get(code)), "label": f"{code[5:]} {code[2:4]}"}
        for n, code in enumerate(quarters)
    ]
    said = ", ".join(f"{quarter_words(code)}\u00a0: {_number(values.get(code))}" for code in quarters)
    return {"title": title, "svg": _drawn("columns", bars=bars), "alt": f"{title}. {said}."}


def _drawn(name: str, **values: Any) -> str:
    """Return a drawing, from its template."""
    return current_app.jinja_env.get_template(f"pdf/{name}.svg").render(**values)


def _cut(words: str, most: int = WORDS) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]}…"


def dossier(place: Territoire, *, by: Any) -> dict[str, Any]:
    """Return what the two pages of a territory hold, as the pilote who asks may read it."""
    shown = queries.figures(by)
    quarters = queries.closed_quarters()[-4:]
    longer = queries.closed_quarters()[-QUARTERS:]
    rows = [
        {"label": str(each.label), "here": _sum(_values(shown, each, Axis.TERRITOIRE, place.code), quarters),
         "isere": _sum(_values(shown, each, Axis.ISERE, "isere"), quarters), "base": str(BASES[each])}
        for each in LISTED
    ]
    counted = queries.on_site()
    days = [each for each in shown if each.series is Series.ANSWERED and each.axis is Axis.TERRITOIRE and each.rows == place.code
            and each.median is not None]
    return {
        "title": str(_("Bénévolat\u00a0: les chiffres du territoire")), "place": place.name, "issuer": str(_("Département de l’Isère")),
        "date": str(_("Dossier fait le %(day)s", day=format_date(clock.today(), "d MMMM yyyy"))),
        "period": _period(quarters),
        "where": {"svg": _drawn("where", drawing=outlines(), place=place.code),
                  "alt": str(_("Carte de l’Isère, le territoire est en noir\u00a0: %(place)s.", place=place.name))},
        "map": _map(place, counted),
        "tiles": [
            {"value": _number(counted.associations.get(place.code, 0)), "label": str(_("associations vérifiées"))},
            {"value": _number(counted.missions.get(place.code, 0)), "label": str(_("missions ouvertes aujourd’hui"))},
            {"value": f"{days[-1].median:g}".replace(".", ",") if days else str(_("caché")),
             "label": str(_("jours\u00a0: la moitié des réponses est plus rapide"))},
        ],
        "rows": rows, "charts": [
            _chart(str(each.label), _values(shown, each, Axis.TERRITOIRE, place.code), longer) for each in (Series.SENT, Series.ATTESTED)
        ],
        "needs": _needs(shown, counted, quarters),
        **_quoted(place, by),
        "answers": _answers(place), "before": [
            {"value": _number(each["value"]) + ("\u00a0%" if "unit" in each else ""), "label": each["label"], "period": each["period"],
             "source": each["source"]}
            for each in queries.published_before()
        ],
        "words": _words(),
    }


def _period(quarters: list[str]) -> str:
    if not quarters:
        return str(_("Aucun trimestre n’est encore à montrer."))
    return str(_("De %(first)s à %(last)s", first=quarter_words(quarters[0]), last=quarter_words(quarters[-1])))


def _quoted(place: Territoire, by: Any) -> dict[str, Any]:
    """Return what volunteers and référents of the territory say: one of each, or two when one side alone says something."""
    told, paroles = published_in(place.code, MOST_QUOTED), published_paroles(by, place.code, MOST_QUOTED)
    each_side = 1 if told and paroles else MOST_QUOTED
    return {
        "voices": [{"words": _cut(each.words), "name": _cut(each.name, NAME), "host": _cut(each.host, NAME)} for each in told[:each_side]],
        "paroles": [each.words for each in paroles[:each_side]],
    }


def _map(place: Territoire, counted: queries.OnSite) -> dict[str, Any]:
    """Return the thirteen territories, a circle of the size of its open missions on each, and the list that says the same."""
    drawn = outlines()
    radius_of = radii({code: counted.missions.get(code, 0) for code in drawn["territoires"]})
    places = [
        {"rank": rank, "name": f"{rank}. {each.name}", "value": _number(counted.missions.get(each.code, 0)),
         "here": each.code == place.code, "radius": radius_of.get(each.code, 0), **drawn["territoires"][each.code]}
        for rank, each in enumerate(all_territoires(), start=1)
    ]
    return {
        "svg": _drawn("territories", width=drawn["width"], height=drawn["height"], places=places),
        "alt": str(_("Carte de l’Isère. Chaque rond a la taille du nombre de missions ouvertes. Les nombres sont dans le tableau.")),
        "places": [{name: each[name] for name in ("name", "value", "here")} for each in places],
    }


def _needs(shown: list[ShownFigure], counted: queries.OnSite, quarters: list[str]) -> list[dict[str, str]]:
    """Return the domains that most look for in the Isère, with the missions open in each."""
    looking: dict[str, int] = {}
    for each in shown:
        if each.series not in (Series.ALERTES, Series.UNMET) or each.period not in quarters:
            continue
        if each.axis is Axis.DOMAINE and "|" not in each.rows:
            looking[each.rows] = looking.get(each.rows, 0) + each.value
    names = {each.code: each.label for each in all_domaines()}
    most = sorted((code for code in looking if code in names), key=lambda code: (-looking[code], code))[:MOST_NEEDS]
    return [
        {"label": names[code], "looking": _number(looking[code]), "missions": _number(counted.missions_by_domain.get(code, 0))}
        for code in most
    ]


def _answers(place: Territoire) -> list[dict[str, str]]:
    """Return the three questions asked after a closing, with the latest answers of the territory that may be shown."""
    found = []
    for question, groups, _names in answered():
        group = next((each for each in groups if each.territoire == place.code), None)
        cells = [
            (str(_(" ou ")).join(f"«\u00a0{question.answers[each]}\u00a0»" for each in codes), value) for codes, value in group.cells
        ] if group is not None else []
        said = ", ".join(f"{words}\u00a0: {_number(value)}" for words, value in cells)
        found.append({"question": question.text.replace(" ?", "\u00a0?"), "said": said or str(_("caché"))})
    return found


def _words() -> dict[str, str]:
    return {
        "figures": str(_("Les quatre derniers trimestres")), "what": str(_("Ce qui est compté")), "here": str(_("Ce territoire")),
        "isere": str(_("Isère")), "needs": str(_("Ce que les gens cherchent, en Isère")), "domain": str(_("Domaine")),
        "looking": str(_("Recherches sans résultat et alertes")), "missions": str(_("Missions ouvertes")),
        "map": str(_("Missions ouvertes aujourd’hui, par territoire")), "territory": str(_("Territoire")),
        "ranks": str(_("Les numéros sont ceux de la carte.")),
        "voices": str(_("Des bénévoles racontent")), "accord": str(_("Publié avec leur accord, sous le nom qu’ils ont choisi.")),
        "paroles": str(_("Des référents du territoire disent")),
        "answers": str(_("Trois questions, après un engagement")),
        "no_voices": str(_("Pas encore de témoignage publié sur ce territoire.")),
        "no_needs": str(_("Pas encore assez de recherches pour en montrer.")), "before": str(_("Avant ce site")),
        "rules": str(_("Comment lire ces chiffres")),
        "rule": str(_(
            "«\u00a0Caché\u00a0»\u00a0: moins de 5 personnes, ou compté avec d’autres pour qu’aucune soustraction ne montre moins de "
            "5 personnes. «\u00a0Au moins\u00a0»\u00a0: un trimestre est caché. Un trimestre paraît cinq semaines après sa fin et ne "
            "change plus."
        )),
        "footer": str(_("Isère bénévolat, service du Département de l’Isère")), "page": str(_("Page {n} sur {total}")),
        "about": str(_("environ")),
    }
