"""Who accompanies whom today: the one source of what a référent may see."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from benevolat.accounts.models import AgentRole, Kind, Role, User
from benevolat.accounts.permissions import has_role, territories_of
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.journal import JournalEntry

from .models import Accompagnement, Deputy, LinkInvitation, Referent, Service

INVITATION_LIFE = timedelta(days=30)
FILE_OPENED, FILE_STAYS = "accompagnement.file", timedelta(hours=1)


def visible_people(user: Any) -> sa.Select[User]:
    """Return the persons this référent accompanies today, and those of the référents they stand in for; access ends on the end day."""
    today = clock.today()
    own = sa.select(Referent.id).where(Referent.user_id == user.id)
    replaced = sa.select(Deputy.referent_id).where(Deputy.deputy_id.in_(own), Deputy.starts_on <= today, Deputy.ends_on > today)
    people = (
        sa.select(User).join(Accompagnement, Accompagnement.user_id == User.id)
        .where(sa.or_(Accompagnement.referent_id.in_(own), Accompagnement.referent_id.in_(replaced)), Accompagnement.starts_on <= today,
               User.erased_at.is_(None), sa.or_(Accompagnement.ends_on.is_(None), Accompagnement.ends_on > today))
    )
    return people if has_role(user, Role.REFERENT) else people.where(sa.false())


def accompanies(user: Any, person: User) -> bool:
    """Tell whether the agent is this person's référent today, or stands in for them."""
    return db.session.scalar(visible_people(user).where(User.id == person.id)) is not None


def can_give_link_code(user: Any) -> bool:
    """A person, and only for themselves, makes the code that lets a référent begin."""
    return bool(user.is_authenticated and user.kind is Kind.PERSON)


def can_begin_accompagnement(user: Any) -> bool:
    """A référent begins an accompagnement, with the code the person gave."""
    return has_role(user, Role.REFERENT)


def can_end_accompagnement(user: Any, link: Accompagnement) -> bool:
    """The référent of the link, or the person themselves, ends it; also one that was to end on a later day."""
    return not_over(link) and (user.id == link.user_id or holds(user, link))


def holds(user: Any, link: Accompagnement) -> bool:
    """Tell whether a link in force is this référent's own: who stands in reads and answers, but neither ends nor gives it."""
    return link.referent.user_id == user.id and link.starts_on <= clock.today() and not_over(link) and has_role(user, Role.REFERENT)


def can_hand_over(user: Any, link: Accompagnement) -> bool:
    """A référent gives their own people to another, a pilote those of the référents of the pilote's territories."""
    return holds(user, link) or (not_over(link) and follows(user, link.referent))


def follows(user: Any, referent: Referent) -> bool:
    """Tell whether a pilote follows this référent: everywhere, or on the pilote's territories."""
    places = territories_of(user, Role.PILOTE)
    return places is None or referent.service.territoire_code in places


def can_name_deputy(user: Any, absent: Referent, deputy: Referent) -> bool:
    """A référent names a colleague of their service; a pilote, any référent they follow for another they follow."""
    if follows(user, absent):
        return follows(user, deputy)
    return has_role(user, Role.REFERENT) and absent.user_id == user.id and absent.service_id == deputy.service_id


def can_end_deputy(user: Any, deputy: Deputy) -> bool:
    """The absent référent, back early, or a pilote who follows them, stops a stand-in that is not over."""
    own = has_role(user, Role.REFERENT) and deputy.referent.user_id == user.id
    return deputy.ends_on > clock.today() and (own or follows(user, deputy.referent))


def visible_links(user: Any) -> sa.Select[Accompagnement]:
    """Return the links in force that an agent may hand over: a référent's own, and for a pilote those of the référents they follow."""
    today = clock.today()
    own = sa.select(Referent.id).where(Referent.user_id == user.id, sa.literal(has_role(user, Role.REFERENT)))
    followed = visible_referents(user).with_only_columns(Referent.id)
    return sa.select(Accompagnement).join(User, User.id == Accompagnement.user_id).where(
        sa.or_(Accompagnement.referent_id.in_(own), Accompagnement.referent_id.in_(followed)), Accompagnement.starts_on <= today,
        User.erased_at.is_(None), sa.or_(Accompagnement.ends_on.is_(None), Accompagnement.ends_on > today),
    )


