"""What a person reads when something fails: one page a kind of failure, always with the next gesture; JSON under /api/."""

from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from benevolat.core.db import UNAVAILABLE, db
from benevolat.core.errors import DomainError

PAGES = {400, 403, 404, 405, 409, 410, 413, 429, 500, 503}


def page(status: int, message: str | None = None) -> Any:
    """Return the answer for a status, as a page or, under /api/, as JSON."""
    if request.path.startswith("/api/"):
        return jsonify({"ok": False, "code": status, "message": message or _("Cette demande ne peut pas être servie.")}), status
    g.plain = True
    name = status if status in PAGES else 500 if status >= 500 else 400
    return render_template(f"errors/{name}.html", message=message), status


def _on_database(error: Exception) -> Any:
    """Answer 503 when the database is away, full, or held for too long, and ask it nothing more."""
    current_app.logger.error("database unavailable: %s", type(getattr(error, "orig", None) or error).__name__)
    with suppress(SQLAlchemyError):  # the connection may be gone, and what was begun on it with it
        db.session.rollback()
    g._login_user = AnonymousUserMixin()  # else every template would be told who is signed in, which asks the database
    answer = current_app.make_response(page(503))
    answer.headers["Retry-After"] = "5"
    return answer


def init_app(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def on_domain_error(error: DomainError) -> Any:
        answer = app.make_response(page(error.status, str(error)))
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
