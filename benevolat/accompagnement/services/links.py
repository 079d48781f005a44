"""Acts between a référent and a person: the code that opens the link, its beginning and its end. Each is in the journal."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.accounts.services import Confirmation, prove_agreement, unwritten_readings
from benevolat.core import clock, entropy, journal
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed

from ..errors import AlreadyAccompanied, NotAReferent, WrongCode
from ..models import Accompagnement, LinkCode, Referent, Service, ServiceKind
from ..permissions import accompanies, can_attach_referent, can_begin_accompagnement, can_end_accompagnement, can_give_link_code
from ..queries import current_link, is_deputy, link_to_come, referent_record, service_named

CODE_LIFE = timedelta(hours=48)
CODE_DIGITS = 8
AS_DEPUTY = "deputy"


def give_link_code(person: User) -> str:
    """Make the code of eight digits that the person tells their référent; it serves once, for 48 hours, and cancels the one before.

    Raises NotAllowed for an agent's account.
    """
    if not can_give_link_code(person):
        raise NotAllowed()
    db.session.execute(sa.delete(LinkCode).where(LinkCode.user_id == person.id, LinkCode.used_at.is_(None)))
    code = entropy.digits(CODE_DIGITS)
    while db.session.scalar(sa.select(LinkCode.id).where(LinkCode.code_hash == entropy.fingerprint(code))) is not None:
        code = entropy.digits(CODE_DIGITS)
    db.session.add(LinkCode(
        user_id=person.id, code_hash=entropy.fingerprint(code), created_at=clock.now(), expires_at=clock.now() + CODE_LIFE
    ))
    return code


def begin_accompagnement(code: str, *, by: User) -> Accompagnement:
    """Begin today the link of a référent to the person whose code this is.

    Raises NotAllowed, NotAReferent, WrongCode, or AlreadyAccompanied when the person has another référent.
    """
    if not can_begin_accompagnement(by):
        raise NotAllowed()
    record = referent_record(by)
    if record is None:
        raise NotAReferent()
    digits = "".join(each for each in code if each.isdigit())
    found = db.session.scalar(
        sa.select(LinkCode).where(LinkCode.code_hash == entropy.fingerprint(digits), LinkCode.used_at.is_(None),
                                  LinkCode.expires_at > clock.now()).with_for_update()
    )
    if found is None:
        raise WrongCode(field="code")
    if current_link(found.user) is not None:
        raise AlreadyAccompanied()
    found.used_at = clock.now()
    begun = Accompagnement(referent_id=record.id, user_id=found.user_id, starts_on=clock.today(), public_id=entropy.public_id())
    db.session.add(begun)
    db.session.flush()
    journal.record("accompagnement.begin", actor_id=by.id, subject_id=found.user_id)
    return begun


def begin_beside(confirmation: Confirmation, code: str, *, by: User, **details: Any) -> Accompagnement:
    """Begin today the link to somebody who is beside the référent and confirmed it, their account made with `details` when they have none.

    Raises NotAllowed, NotAReferent, WrongCode at « code », InvalidInput, or AlreadyAccompanied when the person has another référent.
    """
    if not can_begin_accompagnement(by):
        raise NotAllowed()
    record = referent_record(by)
    if record is None:
        raise NotAReferent()
    person = prove_agreement(confirmation, code, **details)
    if current_link(person) is not None:
        raise AlreadyAccompanied()
    begun = Accompagnement(referent_id=record.id, user_id=person.id, starts_on=clock.today(), public_id=entropy.public_id())
    db.session.add(begun)
    db.session.flush()
    journal.record("accompagnement.begin", actor_id=by.id, subject_id=person.id)
    return begun


def end_accompagnement(ended: Accompagnement, *, by: User) -> None:
    """End a link, by the référent or by the person: from that moment the référent sees nothing of the person. Raises NotAllowed.

    The person's own end is the end of it all: what a handover planned after it is erased.
    """
    if not can_end_accompagnement(by, ended):
        raise NotAllowed()
    planned = link_to_come(ended)
    if planned is not None and by.id == ended.user_id:
        db.session.delete(planned)
    ended.ends_on = max(clock.today(), ended.starts_on)
    journal.record("accompagnement.end", actor_id=by.id, subject_id=ended.user_id)


def record_reading(person: User, *, by: User) -> None:
    """Write in the journal, once a day, that the référent of a person or who stands in opened their page. Raises NotAllowed."""
    if not accompanies(by, person):
        raise NotAllowed()
    if unwritten_readings("accompagnement.read", [person.id], by=by):
        record_act("accompagnement.read", person, by=by)


def record_act(action: str, person: User, *, by: User) -> None:
    """Write in the journal what an agent did about a person they accompany, marked when it is in the place of their référent."""
    journal.record(action, actor_id=by.id, subject_id=person.id, reason=AS_DEPUTY if is_deputy(by, person) else None)


def open_service(name: str, kind: ServiceKind, *, territoire_code: str | None = None) -> Service:
    """Return the service of that name, made when it does not exist."""
    service = service_named(name)
    if service is None:
        service = Service(name=name, kind=kind, territoire_code=territoire_code)
        db.session.add(service)
        db.session.flush()
    return service


def attach_referent(agent: User, service: Service, *, by: User) -> Referent:
    """Attach an agent who is a référent to their service, or move them to another.

    Raises NotAllowed unless `by` is a pilote there and the agent a référent.
    """
    if not can_attach_referent(by, service) or not can_begin_accompagnement(agent):
        raise NotAllowed()
    record = referent_record(agent)
    if record is None:
        record = Referent(user_id=agent.id, service_id=service.id)
        db.session.add(record)
    record.service_id = service.id
    db.session.flush()
    journal.record("referent.attach", actor_id=by.id, subject_id=agent.id)
    return record
