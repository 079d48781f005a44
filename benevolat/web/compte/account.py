"""Views: one's own account."""

from typing import Any

from flask import redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.queries import factor_reset_of, planned_contact_change, planned_release, roles_by_agent
from benevolat.web import limits
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, SIGNED_IN, access
from benevolat.web.identity import CodeForm, ContactForm, count_try

from . import blueprint, steps
from .forms import AccountForm, OwnCodeForm
from .identities import may_link


@blueprint.get("/compte")
@access(SIGNED_IN)
def account() -> Any:
    """Show what the account holds and what may be changed."""
    roles = roles_by_agent([current_user])[current_user.id] if current_user.is_agent else []
    planned = planned_contact_change(current_user)
    reset = factor_reset_of(current_user) if current_user.is_agent else None
    return render_template("compte/account.html", user=current_user, roles=roles, planned=planned, reset=reset,
                           passkeys=services.passkeys_offered(), identities=may_link(current_user), release=planned_release(current_user))


@blueprint.post("/compte/contact/arreter")
@access(PERSON)
def refuse_change() -> Any:
    """Stop the change of contact that somebody asked for at a desk in one's name."""
    user = current_user._get_current_object()
    return act(lambda: services.refuse_contact_change(user), then=lambda _done: url_for("compte.account"),
               said=_("C’est arrêté. Votre compte ne change pas."))


@blueprint.get("/compte/modifier")
@blueprint.post("/compte/modifier")
@access(PERSON)
def edit() -> Any:
    """Change one's name, commune and words."""
    user = current_user._get_current_object()
    form = AccountForm(data={
        "first_name": user.first_name, "last_name": user.last_name, "about": user.about, "commune": user.commune and user.commune.name,
    })
    if form.validate_on_submit():
        answer = act(
            lambda: services.edit_account(user, **form.details()), then=lambda _done: url_for("compte.account"), form=form,
            said=_("Vos informations sont à jour."),
        )
        if answer:
            return answer
    return render_template("compte/edit.html", form=form)


@blueprint.get("/compte/contact")
@blueprint.post("/compte/contact")
@access(PERSON)
def change_contact() -> Any:
    """Ask for another e-mail or number, and send it a code: nothing changes before it is proven."""
    form = ContactForm()
    answer = None
    if form.validate_on_submit():
        answer = steps.begin(form.reached, "change", form=form)
    return answer or render_template("compte/change_contact.html", form=form)


@blueprint.get("/compte/code-personnel")
@blueprint.post("/compte/code-personnel")
@access(PERSON)
def own_code() -> Any:
    """Choose the six digits with which one confirms on somebody else's screen, or change them."""
    form, user = OwnCodeForm(), current_user._get_current_object()
    if form.validate_on_submit():
        limits.check("own_code", user.public_id)
        answer = act(
            lambda: services.choose_own_code(user, form.code.data), then=lambda _done: url_for("compte.account"), form=form,
            said=_("Votre code personnel est enregistré. Ne le dites à personne."),
        )
        if answer:
            return answer
    return render_template("compte/own_code.html", form=form, chosen=user.own_code_hash is not None)


@blueprint.post("/compte/code-personnel/effacer")
@access(PERSON)
def forget_own_code() -> Any:
    """Take one's own code away."""
    user = current_user._get_current_object()
    return act(lambda: services.forget_own_code(user), then=lambda _done: url_for("compte.account"),
               said=_("Votre code personnel est effacé."))


@blueprint.get("/compte/contact/code")
@blueprint.post("/compte/contact/code")
@access(PERSON)
def confirm_contact() -> Any:
    """Ask for the code sent to the new e-mail or number, then put it in place of the old one."""
    step = steps.present()
    if step is None or step.goal != "change":
        return redirect(url_for("compte.change_contact"), 303)
    form, user = CodeForm(), current_user._get_current_object()
    if form.validate_on_submit():
        attempt = count_try(step.contact, step.purpose)
        answer = act(
            lambda: services.change_contact(user, attempt, form.code.data), then=lambda _done: url_for("compte.account"), form=form,
            said=_("C’est enregistré\u00a0: vous pouvez vous connecter ainsi."),
        )
        if answer:
            session.pop("step", None)
            return answer
    return render_template("compte/code.html", form=form, step=step)


@blueprint.post("/compte/mot-de-passe")
@access(SIGNED_IN)
def change_password() -> Any:
    """Send oneself a code, by which one chooses a new password: an open session alone is not enough."""
    if current_user.is_agent:
        return steps.begin(services.Contact(email=current_user.email), "agent_password", suite=url_for("compte.account"))
    contact = services.Contact(email=current_user.email) if current_user.email else services.Contact(phone=current_user.phone)
    return steps.begin(contact, "password", suite=url_for("compte.account"))
