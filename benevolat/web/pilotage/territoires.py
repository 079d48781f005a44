"""Views: a pilote keeps the pages of their territories: where one is met, what is new, how the service came."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import DateField, EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from benevolat.antennes import queries, services
from benevolat.antennes.models import Antenne, NewsKind
from benevolat.antennes.permissions import can_keep_territoire, kept_territoires
from benevolat.antennes.services import LONGEST_NAME, LONGEST_WORDS
from benevolat.core import clock
from benevolat.web.commune import WithCommune
from benevolat.web.forms import Form, act
from benevolat.web.guard import PILOTE, access, found, require

from . import blueprint

EVERYWHERE = "isere"
"""How the whole Isère is named in an address: no territory bears this code."""


class AntenneForm(WithCommune, Form):
    """A place where somebody helps."""

    name = StringField(_l("Nom du lieu"), [DataRequired(_l("Écrivez le nom du lieu.")), Length(max=LONGEST_NAME)],
                       description=_l("Par exemple\u00a0: Maison du Département de Mens."))
    address = StringField(_l("Adresse"), [Optional(), Length(max=LONGEST_NAME)], description=_l("Numéro et rue."))
    commune = StringField(_l("Commune"), [Optional(), Length(max=200)])
    phone = StringField(_l("Téléphone"), [Optional(), Length(max=30)], render_kw={"inputmode": "tel"})
    email = EmailField(_l("E-mail"), [Optional(), Length(max=320)])
    hours = StringField(_l("Quand y a-t-il quelqu’un\u00a0?"), [Optional(), Length(max=LONGEST_NAME)],
                        description=_l("Par exemple\u00a0: le mardi et le jeudi, 9\u00a0h à 12\u00a0h."))

    def place(self) -> dict[str, Any]:
        """Return what was answered, as the service takes it."""
        fields = ("name", "address", "phone", "email", "hours")
        return {**{name: self[name].data for name in fields}, "commune_code": self.commune_code}


class NouvelleForm(Form):
    """A few words on a day."""

    kind = RadioField(_l("Qu’est-ce que c’est\u00a0?"), [InputRequired(_l("Choisissez."))], choices=NewsKind.choices())
    title = StringField(_l("Titre"), [DataRequired(_l("Écrivez un titre.")), Length(max=LONGEST_NAME)])
    day = DateField(_l("Jour"), [DataRequired(_l("Choisissez un jour."))],
                    description=_l("Un jour à venir\u00a0: elle paraît ce jour-là."))
    words = TextAreaField(_l("Quelques phrases"), [Optional(), Length(max=LONGEST_WORDS)],
                          render_kw={"rows": 5, "maxlength": LONGEST_WORDS})


def _kept(code: str) -> str | None:
    """Return the territory of an address, None for the whole Isère, or stop when it is not one's own."""
    wanted = None if code == EVERYWHERE else found(queries.find_territoire(code)).code
    require(can_keep_territoire(current_user, wanted))
    return wanted


def _page(code: str | None) -> str:
    return url_for("pilotage.territoire", code=code or EVERYWHERE)


@blueprint.get("/territoires")
@access(PILOTE)
def territoires() -> str:
    """List the territories one keeps."""
    kept = kept_territoires(current_user)
    return render_template("pilotage/territoires.html", territoires=queries.antennes_by_territoire(kept), everywhere=kept is None,
                           isere=EVERYWHERE)


@blueprint.get("/territoires/<code>")
@access(PILOTE)
def territoire(code: str) -> str:
    """Show what the page of a territory says, and what can be changed."""
    kept = _kept(code)
    return render_template(
        "pilotage/territoire.html", territoire=queries.find_territoire(code), code=code, today=clock.today(),
        antennes=queries.antennes_of(code), news=[each for each in queries.nouvelles_of(kept, coming=True) if each.territoire_code == kept],
    )


def _antenne_page(form: AntenneForm, code: str, antenne: Antenne | None) -> Any:
    answer = None
    if form.validate_on_submit():
        answer = act(
            lambda: services.write_antenne(antenne, by=current_user._get_current_object(), territoire_code=code, **form.place()),
            then=lambda _done: _page(code), form=form, said=_("Le lieu est enregistré."),
        )
    return answer or (render_template("pilotage/antenne.html", form=form, antenne=antenne, code=code), 400 if form.errors else 200)


@blueprint.route("/territoires/<code>/lieu", methods=["GET", "POST"])
@access(PILOTE)
def new_antenne(code: str) -> Any:
    """Add a place to a territory."""
    kept = found(_kept(code))
    return _antenne_page(AntenneForm(), kept, None)


def _antenne(public_id: str) -> Antenne:
    antenne: Antenne = found(queries.find_antenne(public_id))
    require(can_keep_territoire(current_user, antenne.territoire_code))
    return antenne


@blueprint.route("/lieux/<public_id>", methods=["GET", "POST"])
@access(PILOTE)
def antenne(public_id: str) -> Any:
    """Change a place."""
    held = _antenne(public_id)
    form = AntenneForm(data={
        **{name: getattr(held, name) for name in ("name", "address", "phone", "email", "hours")},
        "commune": held.commune.name if held.commune else None,
    })
    return _antenne_page(form, held.territoire_code, held)


@blueprint.post("/lieux/<public_id>/retirer")
@access(PILOTE)
def remove_antenne(public_id: str) -> Any:
    """Take a place away."""
    held = _antenne(public_id)
    back = _page(held.territoire_code)
    return act(lambda: services.remove_antenne(held, by=current_user), then=lambda _done: back, said=_("Le lieu n’est plus sur la page."))


@blueprint.route("/territoires/<code>/nouvelle", methods=["GET", "POST"])
@access(PILOTE)
def new_nouvelle(code: str) -> Any:
    """Say something new."""
    kept, form, answer = _kept(code), NouvelleForm(), None
    if form.validate_on_submit():
        answer = act(
            lambda: services.write_nouvelle(
                by=current_user._get_current_object(), territoire_code=kept, kind=NewsKind(form.kind.data), day=form.day.data,
                title=form.title.data, words=form.words.data),
            then=lambda _done: _page(kept), form=form, said=_("La nouvelle est enregistrée."),
        )
    return answer or (render_template("pilotage/nouvelle.html", form=form, code=code), 400 if form.errors else 200)


@blueprint.post("/nouvelles/<public_id>/retirer")
@access(PILOTE)
def remove_nouvelle(public_id: str) -> Any:
    """Take a piece of news away."""
    held = found(queries.find_nouvelle(public_id))
    require(can_keep_territoire(current_user, held.territoire_code))
    back = _page(held.territoire_code)
    return act(lambda: services.remove_nouvelle(held, by=current_user), then=lambda _done: back, said=_("La nouvelle est retirée."))
