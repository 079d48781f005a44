"""Views: what a person chooses to show of their passeport: pick, order, see it as others would, make a document, open a link."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from benevolat.proofs import queries, services, wording
from benevolat.proofs.content import standing_of
from benevolat.proofs.documents import passeport_title
from benevolat.proofs.gathered import figures, gather
from benevolat.proofs.models import DocumentKind, Share, Version
from benevolat.proofs.services import DURATIONS, FROM_A_VERSION, LONGEST_TITLE, Wanted
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .engagement_forms import LONG

PURPOSES = {
    DocumentKind.PASSEPORT: _l("Le passeport entier, deux pages ou plus"),
    DocumentKind.CV: _l("Une demi-page, à joindre à un CV"),
    DocumentKind.VAE: _l("Le détail, pour un dossier de VAE"),
}
DAYS = {1: _l("1\u00a0jour"), 7: _l("7\u00a0jours"), 30: _l("30\u00a0jours")}


class StartForm(Form):
    """A new choice: its title, and where to begin."""

    title = StringField(
        _l("Son titre"), description=_l("C’est le titre que les autres liront."), default=lambda: passeport_title(),
        validators=[InputRequired(), Length(max=LONGEST_TITLE, message=LONG)], render_kw={"maxlength": LONGEST_TITLE},
    )
    start = RadioField(
        _l("Pour commencer"), choices=[("everything", _l("Tout mettre, puis enlever")), ("nothing", _l("Partir de zéro, puis choisir"))],
        validators=[InputRequired()],
    )


class TitleForm(Form):
    """The title of a choice."""

    title = StringField(
        _l("Titre"), validators=[InputRequired(), Length(max=LONGEST_TITLE, message=LONG)], render_kw={"maxlength": LONGEST_TITLE}
    )


class DocumentForm(Form):
    """Which document to make."""

    kind = RadioField(
        _l("Quel document"), choices=[(str(each), PURPOSES[each]) for each in FROM_A_VERSION], validators=[InputRequired()]
    )


class ShareForm(Form):
    """How long a link lives, and whether it says how to reach the person."""

    days = RadioField(_l("Pendant combien de temps"), choices=[(str(each), DAYS[each]) for each in DURATIONS], validators=[InputRequired()])
    with_contact = BooleanField(_l("Montrer aussi mon e-mail et mon téléphone"))


def _version(public_id: str) -> Version:
    return found(queries.find_version(current_user, public_id))  # type: ignore[no-any-return]


def _share(public_id: str) -> Share:
    return found(queries.find_share(current_user, public_id))  # type: ignore[no-any-return]


def _page(version: Version | None) -> str:
    return url_for("benevole.choice", public_id=version.public_id) if version is not None else url_for("benevole.documents")


def _seen(version: Version) -> str:
    return url_for("benevole.preview", public_id=version.public_id)


@blueprint.get("/mon-passeport/choix")
@blueprint.post("/mon-passeport/choix")
@access(PERSON)
def new_choice() -> Any:
    """Begin a choice."""
    form, answer = StartForm(), None
    if form.validate_on_submit():
        answer = act(lambda: services.start_version(
            title=form.title.data, everything=form.start.data == "everything", by=current_user._get_current_object(),
        ), then=_page, form=form)
    return answer or render_template("benevole/choix-nouveau.html", form=form)


@blueprint.get("/mon-passeport/choix/<public_id>")
@blueprint.post("/mon-passeport/choix/<public_id>")
@access(PERSON)
def choice(public_id: str) -> Any:
    """Pick what a choice shows, in its order; what is saved is then shown as others would see it."""
    version, answer = _version(public_id), None
    user = current_user._get_current_object()
    form = TitleForm(data={"title": version.title})
    if form.validate_on_submit():
        then = "benevole.choice" if request.form.get("move") else "benevole.preview"
        answer = act(lambda: _save(version, form.title.data, user), then=lambda _done: url_for(then, public_id=public_id), form=form,
                     said=_("C’est enregistré."))
    return answer or render_template(
        "benevole/choix.html", form=form, version=version, offered=_in_order(version, queries.choosable(user)),
        held={each.engagement_id: each for each in version.items}, standing=_standing,
    )


def _save(version: Version, title: str, user: Any) -> None:
    """Write what was ticked, then what was asked for with it: one engagement higher or lower."""
    wanted = {
        public_id: Wanted(skills=request.form.getlist(f"skills-{public_id}"), title=request.form.get(f"title-{public_id}", "")[:200])
        for public_id in request.form.getlist("engagements")
    }
    services.name_version(version, title=title, by=user)
    services.choose(version, wanted, by=user)
    move, _sign, engagement = request.form.get("move", "").partition(":")
    if engagement and move in {"up", "down"}:
        services.move_item(version, engagement, up=move == "up", by=user)


def _in_order(version: Version, offered: list[queries.Choosable]) -> list[queries.Choosable]:
    """Return what can be shown: what is chosen first, in its order, then the rest."""
    ranks = {each.engagement_id: each.rank for each in version.items}
    return sorted(offered, key=lambda each: ranks.get(each.engagement.id, len(ranks)))


def _standing(each: queries.Choosable) -> str:
    return str(standing_of(each.engagement))


@blueprint.get("/mon-passeport/choix/<public_id>/apercu")
@access(PERSON)
def preview(public_id: str) -> str:
    """Show a choice as others would see it, and what can be made of it."""
    return _preview(_version(public_id))


def _preview(version: Version, **forms: Form) -> str:
    content = queries.content_of_version(version)
    shown = {"document_form": DocumentForm(formdata=None), "share_form": ShareForm(formdata=None), **forms}
    return render_template(
        "benevole/choix-apercu.html", version=version, content=content, skills=gather(content), figures=figures(content),
        words=wording.words("fr"), when=wording.when_in("fr"), hours=wording.hours_in("fr"), **shown,
    )


@blueprint.post("/mon-passeport/choix/<public_id>/supprimer")
@access(PERSON)
def delete_choice(public_id: str) -> Any:
    """Forget a choice and close its links."""
    version = _version(public_id)
    return act(lambda: services.delete_version(version, by=current_user), then=lambda _done: url_for("benevole.documents"),
               said=_("Ce choix est supprimé, ses liens sont fermés."))


@blueprint.post("/mon-passeport/choix/<public_id>/document")
@access(PERSON)
def make_document(public_id: str) -> Any:
    """Make a document of a choice."""
    version, form, user = _version(public_id), DocumentForm(), current_user._get_current_object()
    if not form.validate():
        return _preview(version, document_form=form)
    return act(
        lambda: services.issue_document(version, kind=DocumentKind(form.kind.data), by=user),
        then=lambda made: url_for("benevole.document", public_id=made.public_id) if made is not None else _seen(version),
        said=_("Votre document est prêt."),
    )


@blueprint.post("/mon-passeport/choix/<public_id>/lien")
@access(PERSON)
def open_share(public_id: str) -> Any:
    """Open a link that shows a choice for some days."""
    version, form = _version(public_id), ShareForm()
    if not form.validate():
        return _preview(version, share_form=form)
    return act(
        lambda: services.open_share(version, days=int(form.days.data), with_contact=form.with_contact.data, by=current_user),
        then=lambda _made: url_for("benevole.documents", _anchor="liens"), said=_("Votre lien est ouvert. Copiez-le ci-dessous."),
    )


@blueprint.post("/mon-passeport/liens/<public_id>/fermer")
@access(PERSON)
def close_share(public_id: str) -> Any:
    """Close a link at once."""
    share = _share(public_id)
    return act(lambda: services.close_share(share, by=current_user), then=lambda _done: url_for("benevole.documents"),
               said=_("Ce lien est fermé\u00a0: il ne montre plus rien."))
