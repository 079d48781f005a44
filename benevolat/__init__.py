"""Isère bénévolat: the application, wired here and nowhere else.

    wsgi.py ──▶ create_app(config)
                web/       public · compte · benevole · insertion · donnees · association · moderation · referent · pilotage
                           · administration · droits · api
                demo/      the demonstration's data
                domains    droits ▸ reporting · privacy ▸ actions · dossiers · paroles · propositions ▸ contrats ▸ accompagnement
                           ▸ ── the RSA line ── ▸ signalements
                           ▸ moderation ▸ coordination ▸ exchange · alertes · matching · exploitation ▸ temoignages
                           ▸ proofs · ailleurs ▸ passeport ▸ engagements ▸ candidatures ▸ search ▸ missions ▸ associations · antennes
                           ▸ accounts ▸ territoire · competences
                core/      db labels errors clock entropy workflow journal jobs settings mail sms pdf geo table

Imports go down only; nothing below the RSA line knows that a person is accompanied, has a contract or receives the RSA.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from .core import settings
from .core.db import db, engine_options, prepare_engine

csrf = CSRFProtect()
TABLES = (
    "core.workflow", "core.journal.chain", "core.jobs", "core.settings", "core.mail", "core.sms", "territoire.models", "competences.models",
    "accounts.models", "associations.models", "antennes.models", "missions.models", "search.models", "candidatures.models",
    "engagements.models", "exchange.models",
    "passeport.models", "proofs.models", "ailleurs.models", "temoignages.models", "alertes.models", "matching.models",
    "coordination.models", "moderation.models", "signalements.models",
    "accompagnement.models", "contrats.models",
    "propositions.models",
    "actions.models",
    "dossiers.models",
    "paroles.models",
    "reporting.models",
    "droits.models",
)
"""Every module that declares tables: the metadata is whole before the first query, whatever the pages import."""
JOBS = (
    "core.journal.jobs",
    "accounts.jobs",
    "missions.jobs",
    "candidatures.jobs",
    "engagements.jobs",
    "passeport.jobs",
    "ailleurs.jobs",
    "alertes.jobs",
    "exchange.jobs",
    "coordination.jobs",
    "moderation.jobs",
    "signalements.jobs",
    "accompagnement.jobs",
    "contrats.jobs",
    "propositions.jobs",
    "actions.jobs",
    "dossiers.jobs",
    "paroles.jobs",
    "reporting.jobs",
    "privacy.jobs",
)
"""Every `jobs.py`: its HANDLERS, PERIODIC and ON_EACH_HOST are the worker's."""


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """Build the application from the environment, overridden by `config` (tests)."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.config.update(settings.from_environment() if config is None else {})
    app.config.update(
        MAX_CONTENT_LENGTH=2 * 1024 * 1024, MAX_FORM_MEMORY_SIZE=500_000, WTF_CSRF_TIME_LIMIT=12 * 3600,
        BABEL_DEFAULT_LOCALE="fr", BABEL_DEFAULT_TIMEZONE="Europe/Paris",
    )
    app.config.update(config or {})
    for name in ("DIRECTORY_URL", "FRANCECONNECT_ISSUER", "PROCONNECT_ISSUER"):
        app.config.setdefault(name, "")
    app.config.setdefault("PRIVATE_HOSTS", frozenset())
    app.config.setdefault("BACKUP_DIR", Path(app.config.get("INSTANCE", settings.ROOT / "instance")) / "backups")
    app.config.setdefault("LOGS", False)
    given = app.config.get("SQLALCHEMY_ENGINE_OPTIONS", {})
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**engine_options(app.config["SQLALCHEMY_DATABASE_URI"]), **given}
    app.config.setdefault("DEMO_ACCOUNTS", settings.demo_accounts() if app.config["DEMO"] else [])
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if proxies := app.config.get("PROXIES", 0):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    _init_database(app)
    _init_web(app)
    _init_jobs()
    from .cli import init_app as init_cli

    init_cli(app)
    return app


def _init_database(app: Flask) -> None:
    """Bind the database, its settings and its migrations."""
    for name in TABLES:
        import_module(f"benevolat.{name}")
    db.init_app(app)
    Migrate(app, db, directory=str(settings.ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine, durable=not app.testing)


def _init_web(app: Flask) -> None:
    """Register what every page stands on, then the audiences."""
    from .accounts.queries import load_session_user
    from .web import assets, failures, former, guard, headers, logs, pages, registry, sessions

    Babel(app)
    login = LoginManager(app)
    login.user_loader(load_session_user)
    login.session_protection = None
    if app.config["LOGS"]:
        logs.init_app(app)
    headers.init_app(app)
    sessions.init_app(app)
    guard.init_app(app)
    former.init_app(app)
    csrf.init_app(app)
    failures.init_app(app)
    assets.init_app(app)
    pages.init_app(app)
    registry.init_app(app)
    csrf.exempt("benevolat.web.benevole.alertes.stop_by_link")  # a mail program stops an alerte by itself (RFC 8058): its link is signed
    csrf.exempt("benevolat.web.public.verifier.check_file")  # whoever checks a file has no session here, and nothing changes by it

    for name in ("answer_request", "decline_request", "withdraw_by_link"):  # the link is the authority
        csrf.exempt(f"benevolat.web.public.attester.{name}")
    for name in ("answer_yes", "answer_no", "leave_place"):
        csrf.exempt(f"benevolat.web.public.reponses.{name}")
    for name in ("parent_agrees", "parent_refuses"):
        csrf.exempt(f"benevolat.web.public.accord.{name}")


def _init_jobs() -> None:
    """Give the worker the handlers of every domain: each `jobs.py` holds HANDLERS, PERIODIC and, where files are written, ON_EACH_HOST."""
    from .core.jobs import registry

    for name in JOBS:
        module = import_module(f"benevolat.{name}")
        registry.add(module.HANDLERS, module.PERIODIC, getattr(module, "ON_EACH_HOST", ()))
