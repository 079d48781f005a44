"""A credential says what was attested, in the words of Open Badges 3.0, accepted by 1EdTech's own schema, and nothing else."""

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from benevolat.proofs import credential, integrity
from benevolat.proofs.credential import AttestedSkill

from .genuine import AT, ATTESTED, KEY, LEAST, SITE, SKILLS, signed, unsigned

SCHEMA = json.loads((Path(__file__).parent / "data/ob_v3p0_achievementcredential_schema.json").read_text(encoding="utf-8"))
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def failures(document: Any) -> list[str]:
    validator = jsonschema.Draft201909Validator(SCHEMA, format_checker=FORMATS)
    return [f"{each.json_path} {each.message[:80]}" for each in validator.iter_errors(document)]


LONG = dataclasses.replace(
    ATTESTED, title="Tenir la permanence " * 40, sentence="Une phrase. " * 400, host="Ồ" * 300, ends_on=None,
    host_url=f"{SITE}/associations/abc",
)


@pytest.mark.parametrize("attested", [ATTESTED, LEAST, LONG], ids=["usual", "least", "long"])
def test_1edtech_s_schema_accepts_what_we_sign(attested: credential.Attested) -> None:
    assert failures(signed(attested)) == []
    assert failures(signed(attested, did="did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd")) == []


@pytest.mark.parametrize("path", [("issuer", "id"), ("credentialSubject", "achievement"), ("credentialSubject", "identifier", 0, "hashed")])
def test_1edtech_s_schema_refuses_what_lacks_a_part(path: tuple[Any, ...]) -> None:
    document = signed()
    at = document
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    assert failures(document) != []


def test_it_says_who_what_when_and_how_long() -> None:
    subject = unsigned()["credentialSubject"]
    assert subject["identifier"] == [{"type": "IdentityObject", "hashed": False, "identityHash": "Léa Martin", "identityType": "name"}]
    assert subject["source"]["name"] == "Les Repas du mardi"
    assert subject["role"] == "Bénévole"
    assert (subject["activityStartDate"], subject["activityEndDate"]) == ("2023-09-05T00:00:00+02:00", "2023-12-19T00:00:00+01:00")
    assert subject["achievement"]["achievementType"] == "CommunityService"
    assert subject["achievement"]["tag"] == ["Aide aux personnes, solidarité"]
    assert unsigned()["validFrom"] == "2024-01-15T10:00:00Z"
    assert unsigned(place=77)["credentialStatus"]["statusListIndex"] == "77"


def results(document: Any) -> dict[str, tuple[str, str]]:
    subject = document["credentialSubject"]
    kinds = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    of = [(kinds[each["resultDescription"]], each["value"]) for each in subject["result"]]
    return {kind["name"]: (kind["resultType"], value) for kind, value in of}


def test_hours_and_marks_are_told_apart_skill_by_skill() -> None:
    assert results(unsigned()) == {
        "Heures de bénévolat": ("ext:VolunteerHours", "32.5"),
        "Accueillir et orienter": ("ext:SkillMark", "Validée"),
        "Cuisiner": ("ext:SkillMark", "Attestée"),
        "Écouter": ("ext:SkillMark", "Attestée"),
    }


def test_a_skill_that_nobody_attests_has_no_place_in_it() -> None:
    claimed: Any = AttestedSkill("Écouter", "J’écoute.", "claimed")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        unsigned(dataclasses.replace(ATTESTED, skills=(claimed,)))


def test_skills_are_aligned_to_rome_and_esco_each_code_once() -> None:
    twice = dataclasses.replace(ATTESTED, skills=(*SKILLS, dataclasses.replace(SKILLS[0], label="Renseigner")))
    found = unsigned(twice)["credentialSubject"]["achievement"]["alignment"]
    assert [(each["targetFramework"], each["targetUrl"].rsplit("/", 1)[-1]) for each in found] == [
        ("ROME 4.0", "300361"), ("ESCO 1.1", "26a6e6d2-1c9a-4d7e-8c04-5ba16d1f53da"), ("ROME 4.0", "300400"),
    ]  # fmt: skip
    assert [each.get("targetCode") for each in found] == ["300361", None, "300400"]


def test_the_host_s_words_are_its_evidence() -> None:
    first, *others = unsigned()["evidence"]
    assert first["narrative"] == "Toujours à l’heure, toujours souriante."
    assert first["description"] == "Attesté par Nadia Ferrand, Les Repas du mardi."
    assert [each["narrative"] for each in others] == [skill.sentence for skill in SKILLS]


def test_what_is_not_known_is_not_written() -> None:
    document = unsigned(LEAST)
    assert "activityEndDate" not in document["credentialSubject"]
    assert {"tag", "alignment"}.isdisjoint(document["credentialSubject"]["achievement"])
    assert [set(each) for each in document["evidence"]] == [{"type", "name"}]
    assert None not in [value for value, _depth in integrity._values(document, 0)]


def test_two_skills_of_the_same_name_and_mark_are_still_signed() -> None:
    twice = dataclasses.replace(ATTESTED, skills=(SKILLS[2], SKILLS[2]))
    assert integrity.sign(unsigned(twice), KEY, created=AT)["proof"]


@pytest.mark.parametrize(("minutes", "written"), [(0, "0"), (10, "0.17"), (60, "1"), (90, "1.5"), (600, "10"), (59_940, "999")])
def test_hours_are_written_with_a_point(minutes: int, written: str) -> None:
    assert credential.hours(minutes) == written


@pytest.mark.parametrize(("day", "begins"), [
    (date(2023, 3, 26), "2023-03-26T00:00:00+01:00"), (date(2023, 3, 27), "2023-03-27T00:00:00+02:00"),
    (date(2023, 10, 29), "2023-10-29T00:00:00+02:00"), (date(2023, 10, 30), "2023-10-30T00:00:00+01:00"),
])  # fmt: skip
def test_a_day_begins_at_midnight_in_france_whatever_the_season(day: date, begins: str) -> None:
    assert unsigned(dataclasses.replace(ATTESTED, starts_on=day))["credentialSubject"]["activityStartDate"] == begins


def test_nothing_of_it_is_anybody_s_address_or_tells_of_help_received() -> None:
    said = json.dumps(signed(), ensure_ascii=False).lower()
    for word in ("rsa", "référent", "contrat", "annexe", "accompagn", "allocataire", "réciprocité", "insertion", "mailto", "@courriel"):
        assert word not in said
