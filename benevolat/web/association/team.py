"""The team of an association: who is in it, invitations, roles, leaving."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.accounts.models import Purpose
from benevolat.accounts.services import Contact, read_email
from benevolat.associations import queries, services
from benevolat.associations.models import Association, MemberRole, Membership, MembershipInvitation, Right, work_words
from benevolat.associations.permissions import can_create_association, can_manage_association, is_member
from benevolat.associations.services import LONGEST_FUNCTION
from benevolat.web import limits
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import PERSON, PUBLIC, access, found, require
from benevolat.web.history import happened
from benevolat.web.identity import CodeForm, as_typed, count_try, send_code

from . import blueprint
from .scope import managed_association, own_association

SIGNS = [("yes", _l("Oui, elle signe pour l’association")), ("no", _l("Non, une autre personne signe"))]


class RightsField(SelectMultipleField):  # type: ignore[misc]
    """The parts of the work, as boxes; none is ticked beforehand."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=Right.choices(), **kwargs)

    @property
    def rights(self) -> list[Right]:
        """What was ticked."""
        return [each for each in Right if each.value in (self.data or ())]


class InviteForm(Form):
    """Whom to invite, and for what."""

    email = StringField(
        _l("Adresse e-mail de la personne"), [DataRequired(), Length(max=320)],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    rights = RightsField(_l("Ce qu’elle pourra faire"))
    may_sign = RadioField(_l("Peut-elle signer les bilans\u00a0?"), [InputRequired()], choices=SIGNS)
    role = RadioField(
        _l("Va-t-elle administrer l’association\u00a0?"), [InputRequired()], choices=[
            (MemberRole.MEMBER.value, _l("Non")),
            (MemberRole.ADMIN.value, _l("Oui : elle pourra tout faire, et changer la page et l’équipe")),
        ],
    )

    def validate_email(self, field: Field) -> None:
        """Read the address."""
        as_typed(read_email, field)


class WorkForm(Form):
    """What a member does, whether they sign, and the function their name bears."""

    rights = RightsField(_l("Ce que fait cette personne"))

    function = StringField(
        _l("Sa fonction"), [Length(max=LONGEST_FUNCTION)],
        description=_l("Elle suit son nom sur les attestations. Par exemple\u00a0: Présidente."),
        render_kw={"maxlength": LONGEST_FUNCTION, "autocomplete": "off"},
    )
    may_sign = RadioField(_l("Peut-elle signer les bilans\u00a0?"), [InputRequired()], choices=SIGNS)


def _show(association: Association, form: InviteForm) -> str:
    manages = can_manage_association(current_user, association)
    return render_template(
        "association/team.html", association=association, form=form, team=queries.team_of(association), manages=manages,
        invitations=queries.waiting_invitations(association) if manages else [], work_words=work_words, is_open=services.is_open,
        history=happened(queries.happenings_of(association)) if manages else [],
    )


def _to_team(public_id: str) -> str:
    return url_for("association.team", public_id=public_id)


@blueprint.get("/<public_id>/equipe")
@access(PERSON)
def team(public_id: str) -> str:
    """Show the team."""
    return _show(own_association(public_id), InviteForm())


@blueprint.post("/<public_id>/equipe")
@access(PERSON)
def invite(public_id: str) -> Response | str:
    """Send an invitation."""
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    form = InviteForm()
    if not form.validate_on_submit():
        return _show(association, form)
    limits.check("invite", public_id)
    return act(
        lambda: services.invite_member(association, by=current_user, email=form.email.data, role=MemberRole(form.role.data),
                                       rights=form.rights.rights, may_sign=form.may_sign.data == "yes"),
        then=lambda _done: _to_team(public_id), form=form,
        said=_("L’invitation est partie à %(email)s. Elle est valable 7 jours.", email=form.email.data),
    ) or _show(association, form)


@blueprint.post("/<public_id>/invitations/<invitation_id>/annuler")
@access(PERSON)
def cancel_invitation(public_id: str, invitation_id: str) -> Response:
    """Make an invitation worthless."""
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    invitation = found(queries.find_open_invitation(association, invitation_id))
    return act(
        lambda: services.cancel_invitation(invitation, by=current_user), then=lambda _done: _to_team(public_id),
        said=_("L’invitation est annulée."),
    )


@blueprint.post("/<public_id>/invitations/<invitation_id>/renvoyer")
@access(PERSON)
def resend_invitation(public_id: str, invitation_id: str) -> Response:
    """Send the invitation again, with a new link."""
    association = managed_association(public_id)
    invitation = found(queries.find_open_invitation(association, invitation_id))
    limits.check("invite", public_id)
    return act(
        lambda: services.resend_invitation(invitation, by=current_user), then=lambda _done: _to_team(public_id),
        said=_("Un nouveau lien est parti à %(email)s. Il est valable 7 jours.", email=invitation.email),
    )


@blueprint.post("/<public_id>/boite-commune-<any(oui,non):answer>")
@access(PERSON)
def mailbox(public_id: str, answer: str) -> Response:
    """Say where the letters of the daily work go."""
    association, shared = managed_association(public_id), answer == "oui"
    return act(
        lambda: services.share_mailbox(association, shared, by=current_user), then=lambda _done: _to_team(public_id),
        said=_("Les messages vont maintenant à %(email)s.", email=association.email) if shared
        else _("Chaque personne reçoit maintenant les messages de son travail."),
    )


def _member(public_id: str, user_id: str) -> Membership:
    member: Membership = found(queries.find_membership(own_association(public_id), user_id))
    return member


@blueprint.post("/<public_id>/equipe/<user_id>/role")
@access(PERSON)
def change_role(public_id: str, user_id: str) -> Response:
    """Give a member the other role."""
    membership = _member(public_id, user_id)
    require(can_manage_association(current_user, membership.association))
    role = MemberRole.MEMBER if membership.role is MemberRole.ADMIN else MemberRole.ADMIN
    return act(
        lambda: services.change_role(membership, role, by=current_user), then=lambda _done: _to_team(public_id),
        said=_("Le rôle est changé."),
    )


@blueprint.get("/<public_id>/equipe/<user_id>/signature")
@blueprint.post("/<public_id>/equipe/<user_id>/signature")
@access(PERSON)
def signing(public_id: str, user_id: str) -> Any:
    """Say which parts of the work a member does, whether they sign for the association, and as what."""
    membership, answer = _member(public_id, user_id), None
    require(can_manage_association(current_user, membership.association))
    every, now = membership.role is MemberRole.ADMIN, {"function": membership.function, "may_sign": "yes" if membership.signs else "no"}
    form = WorkForm(data={**now, "rights": [each.value for each in membership.given]})
    if every:
        del form.may_sign, form.rights
    if form.validate_on_submit():
        signs = membership.may_sign if every else form.may_sign.data == "yes"
        rights = membership.given if every else form.rights.rights
        answer = act(
            lambda: services.set_work(membership, rights=rights, may_sign=signs, function=form.function.data, by=current_user),
            then=lambda _done: _to_team(public_id), form=form, said=_("C’est enregistré."),
        )
    return answer or render_template("association/signing.html", membership=membership, association=membership.association, form=form)


@blueprint.post("/<public_id>/equipe/<user_id>/retirer")
@access(PERSON)
def remove_member(public_id: str, user_id: str) -> Response:
    """Take somebody out of the team, or leave it."""
    membership = _member(public_id, user_id)
    leaving = membership.user_id == current_user.id
    require(leaving or can_manage_association(current_user, membership.association))
    return act(
        lambda: services.remove_member(membership, by=current_user),
        then=lambda _done: url_for("association.home") if leaving else _to_team(public_id),
        said=_("Vous avez quitté l’équipe.") if leaving else _("Cette personne n’est plus dans l’équipe."),
    )


def _invitation(token: str) -> MembershipInvitation:
    invitation: MembershipInvitation = found(queries.find_invitation(token))
    return invitation


def _show_invitation(invitation: MembershipInvitation, token: str, form: Form) -> str:
    signed_in = can_create_association(current_user)
    return render_template(
        "association/invitation.html", invitation=invitation, association=invitation.association, token=token, form=form,
        is_open=services.is_open(invitation), signed_in=signed_in, first=not queries.team_of(invitation.association),
        already=signed_in and is_member(current_user, invitation.association),
        proven=signed_in and services.has_proof_of(current_user, invitation.email), agent=current_user.is_authenticated and not signed_in,
    )


@blueprint.get("/invitation/<token>")
@access(PUBLIC)
def invitation(token: str) -> str:
    """Show who invites, and the one button that accepts."""
    return _show_invitation(_invitation(token), token, CodeForm())


@blueprint.post("/invitation/<token>/code")
@access(PERSON)
def send_invitation_code(token: str) -> Response | str:
    """Send a code to the invited address, for somebody signed in under another one."""
    row = _invitation(token)
    form, then = ActionForm(), url_for("association.invitation_code", token=token)
    if not services.is_open(row) or not form.validate_on_submit():
        return _show_invitation(row, token, CodeForm())
    return send_code(Contact(email=row.email), then=then, form=form, purpose=Purpose.CONFIRM) or _show_invitation(row, token, CodeForm())


@blueprint.get("/invitation/<token>/code")
@access(PERSON)
def invitation_code(token: str) -> str:
    """Ask for the code sent to the invited address."""
    return render_template("association/invitation_code.html", invitation=_invitation(token), token=token, form=CodeForm())


@blueprint.post("/invitation/<token>")
@access(PERSON)
def accept_invitation(token: str) -> Response | str:
    """Join the team."""
    row, attempt = _invitation(token), None
    proven = services.has_proof_of(current_user, row.email)
    form = ActionForm() if proven else CodeForm()
    if not form.validate_on_submit():
        return render_template("association/invitation_code.html", invitation=row, token=token, form=form)
    if not proven:
        attempt = count_try(Contact(email=row.email), Purpose.CONFIRM)
    answer = act(
        lambda: services.accept_invitation(row, by=current_user, attempt=attempt, code="" if proven else form.code.data),
        form=form,
        then=lambda made: url_for("association.dashboard", public_id=row.association.public_id) if made
        else url_for("association.invitation", token=token),
        said=_("Vous êtes dans l’équipe de %(name)s.", name=row.association.name),
    )
    return answer or render_template("association/invitation_code.html", invitation=row, token=token, form=form)
