"""CSS and JavaScript of the site as one file each, named by their content and kept for ever by browsers."""

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, url_for

from .guard import PUBLIC, access

blueprint = Blueprint("assets", __name__)
TYPES = {"css": "text/css", "js": "text/javascript"}
KEPT_FOR_EVER = "public, max-age=31536000, immutable"


def build(static: Path, kind: str) -> bytes:
    """Return the files listed in static/<kind>/bundle.txt, in that order, as one text."""
    folder = static / kind
    names = [line.strip() for line in (folder / "bundle.txt").read_text().splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join((folder / name).read_text() for name in names).encode()


@blueprint.get("/actifs/<name>")
@access(PUBLIC)
def asset_file(name: str) -> Response:
    """Serve a bundle under its hashed name."""
    from_name: dict[str, tuple[bytes, str]] = blueprint.bundles  # type: ignore[attr-defined]
    if name not in from_name:
        abort(404)
    body, mimetype = from_name[name]
    return Response(body, mimetype=mimetype, headers={"Cache-Control": KEPT_FOR_EVER})


def init_app(app: Flask) -> None:
    """Build the bundles and give templates `asset('css')`."""
    static = Path(app.static_folder or "")
    bundles: dict[str, tuple[bytes, str]] = {}
    names: dict[str, str] = {}
    for kind, mimetype in TYPES.items():
        body = build(static, kind)
        names[kind] = f"site.{hashlib.sha256(body).hexdigest()[:12]}.{kind}"
        bundles[names[kind]] = (body, mimetype)
    blueprint.bundles = bundles  # type: ignore[attr-defined]
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = lambda kind: url_for("assets.asset_file", name=names[kind])
