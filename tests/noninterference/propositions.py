"""Propositions and a talk in the accompanied world; the citizen does the same alone: apply twice, keep one, change their wishes."""

from benevolat.accounts.models import User
from benevolat.alertes.services import keep_favourite
from benevolat.associations.models import Association
from benevolat.candidatures import services as candidatures
from benevolat.core.db import db
from benevolat.matching.models import Travel
from benevolat.matching.services import Said, say_wishes
from benevolat.missions import services as missions
from benevolat.missions.models import Mission
from benevolat.propositions import services
from benevolat.propositions.models import Proposition, Way
from tests.factories.world import mission

MESSAGE = "Je peux venir le lundi."
SAID = Said(domains=("environnement", "sport"), commune_code="38563", travel=Travel.BUS)


def open_missions(grower: Association, other: User) -> tuple[Mission, ...]:
    """Three missions more, to which somebody else applies first: whoever comes next must find the same place in the list."""
    made = tuple(mission(grower, title=title, places=1) for title in ("Trier les graines", "Tenir le stand", "Peindre la serre"))
    for each in made:
        missions.touch(each, text=True)
        candidatures.send_candidature(each, user=other, message="Moi aussi.", by=other)
    return made


def propose(volunteer: User, helper: User, opened: tuple[Mission, ...]) -> None:
    """Propose all three by mail, then take one back and propose it again on a sheet."""
    sent = services.send_propositions(volunteer, opened, way=Way.EMAIL, by=helper)
    services.cancel_proposition(sent[-1], by=helper)
    db.session.flush()
    services.send_propositions(volunteer, opened[-1:], way=Way.SHEET, by=helper)


def answer(volunteer: User, helper: User, opened: tuple[Mission, ...], *, accompanied: bool) -> None:
    """Apply to the first: from the proposition, which is told, or from the mission's page. The others are left without an answer."""
    if accompanied:
        proposed = db.session.query(Proposition).filter_by(mission_id=opened[0].id).one()
        services.accept_proposition(proposed, message=MESSAGE, tell=helper.public_id, by=volunteer)
        services.hide_answer(proposed, by=volunteer)
        services.tell_acceptance(proposed, tell=helper.public_id, by=volunteer)
    else:
        candidatures.send_candidature(opened[0], user=volunteer, message=MESSAGE, by=volunteer)


def talk(volunteer: User, helper: User, opened: tuple[Mission, ...], *, accompanied: bool) -> None:
    """Apply to the second, keep the third, say other wishes: in a talk where the référent types, or alone."""
    if accompanied:
        wanted = services.Wanted(candidatures=((opened[1], None),), kept=(opened[2],), wishes=SAID, message=MESSAGE)
        services.carry_out(volunteer, wanted, typed_by=helper)
    else:
        candidatures.send_candidature(opened[1], user=volunteer, message=MESSAGE, by=volunteer)
        keep_favourite(opened[2], by=volunteer)
        say_wishes(SAID, by=volunteer)
