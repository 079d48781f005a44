"""Views: signing in (by a code, by a password, as an agent, as a demonstration's account) and out."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.errors import WrongPassword
from benevolat.accounts.federation.providers import configured
from benevolat.accounts.models import Kind, ProviderName, Role, User
from benevolat.core import entropy
from benevolat.core.db import transaction
from benevolat.core.errors import InvalidInput
from benevolat.web import limits
from benevolat.web.forms import Form
from benevolat.web.guard import PUBLIC, access
from benevolat.web.identity import ContactForm
from benevolat.web.sessions import close_session, home_of, inside, open_session

from . import blueprint, steps
from .forms import AgentForm, PasswordForm


def _asked() -> str | None:
    return inside(request.args.get("suite"))


def _already_in() -> Any:
    """Lead somebody who is signed in to where they wished to go."""
    return redirect(_asked() or home_of(current_user), 303) if current_user.is_authenticated else None


def _password_opens(user: User | None, form: Form, password: str) -> bool:
    """Check a password, the same work and the same words whether the account exists or not."""
    if not services.password_matches(user, password) or user is None:
        form.refuse(WrongPassword(field="password"))
        return False
    opened_by, renewed = user.password_hash, services.renewed_hash(user, password)
    with transaction():
        services.record_sign_in(user, opened_by=opened_by, renewed=renewed)
    return True


@blueprint.get("/connexion")
@blueprint.post("/connexion")
@access(PUBLIC)
def sign_in() -> Any:
    """Ask for an address or number, and send a code to it."""
    form = ContactForm(suite=_asked())
    if form.validate_on_submit():
        answer = steps.begin(form.reached, "sign_in", suite=form.suite.data, form=form)
        if answer:
            return answer
    return _already_in() or render_template(
        "compte/sign_in.html", form=form, suite=_asked(), accounts=current_app.config["DEMO_ACCOUNTS"],
        passkeys=services.passkeys_offered(), franceconnect=configured(ProviderName.FRANCECONNECT) is not None,
    )


@blueprint.get("/connexion/mot-de-passe")
@blueprint.post("/connexion/mot-de-passe")
@access(PUBLIC)
def sign_in_with_password() -> Any:
    """Ask for an address or number and its password."""
    form = PasswordForm(suite=_asked())
    if form.validate_on_submit():
        limits.check("sign_in", form.reached.value)
        user = services.find_person(form.reached)
        if _password_opens(user, form, form.password.data) and user:
            return redirect(steps.enter(user, inside(form.suite.data)), 303)
    return _already_in() or render_template("compte/sign_in_with_password.html", form=form, suite=_asked())


@blueprint.get("/connexion/agents")
@blueprint.post("/connexion/agents")
@access(PUBLIC)
def sign_in_agent() -> Any:
    """Ask an agent for an address and a password: agents' accounts are apart, and never open by a code alone."""
    form = AgentForm(suite=_asked())
    if form.validate_on_submit():
        limits.check("sign_in", f"agent:{form.email.data.lower()}")
        user = _agent(form.email.data)
        if _password_opens(user, form, form.password.data) and user:
            return redirect(steps.enter(user, inside(form.suite.data)), 303)
    return _already_in() or render_template(
        "compte/sign_in_agent.html", form=form, passkeys=services.passkeys_offered(),
        proconnect=configured(ProviderName.PROCONNECT) is not None,
    )


def _agent(typed: str) -> User | None:
    try:
        return services.find_by_email(services.read_email(typed), kind=Kind.AGENT)
    except InvalidInput:
        return None


@blueprint.post("/connexion/demonstration")
@access(PUBLIC)
def sign_in_demonstration() -> Any:
    """Enter as one of the demonstration's accounts; there is no such page anywhere else."""
    offered = {each["email"]: each["role"] for each in current_app.config["DEMO_ACCOUNTS"]} if current_app.config["DEMO"] else {}
    email = request.form.get("email", "")
    if email not in offered:
        abort(404)
    kind = Kind.AGENT if offered[email] in {role.value for role in Role} else Kind.PERSON
    user = services.find_by_email(email, kind=kind)
    if user is None:
        flash(_("Ce compte n’est pas dans la base\u00a0: la démonstration n’est pas chargée."), "error")
        return redirect(url_for("compte.sign_in"), 303)
    open_session(user, strong=True)  # a demonstration's agents are entered without the second step, and its screen says so
    return redirect(home_of(user), 303)


@blueprint.post("/deconnexion")
@access(PUBLIC)
def sign_out() -> Any:
    """Close the session here, and at the provider of identity that opened it."""
    hint = session.get("hint")
    close_session()
    if hint:
        session["leaving"] = [*hint, entropy.token() + entropy.token()]
        return redirect(url_for("compte.leave_provider"), 303)
    flash(_("Vous êtes déconnecté."), "success")
    return redirect(url_for("public.home"), 303)
