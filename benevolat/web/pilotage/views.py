"""Views: what the Département follows: référents and their services."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.accompagnement.models import ServiceKind
from benevolat.accompagnement.queries import agents_without_service, links_by_referent
from benevolat.accompagnement.services import attach_referent, open_service
from benevolat.accounts.models import Role
from benevolat.accounts.permissions import territories_of
from benevolat.paroles.queries import count_to_read
from benevolat.territoire.queries import all_territoires
from benevolat.web.forms import Form, act, some_choice
from benevolat.web.guard import PILOTE, access

from . import blueprint


class AttachForm(Form):
    """Which référent belongs to which service."""

    agent = SelectField(_l("Référent"), validators=[InputRequired()])
    service = StringField(_l("Service"), description=_l("Par exemple : Service insertion du Trièves."),
                          validators=[DataRequired(), Length(max=120)])
    kind = SelectField(_l("Employeur"), choices=some_choice(ServiceKind.choices(), empty=_l("Choisissez")), validators=[InputRequired()])
    territoire = SelectField(_l("Territoire"), validators=[])


def _places() -> list[tuple[Any, Any]]:
    """Return where the pilote may open a service: everywhere, or the pilote's own territories with none chosen beforehand."""
    mine = territories_of(current_user, Role.PILOTE)
    shown = [(each.code, each.name) for each in all_territoires() if mine is None or each.code in mine]
    return some_choice(shown, empty=_("Tout le département") if mine is None else _("Choisissez"))


@blueprint.route("", methods=["GET", "POST"])
@access(PILOTE)
def overview() -> Any:
    """Show référents and services; attach a new référent to a service."""
    form, waiting = AttachForm(), agents_without_service()
    form.agent.choices = some_choice([(each.public_id, each.full_name) for each in waiting], empty=_("Choisissez"))
    form.territoire.choices = _places()
    if form.validate_on_submit():
        agent = next(each for each in waiting if each.public_id == form.agent.data)

        def attach() -> None:
            service = open_service(form.service.data, ServiceKind(form.kind.data), territoire_code=form.territoire.data or None)
            attach_referent(agent, service, by=current_user)

        answer = act(attach, then=lambda _r: url_for("pilotage.overview"), said=_("Le référent est rattaché à son service."), form=form)
        if answer is not None:
            return answer
    shown = {"form": form, "waiting": waiting, "referents": links_by_referent(current_user), "to_read": count_to_read(current_user)}
    return render_template("pilotage/overview.html", **shown), 400 if form.errors else 200
