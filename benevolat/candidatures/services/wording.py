"""An association's models of message: its own words, filled in with the first name and the mission."""

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.core import entropy
from benevolat.core.db import db
from benevolat.core.errors import InvalidInput, NotAllowed

from ..errors import EmptyMessage, ModelTooMany
from ..models import AnswerKind, AnswerModel, Candidature
from ..permissions import can_edit_answer_models

MOST_MODELS, LONGEST_TITLE, LONGEST_MODEL = 20, 80, 500
FIRST_NAME, MISSION = "{prénom}", "{mission}"


def save_model(
    association: Association, *, kind: AnswerKind, title: str, body: str, by: User, model: AnswerModel | None = None
) -> AnswerModel:
    """Write a model, or change one. Raises NotAllowed, ModelTooMany, InvalidInput, EmptyMessage."""
    if not can_edit_answer_models(by, association) or (model is not None and model.association_id != association.id):
        raise NotAllowed()
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise InvalidInput(field="title")
    if not 1 <= len(body.strip()) <= LONGEST_MODEL:
        raise EmptyMessage(field="body")
    if model is None:
        kept = db.session.scalar(sa.select(sa.func.count(AnswerModel.id)).where(AnswerModel.association_id == association.id)) or 0
        if kept >= MOST_MODELS:
            raise ModelTooMany()
        model = AnswerModel(public_id=entropy.public_id(), association_id=association.id)
        db.session.add(model)
    model.kind, model.title, model.body = kind, title.strip(), body.strip()
    db.session.flush()
    return model


def delete_model(model: AnswerModel, *, by: User) -> None:
    """Throw a model away. Raises NotAllowed."""
    if not can_edit_answer_models(by, model.association):
        raise NotAllowed()
    db.session.delete(model)
    db.session.flush()


def fill_in(words: str, candidature: Candidature) -> str:
    """Return the words of a model for one person: their first name, the mission's title."""
    return words.replace(FIRST_NAME, candidature.user.first_name).replace(MISSION, candidature.mission.title)
