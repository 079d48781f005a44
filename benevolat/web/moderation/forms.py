"""The forms of a decision: a yes with its checks, a no with its reason of a closed list and one sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from benevolat.moderation.checks import reason_words, reasons
from benevolat.signalements.queries import find_signalement
from benevolat.web.forms import Form

REASON = 800
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no: the thing and the action in its workflow, the service that does it, and its words."""

    noun: str
    action: str
    perform: Callable[..., Any]
    title: Any
    explained: Any
    said: Any

    @property
    def reasons(self) -> str:
        """The name of its list of reasons."""
        return f"{self.noun}.{self.action}"


class Returning:
    """Where one goes once it is done: back to the report one came from, else to the desk. Mixed into a form."""

    retour = HiddenField(default=lambda: request.args.get("retour", "")[:32])

    def back_to(self, otherwise: str) -> str:
        """Return the address of the report one came from, when this modérateur treats it."""
        public_id = (self.retour.data or "")[:32]
        row = find_signalement(current_user, public_id) if public_id else None
        return url_for("moderation.signalement", public_id=public_id) if row is not None else otherwise


class ReasonForm(Returning, Form):  # type: ignore[misc]
    """A no: a reason of the list, and a sentence; the association reads both."""

    reason = RadioField(_l("Pour quelle raison\u00a0?"), [InputRequired()])
    words = TextAreaField(
        _l("Votre phrase"), [Length(max=REASON)], render_kw={"rows": 4, "maxlength": REASON},
        description=_l("L’association lit la raison, puis cette phrase. Dites ce qu’il faudrait changer."),
    )
    seen = HiddenField()

    def __init__(self, refusal: Refusal, **given: Any) -> None:
        super().__init__(**given)
        self.reason.choices = reasons(refusal.reasons)
        self.listed = refusal.reasons

    def told(self) -> str:
        """Return what the association reads. Raises InvalidInput at « words »."""
        return reason_words(self.listed, self.reason.data, self.words.data or "")

    def seen_at(self) -> datetime:
        """Return the moment of the text that was read."""
        return moment_of(self.seen.data)


class PublishForm(Form):
    """A yes to a mission: the one check the law asks for is ticked by hand."""

    not_a_job = BooleanField(
        _l("J’ai vérifié\u00a0: cette mission ne remplace pas un emploi."),
        [DataRequired(_l("Vérifiez d’abord que la mission ne remplace pas un emploi."))],
    )
    seen = HiddenField()

    def seen_at(self) -> datetime:
        """Return the moment of the text that was read."""
        return moment_of(self.seen.data)


def moment_of(text: str | None) -> datetime:
    """Read a moment put in a hidden field; one that was tampered with is that of no text."""
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return NEVER
