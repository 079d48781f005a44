"""Views: passkeys: signing in with one, adding and removing one's own."""

from typing import Any

from flask import abort, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField
from wtforms.validators import Length

from benevolat.accounts import services
from benevolat.accounts.errors import PasskeyTooLate
from benevolat.accounts.models import User
from benevolat.accounts.queries import passkeys_of
from benevolat.core import clock
from benevolat.web import limits
from benevolat.web.forms import Form, act
from benevolat.web.guard import PUBLIC, SIGNED_IN, access
from benevolat.web.sessions import home_of, inside, open_session, opened_lately

from . import blueprint

CHALLENGE_SECONDS = 5 * 60


class KeyForm(Form):
    """What the browser answers, filled in by its script."""

    answer = HiddenField(validators=[Length(max=10_000)])
    suite = HiddenField()


def _fresh() -> str:
    """Return a challenge, kept in the session until its answer comes."""
    challenge = services.new_challenge()
    session["challenge"] = [challenge, int(clock.now().timestamp()) + CHALLENGE_SECONDS]
    return challenge


def _asked() -> str:
    """Return the challenge that was kept, nothing when it is late."""
    challenge, until = session.pop("challenge", ["", 0])
    return str(challenge) if until > clock.now().timestamp() else ""


@blueprint.get("/connexion/cle")
@blueprint.post("/connexion/cle")
@access(PUBLIC)
def sign_in_passkey() -> Any:
    """Sign in with a passkey, as a person or an agent: the device has checked who holds it."""
    if not services.passkeys_offered():
        abort(404)
    form, answer = KeyForm(suite=inside(request.args.get("suite"))), None
    if form.validate_on_submit():
        limits.check("passkey")
        challenge = _asked()
        answer = act(lambda: services.recognise_passkey(challenge, form.answer.data), form=form,
                     then=lambda user: _enter(user, inside(form.suite.data)))
    return answer or render_template("compte/sign_in_passkey.html", form=form, options=services.sign_in_options(_fresh()))


def _enter(user: User | None, suite: str | None) -> str:
    if user is None:
        return url_for("compte.sign_in")
    open_session(user, strong=True)
    return suite or home_of(user)


@blueprint.get("/compte/cles")
@blueprint.post("/compte/cles")
@access(SIGNED_IN)
def passkeys() -> Any:
    """List one's passkeys, and add one soon after signing in."""
    if not services.passkeys_offered():
        abort(404)
    user, form, answer = current_user._get_current_object(), KeyForm(), None
    if form.validate_on_submit():
        limits.check("passkey", user.public_id)
        if not opened_lately():
            raise PasskeyTooLate()
        challenge, device = _asked(), request.user_agent.string
        answer = act(lambda: services.add_passkey(user, challenge, form.answer.data, user_agent=device), form=form,
                     then=lambda _row: url_for("compte.passkeys"), said=_("Votre clé d’accès est prête."))
    return answer or render_template(
        "compte/passkeys.html", form=form, keys=passkeys_of(user), lately=opened_lately(),
        options=services.registration_options(user, _fresh()),
    )


@blueprint.post("/compte/cles/<public_id>/retirer")
@access(SIGNED_IN)
def forget_passkey(public_id: str) -> Any:
    """Take one's passkey away."""
    user = current_user._get_current_object()
    return act(lambda: services.forget_passkey(user, public_id), then=lambda _done: url_for("compte.passkeys"),
               said=_("Cette clé d’accès n’ouvre plus votre compte."))
