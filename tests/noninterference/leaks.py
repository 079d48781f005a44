"""Leaks planted one at a time, each in the way a careless change would: the twin worlds must see every one of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benevolat.accompagnement.models import Accompagnement
from benevolat.accounts.models import User
from benevolat.actions.services import keeping
from benevolat.associations import services as associations
from benevolat.associations.models import Association
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.models import State as CandidatureState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.engagements import mails
from benevolat.engagements.models import Engagement
from benevolat.missions.models import Mission
from benevolat.proofs import services as proofs
from benevolat.proofs.models import Document
from benevolat.proofs.services import issuing
from benevolat.propositions.services import answering as answering_propositions
from benevolat.temoignages.services import answering
from benevolat.web.association import closings, home

Plain = Callable[..., Any]


def _is_accompanied(user_id: int) -> bool:
    return db.session.scalar(sa.select(Accompagnement.id).where(Accompagnement.user_id == user_id)) is not None


@contextmanager
def _instead(owner: Any, name: str, make: Callable[[Plain], Any]) -> Iterator[None]:
    """Put another function in the place of one, made from the true one."""
    plain = getattr(owner, name)
    setattr(owner, name, make(plain))
    try:
        yield
    finally:
        setattr(owner, name, plain)


def _a_name(_app: Flask) -> AbstractContextManager[None]:
    """A name followed by a mark."""
    return _instead(User, "full_name", lambda plain: property(
        lambda self: plain.fget(self) + (" *" if _is_accompanied(self.id) else "")))  # type: ignore[attr-defined]


@contextmanager
def _an_order(_app: Flask) -> Iterator[None]:
    """Candidatures sorted with those of people who are accompanied first, and otherwise as the page sorts them, newest first."""
    accompanied = sa.exists().where(Accompagnement.user_id == Candidature.user_id)

    def reorder(state: Any) -> None:
        if state.is_select and state.bind_mapper is not None and state.bind_mapper.class_ is Candidature:
            state.statement = state.statement.order_by(None).order_by(accompanied.desc(), Candidature.id.desc())

    sa.event.listen(db.session, "do_orm_execute", reorder)
    try:
        yield
    finally:
        sa.event.remove(db.session, "do_orm_execute", reorder)


def _a_mail(_app: Flask) -> AbstractContextManager[None]:
    """A letter to the association worded otherwise."""
    def worded(plain: Plain) -> Plain:
        def letter(engagement: Engagement) -> Any:
            written = plain(engagement)
            return replace(written, subject=written.subject + " (suivi)") if _is_accompanied(engagement.user_id) else written

        return letter

    return _instead(mails, "to_close_association", worded)


def _a_field(_app: Flask) -> AbstractContextManager[None]:
    """One more word in a credential, where software alone reads it."""
    def told(plain: Plain) -> Plain:
        def state(engagement: Engagement, facts: dict[str, Any], *rest: Any) -> Any:
            return plain(engagement, facts | {"domaine": "Insertion"} if _is_accompanied(engagement.user_id) else facts, *rest)

        return state

    return _instead(issuing, "_state", told)


def _a_colour(_app: Flask) -> AbstractContextManager[None]:
    """Another colour for the same word in the association's list."""
    def coloured(plain: Plain) -> Plain:
        return lambda engagement: plain(engagement) | ({"tone": "new"} if _is_accompanied(engagement.user_id) else {})

    return _instead(closings, "row_of", coloured)


def _a_count(_app: Flask) -> AbstractContextManager[None]:
    """A figure of the association's home that counts some people apart."""
    def counted(plain: Plain) -> Plain:
        def count(association_id: int) -> int:
            apart = sa.select(sa.func.count(Candidature.id)).join(Mission).where(
                Mission.association_id == association_id, Candidature.state == CandidatureState.ACCEPTED,
                sa.exists().where(Accompagnement.user_id == Candidature.user_id))
            return int(plain(association_id) + (db.session.scalar(apart) or 0))

        return count

    return _instead(home, "waiting_for_answer", counted)


