"""The forms of the five screens: each knows which of the mission's answers it shows and gives back those that are readable."""

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from benevolat.associations.queries import lieux_of
from benevolat.competences.queries import all_domaines, competences_by_family
from benevolat.core import clock
from benevolat.core.errors import InvalidInput
from benevolat.missions import words
from benevolat.missions.models import FrenchLevel, Mission, MissionKind, Setting, Where
from benevolat.missions.patterns import Pattern
from benevolat.missions.services.checks import LONGEST_DESCRIPTION, LONGEST_TITLE, MOST_SKILLS, SHORTEST_DESCRIPTION, SHORTEST_TITLE
from benevolat.territoire.queries import PlaceKind, resolve
from benevolat.web.forms import Form, some_choice

from .place import CommuneAsked, commune_label
from .slots import DAY_FORMATS, SLOT, SlotAsked

LONGEST_MEETING = 200


class HoursField(Field):  # type: ignore[misc]
    """A number of hours as people write it: 3, 2,5, 2.5."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}".replace(".", ",") if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        text = (valuelist[0] if valuelist else "").strip().lower().removesuffix("h").strip().replace(",", ".")
        self.data = None
        if text:
            try:
                self.data = float(text)
            except ValueError:
                raise ValueError(_l("Écrivez un nombre d’heures, par exemple 2 ou 2,5.")) from None


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several answers as a list of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StepForm(Form):
    """One screen: `number`, its `label`, and the attributes it writes under the same names as its fields."""

    number = 0
    label: Any = ""
    writes: tuple[str, ...] = ()
    siblings: Sequence[Mission] = ()
    everywhere = BooleanField(_l("Changer aussi le texte dans les autres lieux"))

    @classmethod
    def of(cls, mission: Mission) -> Self:
        """Return the screen filled with what is kept."""
        form = cls(data=cls.shown(mission))
        form.offer(mission)
        return form

    @classmethod
    def shown(cls, mission: Mission) -> dict[str, Any]:
        """Return the answers to show."""
        return {name: getattr(mission, name) for name in cls.writes}

    def offer(self, mission: Mission) -> None:
        """Fill the choices that come from the database."""

    def prepare(self, mission: Mission) -> bool:
        """Validate what was sent, and tell whether all of it is right; what is readable stays usable either way."""
        self.offer(mission)
        return bool(self.validate_on_submit())

    def changes(self) -> dict[str, Any]:
        """Return the answers, by the mission's attribute."""
        return {name: self._fields[name].data for name in self.writes}

    def kept(self) -> dict[str, Any]:
        """Return the answers worth keeping of a screen half-filled: what could be read, even when it is too short as yet."""
        return {
            name: value for name, value in self.changes().items()
            if name not in self._fields or _is_readable(self._fields[name])
        }


def _is_readable(field: Field) -> bool:
    if field.process_errors or (field.errors and isinstance(field, SelectFieldBase)):
        return False
    return field.data is not None or isinstance(field, DateField | HoursField)


