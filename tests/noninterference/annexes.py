"""What is asked, decided and signed about an annexe in the accompanied world: nothing of it may be met below the line."""

from benevolat.accounts.models import User
from benevolat.contrats import services
from benevolat.contrats.documents import annexe_paper, avenant_paper
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import AnnexeState, Channel, Question, Reason
from benevolat.contrats.queries import avenants_of
from benevolat.core.pdf import render_pdf
from tests.factories import insertion

PAPER = b"%PDF-1.7\n%%EOF\n"
DECIDED = (Decided(Question.COUNTS, Reason.COUNTS_YES, "Le mardi au jardin."), Decided(Question.REPLACES_POST, Reason.NO_STAFF))


def play(volunteer: User, helper: User) -> None:
    """Offer, hear a « no », disown a signature; then sign with a code, decide, amend on a sheet, print."""
    services.offer_engagement(volunteer, by=helper)
    services.count_refusal_aloud(volunteer, by=helper)
    disowned = insertion.annexe(volunteer, helper, AnnexeState.PROPOSED)
    services.sign_on_sheet(disowned, code=services.sheet_code(disowned), upload=PAPER, by=helper)
    services.disown_sheet(disowned, by=volunteer)
    annexe = insertion.annexe(volunteer, helper, AnnexeState.PROPOSED)
    services.count_refusal(annexe, by=volunteer)
    services.sign_annexe(annexe, by=volunteer, revision=annexe.revision, channel=Channel.CODE, already_engaged=True)
    services.countersign_annexe(annexe, by=helper)
    services.edit_annexe(annexe, insertion.CONTENT, by=helper, decided=DECIDED)
    services.sign_on_sheet(annexe, code=services.sheet_code(annexe), upload=PAPER, by=helper)
    services.countersign_annexe(annexe, by=helper)
    render_pdf("annexe", annexe_paper(annexe, free=services.freedom_text()[0]))
    for each in avenants_of(annexe):
        render_pdf("avenant", avenant_paper(each, free=services.freedom_text()[0]))
