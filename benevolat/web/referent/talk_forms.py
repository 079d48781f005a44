"""The questions of the talk: few, large, none required; nothing is chosen beforehand."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.accounts.models import User
from benevolat.competences.queries import all_domaines
from benevolat.matching.models import Company, Travel
from benevolat.missions.models import Mission, MissionKind
from benevolat.missions.words import coming
from benevolat.web.applying import Introduction, slot_label
from benevolat.web.commune import WithCommune
from benevolat.web.forms import Form

from .talk_state import APPLY, KEEP, LATER, NO, Talk

SHORT_MESSAGE = 500
WAY_LENGTH = 120


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several boxes under one question."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LikesForm(Form):
    """The first question."""

    likes = BoxesField(_l("Qu’est-ce qui vous plaît\u00a0?"), description=_l("Touchez une ou plusieurs images. Ou aucune."))

    def __init__(self, talk: Talk) -> None:
        super().__init__(data={"likes": talk.get("likes", [])})
        self.likes.choices = [(each.code, each.label) for each in all_domaines()]

    def drawings(self) -> dict[str, str]:
        """Return the drawing of each domain, of the same name."""
        return {each.data: each.data for each in self.likes}

    def answers(self) -> dict[str, Any]:
        """Return what the talk keeps."""
        return {"likes": self.likes.data or []}


class WhenForm(WithCommune, Form):  # type: ignore[misc]
    """The second question."""

    moments = BoxesField(_l("Quand êtes-vous libre\u00a0?"), choices=[
        ("matin", _l("Le matin, en semaine")), ("apres-midi", _l("L’après-midi, en semaine")), ("soir", _l("Le soir, en semaine")),
        ("week-end", _l("Le week-end")),
    ])
    travel = RadioField(_l("Comment venez-vous\u00a0?"), choices=Travel.choices(), validators=[Optional()])

    def __init__(self, talk: Talk) -> None:
        place = talk.get("place", talk.person.commune.name if talk.person.commune else "")
        super().__init__(data={"moments": talk.get("moments", []), "travel": talk.get("travel"), "commune": place})

    def answers(self) -> dict[str, Any]:
        """Return what the talk keeps."""
        return {"moments": self.moments.data or [], "travel": self.travel.data or "", "commune": self.commune_code or "",
                "place": self.commune.data or ""}


class WhomForm(Form):
    """The third question."""

    company = RadioField(_l("Avec qui\u00a0?"), choices=[*Company.choices(), ("", _l("Peu importe"))], validators=[Optional()])

    def __init__(self, talk: Talk) -> None:
        super().__init__(data={"company": talk.get("company")})

    def answers(self) -> dict[str, Any]:
        """Return what the talk keeps."""
        return {"company": self.company.data or ""}


class WantsForm(Form):
    """What the person wants of each mission; no answer is « no »."""

    wishes = BooleanField(_l("Garder mes trois réponses dans mon espace, pour recevoir d’autres idées"))

    @classmethod
    def about(cls, talk: Talk, cards: Sequence[dict[str, Any]]) -> "WantsForm":
        """Return the form with one question a mission."""
        choices = [(APPLY, _l("Oui, je candidate")), (KEEP, _l("Peut-être, je la garde")), (LATER, _l("Plus tard, sur la feuille")),
                   (NO, _l("Non"))]
        named = {f"w{at}": RadioField(_l("Votre choix"), choices=choices, validators=[Optional()]) for at, _card in enumerate(cards)}
        made = type("WantsOf", (cls,), named)
        values = {f"w{at}": card["wish"] for at, card in enumerate(cards)}
        form: WantsForm = made(data={**values, "wishes": talk.get("wishes", False)})
        return form

    def answers(self, cards: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return what the talk keeps: each « no » is kept nowhere, not even here."""
        chosen = [[card["public_id"], self[f"w{at}"].data] for at, card in enumerate(cards)]
        return {"wants": [each for each in chosen if each[1] in (APPLY, KEEP, LATER)], "wishes": bool(self.wishes.data), "done": False}


class ApplicationsForm(Introduction, Form):  # type: ignore[misc]
    """What the associations need: a date where there are several, a first name and an age band when the account has none, a few words."""

    message = TextAreaField(
        _l("Un mot pour l’association"), [Length(max=SHORT_MESSAGE)], render_kw={"maxlength": SHORT_MESSAGE, "rows": 3},
        description=_l("Le même mot part à chaque association. Il peut rester vide."),
    )

    @classmethod
    def about(cls, talk: Talk, missions: Sequence[Mission]) -> "ApplicationsForm":
        """Return the form with the dates of each dated mission."""
        dated = {f"s{at}": each for at, each in enumerate(missions) if each.kind is MissionKind.DATED}
        fields = {name: RadioField(_l("Quand voulez-vous venir\u00a0?"), [DataRequired()]) for name in dated}
        values = {name: talk.get("slots", {}).get(each.public_id) for name, each in dated.items()}
        made = type("ApplicationsOf", (cls,), fields)
        form: ApplicationsForm = made(data={**values, "message": talk.get("message", ""), "first_name": talk.get("first_name", ""),
                                            "age_band": talk.get("age_band")})
        for name, each in dated.items():
            form[name].choices = [(slot.public_id, slot_label(slot)) for slot in coming(each)]
        form.leave_out(talk.person)
        return form

    def leave_out(self, person: User) -> None:
        """Ask nothing that the account says already."""
        if person.first_name:
            del self.first_name
        if person.age_band is not None:
            del self.age_band

    def answers(self, missions: Sequence[Mission]) -> dict[str, Any]:
        """Return what the talk keeps."""
        slots = {each.public_id: self[f"s{at}"].data for at, each in enumerate(missions) if f"s{at}" in self}
        introduced = {name: self[name].data for name in ("first_name", "age_band") if name in self}
        return {"slots": slots, "message": self.message.data or "", **introduced}


class SheetForm(Form):
    """The way to get to each mission, which the référent writes when nothing is known of it."""

    @classmethod
    def about(cls, missions: Sequence[Mission], known: Sequence[str]) -> "SheetForm":
        """Return the form with one line a mission."""
        kept = {"maxlength": WAY_LENGTH, "autocomplete": "off"}
        named = {f"y{at}": StringField(_l("Comment y aller (bus, arrêt, trajet)"), [Length(max=WAY_LENGTH)], render_kw=kept)
                 for at, _each in enumerate(missions)}
        made = type("SheetOf", (cls,), named)
        form: SheetForm = made(data={f"y{at}": way for at, way in enumerate(known)})
        return form
