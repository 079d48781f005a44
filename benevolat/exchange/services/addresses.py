"""The addresses of the former site: kept with where they lead, and only ever to a page of this one."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from benevolat.core.db import db

from ..errors import RefusedEntry
from ..models import LONGEST_ADDRESS, OldAddress


def old_path(text: str) -> str:
    """Return the path of a former address as it is kept: no host, its parameters in a fixed order. Raises RefusedEntry."""
    parts = urlsplit(text.strip().replace(" ", "%20"))
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    path = "/" + unquote(parts.path).strip("/") + (f"?{query}" if query else "")
    if path == "/" or len(path) > LONGEST_ADDRESS or any(ord(each) < 32 for each in path):
        raise RefusedEntry(_l("L’ancienne adresse n’en est pas une."))
    return path


def inside_path(text: str) -> str:
    """Return a path of this site; another site's address, or what a browser would take for one, is refused. Raises RefusedEntry."""
    path = text.strip()
    wrong = not path.startswith("/") or path.startswith("//") or "\\" in path or any(ord(each) < 33 or ord(each) == 127 for each in path)
    if wrong or len(path) > LONGEST_ADDRESS:
        raise RefusedEntry(_l("La nouvelle adresse doit être une page d’ici\u00a0: elle commence par «\u00a0/\u00a0»."))
    return path


def keep_address(old: str, target: str | None) -> bool:
    """Lead a former address to a page of ours, or tell that it is gone (None); return whether that changes something.

    Raises RefusedEntry.
    """
    path, leads = old_path(old), inside_path(target) if target is not None else None
    kept = db.session.scalar(sa.select(OldAddress).where(OldAddress.path == path))
    if kept is None:
        db.session.add(OldAddress(path=path, target=leads))
        db.session.flush()
        return True
    changed = kept.target != leads
    kept.target = leads
    return changed


def former_address(path: str, query: str) -> OldAddress | None:
    """Return what is known of a former address: with its parameters when these were kept, else without."""
    try:
        wanted = [old_path(f"{path}?{query}" if query else path), old_path(path)]
    except (RefusedEntry, ValueError):
        return None
    found = {each.path: each for each in db.session.scalars(sa.select(OldAddress).where(OldAddress.path.in_(wanted)))}
    return next((found[each] for each in wanted if each in found), None)
