"""Views: the settings, each with its versions and who wrote them."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from benevolat.accounts.permissions import can_change_settings
from benevolat.accounts.services import change_setting, setting_history
from benevolat.web.forms import Form, act
from benevolat.web.guard import ADMINISTRATEUR, access, found, require

from . import blueprint, catalogue

LONGEST = 2000


class SettingForm(Form):
    """What a setting will say."""

    value = TextAreaField(_l("Nouveau texte"), [DataRequired(_l("Écrivez le texte.")), Length(max=LONGEST)],
                          render_kw={"rows": 8, "maxlength": LONGEST})
    number = False

    def validate_value(self, field: Any) -> None:
        """A figure is written as one."""
        if self.number and not (field.data or "").strip().replace(",", ".").replace(".", "", 1).isdigit():
            raise ValidationError(_("Écrivez un nombre, par exemple 7 ou 7,5."))


@blueprint.get("/reglages")
@access(ADMINISTRATEUR)
def settings() -> str:
    """List the settings."""
    return render_template("administration/reglages.html", entries=list(catalogue.entries()))


@blueprint.get("/reglages/<key>")
@blueprint.post("/reglages/<key>")
@access(ADMINISTRATEUR)
def setting(key: str) -> Any:
    """Change a setting: what was agreed to before keeps the words it was agreed with."""
    entry = found(catalogue.find(key))
    require(can_change_settings(current_user))
    form, answer = SettingForm(data={"value": entry.now()}), None
    form.number = entry.number
    if form.validate_on_submit():
        answer = act(lambda: change_setting(key, form.value.data, by=current_user._get_current_object()), form=form,
                     then=lambda _done: url_for("administration.setting", key=key), said=_("Le nouveau texte est en place."))
    return answer or render_template("administration/reglage.html", entry=entry, form=form, history=setting_history(key))
