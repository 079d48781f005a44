"""Views: an agent's second step: the code of their telephone, a recovery code, preparing them, changing them."""

from base64 import b64encode
from typing import Any

from flask import redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from benevolat.accounts import services
from benevolat.accounts.models import Totp, User
from benevolat.accounts.queries import codes_left, factor_reset_of, has_factor
from benevolat.core.db import db
from benevolat.core.pdf import qr
from benevolat.web import limits
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import AGENT, PUBLIC, access
from benevolat.web.sessions import home_of

from . import blueprint, half


class FactorForm(Form):
    """The six digits that the application shows."""

    code = StringField(_l("Code à six chiffres"), [DataRequired(_l("Écrivez les six chiffres de l’application.")), Length(max=20)])


class RecoveryForm(Form):
    """One of the codes kept on paper."""

    code = StringField(_l("Code de secours"), [DataRequired(_l("Écrivez un code de votre liste.")), Length(max=40)],
                       render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})


@blueprint.get("/connexion/agents/code")
@blueprint.post("/connexion/agents/code")
@access(PUBLIC)
def second_step() -> Any:
    """Ask for the code that the agent's telephone shows, then open the session."""
    found = half.present()
    if found is None:
        return half.lost()
    (kept, user), form, answer = found, FactorForm(), None
    if form.validate_on_submit():
        limits.check("second_factor", user.public_id)
        answer = act(lambda: services.use_factor(user, form.code.data), then=lambda _done: half.finish(user, kept.suite), form=form)
    return answer or render_template("compte/second_step.html", form=form)


@blueprint.get("/connexion/agents/secours")
@blueprint.post("/connexion/agents/secours")
@access(PUBLIC)
def recovery() -> Any:
    """Ask for a recovery code, the telephone being lost, then open the session."""
    found = half.present()
    if found is None:
        return half.lost()
    (kept, user), form, answer = found, RecoveryForm(), None
    if form.validate_on_submit():
        limits.check("second_factor", user.public_id)
        said = _("Vous êtes entré avec un code de secours. Vous avez un nouveau téléphone\u00a0? Préparez-le dans votre compte.")
        answer = act(lambda: services.use_recovery_code(user, form.code.data), then=lambda _done: half.finish(user, kept.suite),
                     form=form, said=said)
    return answer or render_template("compte/recovery.html", form=form)


@blueprint.get("/connexion/agents/preparer")
@blueprint.post("/connexion/agents/preparer")
@access(PUBLIC)
def prepare_factor() -> Any:
    """Link the agent's telephone, then open the session and show the recovery codes; who has a factor comes here by proving it."""
    found = half.present()
    if found is None:
        return half.lost()
    kept, user = found
    if has_factor(user) and not kept.renews:
        return redirect(url_for("compte.second_step"), 303)
    form, answer, sealed = FactorForm(), None, _secret(user)
    if form.validate_on_submit():
        limits.check("second_factor", user.public_id)
        answer = act(lambda: services.enrol(user, sealed, form.code.data), then=lambda codes: _enrolled(user, codes, kept), form=form)
    return answer or render_template(
        "compte/prepare_factor.html", form=form, address=services.address_of(sealed, user), letters=services.letters_of(sealed, user),
        qr=b64encode(qr(services.address_of(sealed, user), light="white").encode()).decode(), email=user.email,
    )


def _secret(user: User) -> str:
    """Return the secret being prepared, sealed, the same until a code proves it."""
    if services.unseal(session.get("secret", ""), user) is None:
        session["secret"] = services.draw_secret(user)
    sealed: str = session["secret"]
    return sealed


def _enrolled(user: User, codes: list[str] | None, kept: half.Half) -> str:
    """Open the session and lead to the recovery codes; a second click has none to show and begins again."""
    if codes is None:
        return url_for("compte.sign_in_agent")
    half.finish(user, None)
    return half.keep_codes(user, codes, kept.suite)


@blueprint.get("/compte/codes-de-secours")
@blueprint.post("/compte/codes-de-secours")
@access(AGENT)
def recovery_codes() -> Any:
    """Show fresh recovery codes until the agent says that they are written down."""
    codes, form = half.shown_codes(current_user), ActionForm()
    if form.validate_on_submit() or not codes:
        return redirect(half.forget_codes() or home_of(current_user), 303)
    return render_template("compte/recovery_codes.html", codes=codes)


@blueprint.get("/compte/deuxieme-etape")
@blueprint.post("/compte/deuxieme-etape")
@access(AGENT)
def factor() -> Any:
    """Show the agent's second step; a code of the present telephone makes fresh recovery codes."""
    user, form, answer = current_user._get_current_object(), FactorForm(), None
    if form.validate_on_submit():
        limits.check("second_factor", user.public_id)

        def renew() -> list[str]:
            services.use_factor(user, form.code.data)
            return services.renew_recovery_codes(user)

        answer = act(renew, form=form, then=lambda codes: half.keep_codes(user, codes, url_for("compte.factor")) if codes
                     else url_for("compte.factor"))
    return answer or render_template("compte/factor.html", form=form, application=db.session.get(Totp, user.id), left=codes_left(user))


@blueprint.get("/compte/deuxieme-etape/telephone")
@blueprint.post("/compte/deuxieme-etape/telephone")
@access(AGENT)
def change_factor() -> Any:
    """Ask for a code of the old telephone or a recovery code, then prepare the new one."""
    user, form, answer = current_user._get_current_object(), RecoveryForm(), None
    form.code.label.text = _("Un code de l’ancien téléphone, ou un code de secours")
    if form.validate_on_submit():
        limits.check("second_factor", user.public_id)
        prove = services.use_factor if form.code.data.replace(" ", "").isdigit() else services.use_recovery_code
        answer = act(lambda: prove(user, form.code.data), form=form,
                     then=lambda _done: half.begin(user, url_for("compte.factor"), renews=True))
    return answer or render_template("compte/change_factor.html", form=form)


@blueprint.post("/compte/deuxieme-etape/arreter")
@access(AGENT)
def refuse_factor_reset() -> Any:
    """Stop the request to give one's access back: one has lost nothing."""
    user = current_user._get_current_object()

    def stop() -> None:
        waiting = factor_reset_of(user)
        if waiting is not None:
            services.cancel_factor_reset(waiting, by=user)

    return act(stop, then=lambda _done: url_for("compte.account"), said=_("C’est arrêté. Votre compte ne change pas."))
