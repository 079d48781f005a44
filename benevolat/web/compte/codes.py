"""Views: the screen that asks for the code, and what a proven address opens: a new account, a new password."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _

from benevolat.accounts import services
from benevolat.accounts.models import User
from benevolat.core.db import db
from benevolat.web import limits
from benevolat.web.forms import act
from benevolat.web.guard import PUBLIC, access
from benevolat.web.identity import ContactForm, NamedCodeForm, contact_of, count_try
from benevolat.web.sessions import inside

from . import blueprint, steps
from .forms import AgentAddressForm, DetailsForm, NewPasswordForm


@blueprint.get("/connexion/code")
@blueprint.post("/connexion/code")
@access(PUBLIC)
def code() -> Any:
    """Ask for the code that was sent, and open what it proves."""
    step = steps.present()
    if step is None or step.goal not in steps.AFTER:
        return steps.lost()
    form = NamedCodeForm()
    if form.validate_on_submit():
        attempt = count_try(step.contact, step.purpose)
        answer = act(
            lambda: (services.recognise(attempt, form.code.data, [form.name.data or ""]),),
            then=lambda found: steps.AFTER[step.goal](step, found[0]) if found else url_for("public.home"), form=form,
        )
        if answer:
            return answer
    return render_template("compte/code.html", form=form, step=step)


@blueprint.post("/connexion/renvoyer")
@access(PUBLIC)
def send_again() -> Any:
    """Send a fresh code; the one before serves no more."""
    step = steps.present()
    if step is None:
        return steps.lost()
    flash(_("Un nouveau code est parti. L’ancien ne marche plus."), "success")
    return steps.begin(step.contact, step.goal, suite=step.suite)


@blueprint.get("/inscription")
@blueprint.post("/inscription")
@access(PUBLIC)
def sign_up() -> Any:
    """Ask for the address or number of a new account, and send it a code: the same answer when the account exists."""
    form = ContactForm(suite=inside(request.args.get("suite")))
    if form.validate_on_submit():
        limits.check("sign_up", form.reached.value)
        answer = steps.begin(form.reached, "sign_up", suite=form.suite.data, form=form)
        if answer:
            return answer
    return render_template("compte/sign_up.html", form=form)


@blueprint.get("/inscription/vous")
@blueprint.post("/inscription/vous")
@access(PUBLIC)
def sign_up_details() -> Any:
    """Ask a new person, whose address is proven, for their first name and age band, then make the account."""
    proof = steps.proven()
    if proof is None or proof.user:
        return steps.lost()
    arrived = steps.arrival() if proof.linking else None
    form, welcome = DetailsForm(data=_known(arrived)), _("Votre compte est créé. Bienvenue.")
    if form.validate_on_submit():
        password = services.prepare_password(form.password.data) if form.password.data else None
        answer = act(
            lambda: _register(proof, arrived, password=password, **form.details()),
            then=lambda user: steps.enter(user, proof.suite, said=welcome) if user else url_for("public.home"), form=form,
        )
        if answer:
            return answer
    return render_template("compte/sign_up_details.html", form=form, proof=proof)


def _known(arrived: steps.Arrival | None) -> dict[str, str]:
    """Return what a provider of identity said, to be read and changed before it is kept."""
    return {"first_name": arrived.identity.first_name, "last_name": arrived.identity.last_name} if arrived else {}


def _register(proof: steps.Proof, arrived: steps.Arrival | None, **details: Any) -> User:
    """Make the account, and let the identity that its holder arrived with open it."""
    user = services.register_person(contact_of(proof.value), **details)
    if arrived is not None:
        db.session.flush()
        services.link_identity(user, arrived.identity)
    return user


@blueprint.get("/mot-de-passe")
@blueprint.post("/mot-de-passe")
@access(PUBLIC)
def forgotten_password() -> Any:
    """Send a code to choose a new password."""
    form = ContactForm()
    answer = steps.begin(form.reached, "password", suite=form.suite.data, form=form) if form.validate_on_submit() else None
    return answer or render_template("compte/forgotten_password.html", form=form)


@blueprint.get("/mot-de-passe/agents")
@blueprint.post("/mot-de-passe/agents")
@access(PUBLIC)
def forgotten_agent_password() -> Any:
    """Send an agent a code to choose a new password."""
    form = AgentAddressForm()
    answer = steps.begin(form.reached, "agent_password", form=form) if form.validate_on_submit() else None
    return answer or render_template("compte/forgotten_agent_password.html", form=form)


@blueprint.get("/mot-de-passe/nouveau")
@blueprint.post("/mot-de-passe/nouveau")
@access(PUBLIC)
def new_password() -> Any:
    """Keep a new password for the account just proven, close its other sessions, and enter."""
    proof = steps.proven()
    user = proof.holder if proof else None
    if proof is None or user is None:
        return steps.lost()
    form, changed = NewPasswordForm(), _("Votre nouveau mot de passe est enregistré. Vos autres sessions sont fermées.")
    if form.validate_on_submit():
        password = services.prepare_password(form.password.data)
        answer = act(
            lambda: services.set_password(user, password), form=form,
            then=lambda holder: steps.enter(holder, proof.suite, said=changed) if holder else url_for("public.home"),
        )
        if answer:
            return answer
    return render_template("compte/new_password.html", form=form, user=user)
