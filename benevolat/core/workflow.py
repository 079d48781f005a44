"""State machines as ONE table per noun: who may do what from which state; `apply` checks it and keeps the log of passages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db
from .errors import Conflict, InvalidInput, NotAllowed, Words
from .labels import Labelled


class System:
    """The actor of what happens by itself (a date that passes), allowed only on rows that say so."""

    id = None


SYSTEM = System()


class TransitionLog(Base):
    """One passage from a state to another: what feeds a timeline. The actor is an id, never a name."""

    __tablename__ = "transition_log"
    __table_args__ = (sa.Index("ix_transition_log_noun_object_id", "noun", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[int]
    action: Mapped[str] = mapped_column(sa.String(40))
    source: Mapped[str] = mapped_column(sa.String(40))
    target: Mapped[str] = mapped_column(sa.String(40))
    actor_id: Mapped[int | None]
    reason: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a workflow: the action, where it starts, where it leads, who may, and the words of its button."""

    action: str
    sources: tuple[Labelled, ...]
    target: Labelled
    may: Callable[[Any, Any], bool]
    label: Words
    needs_reason: bool = False
    by_system: bool = False


@dataclass(frozen=True)
class Workflow:
    """The machine of one noun; `attribute` is the column that holds the state."""

    noun: str
    rows: tuple[Row, ...]
    attribute: str = "state"
    by_action: dict[str, list[Row]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            self.by_action.setdefault(row.action, []).append(row)

    def state_of(self, obj: Any) -> Labelled:
        """Return the present state of an object."""
        state: Labelled = getattr(obj, self.attribute)
        return state

    def _row(self, obj: Any, action: str) -> Row | None:
        state = self.state_of(obj)
        return next((row for row in self.by_action[action] if state in row.sources), None)

    def allows(self, obj: Any, action: str, by: Any) -> bool:
        """Tell whether `by` may do the action on the object as it stands."""
        row = self._row(obj, action)
        return row is not None and (row.by_system if by is SYSTEM else row.may(by, obj))

    def available(self, obj: Any, user: Any) -> list[Row]:
        """Return the rows whose button this person may be shown."""
        state = self.state_of(obj)
        return [row for row in self.rows if state in row.sources and row.may(user, obj)]

    def apply(self, obj: Any, action: str, *, by: Any, reason: str | None = None) -> Row:
        """Move the object, after checking the person, the state and the reason, and log the passage.

        Raises NotAllowed, Conflict (the state changed meanwhile) or InvalidInput (a reason is needed). The person is
        checked first: somebody without the right learns nothing of the state.
        """
        rows = self.by_action[action]
        if not any(row.by_system if by is SYSTEM else row.may(by, obj) for row in rows):
            raise NotAllowed()
        row = self._row(obj, action)
        if row is None:
            raise Conflict()
        if not (row.by_system if by is SYSTEM else row.may(by, obj)):
            raise NotAllowed()
        if row.needs_reason and not (reason or "").strip():
            raise InvalidInput(field="reason")
        source = self.state_of(obj)
        setattr(obj, self.attribute, row.target)
        db.session.flush()
        db.session.add(TransitionLog(
            noun=self.noun, object_id=obj.id, action=action, source=str(source), target=str(row.target),
            actor_id=by.id, reason=reason, at=clock.now(),
        ))
        return row

    def begin(self, obj: Any, *, by: Any) -> None:
        """Log the birth of an object in its first state."""
        db.session.flush()
        state = str(self.state_of(obj))
        db.session.add(TransitionLog(
            noun=self.noun, object_id=obj.id, action="create", source=state, target=state, actor_id=by.id, at=clock.now(),
        ))

    def history(self, obj: Any) -> Iterable[TransitionLog]:
        """Return the passages of an object, oldest first."""
        return db.session.scalars(
            sa.select(TransitionLog).where(TransitionLog.noun == self.noun, TransitionLog.object_id == obj.id)
            .order_by(TransitionLog.at, TransitionLog.id)
        )


def nobody(_user: Any, _obj: Any) -> bool:
    """Let no person do the action: for rows that only the system turns."""
    return False
