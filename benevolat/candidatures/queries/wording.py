"""Reads of an association's models of message."""

from collections.abc import Iterable, Sequence
from typing import Any

from benevolat.core.db import db

from ..models import AnswerKind, AnswerModel
from ..permissions import visible_answer_models


def find_answer_model(user: Any, public_id: str) -> AnswerModel | None:
    """Return the model of this id of an association this person acts for, or None."""
    return db.session.scalar(visible_answer_models(user).where(AnswerModel.public_id == public_id))


def answer_models(user: Any, association_ids: Iterable[int], kind: AnswerKind | None = None) -> Sequence[AnswerModel]:
    """Return the models of some associations, of one kind of answer or of all, by title."""
    query = visible_answer_models(user).where(AnswerModel.association_id.in_(set(association_ids)))
    if kind is not None:
        query = query.where(AnswerModel.kind == kind)
    return db.session.scalars(query.order_by(AnswerModel.kind, AnswerModel.title, AnswerModel.id)).all()