def coded(kind: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Return how a list of choices reads an enum: nothing stays nothing."""
    return lambda value: kind(str(value)) if value else None


class WhatForm(StepForm):
    """What one does."""

    number, label = 1, _l("La mission")
    writes = ("title", "description", "domaine_code", "competences")

    title = StringField(
        _l("Que fait-on\u00a0?"), [DataRequired(), Length(min=SHORTEST_TITLE, max=LONGEST_TITLE)],
        render_kw={"maxlength": LONGEST_TITLE, "autocomplete": "off"},
        description=_l("Une phrase qui commence par un verbe. Exemple\u00a0: Servir le repas du mardi."),
    )
    description = TextAreaField(
        _l("Racontez la mission"), [DataRequired(), Length(min=SHORTEST_DESCRIPTION, max=LONGEST_DESCRIPTION)],
        render_kw={"rows": 7, "maxlength": LONGEST_DESCRIPTION},
        description=_l("Ce que l’on fait, avec qui, ce que l’on y gagne. Des phrases courtes."),
    )
    domaine_code = SelectField(_l("Dans quel domaine\u00a0?"), [DataRequired()])
    competences = Boxes(
        _l("Quelles compétences la mission permet-elle de montrer\u00a0?"),
        description=_l("8 au plus. Elles pourront être attestées dans le passeport de la personne."),
    )

    @classmethod
    def shown(cls, mission: Mission) -> dict[str, Any]:
        """Skills are shown by their code."""
        return {**super().shown(mission), "competences": [each.code for each in mission.competences]}

    def offer(self, mission: Mission) -> None:
        """Offer the twelve domains, and the skills by family."""
        self.domaine_code.choices = some_choice(((each.code, each.label) for each in all_domaines()), empty=_l("Choisissez un domaine"))
        self.families = competences_by_family()
        self.competences.choices = [(each.code, each.label) for _family, skills in self.families for each in skills]

    def validate_competences(self, field: Field) -> None:
        """A few skills say more than many."""
        if len(field.data or ()) > MOST_SKILLS:
            raise ValidationError(_l("Choisissez %(n)s compétences au plus.", n=MOST_SKILLS))

    def skills(self) -> list[tuple[str, list[Any], int]]:
        """Return the boxes of each family with how many are ticked."""
        boxes = {each.data: each for each in self.competences}
        rows = [(family.label, [boxes[each.code] for each in skills]) for family, skills in self.families]
        return [(label, inside, sum(1 for each in inside if each.checked)) for label, inside in rows]


class WhenForm(SlotAsked, StepForm):
    """When one does it: dates with places, or a rhythm."""

    number, label = 2, _l("Quand")
    regular = ("half_days", "hours_per_week", "schedule", "starts_on", "ends_on")
    writes = ("kind", *regular)

    kind = RadioField(
        _l("Quand a lieu la mission\u00a0?"), [DataRequired()], choices=MissionKind.choices(), coerce=coded(MissionKind),
    )
    half_days = Boxes(_l("Quels moments de la semaine\u00a0?"), coerce=int)
    hours_per_week = HoursField(
        _l("Combien d’heures par semaine\u00a0?"), render_kw={"inputmode": "decimal"}, description=_l("Exemple\u00a0: 3."),
    )
    schedule = StringField(
        _l("Horaires"), [Length(max=80)], description=_l("Si vous les connaissez. Exemple\u00a0: 11\u00a0h à 14\u00a0h."),
    )
    starts_on = DateField(_l("À partir de quand\u00a0?"), [Optional()], format=DAY_FORMATS)
    ends_on = DateField(
        _l("Jusqu’à quand\u00a0?"), [Optional()], format=DAY_FORMATS, description=_l("Laissez vide si la mission n’a pas de fin."),
    )

    @classmethod
    def shown(cls, mission: Mission) -> dict[str, Any]:
        """The half-days are shown as boxes."""
        return {**super().shown(mission), "half_days": words.bits_of(mission.half_days)}

    def offer(self, mission: Mission) -> None:
        """Offer the 21 half-days; the rhythm of a published mission stays."""
        self.half_days.choices = words.half_day_choices()
        self.settled = mission.published_at is not None
        if self.settled or self.kind.data is None:
            self.kind.data = mission.kind

    def prepare(self, mission: Mission) -> bool:
        """Faults of the rhythm that was not chosen do not count: nobody sees them."""
        super().prepare(mission)
        for name in self.regular if self.kind.data is MissionKind.DATED else SLOT:
            self._fields[name].errors = []
        return self.is_submitted() and not self.errors

    def propose(self, pattern: Pattern | None, copied: Mission | None) -> None:
        """Fill the first date's hours and places as the chosen model, or the mission that was copied, has them; the day is always asked."""
        if pattern is not None and pattern.slot is not None:
            self.slot_start.data, self.slot_end.data = (time.fromisoformat(each) for each in pattern.slot)
            self.slot_places.data = pattern.places
        elif copied is not None and copied.creneaux:
            last = copied.creneaux[-1]
            self.slot_start.data, self.slot_end.data = clock.local(last.starts_at).time(), clock.local(last.ends_at).time()
            self.slot_places.data = last.places

    def has_slot(self) -> bool:
        """Tell whether a date was begun and not added yet."""
        return self.kind.data is MissionKind.DATED and bool(self.slot_day.data or self.slot_day.errors)

    def changes(self) -> dict[str, Any]:
        """A dated mission follows its dates; a regular one its week."""
        written = super().changes()
        if "half_days" in written:
            written["half_days"] = words.mask_of(written["half_days"] or [])
        if self.kind.data is MissionKind.DATED:
            return {"kind": MissionKind.DATED}
        return written


class WhereForm(CommuneAsked, StepForm):
    """Where one does it."""

    number, label = 3, _l("Où")
    writes = ("where", "address", "address_public", "meeting_point")

    where = RadioField(_l("Où a lieu la mission\u00a0?"), [DataRequired()], choices=Where.choices(), coerce=coded(Where))
    address = StringField(
        _l("Adresse"), [Length(max=200)], render_kw={"autocomplete": "off"},
        description=_l("Le numéro et la rue. Exemple\u00a0: 3 rue des Tilleuls."),
    )
    address_public = BooleanField(
        _l("Montrer l’adresse à tout le monde"), description=_l("Sinon, elle est donnée aux personnes acceptées."),
    )
    meeting_point = StringField(
        _l("Point de rendez-vous"), [Length(max=LONGEST_MEETING)], description=_l("Exemple\u00a0: devant le portail bleu."),
    )

    @classmethod
    def shown(cls, mission: Mission) -> dict[str, Any]:
        """The commune is shown by its name."""
        return {**super().shown(mission), "commune": commune_label(mission.commune_code)}

    def offer(self, mission: Mission) -> None:
        """Offer the association's places, to choose or not."""
        self.lieux = lieux_of(mission.association)

    def choose(self, public_id: str | None) -> None:
        """Write the answers of a place of the association where a mission's own would stand; nothing is kept before the screen is sent."""
        lieu = next((each for each in self.lieux if each.public_id == public_id), None)
        if lieu is not None:
            self.commune.data, self.address.data = commune_label(lieu.commune_code), lieu.address
            self.meeting_point.data = (lieu.directions or "")[:LONGEST_MEETING]
            self.where.data = self.where.data if self.where.data is Where.BOTH else Where.ON_SITE

    def validate_commune(self, field: Field) -> None:
        """A mission done from home needs no place."""
        if self.where.data is not Where.REMOTE:
            super().validate_commune(field)

    def changes(self) -> dict[str, Any]:
        """Add the commune, and the point of the street when the geocoder knows it."""
        written = super().changes()
        written["address"], written["meeting_point"] = written.get("address") or None, written.get("meeting_point") or None
        if self.place is not None and self.where.data is not Where.REMOTE:
            written["commune_code"] = self.place.commune_code
            written["lat"], written["lon"] = self._point()
        return written

    def _point(self) -> tuple[float, float]:
        """Return the point of the street, or that of the commune."""
        assert self.place is not None
        point = self.place.point
        if self.address.data:
            try:
                found = resolve(f"{self.address.data}, {self.place.name}").place
            except InvalidInput:
                found = None
            if found is not None and found.kind is PlaceKind.ADDRESS and found.commune_code == self.place.commune_code:
                point = found.point
        return point.lat, point.lon


class ForWhomForm(StepForm):
    """For whom it is, and what helps to come."""

    number, label = 4, _l("Pour qui")
    flags = ("accompanied_start", "minors_ok", "children_welcome", "wheelchair", "by_bus", "costs_refunded", "meal_offered")
    writes = ("places", "french_level", "setting", *flags, "bus_line")

    places = IntegerField(_l("Combien de personnes cherchez-vous\u00a0?"), [InputRequired()], render_kw={"min": 1, "inputmode": "numeric"})
    setting = RadioField(_l("La personne sera…"), [DataRequired()], choices=Setting.choices(), coerce=coded(Setting))
    french_level = RadioField(
        _l("Faut-il parler français\u00a0?"), [DataRequired()], choices=FrenchLevel.choices(), coerce=coded(FrenchLevel),
    )
    accompanied_start = BooleanField(_l("Quelqu’un accompagne la personne au début"))
    minors_ok = BooleanField(_l("Possible dès 16 ans"))
    children_welcome = BooleanField(_l("On peut venir avec ses enfants"))
    wheelchair = BooleanField(_l("Le lieu est accessible en fauteuil roulant"))
    by_bus = BooleanField(_l("On peut venir en bus"))
    bus_line = StringField(_l("Ligne et arrêt"), [Length(max=120)], description=_l("Exemple\u00a0: ligne 12, arrêt Mairie."))
    costs_refunded = BooleanField(_l("Les frais sont remboursés"))
    meal_offered = BooleanField(_l("Le repas est offert"))

    def offer(self, mission: Mission) -> None:
        """A dated mission counts its places date by date."""
        self.dated = mission.kind is MissionKind.DATED
        if self.dated:
            self.places.validators = [Optional()]
        self.on_site = mission.where is not Where.REMOTE
        known = next((each for each in lieux_of(mission.association) if self.on_site and each.wheelchair and each.address == mission.address
                      and each.commune_code == mission.commune_code), None)
        if known is not None and not mission.wheelchair:
            self.wheelchair.description = _l("Vous l’avez noté pour votre lieu «\u00a0%(name)s\u00a0».", name=known.name)

    def changes(self) -> dict[str, Any]:
        """Leave out the places of a dated mission."""
        written = super().changes()
        if self.dated:
            written.pop("places", None)
        if not self.on_site:
            for name in ("by_bus", "bus_line", "wheelchair"):
                written.pop(name, None)
        elif "bus_line" in written:
            written["bus_line"] = written["bus_line"] or None
        return written


class SendForm(Form):
    """The last words before it leaves."""

    contact_name = StringField(
        _l("Qui accueillera la personne\u00a0?"), [Length(max=80)],
        description=_l("Un prénom suffit. Il est donné aux personnes acceptées."),
    )
    together = BooleanField(_l("Envoyer aussi les autres lieux"))
    not_a_job = BooleanField(
        _l("Je le confirme\u00a0: cette mission ne remplace pas un emploi."),
        [DataRequired(_l("Confirmez que la mission ne remplace pas un emploi."))],
    )


STEPS: dict[int, type[StepForm]] = {form.number: form for form in (WhatForm, WhenForm, WhereForm, ForWhomForm)}
"""The four screens that write; the fifth reads again and sends."""
