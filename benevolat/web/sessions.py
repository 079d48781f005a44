"""Opening and closing a person's or an agent's session, its age, and where one goes afterwards."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, g, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, login_user
from sqlalchemy.exc import OperationalError

from benevolat.accounts import services
from benevolat.accounts.models import Role, User
from benevolat.accounts.permissions import roles_of
from benevolat.accounts.queries import AGENT_LONGEST, PERSON_LONGEST
from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.web.guard import SESSIONLESS, declared_access

AGENT_IDLE = timedelta(minutes=30)
WRITTEN_EVERY = 60
LATELY = 15 * 60
ROOMS = (
    (Role.MODERATEUR, "moderation.queue"), (Role.REFERENT, "referent.people"), (Role.PILOTE, "pilotage.overview"),
    (Role.ADMINISTRATEUR, "administration.agents"),
)


def open_session(user: User, *, strong: bool = False) -> None:
    """Sign an account in, in a session that keeps nothing of the one before, which closes. `strong`: a second factor was proven.

    What a provider of identity gave this browser stays: it is by this that signing out here closes the session over there.
    """
    with transaction():
        services.end_session(session_name())
        name = services.begin_session(user, user_agent=request.user_agent.string, strong=strong)
    hint = session.get("hint")
    session.clear()
    if hint:
        session["hint"] = hint
    login_user(user)
    session["_user_id"] = name
    session["opened"] = session["seen"] = _seconds()
    session["agent"] = user.is_agent


def opened_lately() -> bool:
    """Tell whether the present session was opened less than a quarter of an hour ago: enough to change the ways in."""
    return _seconds() - int(session.get("opened", 0)) <= LATELY


def session_name() -> str:
    """Return the name of the present session, empty when nobody is signed in."""
    return str(session.get("_user_id", ""))


def close_session() -> None:
    """Close the present session, copies of its cookie too, and forget everything of it."""
    with transaction():
        services.end_session(session_name())
    session.clear()


def inside(address: Any) -> str | None:
    """Return an address when it is a path of this site, else None: `suite` must never lead elsewhere.

    Browsers read « /\\ » as « // » and skip tabs and line ends, so these are refused rather than understood.
    """
    text = str(address or "")
    if not text.startswith("/") or len(text) > 500 or "\\" in text or any(ord(each) < 33 or ord(each) == 127 for each in text):
        return None
    parts = urlsplit(text)
    return text if not text.startswith("//") and not parts.scheme and not parts.netloc else None


def home_of(user: User) -> str:
    """Return the page on which an account begins: an agent's first room, the site for a person."""
    if user.is_agent:
        roles = roles_of(user)
        for role, endpoint in ROOMS:
            if role in roles and endpoint in current_app.view_functions:
                return url_for(endpoint)
        return url_for("compte.account")
    return url_for("public.home")


def _seconds() -> int:
    return int(clock.now().timestamp())


def _close_when_old() -> None:
    """Close a session that is too old, or an agent's left alone for half an hour; a session without its dates is closed too."""
    if _sessionless():
        g._login_user = AnonymousUserMixin()  # else every template would be told who is signed in, which reads the session
        return
    if "_user_id" not in session or request.endpoint in {"static", "assets.asset_file"}:
        return
    now, opened, seen = _seconds(), session.get("opened", 0), session.get("seen", 0)
    agent = session.get("agent", True)
    longest = AGENT_LONGEST if agent else PERSON_LONGEST
    if now - opened > longest.total_seconds() or (agent and now - seen > AGENT_IDLE.total_seconds()):
        session.clear()  # its row, which opens nothing without a young cookie, is erased by the hourly job
        flash(_("Par sécurité, votre session s’est fermée. Connectez-vous de nouveau."), "warning")
    elif now - seen >= WRITTEN_EVERY:
        if clock.local(datetime.fromtimestamp(seen, UTC)).date() != clock.today():
            with suppress(OperationalError), transaction():  # once a day; a busy database must not stop a page for it
                services.see_session(session_name())
        session["seen"] = now


def _sessionless() -> bool:
    """Tell whether the view reads no session, so that its answer is the same whoever asks."""
    return request.endpoint is not None and declared_access(current_app, request.endpoint) is SESSIONLESS


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, which a sessionless answer neither keeps nor depends on."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session in its cookie, and say that the answer depends on it."""
        if not _sessionless():
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Look at the session's age before every request, before the guard."""
    app.session_interface = Sessions()
    app.before_request(_close_when_old)
