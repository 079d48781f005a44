"""What the law wants written, made from the code: the register of treatments (article 30) and the impact study (article 35)."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from benevolat.core import clock
from benevolat.privacy.register import TABLES, TREATMENTS, Category, Role, Table, Treatment

from .queries import controller_words, dpo_words
from .risks import RISKS
from .words import TABLES as TABLE_WORDS

MEASURES = (
    "Mots de passe d’au moins 15 caractères, hachés (argon2id)\u00a0; deuxième étape obligatoire pour les agents.",
    "Chaque page dit qui peut l’ouvrir\u00a0; un oubli ferme la page.",
    "Chaque lecture d’un dossier est dans un journal chaîné, que la personne lit.",
    "Ce qui est effacé l’est dans la base, ses fichiers et son index, et de nouveau après une copie remise.",
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an extract: its title, sentences, facts [(name, value)], items."""

    title: str
    words: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Extract:
    """A whole document: its title, its first sentences, its parts."""

    title: str
    words: list[str]
    sections: list[Section]


def register_extract() -> Extract:
    """Return the register of treatments, as article 30 lists what it holds."""
    return Extract(_("Registre des traitements"), _head(), [*(_treatment(each) for each in TREATMENTS), _security()])


def _head() -> list[str]:
    day = format_date(clock.today(), "d MMMM yyyy", rebase=False)
    return [
        _("Fait le %(day)s à partir du code du site.", day=day), _("Responsable\u00a0: %(who)s", who=controller_words()),
        _("Délégué à la protection des données\u00a0: %(who)s", who=dpo_words()), _("Aucun transfert hors de l’Union européenne."),
    ]


def _treatment(treatment: Treatment) -> Section:
    held = [each for each in TABLES if each.treatment == treatment.key]
    people = any(who.role is Role.SUBJECT for each in held for who in each.people)
    said = {line.category for each in held for line in each.columns} - {Category.NOTHING, Category.TECHNICAL}
    return Section(str(treatment.title), facts=[
        (_("Pourquoi"), str(treatment.purpose)), (_("Base légale"), str(treatment.basis)), (_("Destinataires"), str(treatment.recipients)),
        (_("Durée"), str(treatment.retention)),
        (_("Catégories de données"), ", ".join(str(each.label) for each in Category if each in said) if people else _("aucune")),
    ], items=[_table(each) for each in held])


def _table(table: Table) -> str:
    name = str(TABLE_WORDS.get(table.name, table.name))
    stays = [str(each.why) for each in table.people if each.role is Role.SUBJECT and each.why]
    return f"{name} ({table.name})" + (f"\u00a0: {' '.join(stays)}" if stays else "")


def _security() -> Section:
    return Section(_("Mesures de sécurité"), items=list(MEASURES))


def impact_study() -> Extract:
    """Return the impact study: what is done and why, then each risk with its measures and the test that proves each."""
    parts = [
        Section(_("Ce qui est fait"), [
            _("Le site met en relation des bénévoles et des associations. Une personne accompagnée peut, si elle le veut, montrer à son "
              "référent ce qu’elle fait."),
            _("Le registre des traitements, tiré du même code, dit chaque table et chaque durée."),
        ]),
        Section(_("Pourquoi une étude"), [
            _("Des personnes fragiles, un contrat avec le Département, un suivi\u00a0: "
              "deux critères du Comité européen au moins sont réunis."),
        ]),
        *(Section(str(each.name), facts=[
            (_("Ce que cela ferait"), str(each.harm)), (_("Gravité"), str(each.gravity)),
            (_("Vraisemblance après mesures"), str(each.after)),
        ], items=[f"{measure.words} [{measure.proof}]" for measure in each.measures]) for each in RISKS),
        Section(_("Ce qui attend une personne"), items=[
            _("L’avis du délégué à la protection des données."), _("L’avis des personnes concernées, ou de leurs représentants."),
            _("La décision et la signature du responsable."), _("Une relecture chaque année et à chaque nouveau traitement."),
        ]),
    ]
    words = [*_head(), _("Projet\u00a0: rien ici ne vaut avis ni signature.")]
    return Extract(_("Analyse d’impact sur la protection des données"), words, parts)


def as_markdown(extract: Extract) -> str:
    """Return an extract as Markdown."""
    lines = [f"# {extract.title}", "", *(f"{each}  " for each in extract.words)]
    for part in extract.sections:
        lines += ["", f"## {part.title}", "", *part.words, *(f"- **{name}**\u00a0: {value}" for name, value in part.facts)]
        lines += ["", *(f"- {each}" for each in part.items)] if part.items else []
    return "\n".join(lines) + "\n"


def as_data(extract: Extract) -> dict[str, Any]:
    """Return an extract as the data of the PDF."""
    return {
        "title": extract.title, "issuer": "Isère bénévolat", "words": extract.words, "page": _("Page {n} sur {total}"),
        "sections": [{
            "title": each.title, "words": each.words, "facts": [{"label": name, "value": value} for name, value in each.facts],
            "items": each.items,
        } for each in extract.sections],
    }
