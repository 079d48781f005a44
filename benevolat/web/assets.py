"""CSS and JavaScript of the site as one file each, those of a few pages apart: named by their content, kept for ever."""

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, url_for

from .guard import PUBLIC, access

blueprint = Blueprint("assets", __name__)
TYPES = {"css": "text/css", "js": "text/javascript"}
BUNDLES = {
    "css": "css/bundle.txt", "js": "js/bundle.txt", "map.css": "css/map.txt", "map.js": "js/map.txt", "figures.css": "css/figures.txt",
    "series.css": "css/series.txt",
    "desk.css": "css/desk.txt", "desk.js": "js/desk.txt", "talk.css": "css/talk.txt", "widget.css": "css/widget.txt",
    "easy.css": "css/easy.txt", "easy.js": "js/easy.txt", "key.js": "js/key.txt",
}
"""Each bundle and the list of its files, in their order; what only a few pages need is never in the first visit."""
KEPT_FOR_EVER = "public, max-age=31536000, immutable"


def build(static: Path, bundle: str) -> bytes:
    """Return the files of a bundle, in the order of its list, as one text."""
    listing = static / BUNDLES[bundle]
    names = [line.strip() for line in listing.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join((listing.parent / name).read_text() for name in names).encode()


def asset(bundle: str) -> str:
    """Return the address of a bundle: `asset('css')`, `asset('map.js')`."""
    return url_for("assets.asset_file", name=current_app.extensions["bundles"][bundle])


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
    for bundle in BUNDLES:
        stem, _dot, kind = bundle.rpartition(".")
        body = build(static, bundle)
        names[bundle] = f"{stem or 'site'}.{hashlib.sha256(body).hexdigest()[:12]}.{kind}"
        bundles[names[bundle]] = (body, TYPES[kind])
    blueprint.bundles = bundles  # type: ignore[attr-defined]
    app.extensions["bundles"] = names
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset
