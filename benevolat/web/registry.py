"""The audiences of the site, in one list: each package owns a `blueprint` and the views it declares."""

from importlib import import_module

from flask import Flask

AUDIENCES = (
    "public", "compte", "benevole", "insertion", "donnees", "association", "moderation", "referent", "pilotage", "administration", "droits",
    "api",
)


def init_app(app: Flask) -> None:
    """Register the blueprint of every audience."""
    for name in AUDIENCES:
        app.register_blueprint(import_module(f"benevolat.web.{name}").blueprint)
