"""Acts of the person: accept, which sends an ordinary candidature; tell it, or take that back. No act for « no »: it writes nothing."""

from benevolat.accompagnement.queries import referent_of
from benevolat.accounts.models import AgeBand, User
from benevolat.candidatures.models import Candidature
from benevolat.candidatures.services import introduce, send_candidature
from benevolat.core import clock
from benevolat.core.errors import NotAllowed
from benevolat.missions.models import Creneau

from ..errors import NotAccepted, ReferentChanged
from ..models import Proposition
from ..permissions import is_addressee
from ..queries import is_candidate


def accept_proposition(
    proposition: Proposition, creneau: Creneau | None = None, *, message: str = "", first_name: str = "", age_band: AgeBand | None = None,
    tell: str | None = None, by: User,
) -> Candidature:
    """Send the candidature that the person would send from the mission's page, or return the one they have there already.

    The proposition stays as it was, unless the person tells it: `tell` is the public id of the référent whose name they read.
    Raises NotAllowed, ReferentChanged when it is another now (nothing is sent), and what send_candidature raises.
    """
    if not is_addressee(by, proposition):
        raise NotAllowed()
    _check_told(tell, by)
    introduce(by, first_name=first_name, age_band=age_band)
    sent = send_candidature(proposition.mission, creneau, user=by, message=message, by=by)
    if tell is not None:
        proposition.told_at = proposition.told_at or clock.now()
    return sent


def tell_acceptance(proposition: Proposition, *, tell: str, by: User) -> None:
    """Tell one's référent that one applied. Raises NotAllowed, ReferentChanged, or NotAccepted when there is no candidature to tell of."""
    if not is_addressee(by, proposition):
        raise NotAllowed()
    if not is_candidate(by, proposition.mission):
        raise NotAccepted()
    _check_told(tell, by)
    proposition.told_at = proposition.told_at or clock.now()


def hide_answer(proposition: Proposition, *, by: User) -> None:
    """Take back what one told: the référent sees it no more. Raises NotAllowed."""
    if not is_addressee(by, proposition):
        raise NotAllowed()
    proposition.told_at = None


def _check_told(tell: str | None, person: User) -> None:
    """Tell the person that was read, and nobody who came in their place meanwhile."""
    if tell is None:
        return
    referent = referent_of(person)
    if referent is None or referent.public_id != tell:
        raise ReferentChanged(field="tell")
