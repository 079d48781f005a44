"""Views: the figures of the Isère, of a territory or of a domain; one series in detail; all of it as a file; a territory's dossier."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from benevolat.competences.queries import all_domaines
from benevolat.core.pdf import render_pdf
from benevolat.paroles.queries import published_paroles
from benevolat.reporting import queries
from benevolat.reporting.documents import dossier
from benevolat.reporting.models import Axis, Series, ShownFigure
from benevolat.reporting.permissions import can_read_figures
from benevolat.reporting.series import AXES, BASES, NO_DOMAIN, NOWHERE, month_words, quarter_words
from benevolat.temoignages.queries import latest_published, published_in
from benevolat.territoire.queries import outlines
from benevolat.web.bars import hours_words
from benevolat.web.figures import Point, any_shown, circles, columns, number_words, point
from benevolat.web.forms import Form
from benevolat.web.guard import PILOTE, access, found, require
from benevolat.web.papers import attachment
from benevolat.web.spreadsheet import csv_answer

from . import blueprint

LATEST = 8
"""Quarters shown when no year is chosen."""
FUNNEL = (Series.SENT, Series.ACCEPTED, Series.DONE, Series.ATTESTED)


class Filters(Form):
    """Which year, and a territory or a domain."""

    class Meta(Form.Meta):
        """A page to read is asked for in its address."""

        csrf = False

    annee = SelectField(_l("Année"), validate_choice=False)
    territoire = SelectField(_l("Territoire"), validate_choice=False)
    domaine = SelectField(_l("Domaine"), validate_choice=False)


@dataclass
class Board:
    """What the address asks, and the figures it may show."""

    series: Series | None = None

    def __post_init__(self) -> None:
        self.territories = {each.code: each.name for each in queries.territories_for(current_user)}
        self.domains = {each.code: each.label for each in all_domaines()}
        self.quarters = queries.closed_quarters()
        self.form = Filters(request.args, meta={"csrf": False})
        years = sorted({each[:4] for each in self.quarters}, reverse=True)
        self.form.annee.choices = [("", _("Les derniers trimestres")), *((each, each) for each in years)]
        self.form.territoire.choices = [("", _("Toute l’Isère")), *self.territories.items()]
        self.form.domaine.choices = [("", _("Tous les domaines")), *self.domains.items()]
        self.year = self._chosen("annee", years)
        self.place = self._chosen("territoire", self.territories)
        self.domain = self._chosen("domaine", self.domains)
        self.crossed = bool(self.place and self.domain)
        self.shown_quarters = [each for each in self.quarters if each[:4] == self.year] if self.year else self.quarters[-LATEST:]

    @property
    def sees_all(self) -> bool:
        """Whether every territory is this pilote's."""
        return len(self.territories) == len(outlines()["territoires"])

    def _chosen(self, name: str, known: Any) -> str:
        typed = request.args.get(name, "")
        return typed if typed in known else ""

    @property
    def axis(self) -> Axis:
        """How the page is cut: never by two axes at once."""
        return Axis.TERRITOIRE if self.place else Axis.DOMAINE if self.domain else Axis.ISERE

    @property
    def row(self) -> str:
        """The row of that axis."""
        return self.place or self.domain or "isere"

    @property
    def where(self) -> str:
        """Its name."""
        return self.territories.get(self.place) or self.domains.get(self.domain) or str(_("Isère"))

    @cached_property
    def figures(self) -> list[ShownFigure]:
        """Everything that may be shown, in one statement."""
        return queries.figures(current_user, series=self.series, year=self.year or None)

    def of(self, series: Series) -> list[ShownFigure]:
        """The figures of one series."""
        return [each for each in self.figures if each.series is series]

    def points(self, series: Series, *, hours: bool = False) -> list[Point]:
        """Return the quarters of a series in the row asked."""
        values = {
            each.period: (each.minutes or 0) // 60 if hours else each.value
            for each in self.of(series) if each.axis is self.axis and each.rows == self.row
        }
        return [point(quarter_words(each), values.get(each), number_words, f"{each[5:]} {each[2:4]}") for each in self.shown_quarters]

    def rows(self, series: Series, axis: Axis) -> dict[str, int]:
        """Return what may be read of each row of an axis over the quarters shown."""
        chosen = set(self.shown_quarters)
        among = [each for each in self.of(series) if set(each.quarters.split("+")) <= chosen]
        return {code: each.value for code, each in queries.readings(among, axis).items()}

    def name(self, axis: Axis, rows: str) -> str:
        """Return the name of a row, or of several together."""
        known = {NOWHERE: _("Sans territoire"), NO_DOMAIN: _("Sans domaine"), **self.territories, **self.domains}
        if axis is Axis.ISERE:
            return str(_("Isère"))
        if axis is Axis.MONTH:
            return _(" et ").join(month_words(each) for each in rows.split("|"))
        return ", ".join(str(known.get(each, each)) for each in rows.split("|"))


