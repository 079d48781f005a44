"""How the demonstration's agents, volunteers and associations arrive: by the acts that a person would do."""

from datetime import timedelta
from functools import partial
from typing import Any

from benevolat.accounts import services as accounts
from benevolat.accounts.models import AgeBand, Role, User
from benevolat.associations import services as associations
from benevolat.associations.models import MemberRole, Right
from benevolat.coordination.services import suspend_association
from benevolat.core import clock

from . import content
from .timeline import Timeline
from .world import World, prove_contact, read_link

OPENED = 565
"""The day the platform opened, counted back: before the oldest act of the texts."""
ACCOUNT_LASTS = timedelta(days=700)
ROLES = {"moderateurs": Role.MODERATEUR, "referents": Role.REFERENT, "pilotes": Role.PILOTE, "administrateurs": Role.ADMINISTRATEUR}
EARLIER = 20
"""How long before its first mission an association signed up."""


def plan_agents(timeline: Timeline, world: World) -> None:
    """Plan the first administrateur, then everybody they invite."""
    first = content.read("agents")["administrateurs"][0]
    timeline.plan(OPENED, "08:30", partial(_begin_administration, world, first))
    for group, role in ROLES.items():
        for agent in content.read("agents")[group]:
            if agent is not first:
                timeline.plan(OPENED, "09:00", partial(_bring_agent, world, first["email"], agent, role))


def _begin_administration(world: World, agent: dict[str, Any]) -> None:
    _accept(world, agent, accounts.invite_first_admin(agent["email"]))


def _bring_agent(world: World, inviting: str, agent: dict[str, Any], role: Role) -> None:
    accounts.invite_agent(
        agent["email"], by=world.agents[inviting], first_name=agent["first_name"], last_name=agent["last_name"], role=role,
        territoire_code=agent["territoire"], ends_on=clock.today() + ACCOUNT_LASTS,
    )
    user = _accept(world, agent, read_link(agent["email"], "invitation"))
    if role is Role.MODERATEUR:
        world.moderateurs[agent["territoire"]] = user


def _accept(world: World, agent: dict[str, Any], token: str) -> User:
    user = accounts.accept_invitation(token, world.password, first_name=agent["first_name"], last_name=agent["last_name"])
    world.agents[agent["email"]] = user
    return user


def plan_volunteers(timeline: Timeline, world: World) -> None:
    """Plan the arrival of every volunteer, by the address or the number they have."""
    for each in content.read("volunteers"):
        timeline.plan(each["joined_days_ago"], "08:00", partial(_welcome, world, each))


def _welcome(world: World, volunteer: dict[str, Any]) -> None:
    user = accounts.register_person(
        accounts.read_contact(volunteer["email"] or volunteer["phone"]), first_name=volunteer["first_name"],
        last_name=volunteer["last_name"], age_band=AgeBand(volunteer["age_band"]), commune_code=volunteer["commune"],
        about=volunteer["about"], password=world.password,
    )
    if volunteer["email"] and volunteer["phone"]:
        accounts.change_contact(user, *prove_contact(volunteer["phone"]))
    world.volunteers[volunteer["key"]] = user


def plan_associations(timeline: Timeline, world: World, first_days: dict[str, int]) -> None:
    """Plan the sign-up of every association before its first mission, then what a modérateur decided of it."""
    for each in content.read("associations"):
        signed_up = each["signed_up_days_ago"] or first_days[each["key"]] + EARLIER
        timeline.plan(signed_up, "10:00", partial(_sign_up, world, each))
        if each["state"] == "refused":
            timeline.plan(signed_up - 3, "09:30", partial(_refuse, world, each))
        elif each["state"] != "pending":
            timeline.plan(signed_up - 2, "09:30", partial(_verify, world, each))
        if each["state"] == "suspended":
            timeline.plan(5, "11:00", partial(_suspend, world, each))


def _sign_up(world: World, association: dict[str, Any]) -> None:
    members = [_member(world, association, each) for each in association["members"]]
    made = associations.sign_up_association(
        by=members[0], name=association["name"], rna=association["rna"], number=association["siret"],
        commune_code=association["commune"], description=association["description"], address=association["address"],
        phone=association["phone"], website=association["website"], opening_hours=association["opening_hours"],
    )
    attempt, code = prove_contact(association["email"])
    associations.confirm_contact_email(made, association["email"], by=members[0], attempt=attempt, code=code)
    for user, member in list(zip(members, association["members"], strict=True))[1:]:
        invitation = associations.invite_member(
            made, by=members[0], email=member["email"], role=MemberRole(member["role"]), rights=tuple(Right), may_sign=True
        )
        associations.accept_invitation(invitation, by=user)
    world.associations[association["key"]], world.members[association["key"]] = made, members


def _member(world: World, association: dict[str, Any], member: dict[str, Any]) -> User:
    return accounts.register_person(
        accounts.read_contact(member["email"]), first_name=member["first_name"], last_name=member["last_name"],
        age_band=AgeBand.ADULT, commune_code=association["commune"], password=world.password,
    )


def _verify(world: World, association: dict[str, Any]) -> None:
    associations.verify_association(world.associations[association["key"]], by=world.moderateur(association["commune"]))


def _refuse(world: World, association: dict[str, Any]) -> None:
    associations.refuse_association(
        world.associations[association["key"]], by=world.moderateur(association["commune"]), reason=association["state_reason"]
    )


def _suspend(world: World, association: dict[str, Any]) -> None:
    suspend_association(
        world.associations[association["key"]], by=world.moderateur(association["commune"]), reason=association["state_reason"]
    )


def renew_agents(world: World) -> None:
    """Let the agents' accounts last as long as if they had been invited today, so that a demonstration kept for months still opens."""
    for agent in world.agents.values():
        agent.ends_on = clock.today() + ACCOUNT_LASTS
        accounts.record_sign_in(agent)
