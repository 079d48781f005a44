"""The facts of a content put together: the same skill over several engagements, hours in all, by year and by domain."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from benevolat.passeport.models import SkillState

from .content import ATTESTED

STRENGTH = {str(SkillState.CLAIMED): 0, str(SkillState.ATTESTED): 1, str(SkillState.VALIDATED): 2}


@dataclass
class Gathered:
    """One skill of a content with its evidences: (engagement, skill) pairs in the content's order."""

    label: str
    sentence: str
    family: str
    rank: list[int]
    evidences: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The strongest of what stands behind it."""
        return max((str(skill["mark"]) for _engagement, skill in self.evidences), key=STRENGTH.__getitem__)

    @property
    def standing(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """The evidences that somebody else stands behind."""
        return [(engagement, skill) for engagement, skill in self.evidences if STRENGTH[skill["mark"]]]

    @property
    def minutes(self) -> int:
        """The attested hours of the engagements that show it, in minutes."""
        return sum(engagement["minutes"] for engagement, _skill in self.standing)


def gather(content: dict[str, Any]) -> list[Gathered]:
    """Return the skills of a content: by family, the best supported first."""
    found: dict[str, Gathered] = {}
    for engagement in content["engagements"]:
        for skill in engagement["skills"]:
            held = found.setdefault(skill["code"], Gathered(skill["label"], skill["sentence"], skill["family"], skill["rank"]))
            held.evidences.append((engagement, skill))
    return sorted(found.values(), key=lambda each: (each.rank[0], -STRENGTH[each.mark], -each.minutes, each.rank[1]))


def attested(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the attested engagements of a content."""
    return [each for each in content["engagements"] if each["standing"] == ATTESTED]


def figures(content: dict[str, Any]) -> dict[str, Any]:
    """Return {"minutes", "engagements", "hosts", "years", "domaines"} of what is attested, minutes by year and by domain."""
    held = attested(content)
    years: Counter[str] = Counter()
    domaines: Counter[str] = Counter()
    for each in held:
        years.update(each["years"])
        if each["domaine"]:
            domaines[each["domaine"]] += each["minutes"]
    return {
        "minutes": sum(each["minutes"] for each in held), "engagements": len(held), "hosts": len({each["host"] for each in held}),
        "years": dict(sorted(years.items(), reverse=True)), "domaines": dict(domaines.most_common()),
    }


def is_empty(content: dict[str, Any]) -> bool:
    """Tell whether a content shows nothing."""
    return not content["engagements"]
