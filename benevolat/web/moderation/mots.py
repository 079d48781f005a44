"""The room of words: what the search was taught to bring together, added, tried and removed by modérateurs."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from benevolat.core.errors import InvalidInput
from benevolat.search.models import LONGEST, WordFamily
from benevolat.search.queries import find_family, list_families
from benevolat.search.services import add_family, change_family, remove_family
from benevolat.search.teaching import Said, check_words, gains, known_beside
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found

from . import blueprint

PAGE = 50


class FamilyForm(Form):
    """A family: three ways of saying the same thing."""

    spoken = StringField(
        _l("Les gens disent"), [DataRequired(), Length(max=LONGEST)], render_kw={"maxlength": LONGEST, "autocomplete": "off"},
        description=_l("Un mot, ou plusieurs entre virgules. Par exemple\u00a0: clebs, toutou"),
    )
    written = StringField(
        _l("Les associations écrivent"), [DataRequired(), Length(max=LONGEST)], render_kw={"maxlength": LONGEST, "autocomplete": "off"},
        description=_l("Le mot qu’on lit dans les missions. Par exemple\u00a0: chien"),
    )
    official = StringField(
        _l("L’administration dit"), [Length(max=LONGEST)], render_kw={"maxlength": LONGEST, "autocomplete": "off"},
        description=_l("Par exemple\u00a0: animal de compagnie"),
    )

    @property
    def said(self) -> Said:
        """The family, as the services take it."""
        return Said(self.spoken.data or "", self.written.data or "", self.official.data or "")


def _family(public_id: str) -> WordFamily:
    family: WordFamily = found(find_family(current_user, public_id))
    return family


def _list() -> str:
    return url_for("moderation.word_families")


@blueprint.get("/mots")
@access(MODERATEUR)
def word_families() -> str:
    """List the families that were added, in the order of what people say."""
    families = list_families(current_user)
    pages = max(1, -(-len(families) // PAGE))
    page = min(pages, max(1, request.args.get("page", 1, int)))
    return render_template(
        "moderation/mots.html", families=families[(page - 1) * PAGE:page * PAGE], total=len(families), page=page, pages=pages,
        page_address=lambda number: url_for("moderation.word_families", page=number),
    )


@blueprint.get("/mots/ajouter")
@access(MODERATEUR)
def new_family() -> str:
    """Ask for the words of a new family."""
    return _show(FamilyForm())


@blueprint.post("/mots/ajouter")
@access(MODERATEUR)
def new_family_post() -> Response | str:
    """Add the family, or say what it would change when that is what was asked."""
    form = FamilyForm()
    answer = act(
        lambda: add_family(form.said, by=current_user), then=lambda _done: _list(), form=form,
        said=_("La recherche connaît ces mots, dès maintenant."),
    ) if form.validate_on_submit() and not _only_tried() else None
    return answer or _show(form)


@blueprint.get("/mots/<public_id>")
@access(MODERATEUR)
def word_family(public_id: str) -> str:
    """Show a family, who wrote it, and how to change or remove it."""
    family = _family(public_id)
    return _show(FamilyForm(obj=family), family)


@blueprint.post("/mots/<public_id>")
@access(MODERATEUR)
def word_family_post(public_id: str) -> Response | str:
    """Change the family, or say what that would change."""
    family, form = _family(public_id), FamilyForm()
    answer = act(
        lambda: change_family(family, form.said, by=current_user), then=lambda _done: _list(), form=form,
        said=_("La famille est changée. La recherche suit dès maintenant."),
    ) if form.validate_on_submit() and not _only_tried() else None
    return answer or _show(form, family)


@blueprint.post("/mots/<public_id>/retirer")
@access(MODERATEUR)
def drop_family(public_id: str) -> Response | None:
    """Let the search forget the family."""
    family = _family(public_id)
    return act(
        lambda: remove_family(family, by=current_user), then=lambda _done: _list(),
        said=_("La famille est retirée. La recherche ne rapproche plus ces mots."),
    )


def _only_tried() -> bool:
    return "essayer" in request.form


def _show(form: FamilyForm, family: WordFamily | None = None) -> str:
    tried: dict[str, Any] = {}
    if request.method == "POST" and _only_tried() and not form.errors:
        try:
            check_words(form.said, but=family)
            tried = {"gains": gains(form.said, but=family), "beside": known_beside(form.said)}
        except InvalidInput as error:
            form.refuse(error)
    return render_template("moderation/mot.html", form=form, family=family, tried=tried)
