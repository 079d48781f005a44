"""The questions of a candidature, the same wherever a person answers them: when, a first name, an age band, a few words."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from benevolat.accounts.models import AgeBand
from benevolat.candidatures import queries, services
from benevolat.core.clock import slot_words
from benevolat.missions.models import Creneau, Mission, MissionKind
from benevolat.missions.words import coming

from .forms import Form

SHORT_MESSAGE = 1000


class Introduction:
    """What an association is told of somebody: a first name and an age band. Mixed into a form."""

    first_name = StringField(_l("Votre prénom"), [DataRequired(), Length(max=80)], render_kw={"autocomplete": "given-name"})
    age_band = RadioField(_l("Votre âge"), [DataRequired()], choices=AgeBand.choices())


class Application(Introduction):
    """What is asked of somebody who applies. Mixed into a form."""

    creneau = RadioField(_l("Quand voulez-vous venir ?"), [DataRequired()], validate_choice=False)
    message = TextAreaField(
        _l("Un mot pour l’association"), [Length(max=SHORT_MESSAGE)], render_kw={"maxlength": SHORT_MESSAGE, "rows": 4},
        description=_l("Par exemple : pourquoi cette mission vous plaît, ou une question."),
    )

    def ask(self, mission: Mission, user: Any, slots: Sequence[Creneau]) -> None:
        """Offer these dates, and leave out what the mission has no use for or the account says already."""
        self.creneau.choices = [(each.public_id, slot_label(each)) for each in slots]
        if mission.kind is MissionKind.REGULAR:
            del self.creneau
        if user.is_authenticated:
            if user.first_name:
                del self.first_name
            if user.age_band is not None:
                del self.age_band


def slots_for(mission: Mission, user: Any) -> list[Creneau]:
    """Return the créneaux one may still apply to: to come, and not applied to yet. Stops whoever may not apply at all."""
    taken = set()
    if user.is_authenticated:
        services.check_applicant(mission, user)
        taken = {each.creneau_id for each in queries.active_candidatures(user, mission)}
    return [each for each in coming(mission) if each.id not in taken]


def slot_label(creneau: Creneau) -> str:
    """Return a date to choose, and that it is full when it is."""
    words = slot_words(creneau.starts_at, creneau.ends_at)
    return words if creneau.places_left > 0 else str(_("%(slot)s (complet : liste d’attente)", slot=words))


def chosen_slot(mission: Mission, public_id: str | None) -> Creneau | None:
    """Return the créneau to come that was chosen, or None."""
    return next((each for each in coming(mission) if each.public_id == public_id), None)


def value_of(form: Form, name: str) -> Any:
    """Return what was answered to a question, None when it was not asked."""
    field = form._fields.get(name)
    return field.data if field is not None else None
