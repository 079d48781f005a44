"""Files in the accompanied world: one that invites, updates, goes back; and in both, the mark on what was done elsewhere."""

import re
from datetime import date

import sqlalchemy as sa

from benevolat.accompagnement import services as links
from benevolat.accompagnement.models import LinkInvitation
from benevolat.accounts.models import User
from benevolat.ailleurs import services as ailleurs
from benevolat.ailleurs.queries import find_by_link
from benevolat.ailleurs.services import Answer
from benevolat.contrats import services as contrats
from benevolat.contrats.queries import waiting_for
from benevolat.coordination import services as coordination
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.dossiers import services
from benevolat.dossiers.models import Desk
from benevolat.engagements.models import Engagement
from benevolat.engagements.services import Said
from benevolat.passeport import services as passeport
from benevolat.passeport.models import ValidationRequest
from tests.dossiers.stage import imported, line

HOST = "jean@boules.example"
SAID = Said("La boule vizilloise", "Tracer les terrains", date(2026, 9, 8), date(2026, 9, 20), 240)


def bring(volunteer: User, helper: User) -> None:
    """Invite the volunteer by a file; they say no, then yes, and a later file changes the dates of their contract."""
    assert volunteer.email is not None
    imported(helper, line(email=volunteer.email))
    invitation = db.session.scalars(sa.select(LinkInvitation).where(LinkInvitation.email == volunteer.email)).one()
    links.decline_invitation(invitation, by=volunteer)
    services.accept_invitation(invitation, by=volunteer)
    assert imported(helper, line(email=volunteer.email, ends="30/06/2027")).changed == 1


def declare(volunteer: User) -> Engagement:
    """Declare something done elsewhere, which its host attests and the volunteer agrees to."""
    row = ailleurs.declare(volunteer, SAID)
    ailleurs.ask_by_mail(row, contact_name="Jean", email=HOST, by=volunteer)
    body = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == HOST)).one()
    link = re.search(r"/attester/([\w-]+)", body)
    assert link is not None
    request = find_by_link(link[1])
    assert request is not None
    ailleurs.answer_request(request, Answer("La boule vizilloise", SAID.starts_on, SAID.ends_on or SAID.starts_on, 240,
                                            "Il a tracé vingt terrains.", "Jean Vial", "président", {"ecouter": None}))
    return ailleurs.agree_bilan(row, by=volunteer).engagement


def ask(done: Engagement, volunteer: User, *, accompanied: bool) -> None:
    """Ask for the mark: of one's référent, who asks for a complement first, or at a desk."""
    if accompanied:
        contrats.submit_engagement(done, wants_mark=True, by=volunteer)
    else:
        passeport.ask_validation(done, by=volunteer)


def mark(done: Engagement, volunteer: User, helper: User, desk: User, *, accompanied: bool) -> None:
    """Put the mark, and in the accompanied world take the validated lines away."""
    if accompanied:
        submission = next(each for each in waiting_for(helper) if each.engagement_id == done.id)
        contrats.answer_with_complement(submission, by=helper, words="Combien de jours ?")
        contrats.submit_engagement(done, wants_mark=True, by=volunteer, words="Quatre jours.")
        contrats.validate_submission(submission, by=helper)
        services.take_lines(clock.today(), clock.today(), desk=Desk.REFERENT, by=helper)
    else:
        request = db.session.scalars(sa.select(ValidationRequest).where(ValidationRequest.engagement_id == done.id)).one()
        coordination.grant_validation(request, by=desk)
