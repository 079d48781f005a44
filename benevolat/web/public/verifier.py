"""Views: what anybody checks of a document by its code or its file, and what a shared link shows. No cookie is read or set here."""

import hashlib
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for

from benevolat.core.db import transaction
from benevolat.proofs import keys, late, queries, wording
from benevolat.proofs.codes import read_code
from benevolat.proofs.gathered import figures, gather
from benevolat.proofs.services import note_opening
from benevolat.web import limits
from benevolat.web.guard import SESSIONLESS, access

from . import blueprint

LONGEST_FILE = 2 * 1024 * 1024


def _answer(template: str, language: str, status: int = 200, **values: Any) -> Any:
    """Return a page of this audience: never indexed, never telling the next site where one comes from."""
    g.plain = True  # no menu
    other = "en" if language == "fr" else "fr"
    kinds: dict[str, Any] = {"words": wording.words(language), "language": language, "other": other, "day": wording.day_in(language),
             "when": wording.when_in(language), "hours": wording.hours_in(language), "kind_of": wording.kind_in}
    answer = make_response(render_template(f"verifier/{template}.html", **kinds, **values), status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.get("/verifier", defaults={"language": "fr"})
@blueprint.get('/<any("en"):language>/verifier')
@access(SESSIONLESS)
def verify(language: str) -> Any:
    """Ask for a code or a file; a code leads to its page."""
    typed = request.args.get("code", "")
    if typed:
        return redirect(url_for("public.verification", code=(read_code(typed) or typed)[:80], language=language), 303)
    return _answer("demande", language)


@blueprint.get("/v/<code>", defaults={"language": "fr"})
@blueprint.get('/<any("en"):language>/v/<code>')
@access(SESSIONLESS)
def verification(code: str, language: str) -> Any:
    """Show what a document shows, and whether it stands."""
    limits.check("verify")
    read = read_code(code[:80])
    verified = queries.verify_code(read) if read is not None else None
    if verified is None:
        return _answer("inconnu", language, 404)
    return _shown(verified, language)


def _shown(verified: queries.Verified, language: str) -> Any:
    content = verified.content
    parts: dict[str, Any] = {"skills": gather(content), "figures": figures(content)} if content is not None else {}
    return _answer("document", language, verified=verified, content=content, **parts)


@blueprint.post("/verifier/fichier", defaults={"language": "fr"})
@blueprint.post('/<any("en"):language>/verifier/fichier')
@access(SESSIONLESS)
def check_file(language: str) -> Any:
    """Check a dropped file: read, compared, forgotten."""
    limits.check("verify")
    dropped = request.files.get("fichier")
    content = dropped.read(LONGEST_FILE) if dropped is not None else b""
    if not content:
        return redirect(url_for("public.verify", language=language), 303)
    fingerprint = hashlib.sha256(content).hexdigest()
    verified = queries.verify_file(fingerprint)
    finding = "same" if verified is not None else _found(content)
    return _answer("fichier", language, finding=finding, verified=verified, fingerprint=fingerprint)


def _found(content: bytes) -> str:
    """Return what a file that is none of ours is: signed here and kept no more, signed here then changed, or foreign."""
    finding = str(late.signing().check_pdf(content, keys.certificates()).finding)
    return finding if finding in {"ours", "changed"} else "foreign"


@blueprint.get("/partage/<code>", defaults={"language": "fr"})
@blueprint.get('/<any("en"):language>/partage/<code>')
@access(SESSIONLESS)
def shared(code: str, language: str) -> Any:
    """Show what a person shares for a time; that it was opened is counted, by whom is not."""
    limits.check("verify")
    read = read_code(code[:80])
    found = queries.shared(read) if read is not None else None
    if found is None:
        return _answer("lien-ferme", language, 404)
    share, content = found
    if request.method == "GET":
        with transaction():
            note_opening(share.id)
    return _answer("partage", language, content=content, skills=gather(content), figures=figures(content), until=share.expires_at)
