"""When the news of an alerte are told: asked the same way when it is made, by its link and from an account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from benevolat.alertes.models import FIRST_HOUR, LAST_HOUR, LONGEST_LABEL, Rhythm

from .forms import Form
from .identity import ContactForm

HOURS = [(hour, f"{hour}\u00a0h") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]
USUAL = {"rhythm": Rhythm.WEEKLY, "hour": 9}


class Moments:
    """How often, and at what hour. Mixed into a form."""

    rhythm = RadioField(
        _l("Quand vous prévenir\u00a0?"), [DataRequired()], choices=Rhythm.choices(),
        description=_l("Par SMS\u00a0: chaque semaine seulement."),
    )
    hour = SelectField(_l("À quelle heure\u00a0?"), [DataRequired()], choices=HOURS, coerce=int)

    def moments(self) -> dict[str, Any]:
        """Return what was chosen, as the services take it."""
        return {"rhythm": Rhythm(self.rhythm.data), "hour": self.hour.data}


class NewAlerteForm(Moments, ContactForm):  # type: ignore[misc]
    """A search to keep, by somebody without an account: one field is enough, the rest has an answer already."""


class OwnAlerteForm(Moments, Form):  # type: ignore[misc]
    """A search to keep, by somebody signed in; or when an alerte is told, changed by its link."""


class AlerteForm(OwnAlerteForm):
    """When an alerte is told, and what the person calls it."""

    label = StringField(_l("Le nom de cette alerte"), [DataRequired(), Length(max=LONGEST_LABEL)])
