"""View: what is kept of the account, why, how long, and the ways to act on it."""

from typing import Any

from flask import render_template
from flask_login import current_user

from benevolat.privacy.queries import treatments_about
from benevolat.web.guard import SIGNED_IN, access

from . import blueprint


@blueprint.get("/mes-donnees")
@access(SIGNED_IN)
def index() -> Any:
    """Show, treatment by treatment, what is kept of the account and for how long."""
    return render_template("donnees/index.html", treatments=treatments_about(current_user), user=current_user)
