"""Invented référents, links, contracts and annexes, above the RSA line."""

from datetime import timedelta
from typing import Any

from benevolat.accompagnement.models import Accompagnement, Referent, ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import open_service
from benevolat.accounts.models import Role, User
from benevolat.contrats import services
from benevolat.contrats.models import Annexe, AnnexeState, Contrat, PathKind, Period
from benevolat.contrats.services import AnnexeContent
from benevolat.core import clock
from benevolat.missions.models import Mission
from benevolat.propositions.models import Proposition

from . import keep, world
from .people import agent

CONTENT = AnnexeContent(
    already_engaged=False, forms=("Donner du temps à une association",), competences=("ecouter",), period=Period.WEEKLY, hours=3,
    months=3, starts_on=clock.today(), referent_commitment="Chercher un mode de garde pour le mardi.",
)

QUESTIONS = {"why_former-employer": "not-former", "why_replaces-post": "adds-to-staff", "why_undeclared": "no-private",
             "why_counts": "counts-later"}
"""What a référent decides, in the form of an annexe, for a path that is not close to employment."""


def referent(**values: Any) -> User:
    """An agent who is a référent of the Trièves."""
    user = agent(Role.REFERENT, **values)
    keep(Referent(user_id=user.id, service_id=open_service("Service insertion du Trièves", ServiceKind.DEPARTEMENT).id))
    return user


def linked(person: User, to: User | None = None, **values: Any) -> User:
    """Link a person to a référent since a month, and return the référent."""
    to = to or referent()
    record = referent_record(to)
    assert record is not None
    keep(Accompagnement(**{
        "referent_id": record.id, "user_id": person.id, "starts_on": clock.today() - timedelta(days=30), **values,
    }))
    return to


def contrat(person: User, by: User, **values: Any) -> Contrat:
    """The reference of a contract, written by the référent."""
    return services.write_contrat(person, **{
        "type_code": "cer", "reference": "NG-2026-00042", "starts_on": clock.today() - timedelta(days=20),
        "ends_on": clock.today() + timedelta(days=160), "path_kind": PathKind.SOCIAL, "by": by, **values,
    })


def annexe(person: User, by: User, state: AnnexeState = AnnexeState.DRAFT) -> Annexe:
    """An annexe brought to a state by the acts that lead there."""
    made = services.draft_annexe(contrat(person, by), CONTENT, by=by)
    if state is AnnexeState.DRAFT:
        return made
    services.propose_annexe(made, by=by)
    if state is AnnexeState.PROPOSED:
        return made
    services.sign_annexe(made, by=person, revision=made.revision)
    services.countersign_annexe(made, by=by)
    if state is AnnexeState.AMENDED:
        services.edit_annexe(made, CONTENT, by=by)
        services.sign_annexe(made, by=person, revision=made.revision)
        services.countersign_annexe(made, by=by)
    elif state is AnnexeState.ENDED:
        services.end_annexe(made)
    elif state is AnnexeState.WITHDRAWN:
        services.withdraw_annexe(made, by=person)
    return made


def proposition(person: User, by: User, mission: Mission | None = None, **values: Any) -> Proposition:
    """A mission that a référent put before a person, of which nothing was told."""
    record = referent_record(by)
    assert record is not None
    row: Proposition = keep(Proposition(**{
        "user_id": person.id, "referent_id": record.id, "mission_id": (mission or world.mission()).id, "sent_at": clock.now(), **values,
    }))
    return row
