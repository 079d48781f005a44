"""Views: at a desk, a sheet signed by a host elsewhere: found by its code, copied, in effect once the person agrees."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.ailleurs import queries, services
from benevolat.ailleurs.models import ProofRequest
from benevolat.ailleurs.permissions import can_transcribe
from benevolat.web import limits
from benevolat.web.forms import act
from benevolat.web.guard import MODERATEUR, access, found, require, without_cache
from benevolat.web.host_answer import HostForm, is_correcting
from benevolat.web.readings import noted

from . import blueprint


@blueprint.get("/feuilles")
@access(MODERATEUR)
def sheets() -> Any:
    """Ask for the code of a sheet, which leads to it."""
    typed = "".join(each for each in request.args.get("code", "").lower() if each.isalnum())[:20]
    asked = None
    if typed:
        limits.check("sheet", current_user.public_id)
        asked = queries.find_sheet(current_user, typed)
    if asked is not None:
        return redirect(url_for("moderation.sheet", public_id=asked.public_id), 303)
    return render_template("moderation/feuilles.html", typed=typed)


@blueprint.get("/feuilles/<public_id>")
@blueprint.post("/feuilles/<public_id>")
@access(MODERATEUR)
@without_cache
def sheet(public_id: str) -> Any:
    """Copy what a signed sheet says; the person then agrees, or not, on their own screen."""
    asked: ProofRequest = found(queries.find_request(current_user, public_id))
    require(can_transcribe(current_user, asked))
    found(asked if queries.is_open(asked) else None)
    form, answer = HostForm.about(asked), None
    if form.validate_on_submit():
        answer = act(lambda: services.transcribe_sheet(asked, form.answer(), by=current_user),
                     then=lambda _done: url_for("moderation.sheets"), form=form,
                     said=_("C’est recopié. La personne va dire si c’est juste."))
    return answer or noted(
        render_template("moderation/feuille.html", asked=asked, engagement=asked.engagement, form=form, correcting=is_correcting(asked)),
        "proof_request.read", asked.engagement.user_id,
    )
