"""Views: where one's account is open, and closing it there."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.queries import open_sessions, session_named
from benevolat.core.db import transaction
from benevolat.web.forms import act
from benevolat.web.guard import SIGNED_IN, access
from benevolat.web.sessions import close_session, session_name

from . import blueprint


@blueprint.get("/compte/sessions")
@access(SIGNED_IN)
def sessions() -> Any:
    """List where the account is open."""
    return render_template("compte/sessions.html", sessions=open_sessions(current_user), present=session_named(session_name()))


@blueprint.post("/compte/sessions")
@access(SIGNED_IN)
def close_sessions() -> Any:
    """Close every session of the account, this one included."""
    user = current_user._get_current_object()
    with transaction():
        services.close_sessions(user)
    close_session()
    flash(_("Toutes vos sessions sont fermées, ici et ailleurs."), "success")
    return redirect(url_for("compte.sign_in"), 303)


@blueprint.post("/compte/sessions/autres")
@access(SIGNED_IN)
def close_other_sessions() -> Any:
    """Close every session but this one."""
    user = current_user._get_current_object()
    return act(lambda: services.close_other_sessions(user, session_name()), then=lambda _done: url_for("compte.sessions"),
               said=_("Vos autres sessions sont fermées."))


@blueprint.post("/compte/sessions/<public_id>")
@access(SIGNED_IN)
def close_one_session(public_id: str) -> Any:
    """Close one session of the account."""
    user = current_user._get_current_object()
    return act(lambda: services.close_session(user, public_id), then=lambda _done: url_for("compte.sessions"),
               said=_("Cette session est fermée."))