def _answer_days(board: Board) -> list[tuple[str, ShownFigure]]:
    return [
        (f"{each.period[5:]} {each.period[:4]}", each) for each in board.of(Series.ANSWERED)
        if each.axis is board.axis and each.rows == board.row and each.median is not None and each.period in board.shown_quarters
    ]


def _needs(board: Board) -> dict[str, Any]:
    """Return the missions open today against those who look: alertes and searches without result of the quarters shown."""
    today = queries.on_site()
    looking = {
        axis: Counter(board.rows(Series.ALERTES, axis)) + Counter(board.rows(Series.UNMET, axis))
        for axis in (Axis.TERRITOIRE, Axis.DOMAINE)
    }
    return {
        "places": _pairs(board.territories, today.missions, looking[Axis.TERRITOIRE]),
        "domains": _pairs(board.domains, today.missions_by_domain, looking[Axis.DOMAINE]),
        "map": circles(board.territories.items(), {code: today.missions.get(code, 0) for code in board.territories}),
        "associations": sum(count for code, count in today.associations.items() if board.sees_all or code in board.territories),
    }


def _pairs(names: Mapping[str, str], missions: Mapping[str, int], looking: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return a row for each name: the missions, then who looks; what is hidden is not nobody."""
    return [
        {"label": name, "figures": [
            {"value": missions.get(code, 0), "words": number_words(missions.get(code, 0))},
            {"value": looking.get(code, 0), "words": number_words(looking[code]) if looking.get(code) else _("caché")},
        ]}
        for code, name in names.items()
    ]


@blueprint.get("/chiffres")
@access(PILOTE)
def figures() -> str:
    """Show every series in small, the needs, what volunteers say, and what was published before."""
    board = Board()
    require(can_read_figures(current_user, board.place or None))
    series = [each for each in Series if board.axis is Axis.ISERE or board.axis in AXES[each]]
    points = {each: board.points(each) for each in series}
    drawn = [
        {"code": each.value, "label": each.label, "base": BASES[each], "columns": columns(of)}
        for each, of in points.items() if any_shown(of)
    ]
    hidden = [each.label for each, of in points.items() if not any_shown(of)]
    funnel = [(each, sum(one.value or 0 for one in board.points(each))) for each in FUNNEL]
    return render_template(
        "pilotage/chiffres.html", board=board, drawn=drawn, hidden=hidden, hours=columns(board.points(Series.ATTESTED, hours=True)),
        funnel=[{"label": each.label, "figures": [{"value": value, "words": number_words(value)}]} for each, value in funnel],
        days=_answer_days(board), needs=_needs(board), before=queries.published_before(),
        words=published_in(board.place) if board.place else latest_published(),
        paroles=published_paroles(current_user, board.place or None),
    )


@blueprint.get("/chiffres/<code>")
@access(PILOTE)
def series(code: str) -> str:
    """Show one series: in time, by territory with its map, by domain, by month."""
    chosen = found(Series(code) if code in set(Series) else None)
    board = Board(chosen)
    require(can_read_figures(current_user, board.place or None))
    tables = {
        axis: [(board.name(axis, each.rows), quarter_words(each.period), each) for each in board.of(chosen) if each.axis is axis]
        for axis in AXES[chosen]
    }
    by_place = board.rows(chosen, Axis.TERRITOIRE)
    by_domain = board.rows(chosen, Axis.DOMAINE)
    return render_template(
        "pilotage/serie.html", board=board, series=chosen, base=BASES[chosen], drawn=columns(board.points(chosen)), tables=tables,
        map=circles(board.territories.items(), by_place) if Axis.TERRITOIRE in AXES[chosen] else None,
        domains=[
            {"label": board.domains[each], "figures": [{"value": value, "words": number_words(value)}]}
            for each, value in by_domain.items() if each in board.domains
        ],
        hours=hours_words,
    )


@blueprint.get("/chiffres.csv")
@access(PILOTE)
def figures_file() -> Response:
    """Give every figure shown as a file for a spreadsheet."""
    board = Board()
    titles = (_("Série"), _("Période"), _("Par"), _("Où ou quand"), _("Nombre"), _("Heures"), _("Jours, médiane"), _("Sur quoi"))
    lines = [
        (str(each.series.label), quarter_words(each.period), str(each.axis.label), board.name(each.axis, each.rows), str(each.value),
         "" if each.minutes is None else str(each.minutes // 60), "" if each.median is None else str(each.median).replace(".", ","),
         str(BASES[each.series]))
        for each in board.figures
    ]
    return csv_answer([titles, *lines], "chiffres-isere-benevolat.csv")


@blueprint.get("/territoires/<code>/dossier")
@access(PILOTE)
def territory_file(code: str) -> Response:
    """Give the two pages of a territory for its Conférence territoriale des solidarités."""
    place = found(next((each for each in queries.territories_for(current_user) if each.code == code), None))
    require(can_read_figures(current_user, code))
    answer = attachment(render_pdf("dossier", dossier(place, by=current_user)).content, "application/pdf", code)
    answer.headers["Content-Disposition"] = f'attachment; filename="conference-{code}.pdf"'
    return answer
