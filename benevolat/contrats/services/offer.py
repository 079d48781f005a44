"""Offering an engagement and the four answers: two lead to an annexe, the two « no » raise a coarse figure and leave nothing else."""

from benevolat.accompagnement.permissions import accompanies
from benevolat.accounts.models import User
from benevolat.core.errors import Conflict, NotAllowed

from ..models import Annexe, AnnexeState, Figure
from ..permissions import is_holder
from ..queries import consentement_of, was_signed_before
from .figures import count


def offer_engagement(person: User, *, by: User) -> None:
    """Count one offer made aloud, without a name: nothing is written of whom it was made to. Raises NotAllowed.

    Not even the journal has a line of it: an offer that no annexe follows would tell the « no » that came next.
    """
    if not accompanies(by, person):
        raise NotAllowed()
    count(Figure.OFFERED, person)


def count_refusal_aloud(person: User, *, by: User) -> None:
    """Count a « no » that the person gave on their référent's screen, and write nothing else. Raises NotAllowed."""
    if not accompanies(by, person):
        raise NotAllowed()
    count(Figure.REFUSED, person)


def count_refusal(annexe: Annexe, *, by: User) -> None:
    """Count a « no » without a name, and change nothing else: the proposition fades by itself, answered or not. Raises NotAllowed.

    Nothing of this act may be stored with the annexe or the person: PRODUCT's rule 1. A « no » to the amendment of a signed
    annexe is no refusal to engage and is not counted, as its offer was not. Raises Conflict when nothing is proposed.
    """
    if not is_holder(by, annexe):
        raise NotAllowed()
    if annexe.state is not AnnexeState.PROPOSED or consentement_of(annexe) is not None:
        raise Conflict()
    if not was_signed_before(annexe):
        count(Figure.REFUSED, by)
