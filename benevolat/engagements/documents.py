"""What leaves the site about an association's volunteers: the statement of hours of a year, as a sheet and as a file of figures."""

from decimal import Decimal
from typing import Any

from flask_babel import format_currency, format_date, format_decimal, ngettext
from flask_babel import gettext as _

from benevolat.associations.models import Association
from benevolat.core import clock
from benevolat.core.clock import duration_words

from .yearly import Line, Statement, worth


def money(amount: Decimal) -> str:
    """Return « 1 250,00 € », its spaces no-break."""
    return str(format_currency(amount, "EUR")).replace("\u202f", "\u00a0")


def rules() -> list[str]:
    """Return how the figures of a statement are made, one sentence each."""
    return [
        _("Heures attestées\u00a0: l’association les a confirmées dans un bilan, et la personne ne l’a pas contesté."),
        _("Heures notées\u00a0: écrites au jour le jour, sans bilan terminé. Elles ne comptent pas dans le total attesté."),
        _("Un jour sur lequel les deux côtés ne sont pas d’accord, un bilan contesté ou une attestation retirée ne comptent nulle part."),
        _("Les heures sont rangées au jour où elles ont été notées. Quand le bilan dit un autre total, tout est rangé au dernier jour."),
    ]


def value_rules() -> list[str]:
    """Return how volunteers' hours are shown in annual accounts, one sentence each."""
    return [
        _("Le règlement ANC n°\u00a02018-06 (articles 211-1 et suivants) compte le bénévolat parmi les contributions volontaires "
          "en nature."),
        _("Elles se montrent au pied du compte de résultat\u00a0: compte 864 en emplois, compte 875 en ressources, pour le même montant."),
        _("Le taux est votre choix. Dites dans vos comptes annuels lequel et pourquoi, et gardez le même d’une année à l’autre."),
    ]


def statement_sheet(statement: Statement, association: Association, rate: Decimal | None) -> dict[str, Any]:
    """Return the data of the printed statement, with its value when a rate was given."""
    number = association.rna or association.siret or association.siren or ""
    return {
        "title": _("Relevé des heures bénévoles"), "host": association.name, "number": number, "period": statement.period.label,
        "issuer": "Isère bénévolat",
        "figures": [
            {"value": format_decimal(statement.volunteers), "label": ngettext("bénévole", "bénévoles", statement.volunteers)},
            {"value": duration_words(statement.attested), "label": _("attestées")},
            {"value": duration_words(statement.noted), "label": _("notées, pas encore attestées")},
        ],
        "tables": [
            {"title": title, "rows": [_row(each) for each in lines], "first": first} for title, first, lines in (
                (_("Par mission"), _("Mission"), statement.missions), (_("Par domaine"), _("Domaine"), statement.domains),
                (_("Par mois"), _("Mois"), statement.months),
            ) if lines
        ],
        "empty": None if statement.attested or statement.noted else _("Aucune heure sur cette période."),
        "value": {
            "title": _("Valeur de ces heures"), "sum": money(worth(statement.attested, rate)), "lines": value_rules()[:2],
            "how": _("%(hours)s attestées × %(rate)s de l’heure, taux choisi par l’association", hours=duration_words(statement.attested),
                     rate=money(rate)),
        } if rate is not None else None,
        "rules": rules(),
        "words": _words(),
        "sum": _row(Line("", statement.volunteers, statement.attested, statement.noted)),
    }


def _words() -> dict[str, str]:
    """Return the fixed words of the sheet."""
    today = format_date(clock.today(), "d MMMM yyyy", rebase=False)
    return {
        "period": _("Période"), "number": _("Numéro"), "volunteers": _("Bénévoles"), "attested": _("Attestées"), "noted": _("Notées"),
        "rules": _("Comment ces chiffres sont faits"), "sum": _("En tout"),
        "sign": _("Pour l’association\u00a0: nom, fonction, signature"), "page": _("Page {n} sur {total}"),
        "footer": _("Fait le %(day)s avec Isère bénévolat. Ce relevé ne nomme aucune personne.", day=today),
    }


def _row(line: Line) -> dict[str, str]:
    return {
        "label": line.label[:1].upper() + line.label[1:], "volunteers": format_decimal(line.volunteers) if line.volunteers else "—",
        "attested": duration_words(line.attested) if line.attested else "—", "noted": duration_words(line.noted) if line.noted else "—",
    }


def statement_rows(statement: Statement, association: Association, rate: Decimal | None) -> list[list[str]]:
    """Return the statement as the rows of a file: exact minutes beside hours written as numbers."""
    def row(table: str, line: Line) -> list[str]:
        hours = [_hours(line.attested), str(line.attested), _hours(line.noted), str(line.noted)]
        return [table, line.label, str(line.volunteers), *hours]

    rows = [
        [_("Association"), association.name], [_("Période"), statement.period.label], [],
        [_("Tableau"), _("Intitulé"), _("Bénévoles"),
         _("Heures attestées"), _("Minutes attestées"), _("Heures notées"), _("Minutes notées")],
        row(_("Total"), Line(statement.period.label, statement.volunteers, statement.attested, statement.noted)),
    ]
    for table, lines in ((_("Mission"), statement.missions), (_("Domaine"), statement.domains), (_("Mois"), statement.months)):
        rows += [row(table, each) for each in lines]
    if rate is not None:
        value = _number(worth(statement.attested, rate))
        rows += [[], [_("Taux horaire (€)"), _number(rate)], [_("Valeur des heures attestées (€)"), value]]
    return rows


def _hours(minutes: int) -> str:
    return _number((Decimal(minutes) / 60).quantize(Decimal("0.01")))


def _number(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")
