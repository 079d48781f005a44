"""The commune a form asks for: what was typed is resolved offline, and several answers are offered to choose from."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField
from wtforms.validators import Length, ValidationError

from benevolat.core.errors import InvalidInput
from benevolat.territoire.queries import Place, commune_place, resolve

NO_COMMUNE = _l("Écrivez une commune, pas un territoire entier.")
CHOOSE = _l("Plusieurs communes répondent à ce que vous avez écrit. Choisissez la bonne.")


class CommuneAsked:
    """Mixed into a form: `commune` as typed, `commune_choice` when several answer; once valid, `place` is the one meant."""

    commune = StringField(
        _l("Commune"), [Length(max=200)], description=_l("Son nom ou son code postal."), render_kw={"autocomplete": "address-level2"},
    )
    commune_choice = RadioField(_l("Quelle commune\u00a0?"), choices=[], validate_choice=False)
    place: Place | None = None
    commune_needed = True

    @property
    def commune_code(self) -> str | None:
        """The INSEE code of the commune meant."""
        return self.place.commune_code if self.place else None

    def offered(self) -> bool:
        """Tell whether there is something to choose from."""
        return bool(self.commune_choice.choices)

    def validate_commune(self, field: Field) -> None:
        """Resolve what was typed; raise at the field when it is unknown, or ask which one."""
        text = (field.data or "").strip()
        if not text:
            if self.commune_needed:
                raise ValidationError(_l("Cette réponse est nécessaire."))
            return
        try:
            answers = [each for each in resolve(text).places if each.commune_code]
        except InvalidInput as error:
            raise ValidationError(str(error)) from None
        if not answers:
            raise ValidationError(NO_COMMUNE)
        self.place = self._chosen(answers)
        if self.place is None:
            raise ValidationError(CHOOSE)

    def _chosen(self, answers: list[Place]) -> Place | None:
        """Return the one commune that answers, or the one that was ticked among several."""
        codes = {each.commune_code for each in answers}
        if len(codes) == 1:
            return answers[0]
        self.commune_choice.choices = [(each.commune_code, each.label) for each in answers]
        return next((each for each in answers if each.commune_code == self.commune_choice.data), None)


def commune_label(code: str | None) -> str:
    """Return what the field shows for a stored commune: « Voiron (38500) »."""
    place = commune_place(code) if code else None
    return place.label if place else ""
