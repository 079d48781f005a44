"""Tables of accounts: persons (an e-mail or a telephone number) and agents (invited, named, dated), codes, invitations, limits."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benevolat.core import clock, entropy
from benevolat.core.db import Base
from benevolat.core.labels import Labelled, enum_column
from benevolat.territoire.models import Commune


class Kind(Labelled):
    """A person who volunteers or belongs to an association, or an agent: the same human has separate accounts."""

    PERSON = "person", _l("Personne")
    AGENT = "agent", _l("Agent")


class AgeBand(Labelled):
    """What is asked of an age: nothing finer."""

    ADULT = "adult", _l("18 ans ou plus")
    MINOR = "minor", _l("16 ou 17 ans")


class Role(Labelled):
    """What an agent is invited for."""

    MODERATEUR = "moderateur", _l("Modérateur")
    REFERENT = "referent", _l("Référent")
    PILOTE = "pilote", _l("Pilote")
    ADMINISTRATEUR = "administrateur", _l("Administrateur")


class Purpose(Labelled):
    """What a one-time code opens."""

    SIGN_IN = "sign_in", _l("Se connecter")
    CONFIRM = "confirm", _l("Confirmer une adresse ou un numéro")
    RESET = "reset", _l("Choisir un nouveau mot de passe")
    RESET_AGENT = "reset_agent", _l("Choisir un nouveau mot de passe d’agent")
    AGREE = "agree", _l("Dire oui sur l’écran de quelqu’un d’autre")


class Device(Labelled):
    """What a session was opened on: enough to recognise one's own, and nothing finer."""

    ANDROID = "android", _l("Téléphone ou tablette Android")
    APPLE = "apple", _l("iPhone ou iPad")
    WINDOWS = "windows", _l("Ordinateur Windows")
    MAC = "mac", _l("Ordinateur Mac")
    LINUX = "linux", _l("Ordinateur Linux")
    OTHER = "other", _l("Autre appareil")


class ProviderName(Labelled):
    """Who says elsewhere who somebody is."""

    FRANCECONNECT = "franceconnect", _l("FranceConnect")
    PROCONNECT = "proconnect", _l("ProConnect")


class User(Base):
    """An account. A person has an e-mail or a telephone number (E.164); an agent has an e-mail, roles and an end date."""

    __tablename__ = "user_account"
    __table_args__ = (
        sa.CheckConstraint("erased_at IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL", name="reachable"),
        sa.UniqueConstraint("kind", "email"),
        sa.UniqueConstraint("kind", "phone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"), default=Kind.PERSON)
    email: Mapped[str | None] = mapped_column(sa.String(320))
    email_confirmed_at: Mapped[datetime | None]
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    phone_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    own_code_hash: Mapped[str | None] = mapped_column(sa.String(64))
    own_code_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    age_band: Mapped[AgeBand | None] = mapped_column(enum_column(AgeBand, "age_band"))
    commune_code: Mapped[str | None] = mapped_column(sa.ForeignKey("commune.code", ondelete="SET NULL"), index=True)
    about: Mapped[str | None]
    message_paces: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    urgent_by_sms: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    email_refused_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
    reviewed_at: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    noticed_at: Mapped[datetime | None]
    """When the holder was told that the account is about to be erased, nobody having used it for long."""
    erased_at: Mapped[datetime | None]

    commune: Mapped[Commune | None] = relationship()

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """An erased account, or an agent's whose end date is past, opens nothing."""
        return self.erased_at is None and (self.ends_on is None or self.ends_on >= clock.today())

    def get_id(self) -> str:
        """Return the account with its epoch, which rises when every session closes: a proof kept from before opens nothing."""
        return f"{self.public_id}.{self.session_epoch}"

    @property
    def is_agent(self) -> bool:
        """Whether this is an agent's account."""
        return self.kind is Kind.AGENT

    @property
    def full_name(self) -> str:
        """First and last name, as the person wrote them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def display_name(self) -> str:
        """The name shown to the person, or what they sign in with while they gave none."""
        return self.full_name or self.email or self.phone or ""


class AccountSession(Base):
    """A session that is open somewhere: listed to its account, closed from there. No address, no browser; erased with the account.

    Only the fingerprint of what its cookie holds is kept. `strong` says that a second factor opened it: an agent's session is nothing else.
    """

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    device: Mapped[Device] = mapped_column(enum_column(Device, "device"))
    strong: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    opened_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    seen_on: Mapped[date]


class Totp(Base):
    """An agent's application of codes: its secret, sealed by our key, and the step of the last code used. Erased with the account."""

    __tablename__ = "totp"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str] = mapped_column(sa.String(200))
    last_step: Mapped[int]
    confirmed_at: Mapped[datetime] = mapped_column(default=clock.now)


class RecoveryCode(Base):
    """A code kept on paper for the day the telephone is lost: hashed, used once. Erased with the account."""

    __tablename__ = "recovery_code"
    __table_args__ = (sa.UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A passkey (WebAuthn): its public key, and how often it says it signed. Erased with the account."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int] = mapped_column(sa.BigInteger())
    device: Mapped[Device] = mapped_column(enum_column(Device, "device"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_on: Mapped[date | None]

    user: Mapped[User] = relationship()


class IdentityLink(Base):
    """An account that a provider of identity opens too: who it is over there, as a fingerprint made with our key. Erased with the account.

    Neither the provider's name for the person nor what it says of them is kept: they only have to be recognised.
    """

    __tablename__ = "identity_link"
    __table_args__ = (sa.UniqueConstraint("user_id", "provider"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    provider: Mapped[ProviderName] = mapped_column(enum_column(ProviderName, "provider"))
    subject_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    linked_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_on: Mapped[date | None]

    user: Mapped[User] = relationship()


class FactorReset(Base):
    """Giving access back to an agent who lost everything: asked by one administrateur, done by another, not before a day. Erased then."""

    __tablename__ = "factor_reset"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])


class AgentRole(Base):
    """A role of an agent, on one territory or on all (no territory), until a date."""

    __tablename__ = "agent_role"
    __table_args__ = (sa.UniqueConstraint("user_id", "role", "territoire_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"))
    ends_on: Mapped[date | None]

    user: Mapped[User] = relationship()


class Invitation(Base):
    """An invitation to become an agent; only the fingerprint of its link is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(32), default=entropy.public_id, unique=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(320))
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    territoire_code: Mapped[str | None] = mapped_column(sa.ForeignKey("territoire.code"))
    agent_ends_on: Mapped[date | None]
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class OneTimeCode(Base):
    """A code of six digits sent to an address or a number: hashed, short-lived, used once, few attempts."""

    __tablename__ = "one_time_code"
    __table_args__ = (sa.Index("ix_one_time_code_target_purpose", "target", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(sa.String(320))
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose, "purpose"))
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class ContactChange(Base):
    """An address or number that a person proved at a desk, theirs being lost: it takes its place three days later unless refused."""

    __tablename__ = "contact_change"
    __table_args__ = (sa.CheckConstraint("(email IS NULL) <> (phone IS NULL)", name="one_contact"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(320))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    takes_effect_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship()


class NumberRelease(Base):
    """A number that somebody else proved at a desk to be theirs today: the account lets it go, unless its holder proves it again."""

    __tablename__ = "number_release"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    phone: Mapped[str] = mapped_column(sa.String(20))
    takes_effect_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship()


class RateWindow(Base):
    """How often something was tried in a window of time, counted by one atomic statement."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)
