"""The association's thanks for an attested engagement: its own words, for the person alone."""

from benevolat.accounts import services as accounts
from benevolat.accounts.models import User
from benevolat.candidatures.queries import has_hidden
from benevolat.core import clock
from benevolat.core.errors import NotAllowed

from .. import mails
from ..errors import NotAttestedYet, ThanksTooLong, WordsMissing
from ..models import STANDS, Engagement
from ..permissions import is_host

LONGEST_THANKS = 500


def thank(engagement: Engagement, *, by: User, words: str) -> None:
    """Thank a volunteer, once their engagement is attested; saying it again changes the words, and tells the person only the first time.

    Who chose to see the association no more is not told: the words wait on the page of the engagement.
    Raises NotAllowed, NotAttestedYet, WordsMissing or ThanksTooLong.
    """
    if not is_host(by, engagement):
        raise NotAllowed()
    bilan = engagement.bilan
    if bilan is None or bilan.state not in STANDS:
        raise NotAttestedYet()
    said = words.strip()
    if not said:
        raise WordsMissing(field="words")
    if len(said) > LONGEST_THANKS:
        raise ThanksTooLong(field="words")
    first = bilan.thanks is None
    bilan.thanks, bilan.thanks_by, bilan.thanked_at = said, by.full_name, clock.now()
    if first and not has_hidden(engagement.user, engagement.association_id or 0):
        accounts.notify(engagement.user, mails.thanked(engagement))
