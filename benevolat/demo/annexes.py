"""Two annexes of the demonstration told in more detail: one signed on a sheet, one whose guard rails were decided."""

from collections.abc import Mapping
from typing import Any

from benevolat.accounts.models import User
from benevolat.contrats import services
from benevolat.contrats.documents import sheet_paper
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import Annexe, Question, Reason
from benevolat.core.pdf import render_pdf


def sign_by_hand(annexe: Annexe, *, by: User) -> None:
    """Have the sheet signed by hand and typed; its scan is the sheet itself, for no one signs in a demonstration."""
    text, version = services.consent_text()
    code = services.sheet_code(annexe)
    scan = render_pdf("annexe", sheet_paper(annexe, free=services.freedom_text()[0], text=text, version=version, code=code))
    services.sign_on_sheet(annexe, code=code, upload=scan.content, by=by)


def decisions_in(text: Mapping[str, Any]) -> tuple[Decided, ...]:
    """Return what a référent of the demonstration decided, as its text says."""
    return tuple(
        Decided(Question(each["question"]), Reason(each["reason"]), each.get("words", "")) for each in text.get("decisions", ())
    )
