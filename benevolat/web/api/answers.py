"""What every answer of the API has: any site may read it, it names the pages around it, it says when nothing changed, it has a limit."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from marshmallow import Schema, ValidationError

from benevolat.core.errors import InvalidInput
from benevolat.core.settings import config
from benevolat.web import limits

from . import blueprint

KEPT = 60
"""Seconds for which anybody may keep an answer."""
READ_BY_PEOPLE = {"api.documentation"}


@blueprint.before_request
def count() -> None:
    """Count the question for the address it comes from; raise TooManyAttempts (429, Retry-After)."""
    if request.endpoint not in READ_BY_PEOPLE and request.method != "OPTIONS":
        limits.check("api")


@blueprint.after_request
def open_to_everybody(response: Response) -> Response:
    """Let any site read the answers: they are public and depend on no cookie."""
    if request.endpoint not in READ_BY_PEOPLE:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def asked(schema: Schema) -> dict[str, Any]:
    """Return what an address asks, read by a schema. Raises InvalidInput with the name of the first wrong value."""
    try:
        read: dict[str, Any] = schema.load(request.args.to_dict())
        return read
    except ValidationError as error:
        field, sentences = next(iter(error.normalized_messages().items()))
        raise InvalidInput(f"{field} : {sentences[0]}") from None


def answer(body: Mapping[str, Any], mimetype: str = "application/json") -> Response:
    """Return an answer with what tells it from another; 304 to whoever has it."""
    made = Response(json.dumps(body, ensure_ascii=False), mimetype=mimetype)
    made.headers["Cache-Control"] = f"public, max-age={KEPT}"
    made.add_etag()
    return made.make_conditional(request)


def page(data: list[Any], total: int, *, limit: int, skip: int, **more: Any) -> Response:
    """Return a page of a list, with the pages around it in Link (RFC 8288)."""
    return linked(answer({"ok": True, "data": data, "total": total, "limit": limit, "skip": skip, **more}), total, limit=limit, skip=skip)


def linked(made: Response, total: int, *, limit: int, skip: int) -> Response:
    """Name the first, previous, next and last pages."""
    if not limit:
        return made
    last = max(0, (total - 1) // limit * limit)
    pages = {"first": 0, "prev": max(0, min(skip, total) - limit) if skip else None, "next": skip + limit if skip + limit < total else None,
             "last": last}
    for name, at in pages.items():
        if at is not None:
            made.headers.add("Link", f'<{_address(skip=at, limit=limit)}>; rel="{name}"')
    return made


def _address(**changed: int) -> str:
    """Return the address of this question with some values changed."""
    values = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    return f"{config('BASE_URL')}{request.path}?{urlencode([*values, *changed.items()])}"
