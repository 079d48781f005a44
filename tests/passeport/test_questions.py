"""Plain questions instead of names of skills: one a skill, the most likely first, each yes a claim of the person."""

import re
from typing import Any

import pytest

from benevolat.competences.queries import all_competences, competences_of
from benevolat.competences.questions import questions
from benevolat.core.errors import NotAllowed
from benevolat.engagements.models import State
from benevolat.engagements.queries import likely_competences
from benevolat.missions.models import Publication
from benevolat.passeport import services
from benevolat.passeport.models import Skill, SkillState
from benevolat.passeport.queries import skills_of_engagement
from tests.engagements.stage import Stage, confirmed, in_progress, to_close
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in


def test_every_skill_has_one_short_question_for_each_side(session: Any) -> None:
    asked = questions()
    assert set(asked) == {each.code for each in all_competences()}
    for side in ("you", "them"):
        said = [getattr(each, side) for each in asked.values()]
        assert len(set(said)) == len(said)
        for text in said:
            assert len(text) <= 80, text
            assert text.endswith("\u00a0?"), text
            assert "'" not in text, text
    assert all(re.match(r"(Vous|Le programme|Un problème)", each.you) and each.them.startswith("Cette personne") for each in asked.values())


def test_the_likely_ones_come_first(session: Any) -> None:
    stage = in_progress()
    own = stage.engagement.candidature.mission  # type: ignore[union-attr]
    own.competences = competences_of(["porter-monter"])
    for _each in range(3):
        keep(mission(domaine_code="environnement")).competences = competences_of(["animaux"])
    mission(domaine_code="environnement", publication=Publication.DRAFT).competences = competences_of(["medias"])
    mission(domaine_code="sport").competences = competences_of(["encadrer-sport"])
    session.flush()
    codes = [each.code for each in likely_competences(stage.engagement, ["secours"])]
    assert codes[:3] == ["secours", "porter-monter", "animaux"]
    assert codes.index("accueillir") < codes.index("medias"), "a draft counts for nothing"
    assert codes.index("fiabilite") < codes.index("encadrer-sport")
    assert len(codes) == len(set(codes)) == len(questions()), "none is lost"


def test_each_yes_is_a_claim_and_an_unsaid_one_goes(session: Any) -> None:
    stage = in_progress()
    services.say_skills(stage.engagement, ["accueillir", "cuisiner"], by=stage.volunteer)
    services.claim_skill(stage.engagement, competence_code="cuisiner", own_words="Pour quarante.", by=stage.volunteer)
    services.say_skills(stage.engagement, ["equipe"], by=stage.volunteer)
    assert {code: each.state for code, each in skills_of_engagement(stage.engagement).items()} == {
        "cuisiner": SkillState.CLAIMED, "equipe": SkillState.CLAIMED,
    }, "what was put in words stays"
    with pytest.raises(NotAllowed):
        services.say_skills(stage.engagement, [], by=person())


def visit(client: PageClient, stage: Stage) -> PageClient:
    """Open the questions from the engagement."""
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}/questions")
    assert client.h1 == "Qu’avez-vous fait ?"
    return client


def test_the_person_answers_on_one_page(client: PageClient) -> None:
    stage = in_progress()
    visit(client, stage)
    assert client.source.index("Vous avez accueilli") < client.source.index("Vous avez tenu une caisse")
    client.submit("Ajouter à mon passeport", competences=["accueillir", "compter-gerer"])
    assert "C’est dans votre passeport, dit par vous." in client.text
    assert set(skills_of_engagement(stage.engagement)) == {"accueillir", "compter-gerer"}
    visit(client, stage)
    assert len([each for each in client.page.iter() if each.get("checked") is not None]) == 2
    client.submit("Ajouter à mon passeport", competences=["accueillir"])
    assert set(skills_of_engagement(stage.engagement)) == {"accueillir"}


def test_what_the_host_attested_is_no_longer_asked(client: PageClient) -> None:
    stage = confirmed()
    services.agree_bilan(stage.engagement, by=stage.volunteer)
    visit(client, stage)
    assert questions()["accueillir"].you not in client.source
    client.submit("Ajouter à mon passeport", competences=["equipe"])
    states = {code: each.state for code, each in skills_of_engagement(stage.engagement).items()}
    assert states == {"accueillir": SkillState.ATTESTED, "ecouter": SkillState.ATTESTED, "equipe": SkillState.CLAIMED}


def test_the_ways_that_lead_there(client: PageClient) -> None:
    stage = in_progress()
    keep(Skill(user_id=stage.volunteer.id, engagement_id=stage.engagement.id, competence_code="equipe"))
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}")
    client.follow("Répondre à des questions simples")
    assert client.h1 == "Qu’avez-vous fait ?"
    client.get("/mon-passeport/competence")
    client.follow(stage.engagement.title)
    assert client.h1 == "Qu’avez-vous fait ?"


def test_nothing_is_asked_of_what_did_not_begin(client: PageClient) -> None:
    stage = in_progress(state=State.PLANNED)
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}/questions", follow_redirects=True)
    assert "Cette étape est déjà passée." in client.text


def test_the_association_is_asked_in_plain_words_too(client: PageClient) -> None:
    stage = to_close()
    sign_in(client, stage.member)
    client.get(f"/association/engagements/{stage.engagement.public_id}/bilan")
    assert "Cette personne a accueilli ou renseigné des gens ?" in client.text
    sign_in(client, stage.volunteer)
    client.get(f"/mes-engagements/{stage.engagement.public_id}/bilan")
    assert "Vous avez accueilli ou renseigné des gens ?" in client.text
