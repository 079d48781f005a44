"""The guard rails in a form: one question each, with its legal reason, a closed list, and a short sentence about the activity."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from benevolat.contrats.guards import REASONS, Decided, law_of
from benevolat.contrats.models import LONGEST_WORDS, Decision, Question, Reason
from benevolat.web.forms import Form

ABOUT = _l("L’activité, le lieu, l’horaire. Rien sur la personne\u00a0: elle lira cette phrase.")


class QuestionsForm(Form):
    """A form that ends with guard rails; which ones is known when the form is made, nothing is chosen beforehand."""

    asked: tuple[Question, ...] = ()

    @classmethod
    def asking(cls, asked: Sequence[Question], *, required: bool) -> type[Self]:
        """Return this form with these questions; without `required` silence is an answer, unless a service asks for one."""
        fields: dict[str, Any] = {"asked": tuple(asked)}
        for question in asked:
            fields[f"why_{question}"] = RadioField(
                question.label, choices=[(reason.value, reason.label) for reason in REASONS[question]],
                description=law_of(question)[0], validators=[InputRequired() if required else Optional()],
            )
            fields[f"words_{question}"] = StringField(
                _l("Une phrase sur l’activité"), description=ABOUT, validators=[Optional(), Length(max=LONGEST_WORDS)],
                render_kw={"autocomplete": "off"},
            )
        made: type[Self] = type(cls.__name__, (cls,), fields)
        return made

    def questions(self) -> Iterator[tuple[Field, Field]]:
        """Yield, for each question, its closed list and its sentence."""
        for question in self.asked:
            yield self[f"why_{question}"], self[f"words_{question}"]

    def decided(self) -> tuple[Decided, ...]:
        """Return what was decided, for the service; a question left alone is not decided."""
        return tuple(
            Decided(question, Reason(self[f"why_{question}"].data), self[f"words_{question}"].data or "")
            for question in self.asked if self[f"why_{question}"].data
        )


def values_of_decisions(decisions: Mapping[Question, Decision]) -> dict[str, str]:
    """Return what the form shows of what was decided before."""
    chosen = {f"why_{question}": str(each.reason) for question, each in decisions.items()}
    return chosen | {f"words_{question}": each.words or "" for question, each in decisions.items()}