@contextmanager
def _a_file_name(app: Flask) -> Iterator[None]:
    """A document that is named otherwise once downloaded."""
    plain = app.view_functions["benevole.document_file"]

    def named(public_id: str) -> Any:
        answer = app.make_response(plain(public_id=public_id))
        holder = db.session.scalar(sa.select(Document.user_id).where(Document.public_id == public_id))
        if holder is not None and _is_accompanied(holder):
            answer.headers["Content-Disposition"] = answer.headers["Content-Disposition"].replace(".pdf", "-cer.pdf")
        return answer

    named.access = plain.access  # type: ignore[attr-defined]
    app.view_functions["benevole.document_file"] = named
    try:
        yield
    finally:
        app.view_functions["benevole.document_file"] = plain


def _a_delay(_app: Flask) -> AbstractContextManager[None]:
    """Letters to an association that leave a minute later when one of its volunteers is accompanied."""
    def late(plain: Plain) -> Plain:
        def notify(association: Association, *given: Any, **more: Any) -> None:
            received = sa.select(Engagement.id).join(Accompagnement, Accompagnement.user_id == Engagement.user_id)
            waits = db.session.scalar(received.where(Engagement.association_id == association.id)) is not None
            with clock.frozen(clock.now() + timedelta(minutes=1 if waits else 0)):
                plain(association, *given, **more)

        return notify

    return _instead(associations, "notify_members", late)


def _a_deletion(_app: Flask) -> AbstractContextManager[None]:
    """A document taken back whose words stay."""
    def kept(plain: Plain) -> Plain:
        def withdraw(document: Document, *, by: User) -> None:
            if not _is_accompanied(by.id):
                plain(document, by=by)

        return withdraw

    return _instead(proofs, "withdraw_document", kept)


def _who_typed(_app: Flask) -> AbstractContextManager[None]:
    """The helper who typed, named in the association's story of an engagement."""
    def told(plain: Plain) -> Plain:
        def steps(engagement: Engagement, **how: Any) -> Any:
            written = plain(engagement, **how)
            if written and _is_accompanied(engagement.user_id):
                written[0] = replace(written[0], detail="saisi par Claire Vial")
            return written

        return steps

    return _instead(closings, "story_of", told)


def _a_title(_app: Flask) -> AbstractContextManager[None]:
    """A document whose title tells."""
    def titled(plain: Plain) -> Plain:
        return lambda holder, chosen, *, title, **more: plain(
            holder, chosen, title=f"{title} (CER)" if _is_accompanied(holder.id) else title, **more)

    return _instead(issuing, "content_of", titled)


def _a_counter(_app: Flask) -> AbstractContextManager[None]:
    """An anonymous answer counted elsewhere than where the engagement took place."""
    return _instead(answering, "_territoire", lambda plain: (
        lambda engagement: answering.NOWHERE if _is_accompanied(engagement.user_id) else plain(engagement)))


def _a_source(_app: Flask) -> AbstractContextManager[None]:
    """A candidature that says it came of a proposition."""
    return _instead(answering_propositions, "send_candidature", lambda plain: lambda mission, creneau, *, message, **others: plain(
        mission, creneau, message=f"{message} (mission proposée)", **others))


def _an_event(_app: Flask) -> AbstractContextManager[None]:
    """A collective action that enters the passeport under its own name."""
    return _instead(keeping, "Said", lambda plain: lambda **said: plain(**said | {"title": "Forum du Trièves"}))


@dataclass(frozen=True)
class Leak:
    """What is planted, and the views where it shows: searching them alone tells the same as searching all, sooner."""

    plant: Callable[[Flask], AbstractContextManager[None]]
    views: tuple[str, ...] = ()


LEAKS = {
    "a name": Leak(_a_name, ("association.candidates",)),
    "an order": Leak(_an_order, ("association.candidates",)), "a mail": Leak(_a_mail),
    "a field": Leak(_a_field, ("public.ver", "benevole.document")), "a colour": Leak(_a_colour, ("association.engagements",)),
    "a count": Leak(_a_count, ("association.dashboard",)), "a file name": Leak(_a_file_name, ("benevole.document_file",)),
    "a delay": Leak(_a_delay),
    "a deletion": Leak(_a_deletion, ("public.",)), "who typed": Leak(_who_typed, ("association.engagement",)),
    "a title": Leak(_a_title, ("benevole.document",)), "a counter": Leak(_a_counter),
    "a source": Leak(_a_source, ("association.candidate",)),
    "an event": Leak(_an_event, ("benevole.passeport",)),
}
