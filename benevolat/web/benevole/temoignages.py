"""Views: a témoignage, written, seen as others will see it, sent, taken back; and the page after a closing, for who wishes."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from benevolat.core.db import transaction
from benevolat.core.errors import InvalidInput
from benevolat.engagements.models import Engagement
from benevolat.temoignages import queries, services
from benevolat.temoignages.cautions import SAID, cautions
from benevolat.temoignages.models import LONGEST, Naming, Temoignage
from benevolat.temoignages.questions import questions
from benevolat.temoignages.workflow import TEMOIGNAGE
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found, without_cache

from . import blueprint
from .engagements import load, page_of

TONES = {"submitted": "wait", "to_correct": "warning", "refused": "error", "published": "done", "taken_down": "error"}


class TellForm(Form):
    """A témoignage: words, how one is named, then the accord on what was seen."""

    words = TextAreaField(
        _l("Votre témoignage"), [InputRequired()], description=_l("Ce que vous avez fait, ce que vous en gardez. Avec vos mots."),
        render_kw={"rows": 7, "maxlength": LONGEST},
    )
    naming = RadioField(_l("Comment êtes-vous nommé"), [InputRequired()])
    agreed = BooleanField(_l("Je suis d’accord."))
    accord_version = HiddenField()

    def naming_chosen(self) -> Naming | None:
        """Return how the person wants to be named."""
        return Naming(self.naming.data) if self.naming.data in {each.value for each in Naming} else None

    def written(self) -> services.Written:
        """Return what the person sends."""
        version = self.accord_version.data or ""
        return services.Written(
            words=self.words.data or "", naming=self.naming_chosen() or Naming.PERSON, agreed=self.agreed.data,
            accord_version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else -1,
        )


def _form(told: Temoignage | None) -> TellForm:
    """Return the form filled in with what stands, the names as they would be shown; none is chosen for the person."""
    form = TellForm(data={"words": told.words, "naming": told.naming.value if told.naming else None} if told is not None else {})
    names = queries.names_for(current_user._get_current_object())
    shown_as_it_is = (Naming.FIRST_NAME, Naming.COMMUNE)
    form.naming.choices = [(each.value, name if each in shown_as_it_is else each.label) for each, name in names.items()]
    form.accord_version.data = form.accord_version.data or str(queries.accord_text()[1])
    return form


def _own(engagement: Engagement) -> Temoignage | None:
    return queries.own_temoignage(current_user, engagement)


@blueprint.get("/mes-engagements/<public_id>/temoignage")
@access(PERSON)
def temoignage(public_id: str) -> str:
    """Show what one told and where it stands."""
    engagement = load(public_id)
    told = found(_own(engagement))
    actions = {row.action for row in TEMOIGNAGE.available(told, current_user)}
    return render_template("benevole/temoignage.html", engagement=engagement, temoignage=told, shown=queries.shown(told), actions=actions,
                           tone=TONES[told.state.value], appears=queries.can_appear(engagement))


@blueprint.get("/mes-engagements/<public_id>/temoignage/ecrire")
@access(PERSON)
def tell(public_id: str) -> Any:
    """Ask for the words, and how to be named."""
    engagement = load(public_id)
    return _moved_on(engagement) or _show_form(engagement, _form(_own(engagement)))


def _moved_on(engagement: Engagement) -> Response | None:
    """Lead back whoever can write nothing on this engagement now."""
    told = _own(engagement)
    if queries.can_be_offered(engagement) or (told is not None and TEMOIGNAGE.allows(told, "resubmit", current_user)):
        return None
    flash(_("On ne peut pas écrire de témoignage ici en ce moment."), "warning")
    return redirect(page_of(engagement), 303)


def _show_form(engagement: Engagement, form: TellForm) -> str:
    return render_template("benevole/temoignage_ecrire.html", engagement=engagement, form=form, again=_own(engagement))


@blueprint.post("/mes-engagements/<public_id>/temoignage/ecrire")
@access(PERSON)
def tell_post(public_id: str) -> Any:
    """Show the words as others will read them, then send them: nothing is kept before."""
    engagement = load(public_id)
    form, step, answer = _form(_own(engagement)), request.form.get("etape"), _moved_on(engagement)
    if answer is not None or step == "changer" or not form.validate():
        return answer or _show_form(engagement, form)
    try:
        name = services.check_written(form.words.data, form.naming_chosen(), by=current_user._get_current_object())
    except InvalidInput as error:
        form.refuse(error)
        return _show_form(engagement, form)
    return (_send(engagement, form) if step == "envoyer" else None) or _preview(engagement, form, name)


def _send(engagement: Engagement, form: TellForm) -> Response | None:
    told, user = _own(engagement), current_user._get_current_object()

    def send() -> Any:
        if told is not None:
            return services.resubmit_temoignage(told, form.written(), by=user)
        return services.write_temoignage(engagement, form.written(), by=user)

    address = page_of(engagement)
    return act(send, then=lambda _done: address, form=form,
               said=_("Votre témoignage est envoyé. Une personne le relit avant de le publier."))


def _preview(engagement: Engagement, form: TellForm, name: str) -> str:
    accord, version = queries.accord_text()
    form.accord_version.data = str(version)
    seen = queries.Shown(form.words.data, name, engagement.title, engagement.host, found(engagement.association).public_id)
    notes = [(SAID[each.caution], each.words) for each in cautions(f"{form.words.data}", last_name=current_user.last_name)]
    return render_template("benevole/temoignage_voir.html", engagement=engagement, form=form, shown=seen, notes=notes, accord=accord)


@blueprint.post("/mes-engagements/<public_id>/temoignage/retirer")
@access(PERSON)
def take_back(public_id: str) -> Any:
    """Take one's words back, whatever was done of them."""
    engagement = load(public_id)
    told, address = found(_own(engagement)), page_of(engagement)
    return act(lambda: services.withdraw_temoignage(told, by=current_user), then=lambda _done: address,
               said=_("Votre témoignage est effacé. Il n’est plus montré nulle part."))


@blueprint.get("/mes-engagements/<public_id>/suite")
@access(PERSON)
def suite(public_id: str) -> Any:
    """Ask three questions to who wishes, once."""
    engagement = load(public_id)
    if not queries.is_suite_open(engagement):
        return redirect(page_of(engagement), 303)
    return render_template("benevole/suite.html", engagement=engagement, questions=questions(), after=queries.after(engagement))


@blueprint.post("/mes-engagements/<public_id>/suite")
@access(PERSON)
@without_cache
def close_suite(public_id: str) -> Any:
    """Close this page for good, with or without answers; no one-time key, whose row would be dated: the page closes once."""
    engagement = load(public_id)
    address = page_of(engagement)
    passed = "passer" in request.form
    answers = {each.key: request.form[each.key] for each in questions() if request.form.get(each.key) and not passed}
    with transaction():
        services.close_suite(engagement, answers, by=current_user)
    flash(_("C’est noté. Cette page ne reviendra plus."), "success")
    return redirect(address, 303)
