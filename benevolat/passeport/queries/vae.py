"""What a person already has for a VAE file, and what they could still add: facts about documents, never a score of anybody."""

from dataclasses import dataclass

from flask_babel import gettext as _

from benevolat.core import settings
from benevolat.engagements.models import BilanState, Engagement, State
from benevolat.engagements.workflow import UNWRITTEN

from ..models import SkillState
from .whole import Passeport, Shown, attested_minutes, declared_minutes

VAE_RULE_SETTING = "passeport.vae"


def vae_rule() -> str:
    """Return what the law says of experience, in plain words; a setting, for the law may change.

    Sources: code du travail, art. L. 6411-1 (« une activité en rapport direct avec le contenu de la certification visée ») and code de
    l'éducation, art. L. 335-5, as rewritten by loi n° 2022-1598 du 21 décembre 2022, art. 10, which took the minimum of one year away;
    décret n° 2023-1275 du 27 décembre 2023 for the procedure.
    """
    return settings.read(VAE_RULE_SETTING, str(_(
        "Depuis la loi du 21\u00a0décembre\u00a02022, aucune durée minimale n’est demandée. Ce que vous avez fait comme bénévole compte, "
        "si c’est en lien direct avec le diplôme visé. Le jury cherche des preuves de ce que vous savez faire."
    )))[0]


@dataclass(frozen=True, slots=True)
class VaeFile:
    """Facts for a VAE file: what is attested and told, then what could be added, each with the engagements or skills it is about."""

    attested: list[Engagement]
    hosts: int
    skills: list[Shown]
    told: list[Shown]
    to_answer: list[Engagement]
    to_prepare: list[Engagement]
    declared: list[Engagement]
    without_hours: list[Engagement]
    without_end: list[Engagement]
    without_skill: list[Engagement]
    untold: list[Shown]
    claimed: list[Shown]


def vae_file_of(passeport: Passeport) -> VaeFile:
    """Return what a person's passeport has for a VAE file and what it could still hold; sends no query of its own."""
    shown, attested = passeport.skills, passeport.attested
    standing = [each for each in shown if each.state is not SkillState.CLAIMED]
    showing = {each.engagement.id for one in shown for each in one.evidences}
    over = [each for each in passeport.lived if each.state is State.TO_CLOSE]
    return VaeFile(
        attested=attested, hosts=len({each.host for each in attested}), skills=standing, told=[each for each in standing if each.told],
        to_answer=[each for each in over if each.bilan is not None and each.bilan.state is BilanState.CONFIRMED],
        to_prepare=[each for each in over if not each.elsewhere and (each.bilan is None or each.bilan.state in UNWRITTEN)],
        declared=[each for each in passeport.declared if declared_minutes(each)],
        without_hours=[each for each in attested if not attested_minutes(each)],
        without_end=[each for each in attested if each.ends_on is None],
        without_skill=[each for each in attested if each.id not in showing],
        untold=[each for each in standing if not each.told], claimed=[each for each in shown if each.state is SkillState.CLAIMED],
    )
