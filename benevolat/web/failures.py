"""What a person reads when something fails: one page a kind of failure, always with the next gesture; JSON under /api/."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from benevolat.core import clock
from benevolat.core.db import UNAVAILABLE, db
from benevolat.core.errors import DomainError, TooManyAttempts

PAGES = {400, 403, 404, 405, 409, 410, 413, 429, 500, 503}
SENT_AGAIN = {429, 503}
"""Failures that pass: what was typed is offered to be sent again, from the page itself."""
SECRETS = {"password", "code", "own_code", "answer"}
"""Fields that no page gives back."""
MOST_FIELDS, LONGEST = 200, 50_000


def page(status: int, message: str | None = None) -> Any:
    """Return the answer for a status, as a page or, under /api/, as JSON."""
    if request.path.startswith("/api/"):
        return jsonify({"ok": False, "code": status, "message": message or _("Cette demande ne peut pas être servie.")}), status
    g.plain = True
    g.setdefault("_login_user", AnonymousUserMixin())  # else every template would be told who is signed in, which asks the database
    name = status if status in PAGES else 500 if status >= 500 else 400
    return render_template(f"errors/{name}.html", message=message, again=typed_again() if name in SENT_AGAIN else None), status


def typed_again() -> list[tuple[str, str]] | None:
    """Return what was typed, to be sent again as it was; None when nothing was, or when it holds a secret or a file.

    Its token and its one-time key are in it: sent again it is refused or acts once, like the first time. Only for an address of ours.
    """
    if request.method != "POST" or request.url_rule is None or request.mimetype not in {
        "application/x-www-form-urlencoded", "multipart/form-data"
    }:
        return None
    typed = list(request.form.items(multi=True))
    if not typed or len(typed) > MOST_FIELDS or sum(len(value) for _name, value in typed) > LONGEST:
        return None
    if any(name in SECRETS for name, _value in typed) or any(each.filename for each in request.files.values()):
        return None
    return typed


def _words(error: DomainError) -> str:
    """Return what a refusal says; of too many tries, when to try again: in how many minutes, or at what time when that is far."""
    seconds = error.retry_after
    if not isinstance(error, TooManyAttempts) or seconds is None:
        return str(error)
    if seconds > 20 * 60:
        moment = clock.local(clock.now() + timedelta(seconds=seconds + 60))
        return str(_("Vous avez fait trop d’essais en peu de temps. Vous pourrez recommencer à %(hour)d\u00a0h\u00a0%(minute)02d.",
                     hour=moment.hour, minute=moment.minute))
    return str(ngettext("Vous avez fait trop d’essais en peu de temps. Vous pourrez recommencer dans %(num)d\u00a0minute.",
                        "Vous avez fait trop d’essais en peu de temps. Vous pourrez recommencer dans %(num)d\u00a0minutes.",
                        max(1, -(-seconds // 60))))


def _on_database(error: Exception) -> Any:
    """Answer 503 when the database is away, full, or held for too long, and ask it nothing more."""
    current_app.logger.error("database unavailable: %s", type(getattr(error, "orig", None) or error).__name__)
    with suppress(SQLAlchemyError):  # the connection may be gone, and what was begun on it with it
        db.session.rollback()
    answer = current_app.make_response(page(503))
    answer.headers["Retry-After"] = "5"
    return answer


def init_app(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def on_domain_error(error: DomainError) -> Any:
        answer = app.make_response(page(error.status, _words(error)))
        if error.retry_after is not None:
            answer.headers["Retry-After"] = str(error.retry_after)
        return answer

    @app.errorhandler(CSRFError)
    def on_csrf(_error: CSRFError) -> Any:
        return page(400, _("Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez la page et envoyez de nouveau."))

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Any:
        if error.code is not None and error.code < 400:
            return error
        too_long = _("Cette adresse est trop longue. Écrivez moins de mots, ou recommencez la recherche.") if error.code == 414 else None
        answer = app.make_response(page(error.code or 500, too_long))
        for name, value in error.get_headers():
            if name in {"Retry-After", "Allow"}:
                answer.headers[name] = value
        return answer

    for each in UNAVAILABLE:
        app.register_error_handler(each, _on_database)

    @app.errorhandler(Exception)
    def on_anything(error: Exception) -> Any:
        if app.testing:
            raise error
        app.logger.exception("unexpected failure on %s", request.endpoint)
        db.session.rollback()
        return page(500)
