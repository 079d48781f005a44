"""View: an invited agent opens their link, says their name and chooses a password."""

from typing import Any

from flask import render_template, url_for

from benevolat.accounts import services
from benevolat.web.forms import act
from benevolat.web.guard import PUBLIC, access

from . import blueprint, steps
from .forms import InvitedForm


@blueprint.get("/invitation/<token>")
@blueprint.post("/invitation/<token>")
@access(PUBLIC)
def invitation(token: str) -> Any:
    """Show an invitation that still stands, and make the account; the link serves once."""
    invited = services.open_invitation(token)
    form = InvitedForm(data={"first_name": invited.first_name, "last_name": invited.last_name})
    if form.validate_on_submit():
        password = services.prepare_password(form.password.data)
        answer = act(
            lambda: services.accept_invitation(token, password, first_name=form.first_name.data, last_name=form.last_name.data),
            then=lambda user: steps.enter(user, None) if user else url_for("compte.sign_in_agent"), form=form,
        )
        if answer:
            return answer
    return render_template("compte/invitation.html", form=form, invitation=invited, token=token)