def visible_deputies(user: Any) -> sa.Select[Deputy]:
    """Return the stand-ins, of today or to come, of a référent's own absences and of the référents a pilote follows."""
    own = sa.select(Referent.id).where(Referent.user_id == user.id, sa.literal(has_role(user, Role.REFERENT)))
    followed = visible_referents(user).with_only_columns(Referent.id)
    return sa.select(Deputy).where(sa.or_(Deputy.referent_id.in_(own), Deputy.referent_id.in_(followed)), Deputy.ends_on > clock.today())


def not_over(link: Accompagnement) -> bool:
    """Tell whether a link is in force or to come: its end day is the first without it."""
    return link.ends_on is None or link.ends_on > clock.today()


def can_attach_referent(user: Any, service: Service) -> bool:
    """A pilote says which référent belongs to a service: any, or one of the pilote's territories; nobody else has any territory."""
    places = territories_of(user, Role.PILOTE)
    return places is None or service.territoire_code in places


def visible_referents(user: Any) -> sa.Select[Referent]:
    """Return the référents a pilote follows: everywhere, or those whose service is of the pilote's territories; nobody else sees any."""
    places = territories_of(user, Role.PILOTE)
    if places is None:
        return sa.select(Referent)
    return sa.select(Referent).where(Referent.service_id.in_(sa.select(Service.id).where(Service.territoire_code.in_(places))))


def _open_invitations() -> sa.Select[LinkInvitation]:
    """An invitation past its thirty days is open no more, whether the job passed or not."""
    return sa.select(LinkInvitation).where(LinkInvitation.sent_at > clock.now() - INVITATION_LIFE)


def visible_link_invitations(user: Any) -> sa.Select[LinkInvitation]:
    """Return the invitations a référent sent that are open, whatever the invited persons did; nobody else sees them."""
    own = sa.select(Referent.id).where(Referent.user_id == user.id)
    return _open_invitations().where(LinkInvitation.referent_id.in_(own), sa.literal(has_role(user, Role.REFERENT)))


def received_link_invitations(user: Any) -> sa.Select[LinkInvitation]:
    """Return the open invitations to an address or number that a person proved to hold, from référents who are so today."""
    held = [LinkInvitation.email == user.email] if user.email and user.email_confirmed_at else []
    held += [LinkInvitation.phone == user.phone] if user.phone and user.phone_confirmed_at else []
    today = clock.today()
    at_work = (
        sa.select(Referent.id).join(User, User.id == Referent.user_id).join(AgentRole, AgentRole.user_id == User.id)
        .where(AgentRole.role == Role.REFERENT, sa.or_(AgentRole.ends_on.is_(None), AgentRole.ends_on >= today),
               User.erased_at.is_(None), sa.or_(User.ends_on.is_(None), User.ends_on >= today))
    )
    allowed = sa.or_(sa.false(), *held) if user.kind is Kind.PERSON else sa.false()
    return _open_invitations().where(allowed, LinkInvitation.referent_id.in_(at_work))


def is_invited(user: Any, invitation: LinkInvitation) -> bool:
    """Whoever holds the address or number it went to accepts an invitation, while it is open."""
    return db.session.scalar(received_link_invitations(user).where(LinkInvitation.id == invitation.id)) is not None


def can_open_file(user: Any, person: User) -> bool:
    """A pilote may open, for a reason, the file of a person whose référent of today they follow."""
    links = visible_links(user).where(Accompagnement.user_id == person.id)
    return any(follows(user, each.referent) for each in db.session.scalars(links))


def can_read_file(user: Any, person: User) -> bool:
    """A pilote reads a file for an hour after they gave their reason."""
    given = sa.select(JournalEntry.id).where(
        JournalEntry.actor_id == user.id, JournalEntry.subject_id == person.id, JournalEntry.action == FILE_OPENED,
        JournalEntry.at > clock.now() - FILE_STAYS,
    )
    return can_open_file(user, person) and db.session.scalar(given.limit(1)) is not None
