"""Who may call a view: every view declares it, and one that declares nothing fails closed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user

from benevolat.accounts.models import Role
from benevolat.accounts.permissions import has_role
from benevolat.core.errors import NotAllowed, NotFound

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """A declared audience; `admits` tells whether the present account belongs to it."""

    name: str
    admits: Callable[[Any], bool]
    anonymous: bool = False


PUBLIC = Access("public", lambda _user: True, anonymous=True)
SESSIONLESS = Access("sessionless", lambda _user: True, anonymous=True)
"""Anybody, as nobody in particular: no session is read nor kept, so that the answer is the same whoever asks."""
SIGNED_IN = Access("signed_in", lambda user: user.is_authenticated)
PERSON = Access("person", lambda user: user.is_authenticated and not user.is_agent)
AGENT = Access("agent", lambda user: user.is_authenticated and user.is_agent)
MODERATEUR = Access("moderateur", lambda user: has_role(user, Role.MODERATEUR))
REFERENT = Access("referent", lambda user: has_role(user, Role.REFERENT))
PILOTE = Access("pilote", lambda user: has_role(user, Role.PILOTE))
ADMINISTRATEUR = Access("administrateur", lambda user: has_role(user, Role.ADMINISTRATEUR))
AGENTS = (AGENT, MODERATEUR, REFERENT, PILOTE, ADMINISTRATEUR)


def access(audience: Access) -> Callable[[View], View]:
    """Declare who may call a view."""

    def declare(view: View) -> View:
        view.access = audience  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """Return what a route declares, or None."""
    view = app.view_functions.get(endpoint)
    found: Access | None = getattr(view, "access", None)
    return found


def _check() -> Any:
    """Refuse, before any view runs, whoever the view does not admit: sign-in first, then 403."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    audience = declared_access(current_app, request.endpoint)
    if audience is None:
        if current_app.testing:
            raise RuntimeError(f"{request.endpoint} declares no access")
        abort(403)
    if audience.anonymous:
        return None
    if not current_user.is_authenticated:
        door = "compte.sign_in_agent" if audience in AGENTS else "compte.sign_in"
        return redirect(url_for(door, suite=request.full_path.rstrip("?") if request.method == "GET" else None), 303)
    if not audience.admits(current_user):
        abort(403)
    return None


def require(allowed: bool) -> None:
    """Stop with 403 when a permission says no; the object itself was already loaded through the person's scope."""
    if not allowed:
        raise NotAllowed()


def found(obj: Any) -> Any:
    """Return the object, or stop with 404: what is not visible to a person does not exist for them."""
    if obj is None:
        _not_found()
    return obj


def _not_found() -> NoReturn:
    raise NotFound()


def without_cache(view: View) -> View:
    """Keep a personal page out of every cache."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        response = current_app.make_response(view(*args, **kwargs))
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped  # type: ignore[return-value]


def init_app(app: Flask) -> None:
    """Put the guard before every request."""
    app.before_request(_check)
