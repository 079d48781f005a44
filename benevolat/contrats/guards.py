"""Guard rails, questions and never verdicts: when each is asked, its legal reason (a setting), the closed list of decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from benevolat.core import settings
from benevolat.core.errors import Words

from .models import PathKind, Period, Question, Reason

THRESHOLD_KEY, THRESHOLD = "guard.hours_a_week", "7"
WEEKS_A_YEAR = 52
LAW: Mapping[Question, Words] = {
    Question.FORMER_EMPLOYER: _l(
        "Une activité bénévole ne peut pas s’accomplir chez un précédent employeur (article L5425-8 du Code du travail)."),
    Question.REPLACES_POST: _l(
        "Une activité bénévole ne peut pas se substituer à un emploi salarié (article L5425-8 du Code du travail)."),
    Question.HOURS: _l(
        "Une activité bénévole doit rester compatible avec la recherche d’emploi (article L5425-8 du Code du travail)."),
    Question.DIRECT_USE: _l(
        "Ce qui est écrit au contrat est librement débattu et personnalisé (Conseil d’État, 15 juin 2018, n°\u00a0411630). Quand l’emploi "
        "est proche, l’engagement doit être directement utile au projet et compatible avec la recherche d’emploi (tribunal administratif "
        "de Grenoble, 27 décembre 2018)."),
    Question.UNDECLARED: _l(
        "Une aide régulière chez un particulier peut être un travail dissimulé (articles L8221-1 et suivants du Code du travail). "
        "Passer par une structure protège les deux."),
    Question.COUNTS: _l(
        "Le site ne calcule pas ces heures d’activité\u00a0: c’est vous qui décidez, avec la personne, et elle lit votre décision."),
}
"""The reasons that come with the code; each is a setting with a version, to be confirmed by a lawyer."""
REASONS: Mapping[Question, tuple[Reason, ...]] = {
    Question.FORMER_EMPLOYER: (Reason.NOT_FORMER, Reason.OTHER_HOST, Reason.FORMER),
    Question.REPLACES_POST: (Reason.ADDS_TO_STAFF, Reason.NO_STAFF, Reason.REPLACES),
    Question.HOURS: (Reason.HOURS_FIT, Reason.HOURS_PLACED, Reason.HOURS_LOWER),
    Question.DIRECT_USE: (Reason.USEFUL_SKILL, Reason.USEFUL_TRADE, Reason.NOT_DIRECT),
    Question.UNDECLARED: (Reason.NO_PRIVATE, Reason.THROUGH_STRUCTURE, Reason.FIND_STRUCTURE),
    Question.COUNTS: (Reason.COUNTS_YES, Reason.COUNTS_NO, Reason.COUNTS_LATER),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a référent decides of one question: a reason of its closed list, and one sentence about the activity at most."""

    question: Question
    reason: Reason
    words: str = ""


def law_of(question: Question) -> tuple[str, int]:
    """Return the legal reason of a question, and its version."""
    return settings.read(f"guard.{question}", str(LAW[question]))


def threshold() -> float:
    """Return the hours a week above which a path close to employment is warned of: a setting; its default when it is no number."""
    try:
        return float(settings.read(THRESHOLD_KEY, THRESHOLD)[0].replace(",", "."))
    except ValueError:
        return float(THRESHOLD)


def weekly_hours(hours: float, period: Period) -> float:
    """Return hours a week, those of a month being twelve in fifty-two weeks."""
    return hours if period is Period.WEEKLY else hours * 12 / WEEKS_A_YEAR


def attested_a_week(minutes: int, starts_on: date, ends_on: date) -> float:
    """Return the hours a week of what was done between two days, both included; less than a week is a week."""
    weeks = max(((ends_on - starts_on).days + 1) / 7, 1.0)
    return minutes / 60 / weeks


def warns(path_kind: PathKind, weekly: float) -> bool:
    """Tell whether the hours are a question that must be decided: above the threshold, when the path is close to employment."""
    return path_kind is PathKind.EMPLOI and weekly > threshold()


def asked_in(path_kind: PathKind) -> tuple[Question, ...]:
    """Return the questions of an annexe or of an engagement, by the kind of path."""
    close = (Question.HOURS, Question.DIRECT_USE) if path_kind is PathKind.EMPLOI else ()
    return (Question.FORMER_EMPLOYER, Question.REPLACES_POST, *close, Question.UNDECLARED, Question.COUNTS)
