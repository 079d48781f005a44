"""Views: a day of an engagement that brought no hours, said by the volunteer."""

from typing import Any

from flask import render_template

from benevolat.web.guard import PERSON, access
from benevolat.web.hours import ContretempsForm, forget_contretemps, write_contretemps

from . import blueprint
from .engagements import load, page_of


@blueprint.get("/mes-engagements/<public_id>/sans-heures")
@blueprint.post("/mes-engagements/<public_id>/sans-heures")
@access(PERSON)
def no_hours(public_id: str) -> Any:
    """Say that a day was cancelled, or that somebody else came."""
    engagement, form = load(public_id), ContretempsForm()
    return write_contretemps(
        engagement, form, page=page_of(engagement),
        again=lambda: render_template("benevole/engagement_no_hours.html", form=form, engagement=engagement),
    )


@blueprint.post("/mes-engagements/<public_id>/sans-heures/enlever")
@access(PERSON)
def forget_no_hours(public_id: str) -> Any:
    """Take back what one said of a day."""
    engagement = load(public_id)
    return forget_contretemps(engagement, page=page_of(engagement))
