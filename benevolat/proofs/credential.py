"""An attested engagement as an Open Badges 3.0 credential, built from plain values: `AchievementCredential`, `CommunityService`.

The document says nothing that the standard's own contexts do not define, so that any verifier takes it as it comes. What the standard
has no word for, the hours and the mark of a skill, is a result whose type is declared as the standard's extensions are (`ext:`).
Its words are French whatever the reader's language: it is signed once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from benevolat.core import clock

from .notation import CREDENTIALS, OPEN_BADGES, Json, moment

Mark = Literal["attested", "validated"]
MARKS: dict[str, str] = {"attested": "Attestée", "validated": "Validée"}
HOURS, SKILL_MARK = "ext:VolunteerHours", "ext:SkillMark"
ROME, ESCO = "ext:RomeCompetence", "ext:EscoSkill"
ROME_ADDRESS = "https://api.francetravail.io/partenaire/rome-competences/v1/competences/competence/"
"""How France Travail addresses a competence of ROME 4.0."""
CRITERIA = (
    "La personne a fait cet engagement, de son plein gré et sans être payée. {host} atteste les dates, les heures et les compétences. "
    "«\u00a0Attestée\u00a0»\u00a0: la compétence est attestée par {host}. "
    "«\u00a0Validée\u00a0»\u00a0: elle est aussi validée par le Département."
)
OUTSIDE = (
    " {host} n’est pas inscrit sur Isère bénévolat, qui ne l’a pas vérifié\u00a0: son attestation vient d’un lien personnel ou d’une "
    "feuille signée."
)
"""What is added for a host that is not on the platform."""


@dataclass(frozen=True, slots=True)
class AttestedSkill:
    """A skill shown in an engagement: its name, a sentence, who stands behind it, its codes in ROME 4.0 and ESCO."""

    label: str
    sentence: str
    mark: Mark
    rome: tuple[tuple[str, str], ...] = ()
    esco: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attested:
    """An attested engagement as its credential tells it; `host_url` is the host's public page, if any."""

    title: str
    host: str
    starts_on: date
    ends_on: date | None
    minutes: int
    sentence: str | None
    signatory: str | None
    domaine: str | None
    skills: tuple[AttestedSkill, ...] = ()
    host_url: str | None = None
    elsewhere: bool = False
    """Whether the host is not on the platform: its name then says so, and nothing tells it was checked."""

    @property
    def told_host(self) -> str:
        """The host's name, with the mark of one that is not on the platform."""
        return f"{self.host} (hors d’Isère bénévolat)" if self.elsewhere else self.host


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs the credential: its decentralised identifier, its name, its address."""

    did: str
    name: str
    url: str


def build(attested: Attested, *, holder: str, number: str, issuer: Issuer, status: tuple[str, int], issued_at: datetime) -> Json:
    """Return the credential to be signed; `number` is a urn:uuid, `status` the status list's address and the place in it."""
    address, index = status
    return {
        "@context": [CREDENTIALS, OPEN_BADGES], "id": number, "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": attested.title, "description": f"Engagement bénévole auprès de {attested.told_host}.",
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": moment(issued_at),
        "credentialSubject": _subject(attested, holder, number),
        "evidence": _evidence(attested),
        "credentialStatus": {
            "id": f"{address}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(index), "statusListCredential": address,
        },
    }  # fmt: skip


def _subject(attested: Attested, holder: str, number: str) -> Json:
    """Return what the credential says of its holder, who is known by a name and nothing else."""
    ended = {"activityEndDate": _day(attested.ends_on)} if attested.ends_on else {}
    values = [(f"{number}#heures", hours(attested.minutes))]
    values += [(_skill_id(number, rank), MARKS[skill.mark]) for rank, skill in enumerate(attested.skills, 1)]
    return {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}],
        "activityStartDate": _day(attested.starts_on), **ended, "role": "Bénévole",
        "source": {"id": attested.host_url or f"{number}#organisme", "type": ["Profile"], "name": attested.told_host},
        "achievement": _achievement(attested, number),
        "result": [{"type": ["Result"], "resultDescription": of, "value": value} for of, value in values],
    }  # fmt: skip


def _achievement(attested: Attested, number: str) -> Json:
    about: Json = {"tag": [attested.domaine]} if attested.domaine else {}
    if found := _alignments(attested.skills):
        about["alignment"] = found
    kinds = [(f"{number}#heures", "Heures de bénévolat", HOURS)]
    kinds += [(_skill_id(number, rank), skill.label, SKILL_MARK) for rank, skill in enumerate(attested.skills, 1)]
    return {
        "id": f"{number}#engagement", "type": ["Achievement"], "achievementType": "CommunityService", "name": attested.title,
        "description": f"Engagement bénévole auprès de {attested.told_host}.", "inLanguage": "fr",
        "criteria": {"narrative": (CRITERIA + (OUTSIDE if attested.elsewhere else "")).format(host=attested.host)}, **about,
        "resultDescription": [{"id": of, "type": ["ResultDescription"], "name": name, "resultType": kind} for of, name, kind in kinds],
    }  # fmt: skip


def _alignments(skills: tuple[AttestedSkill, ...]) -> list[Json]:
    """Return the codes of the skills, each once: two skills may share one."""
    found: dict[str, Json] = {}
    for skill in skills:
        said = f"Compétence\u00a0: {skill.label}"
        for code, label in skill.rome:
            node = {"type": ["Alignment"], "targetName": label, "targetUrl": ROME_ADDRESS + code, "targetType": ROME, "targetCode": code}
            found.setdefault(ROME_ADDRESS + code, {**node, "targetFramework": "ROME 4.0", "targetDescription": said})
        for uri, label in skill.esco:
            node = {"type": ["Alignment"], "targetName": label, "targetUrl": uri, "targetType": ESCO, "targetFramework": "ESCO 1.1"}
            found.setdefault(uri, {**node, "targetDescription": said})
    return list(found.values())


def _evidence(attested: Attested) -> list[Json]:
    """Return the attestation in the host's words, then each skill's sentence, nothing twice: statements have no order to tell two apart."""
    said = {"narrative": attested.sentence} if attested.sentence else {}
    by = {"description": f"Attesté par {attested.signatory}, {attested.host}."} if attested.signatory else {}
    found: list[Json] = [{"type": ["Evidence"], "name": f"Attestation de {attested.told_host}", **said, **by}]
    found += [{"type": ["Evidence"], "name": skill.label, "narrative": skill.sentence} for skill in attested.skills if skill.sentence]
    return [each for rank, each in enumerate(found) if each not in found[:rank]]


def hours(minutes: int) -> str:
    """Write minutes as hours, with a point and two figures at most: 1950 is « 32.5 »."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _skill_id(number: str, rank: int) -> str:
    return f"{number}#competence-{rank}"


def _day(day: date) -> str:
    """Write a day as the moment it began in France: the standard wants moments."""
    return datetime(day.year, day.month, day.day, tzinfo=clock.PARIS).isoformat()
