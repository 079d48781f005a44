"""Choosing what to show: a person's versions, with nothing in them that they did not choose."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from benevolat.accounts.models import User
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.engagements.models import Engagement

from ..errors import NotYours, TitleNeeded, TitleTooLong, TooManyVersions
from ..models import Version, VersionItem
from ..permissions import can_edit_version, visible_versions
from ..queries import Choosable, choosable

MOST_VERSIONS = 20
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person ticked of one engagement: the skills' public ids, and the neutral title they gave it."""

    skills: Collection[str] = ()
    title: str | None = None


def start_version(*, title: str, everything: bool, by: User) -> Version:
    """Begin a version, empty or with everything that can be shown, as the person said.

    Raises NotAllowed, TitleNeeded, TitleTooLong or TooManyVersions.
    """
    if not (getattr(by, "is_authenticated", False) and not by.is_agent):
        raise NotAllowed()
    if (db.session.scalar(sa.select(sa.func.count()).select_from(visible_versions(by).subquery())) or 0) >= MOST_VERSIONS:
        raise TooManyVersions()
    version = Version(user_id=by.id, title=_title(title), made_at=clock.now(), items=[])
    db.session.add(version)
    if everything:
        for rank, each in enumerate(choosable(by)):
            version.items.append(VersionItem(engagement=each.engagement, rank=rank, skills=list(each.skills)))
    db.session.flush()
    return version


def _title(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise TitleNeeded(field="title")
    if len(words) > LONGEST_TITLE:
        raise TitleTooLong(field="title")
    return words


def name_version(version: Version, *, title: str, by: User) -> None:
    """Change the title of a version. Raises NotAllowed, TitleNeeded or TitleTooLong."""
    if not can_edit_version(by, version):
        raise NotAllowed()
    version.title = _title(title)


def choose(version: Version, wanted: Mapping[str, Wanted], *, by: User) -> None:
    """Show these engagements (by public id) with these skills, and nothing else; what stays keeps its place, what is new comes last.

    Raises NotAllowed, NotYours or TitleTooLong.
    """
    if not can_edit_version(by, version):
        raise NotAllowed()
    offered = {each.engagement.public_id: each for each in choosable(by)}
    if not set(wanted) <= set(offered):
        raise NotYours()
    present = {each.engagement_id: each for each in version.items}
    kept = [_item(offered[public_id], each, present) for public_id, each in wanted.items()]
    last = len(present)
    version.items[:] = sorted(kept, key=lambda each: each.rank if each.engagement.id in present else last)
    for rank, item in enumerate(version.items):
        item.rank = rank
    db.session.flush()


def _item(offered: Choosable, wanted: Wanted, present: Mapping[int, VersionItem]) -> VersionItem:
    skills = {each.public_id: each for each in offered.skills}
    if not set(wanted.skills) <= set(skills):
        raise NotYours()
    item = present.get(offered.engagement.id) or VersionItem(engagement=offered.engagement, rank=0)
    item.title = neutral_title(offered.engagement, wanted.title)
    item.skills = [each for public_id, each in skills.items() if public_id in wanted.skills]
    return item


def neutral_title(engagement: Engagement, wanted: str | None) -> str | None:
    """Return the title a person gives an engagement on what they show, None for its own. Raises TitleTooLong."""
    title = " ".join((wanted or "").split())
    if len(title) > LONGEST_TITLE:
        raise TitleTooLong(field="title")
    return title if title and title != engagement.title else None


def move_item(version: Version, engagement: str, *, up: bool, by: User) -> None:
    """Put an engagement (by public id) one place higher or lower; at the end of the list it stays. Raises NotAllowed or NotYours."""
    if not can_edit_version(by, version):
        raise NotAllowed()
    items = list(version.items)
    place = next((number for number, each in enumerate(items) if each.engagement.public_id == engagement), None)
    if place is None:
        raise NotYours()
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place].rank, items[other].rank = items[other].rank, items[place].rank
    db.session.flush()
    db.session.expire(version, ["items"])


def delete_version(version: Version, *, by: User) -> None:
    """Forget a version and close its links; the documents made from it stay. Raises NotAllowed."""
    if not can_edit_version(by, version):
        raise NotAllowed()
    db.session.delete(version)
    db.session.flush()
