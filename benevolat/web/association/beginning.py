"""Views: how a mission begins: from one of the models, found by its words or its domain, or from a blank page."""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from benevolat.associations.models import Right
from benevolat.competences.queries import all_domaines
from benevolat.missions.models import MissionKind
from benevolat.missions.patterns import Pattern, find_pattern, patterns
from benevolat.missions.services import begin_mission
from benevolat.search.french import fold
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .scope import working_on

SHORTEST = 3
"""Letters of a word that are looked for: « de » is in every title."""


class PatternSearch(Form):
    """What one needs, in a few words; asked by the address of the page."""

    q = StringField(_l("De quelle aide avez-vous besoin\u00a0?"), [Length(max=80)], render_kw={"autocomplete": "off"},
                    description=_l("Par exemple\u00a0: devoirs, colis, jardin."))


def _answers(pattern: Pattern, asked: str) -> bool:
    """Tell whether every word that was typed begins a word of the model, accents and plurals aside."""
    held = fold(f"{pattern.title} {pattern.words} {pattern.answers['description']}").replace("'", " ").split()
    typed = [each.rstrip("sx") for each in fold(asked).replace("'", " ").split() if len(each) >= SHORTEST]
    return all(any(word.startswith(each) for word in held) for each in typed)


@blueprint.get("/<public_id>/missions/nouvelle")
@access(PERSON)
def choose(public_id: str) -> str:
    """Show the models, those that answer the words typed or of one domain."""
    association = working_on(public_id, Right.MISSIONS)
    form = PatternSearch(request.args, meta={"csrf": False})
    domaine = request.args.get("domaine", "")
    domaines = {each.code: each.label for each in all_domaines()}
    shown = [each for each in patterns() if domaine in {"", each.domaine} and _answers(each, (form.q.data or "")[:80])]
    held = {each.domaine for each in patterns()}
    return render_template(
        "association/nouvelle.html", association=association, form=form, shown=shown, domaine=domaine, labels=domaines,
        domaines=[(code, label) for code, label in domaines.items() if code in held],
    )


@blueprint.post("/<public_id>/missions")
@access(PERSON)
def begin(public_id: str) -> Response | None:
    """Open a draft: blank, it begins at its first screen; from a model, whose text is written, at the second."""
    association, pattern = working_on(public_id, Right.MISSIONS), find_pattern(request.form.get("modele"))
    values = {"step": "1"} if pattern is None else {"step": "2"}
    if pattern is not None and pattern.answers["kind"] is MissionKind.DATED:
        values["modele"] = pattern.key
    return act(
        lambda: begin_mission(association, by=current_user, pattern=pattern).public_id,
        then=lambda made: url_for("association.mission_step", public_id=made, **values) if made
        else url_for("association.dashboard", public_id=public_id),
    )
