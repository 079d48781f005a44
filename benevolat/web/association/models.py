"""Views: an association's models of message."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.associations.models import Association, Right
from benevolat.candidatures import queries, services
from benevolat.candidatures.models import AnswerKind, AnswerModel
from benevolat.web.candidate_answer import ModelForm
from benevolat.web.forms import act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .scope import working_on


def _show(association: Association, form: ModelForm, model: AnswerModel | None = None) -> str:
    return render_template(
        "association/models.html", association=association, form=form, model=model,
        models=queries.answer_models(current_user, [association.id]),
    )


def _save(association: Association, form: ModelForm, model: AnswerModel | None = None) -> Any:
    answer = None
    if form.validate_on_submit():
        answer = act(
            lambda: services.save_model(association, kind=AnswerKind(form.kind.data), title=form.title.data, body=form.body.data,
                                        by=current_user, model=model),
            then=lambda _done: url_for("association.answer_models", public_id=association.public_id), form=form,
            said=_("Le modèle est enregistré."),
        )
    return answer or _show(association, form, model)


@blueprint.get("/<public_id>/modeles")
@access(PERSON)
def answer_models(public_id: str) -> Any:
    """List the models, and write another."""
    return _show(working_on(public_id, Right.CANDIDATES), ModelForm())


@blueprint.post("/<public_id>/modeles")
@access(PERSON)
def add_answer_model(public_id: str) -> Any:
    """Write a model."""
    return _save(working_on(public_id, Right.CANDIDATES), ModelForm())


@blueprint.get("/modeles/<public_id>")
@access(PERSON)
def answer_model(public_id: str) -> Any:
    """Show a model, to change or delete."""
    model = found(queries.find_answer_model(current_user, public_id))
    return _show(model.association, ModelForm(obj=model), model)


@blueprint.post("/modeles/<public_id>")
@access(PERSON)
def change_answer_model(public_id: str) -> Any:
    """Change a model."""
    model = found(queries.find_answer_model(current_user, public_id))
    return _save(model.association, ModelForm(), model)


@blueprint.post("/modeles/<public_id>/supprimer")
@access(PERSON)
def delete_answer_model(public_id: str) -> Any:
    """Throw a model away."""
    model = found(queries.find_answer_model(current_user, public_id))
    association = model.association.public_id
    return act(lambda: services.delete_model(model, by=current_user),
               then=lambda _done: url_for("association.answer_models", public_id=association), said=_("Le modèle est supprimé."))
