"""Views: what other software reads to check our credentials, the same for everybody, and the page that tells holders how to use theirs."""

from flask import Response, jsonify, render_template

from benevolat.core.settings import config
from benevolat.proofs import keys, queries, statuses
from benevolat.proofs.errors import CannotSign
from benevolat.web.guard import PUBLIC, SESSIONLESS, access, found

from . import blueprint

KEPT = 300
"""Seconds for which anybody may keep an answer: how long a withdrawal may stay unseen."""


def _for_software(body: dict[str, object], kind: str) -> Response:
    """Return a document that any page of any site may read: it is public, and says nothing of who asks."""
    answer = jsonify(body)
    answer.headers["Content-Type"] = kind
    answer.headers["Cache-Control"] = f"public, max-age={KEPT}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/.well-known/did.json")
@access(SESSIONLESS)
def did_document() -> Response:
    """Give every public key that ever signed here (did:web)."""
    return _for_software(keys.did_document(), "application/did+json")


@blueprint.get("/utiliser-mon-passeport-ailleurs")
@access(PUBLIC)
def passeport_elsewhere() -> str:
    """Tell how to put a credential in a wallet, on a profile, in a file."""
    return render_template("public/passeport-ailleurs.html")


@blueprint.get("/verifier/statuts/<number>")
@access(SESSIONLESS)
def status_list(number: str) -> Response:
    """Give a list of withdrawn credentials, signed: whoever checks one reads them all, so that nobody learns which."""
    known = [str(each) for each in range(max(1, queries.status_lists()))]
    wanted = known.index(found(number if number in known else None))
    try:
        signed = statuses.publish(queries.withdrawn_places(wanted), address=f"{config('BASE_URL')}/verifier/statuts/{wanted}")
    except keys.KeyMissing as missing:
        raise CannotSign() from missing
    return _for_software(signed, "application/vc")
