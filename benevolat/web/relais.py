"""The forms by which people go from a référent to another, on a référent's own screens and on a pilote's, and what sending them does."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.accompagnement.models import Accompagnement, Referent
from benevolat.accompagnement.queries import links_of, links_to_come, possible_deputies, referents_at_work
from benevolat.accompagnement.services import hand_over, name_deputy

from .forms import Form, act, some_choice


class HandOverForm(Form):
    """Who goes, to whom, from which day."""

    everybody = BooleanField(_l("Toutes les personnes de la liste"))
    people = SelectMultipleField(_l("Personnes"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    to = SelectField(_l("Nouveau référent"), validators=[InputRequired()])
    on = DateField(_l("À partir du"), validators=[InputRequired()],
                   description=_l("Ce jour-là, l’ancien référent ne voit plus ces personnes et le nouveau les voit."))

    def __init__(self, referent: Referent) -> None:
        super().__init__()
        self.referent, self.links, self.others = referent, links_of(current_user, referent), referents_at_work()
        planned = links_to_come(self.links)
        self.people.choices = [(each.public_id, _words(each, planned.get(each.user_id))) for each in self.links]
        shown = [(each.user.public_id, f"{each.user.full_name}, {each.service.name}") for each in self.others if each.id != referent.id]
        if planned:
            shown.append((referent.user.public_id, _("Annuler le relais prévu")))
        self.to.choices = some_choice(shown, empty=_("Choisissez"))

    def send(self, then: Callable[[Any], str]) -> Response | None:
        """Do it and lead on; None when the form must be shown again."""
        chosen = [each for each in self.links if self.everybody.data or each.public_id in (self.people.data or [])]
        to = next(each for each in [*self.others, self.referent] if each.user.public_id == self.to.data)
        return act(lambda: hand_over(chosen, to=to, on=self.on.data, by=current_user), then=then, form=self,
                   said=_("Le passage de relais est enregistré. Les personnes sont prévenues."))


class DeputyForm(Form):
    """Who stands in, from a day to a day."""

    deputy = SelectField(_l("Qui remplace"), validators=[InputRequired()])
    starts_on = DateField(_l("Premier jour"), validators=[InputRequired()])
    last_day = DateField(_l("Dernier jour"), validators=[InputRequired()])

    def __init__(self, referent: Referent) -> None:
        super().__init__()
        self.referent = referent
        self.others = possible_deputies(current_user, referent)
        shown = [(each.user.public_id, f"{each.user.full_name}, {each.service.name}") for each in self.others]
        self.deputy.choices = some_choice(shown, empty=_("Choisissez"))

    def send(self, then: Callable[[Any], str]) -> Response | None:
        """Do it and lead on; None when the form must be shown again."""
        deputy = next(each for each in self.others if each.user.public_id == self.deputy.data)
        return act(lambda: name_deputy(self.referent, deputy, starts_on=self.starts_on.data, last_day=self.last_day.data, by=current_user),
                   then=then, form=self, said=_("Le remplacement est enregistré. Les personnes peuvent le lire sur leur page."))


def _words(link: Accompagnement, planned: Accompagnement | None) -> str:
    """Return a person's name, with where and when they go if that is planned."""
    if planned is None:
        return link.user.display_name
    return str(_("%(name)s (relais prévu vers %(other)s le %(day)s)", name=link.user.display_name, other=planned.referent.user.full_name,
             day=planned.starts_on.strftime("%d/%m/%Y")))
