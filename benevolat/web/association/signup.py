"""Signing an association up, and the page it shows to everybody."""

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from benevolat.accounts.contacts import phone_words
from benevolat.accounts.services import read_phone
from benevolat.associations.errors import DoubtfulIdentifier
from benevolat.associations.models import Association, State
from benevolat.associations.permissions import can_create_association, can_manage_association
from benevolat.associations.services import edit_association, sign_up_association
from benevolat.core.errors import InvalidInput
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, require

from . import blueprint
from .place import CommuneAsked, commune_label
from .scope import own_association


class SignUpForm(CommuneAsked, Form):
    """What tells one association from another."""

    name = StringField(_l("Nom de l’association"), [DataRequired(), Length(min=2, max=200)], render_kw={"autocomplete": "organization"})
    rna = StringField(
        _l("Numéro RNA"), [Length(max=30)], description=_l("Il commence par W. Il est sur le récépissé de la préfecture."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    number = StringField(
        _l("Numéro SIREN ou SIRET"), [Length(max=30)], render_kw={"inputmode": "numeric"},
        description=_l("9 ou 14 chiffres. Un seul des deux numéros suffit\u00a0: RNA, ou SIREN."),
    )
    sure = BooleanField(_l("J’ai vérifié\u00a0: c’est bien ce numéro."))
    doubtful = False

    def refuse(self, error: InvalidInput) -> None:
        """A wrong check digit is a warning: the box that confirms the number appears."""
        self.doubtful = self.doubtful or isinstance(error, DoubtfulIdentifier)
        super().refuse(error)


class PageForm(CommuneAsked, Form):
    """What an association says of itself to everybody."""

    name = StringField(_l("Nom de l’association"), [Optional(), Length(min=2, max=200)])
    description = TextAreaField(
        _l("Ce que fait votre association"), [DataRequired(), Length(max=2000)], render_kw={"rows": 6, "maxlength": 2000},
        description=_l("Deux ou trois phrases simples. Tout le monde peut les lire."),
    )
    address = StringField(_l("Adresse"), [Length(max=200)], render_kw={"autocomplete": "street-address"})
    phone = StringField(_l("Téléphone"), [Length(max=30)], render_kw={"autocomplete": "tel", "inputmode": "tel"})
    website = StringField(_l("Site internet"), [Length(max=200)], render_kw={"autocomplete": "url", "inputmode": "url"})
    opening_hours = StringField(
        _l("À savoir sur les horaires"), [Length(max=200)], description=_l("Exemple\u00a0: fermé pendant les vacances scolaires."),
    )

    def validate_phone(self, field: Field) -> None:
        """Read the number as people write it."""
        if field.data:
            try:
                field.data = read_phone(field.data)
            except InvalidInput as error:
                raise ValidationError(str(error)) from None

    def validate_website(self, field: Field) -> None:
        """Only the web: no other scheme may become a link."""
        if not field.data:
            return
        if "://" not in field.data:
            field.data = f"https://{field.data}"
        scheme, _sep, rest = field.data.partition("://")
        if scheme.lower() not in {"http", "https"} or "." not in rest or " " in rest:
            raise ValidationError(_l("Cette adresse n’est pas celle d’un site. Exemple\u00a0: www.mon-association.fr."))

    def page(self) -> dict[str, str | None]:
        """Return the fields of the page."""
        return {
            "description": self.description.data, "address": self.address.data, "phone": self.phone.data, "website": self.website.data,
            "opening_hours": self.opening_hours.data, "commune_code": self.commune_code,
        }


@blueprint.get("/inscription")
@access(PERSON)
def sign_up() -> str:
    """Ask for what tells the association from the others."""
    return render_template("association/sign_up.html", form=SignUpForm())


@blueprint.post("/inscription")
@access(PERSON)
def write_sign_up() -> Response | str:
    """Write the association, then ask for its contact address."""
    require(can_create_association(current_user))
    form = SignUpForm()
    answer = act(
        lambda: sign_up_association(
            by=current_user, name=form.name.data, rna=form.rna.data, number=form.number.data,
            commune_code=form.commune_code or "", sure=form.sure.data,
        ),
        then=lambda made: url_for("association.contact_email", public_id=made.public_id) if made else url_for("association.home"),
        form=form,
    ) if form.validate_on_submit() else None
    return answer or render_template("association/sign_up.html", form=form)


@blueprint.get("/<public_id>/page")
@access(PERSON)
def page(public_id: str) -> str:
    """Show the form of the association's page."""
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    return _show(association, PageForm(data=_shown(association)))


@blueprint.post("/<public_id>/page")
@access(PERSON)
def write_page(public_id: str) -> Response | str:
    """Write the association's page."""
    association = own_association(public_id)
    require(can_manage_association(current_user, association))
    form = PageForm()
    named = {"name": form.name.data} if _can_rename(association) else {}
    answer = act(
        lambda: edit_association(association, by=current_user, **named, **form.page()),
        then=lambda _done: url_for("association.dashboard", public_id=public_id), form=form,
        said=_("La page de votre association est enregistrée."),
    ) if form.validate_on_submit() else None
    return answer or _show(association, form)


def _shown(association: Association) -> dict[str, str | None]:
    """Return what the form holds at first."""
    return {
        "name": association.name, "description": association.description, "address": association.address, "website": association.website,
        "phone": phone_words(association.phone) if association.phone else None, "opening_hours": association.opening_hours,
        "commune": commune_label(association.commune_code),
    }


def _can_rename(association: Association) -> bool:
    return association.state in {State.PENDING, State.REFUSED}


def _show(association: Association, form: PageForm) -> str:
    fresh = not association.description
    return render_template("association/page.html", association=association, form=form, fresh=fresh, can_rename=_can_rename(association))
