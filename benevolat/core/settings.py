"""What an operator chooses: the environment's configuration, and texts or figures kept in the database with a version."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db

ROOT = Path(__file__).resolve().parents[2]
PLAN_IGN = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal"
    "&TILEMATRIXSET=PM&FORMAT=image/png&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)
"""The national map, free to use with its credit."""


class Setting(Base):
    """A text or figure changed by an administrateur: the newest version of a key stands, the older ones are its history."""

    __tablename__ = "setting"
    __table_args__ = (sa.UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    version: Mapped[int]
    value: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by: Mapped[int | None]


def read(key: str, default: str) -> tuple[str, int]:
    """Return the value of a setting and its version; version 0 is the text that comes with the code."""
    found = db.session.execute(
        sa.select(Setting.value, Setting.version).where(Setting.key == key).order_by(Setting.version.desc()).limit(1)
    ).first()
    return (found[0], found[1]) if found else (default, 0)


def write(key: str, value: str, *, by: int | None) -> None:
    """Store a new version of a setting."""
    last = db.session.scalar(sa.select(sa.func.max(Setting.version)).where(Setting.key == key)) or 0
    db.session.add(Setting(key=key, version=last + 1, value=value, changed_by=by, changed_at=clock.now()))


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "oui"}


def _secret_key(instance: Path) -> str:
    """Return the configured secret, or one made once and kept in the instance folder, readable by its owner alone."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as target:
        made = secrets.token_urlsafe(48)
        target.write(made)
    return made


def from_environment() -> dict[str, Any]:
    """Return Flask's configuration from the environment; each name is documented in the README."""
    instance = Path(os.environ.get("BENEVOLAT_INSTANCE", ROOT / "instance"))
    instance.mkdir(parents=True, exist_ok=True)
    return {
        "INSTANCE": instance,
        "SECRET_KEY": _secret_key(instance),
        "SECRET_KEY_FALLBACKS": [each for each in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if each],
        "SQLALCHEMY_DATABASE_URI": os.environ.get("DATABASE_URL", f"sqlite:///{instance / 'benevolat.sqlite3'}"),
        "DEMO": _flag("BENEVOLAT_DEMO"),
        "BASE_URL": os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        "HELPER_PHONE": os.environ.get("HELPER_PHONE", "04 65 71 38 38"),
        "HELPER_HOURS": os.environ.get("HELPER_HOURS", "du lundi au vendredi, 9\u00a0h à 12\u00a0h et 14\u00a0h à 17\u00a0h"),
        "PROXIES": int(os.environ.get("PROXIES", "0")),
        "SMTP_URL": os.environ.get("SMTP_URL", ""),
        "MAIL_FROM": os.environ.get("MAIL_FROM", "Isère bénévolat <ne-pas-repondre@isere-benevolat.example>"),
        "SMS_GATEWAY_URL": os.environ.get("SMS_GATEWAY_URL", ""),
        "SMS_GATEWAY_TOKEN": os.environ.get("SMS_GATEWAY_TOKEN", ""),
        "PRIVATE_HOSTS": {each.strip().lower() for each in os.environ.get("PRIVATE_HOSTS", "").split(",") if each.strip()},
        "GEOCODER_DOMAIN": os.environ.get("GEOCODER_DOMAIN", ""),
        "DIRECTORY_URL": os.environ.get("DIRECTORY_URL", "https://recherche-entreprises.api.gouv.fr"),
        "MAP_TILES_URL": os.environ.get("MAP_TILES_URL", PLAN_IGN),
        "MAP_TILES_CREDIT": os.environ.get("MAP_TILES_CREDIT", "© IGN, Plan IGN"),
        "KEYS_DIR": Path(os.environ.get("BENEVOLAT_KEYS", instance / "keys")),
        "CERTIFICATE_PASSWORD": os.environ.get("CERTIFICATE_PASSWORD", ""),
        "PUBLIC_FIGURES": Path(os.environ.get("PUBLIC_FIGURES", instance / "chiffres.json")),
        **{
            f"{provider}_{each}": os.environ.get(f"{provider}_{each}", default)
            for provider in ("FRANCECONNECT", "PROCONNECT")
            for each, default in (("ISSUER", ""), ("CLIENT_ID", ""), ("SECRET", ""), ("ACR", ""), ("ACR_MFA", ""), ("PKCE", "1"))
        },
        "LOGS": _flag("BENEVOLAT_LOGS", "0" if _flag("BENEVOLAT_DEMO") else "1"),
        "BACKUP_DIR": Path(os.environ.get("BENEVOLAT_BACKUPS", instance / "backups")),
        "INDEX_DIR": Path(os.environ.get("BENEVOLAT_INDEX", instance / "index")),
    }


def demo_accounts() -> list[dict[str, str]]:
    """Return the accounts that a demonstration offers on its sign-in page, one a role: their role, label and e-mail."""
    path = ROOT / "benevolat" / "demo" / "data" / "accounts.json"
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def config(name: str) -> Any:
    """Return a value of the configuration of the running application."""
    return current_app.config[name]
