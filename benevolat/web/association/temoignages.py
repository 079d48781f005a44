"""What volunteers tell of the association: read it, and report it to the desk; nobody here changes a word."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.associations.models import Right
from benevolat.temoignages import queries, services
from benevolat.temoignages.models import Temoignage
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .scope import working_on

LONGEST = 300


class ReportForm(Form):
    """What is wrong, for the desk."""

    words = TextAreaField(
        _l("Qu’est-ce qui ne va pas"), [DataRequired(), Length(max=LONGEST)], render_kw={"rows": 3, "maxlength": LONGEST},
        description=_l("Une personne de la modération lit cette phrase. La personne qui témoigne ne la lit pas."),
    )


@blueprint.get("/<public_id>/temoignages")
@access(PERSON)
def temoignages(public_id: str) -> str:
    """Show what is published about the association."""
    association = working_on(public_id, Right.HOURS)
    rows = [(each, queries.shown(each)) for each in queries.hosted_temoignages(current_user, association)]
    return render_template("association/temoignages.html", association=association, rows=rows)


@blueprint.get("/temoignages/<public_id>/signaler")
@blueprint.post("/temoignages/<public_id>/signaler")
@access(PERSON)
def report(public_id: str) -> Any:
    """Ask the desk to read a témoignage again."""
    row: Temoignage = found(queries.find_hosted_temoignage(current_user, public_id))
    form, host, answer = ReportForm(), found(row.engagement.association), None
    back = url_for("association.temoignages", public_id=host.public_id)
    if form.validate_on_submit():
        answer = act(lambda: services.report_temoignage(row, words=form.words.data, by=current_user), then=lambda _done: back, form=form,
                     said=_("C’est signalé. Une personne va relire ce témoignage. Il reste publié en attendant."))
    return answer or render_template("association/temoignage_signaler.html", shown=queries.shown(row), form=form, back=back)
