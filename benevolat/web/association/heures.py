"""The statement of hours of a year: on screen, as figures for a spreadsheet, as a sheet to print."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Response, render_template, request

from benevolat.associations.models import Association, Right
from benevolat.core import clock
from benevolat.core.clock import duration_words
from benevolat.core.pdf import render_pdf
from benevolat.engagements.documents import money, rules, statement_rows, statement_sheet, value_rules
from benevolat.engagements.queries import first_received, received_until
from benevolat.engagements.yearly import Line, Period, Statement, periods, read_period, read_rate, statement_of, worth
from benevolat.web.guard import PERSON, access
from benevolat.web.spreadsheet import csv_answer

from . import blueprint
from .scope import working_on

LONGEST_RATE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked in the address: whose hours, of which period, at which rate; nothing of it is kept."""

    association: Association
    offered: list[Period]
    period: Period
    typed: str
    rate: Decimal | None

    @property
    def statement(self) -> Statement:
        """The figures of the period."""
        return statement_of(received_until(self.association.id, self.period.last), self.period)

    @property
    def address(self) -> dict[str, str]:
        """The same question for the files."""
        rate = {"taux": self.typed} if self.rate is not None else {}
        return {"public_id": self.association.public_id, "annee": self.period.code, **rate}


def _asked(public_id: str) -> Asked:
    association, today = working_on(public_id, Right.HOURS), clock.today()
    offered = periods(first_received(association.id) or today, today)
    period = read_period(request.args.get("annee", "")) or read_period(str(today.year))
    typed = request.args.get("taux", "").strip()[:LONGEST_RATE]
    return Asked(association, offered, period or offered[0], typed, read_rate(typed) if typed else None)


def _bars(lines: list[Line]) -> list[dict[str, Any]]:
    return [{
        "label": each.label, "figures": [{"value": minutes, "words": duration_words(minutes)} for minutes in (each.attested, each.noted)]
    } for each in lines]


@blueprint.get("/<public_id>/heures")
@access(PERSON)
def hours(public_id: str) -> str:
    """Show the hours of a year, by mission, domain and month, and what they are worth at the association's own rate."""
    asked = _asked(public_id)
    statement = asked.statement
    value = money(worth(statement.attested, asked.rate)) if asked.rate is not None else None
    return render_template(
        "association/heures.html", association=asked.association, asked=asked, statement=statement, months=_bars(statement.months),
        value=value, rate=money(asked.rate) if asked.rate is not None else None, rules=rules(), value_rules=value_rules(),
        unreadable=bool(asked.typed) and asked.rate is None,
    )


def _name(asked: Asked, ending: str) -> str:
    return f"heures-benevoles-{asked.period.code}.{ending}"


@blueprint.get("/<public_id>/heures.csv")
@access(PERSON)
def hours_csv(public_id: str) -> Response:
    """Give the figures as a file for a spreadsheet."""
    asked = _asked(public_id)
    return csv_answer(statement_rows(asked.statement, asked.association, asked.rate), _name(asked, "csv"))


@blueprint.get("/<public_id>/heures.pdf")
@access(PERSON)
def hours_pdf(public_id: str) -> Response:
    """Give the statement to print, sign and join to a file."""
    asked = _asked(public_id)
    made = render_pdf("heures", statement_sheet(asked.statement, asked.association, asked.rate))
    headers = {"Content-Disposition": f'inline; filename="{_name(asked, "pdf")}"', "Cache-Control": "no-store"}
    return Response(made.content, mimetype="application/pdf", headers=headers)
