"""No dead end: when a question finds nothing, what to take away or to widen and how many missions each brings, and the nearest ones."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from benevolat.search.phrases import PartKind
from benevolat.search.queries import MissionRow, Wider, rows, search, wider
from benevolat.search.request import SearchRequest, Sort

from .asked import REMOTE, Asked
from .chips import Chip, quoted
from .meaning import Meaning
from .notes import count_words

TRIED = 10
SHOWN = 3
FURTHEST_KM = 200.0


def proposals(meaning: Meaning, parts: list[Chip]) -> list[dict[str, str]]:
    """Return the questions near this one that find something, as {label, url}: farther first, then each part taken away, then from home."""
    found = {each.change: each for each in wider(meaning.question)}
    said = [_said(meaning, found[change]) for change in ("radius",) if change in found]
    if len(parts) > 1:
        said += [{"label": _("Enlever %(part)s (%(count)s)", part=_named(each.label), count=count_words(total)), "url": each.left.address()}
                 for each, total in sorted(_without_each(meaning, parts), key=lambda pair: -pair[1])]
    said += [_said(meaning, found[change]) for change in ("remote", "on_site", "anywhere", "around") if change in found]
    return said


def _named(label: str) -> str:
    return label if label.startswith("«") else quoted(label)


def _without_each(meaning: Meaning, parts: list[Chip]) -> Iterator[tuple[Chip, int]]:
    for each in parts[:TRIED]:
        found = search(replace(Meaning(each.left, meaning).question, limit=0, counts=False))
        if found.total:
            yield each, found.whole or found.total


def _said(meaning: Meaning, wide: Wider) -> dict[str, str]:
    asked, km = replace(meaning.asked, page=1), round(wide.request.radius_km or 0)
    there = {"lieu": meaning.place.label if meaning.place is not None and asked.point is None else asked.lieu, "point": asked.point}
    label, left = {
        "radius": (_("Chercher jusqu’à %(km)s\u00a0km", km=km), farther(meaning, km)),
        "remote": (_("Voir ce qui se fait de chez vous"), replace(asked, avec=(*asked.avec, REMOTE))),
        "on_site": (_("Voir ce qui se fait sur place"), asked.without("avec", REMOTE)),
        "anywhere": (_("Chercher «\u00a0%(words)s\u00a0» partout", words=wide.request.words), Asked(q=wide.request.words)),
        "around": (_("Voir tout ce qui se fait à moins de %(km)s\u00a0km", km=km), Asked(**there, rayon=km)),
    }[wide.change]
    return {"label": f"{label} ({count_words(wide.total)})", "url": left.address()}


def farther(meaning: Meaning, km: int) -> Asked:
    """Return the same question with another radius; one said in the words goes out of them, since it would win."""
    said = next((each for each in meaning.understood.parts if each.kind is PartKind.RADIUS), None)
    return replace(meaning.asked, q=said.rest if said is not None else meaning.asked.q, rayon=km, page=1)


def nearest(question: SearchRequest) -> list[MissionRow]:
    """Return the nearest missions that answer everything but the distance, when there is a place."""
    if question.point is None or question.remote:
        return []
    return rows(search(replace(
        question, territory=None, isere=False, radius_km=FURTHEST_KM, sort=Sort.DISTANCE, skip=0, limit=SHOWN,
    )).hits)
