"""The forms of a decision: a yes with its checks, a no with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.web.forms import Form

REASON = 1000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no: its action in the workflow, the service that does it, and its words."""

    action: str
    perform: Callable[..., Any]
    title: Any
    explained: Any
    said: Any


class ReasonForm(Form):
    """A no: the reason is read by the association."""

    reason = TextAreaField(
        _l("Pour quelle raison\u00a0?"), [DataRequired(), Length(max=REASON)], render_kw={"rows": 4, "maxlength": REASON},
        description=_l("L’association lit cette phrase. Dites ce qui permettrait d’accepter."),
    )
    seen = HiddenField()

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
