"""The texts and figures that an administrateur may change, each with what it serves for; their words come with the code until then."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from benevolat.actions.cards import cards
from benevolat.contrats import guards
from benevolat.contrats.models import Question
from benevolat.contrats.services.consent import consent_text, freedom_text
from benevolat.core.settings import read
from benevolat.droits.queries import CONTROLLER_SETTING, DPO_SETTING, controller_words, dpo_words
from benevolat.passeport.queries.vae import VAE_RULE_SETTING, vae_rule
from benevolat.proofs.documents import TITLE_SETTING, passeport_title
from benevolat.temoignages.queries import accord_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: its key, its name, what it serves for, what it says now, and whether it is a figure."""

    key: str
    name: str
    use: str
    now: Callable[[], str]
    number: bool = False


def entries() -> Iterator[Entry]:
    """Yield every setting, those of consent first."""
    yield Entry("consent.freedom", _("Engagement libre"), _("Dite avant et pendant l’entretien."), lambda: freedom_text()[0])
    yield Entry("consent.written", _("Texte du consentement"), _("Lu au moment d’écrire l’engagement au contrat."),
                lambda: consent_text()[0])
    for question in Question:
        yield Entry(f"guard.{question}", _("Loi : %(question)s", question=question.label), _("La raison légale que lit le référent."),
                    _law(question))
    yield Entry(guards.THRESHOLD_KEY, _("Heures par semaine"), _("Au-dessus, et si l’emploi est proche, le référent est averti."),
                lambda: str(read(guards.THRESHOLD_KEY, guards.THRESHOLD)[0]), number=True)
    for _group, held in cards():
        for card in held:
            if card.legal:
                yield Entry(f"aide.{card.code}", _("Aide : %(title)s", title=card.title), _("Une fiche de l’aide des référents."),
                            _said(card.text))
    yield Entry("temoignage.accord", _("Accord pour publier"), _("La phrase que la personne accepte avant de publier."),
                lambda: accord_text()[0])
    yield Entry(TITLE_SETTING, _("Titre du passeport"), _("Le titre des documents, tant que la personne n’en écrit pas un autre."),
                passeport_title)
    yield Entry(CONTROLLER_SETTING, _("Responsable des données"), _("Dit sur la page des données personnelles."), controller_words)
    yield Entry(DPO_SETTING, _("Délégué à la protection des données"), _("Comment le joindre. Dit sur la même page."), dpo_words)
    yield Entry(VAE_RULE_SETTING, _("Règle de la VAE"), _("Dite sur la page du passeport."), vae_rule)


def _law(question: Question) -> Callable[[], str]:
    return lambda: guards.law_of(question)[0]


def _said(text: str) -> Callable[[], str]:
    return lambda: text


def find(key: str) -> Entry | None:
    """Return a setting by its key, or None."""
    return next((each for each in entries() if each.key == key), None)
