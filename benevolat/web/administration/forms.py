"""Forms of the agents' accounts."""

from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from benevolat.accounts.models import Role
from benevolat.core.db import db
from benevolat.territoire.models import Territoire
from benevolat.web.forms import Form, some_choice

EVERYWHERE = "tous"


class RoleForm(Form):
    """A role, and where it holds: no default decides for the administrateur."""

    role = SelectField(
        _l("Rôle"), [InputRequired(_l("Choisissez un rôle."))],
        choices=lambda: some_choice(Role.choices(), empty=_l("Choisir un rôle")),
    )
    territoire = SelectField(
        _l("Territoire"), [InputRequired(_l("Choisissez un territoire."))],
        choices=lambda: some_choice([(EVERYWHERE, _l("Toute l’Isère")), *_territories()], empty=_l("Choisir un territoire")),
    )

    @property
    def where(self) -> str | None:
        """The code of the territory, None for all of them."""
        return None if self.territoire.data == EVERYWHERE else self.territoire.data

    @property
    def chosen(self) -> Role:
        """The role."""
        return Role(self.role.data)


class GrantForm(RoleForm):
    """One more role, and until when if it is for a time."""

    ends_on = DateField(_l("Jusqu’au"), [Optional()], description=_l("Laissez vide pour le garder jusqu’à la fin du compte."))


class InvitationForm(RoleForm):
    """Who is invited, as what, and until when."""

    email = EmailField(
        _l("E-mail professionnel"), [DataRequired(_l("Écrivez son e-mail professionnel.")), Length(max=320)],
        render_kw={"autocomplete": "off"},
    )
    first_name = StringField(_l("Prénom"), [DataRequired(_l("Écrivez son prénom.")), Length(max=80)], render_kw={"autocomplete": "off"})
    last_name = StringField(_l("Nom"), [DataRequired(_l("Écrivez son nom.")), Length(max=80)], render_kw={"autocomplete": "off"})
    ends_on = DateField(
        _l("Fin du compte"), [DataRequired(_l("Donnez une date de fin, dans les deux ans qui viennent."))],
        description=_l("Deux ans au plus. Le compte s’arrête tout seul ce jour-là."),
    )

    def details(self) -> dict[str, Any]:
        """Return what was answered, as the service takes it."""
        return {
            "first_name": self.first_name.data, "last_name": self.last_name.data, "role": self.chosen, "territoire_code": self.where,
            "ends_on": self.ends_on.data,
        }


def _territories() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in db.session.execute(sa.select(Territoire.code, Territoire.name).order_by(Territoire.name))]
