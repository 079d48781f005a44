"""Where a person stands between « here is my address » and « here is my code »: kept in the session, nothing but an address and a goal."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from benevolat.accounts import services
from benevolat.accounts.models import Purpose, User
from benevolat.accounts.queries import load_stamped_user
from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.errors import Conflict
from benevolat.web.forms import Form
from benevolat.web.identity import contact_of, send_code
from benevolat.web.sessions import home_of, inside, open_session

from . import half

PROOF_SECONDS = 15 * 60
PURPOSES = {
    "sign_in": Purpose.SIGN_IN, "sign_up": Purpose.SIGN_IN, "password": Purpose.RESET, "agent_password": Purpose.RESET_AGENT,
    "change": Purpose.CONFIRM, "identity": Purpose.SIGN_IN,
}


@dataclass(frozen=True, slots=True)
class Step:
    """An address or number to prove, what for, and where one wished to go."""

    value: str
    goal: str
    suite: str | None = None

    @property
    def contact(self) -> services.Contact:
        """The address or number."""
        return contact_of(self.value)

    @property
    def purpose(self) -> Purpose:
        """What its code opens."""
        return PURPOSES[self.goal]


@dataclass(frozen=True, slots=True)
class Proof:
    """An address or number that was proven a moment ago: by whom (an account's session name, None when new), and until when.

    `linking`: for somebody who arrived from a provider of identity, which will open the account too.
    """

    value: str
    user: str | None
    until: int
    suite: str | None = None
    linking: bool = False

    @property
    def holder(self) -> User | None:
        """The account that was proven, while nothing changed its password since."""
        return load_stamped_user(self.user) if self.user else None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whom a provider of identity knows and no account here: who it says they are, and until when we remember it."""

    identity: services.Identity
    until: int
    suite: str | None = None


def keep_arrival(identity: services.Identity, suite: str | None) -> None:
    """Remember who a provider says somebody is, for as long as proving an address takes."""
    session["arrival"] = [asdict(identity), int(clock.now().timestamp()) + 2 * PROOF_SECONDS, suite]


def arrival() -> Arrival | None:
    """Return who arrived from a provider less than half an hour ago, or None."""
    kept = session.get("arrival")
    found = Arrival(services.Identity(**kept[0]), kept[1], kept[2]) if kept else None
    return found if found is not None and found.until > clock.now().timestamp() else None


def link_arrival(user: User) -> str | None:
    """Let whoever arrived open the account that they just proved; return the word to say, None when nobody had arrived."""
    found = arrival()
    if found is None:
        return None
    try:
        with transaction():
            services.link_identity(user, found.identity)
    except Conflict as error:
        return str(error)
    return str(_("Votre compte est relié à %(name)s\u00a0: la prochaine fois, il suffit.", name=found.identity.name.label))


def begin(contact: services.Contact, goal: str, *, suite: Any = None, form: Form | None = None) -> Response | None:
    """Send a code, remember what for, and lead to the screen that asks for it."""
    screen = url_for("compte.confirm_contact" if goal == "change" else "compte.code")
    answer = send_code(contact, then=screen, form=form, purpose=PURPOSES[goal])
    if answer is not None:
        session["step"] = asdict(Step(contact.value, goal, inside(suite)))
    return answer


def present() -> Step | None:
    """Return where the person stands, or None when nothing was begun."""
    kept = session.get("step")
    return Step(**kept) if kept else None


def proven() -> Proof | None:
    """Return what the person proved less than fifteen minutes ago, or None."""
    kept = session.get("proof")
    proof = Proof(**kept) if kept else None
    return proof if proof is not None and proof.until > clock.now().timestamp() else None


def lost() -> Response:
    """Send back to the beginning somebody who comes to a screen too late or by an address kept from before."""
    flash(_("Cette étape a expiré. Recommençons\u00a0: écrivez votre e-mail ou votre numéro."), "warning")
    return redirect(url_for("compte.sign_in"), 303)


def enter(user: User, suite: str | None, *, said: str | None = None) -> str:
    """Open the session, say a word in it (the session before is forgotten, its words too), and return where to go.

    An agent's does not open yet: the second step comes first, whatever door they came by.
    """
    if user.is_agent:
        return half.begin(user, suite, said=said)
    open_session(user)
    if said:
        flash(said, "success")
    return suite or home_of(user)


def _prove(step: Step, user: User | None) -> None:
    session.pop("step", None)
    until = int(clock.now().timestamp()) + PROOF_SECONDS
    session["proof"] = asdict(Proof(step.value, user.get_id() if user else None, until, step.suite, step.goal == "identity"))


def _after_sign_in(step: Step, user: User | None) -> str:
    if user is not None:
        return enter(user, step.suite, said=_("Vous aviez déjà un compte\u00a0: vous y êtes.") if step.goal == "sign_up" else None)
    _prove(step, None)
    return url_for("compte.sign_up_details")


def _after_identity(step: Step, user: User | None) -> str:
    if user is not None:
        return enter(user, step.suite, said=link_arrival(user))
    _prove(step, None)
    return url_for("compte.sign_up_details")


def _after_password(step: Step, user: User | None) -> str:
    if user is not None:
        _prove(step, user)
        return url_for("compte.new_password")
    session.pop("step", None)
    if step.purpose is Purpose.RESET_AGENT:
        flash(_("Aucun compte d’agent n’utilise cette adresse. Demandez une invitation à votre administration."), "error")
        return url_for("compte.sign_in_agent")
    flash(_("Aucun compte n’utilise cette adresse ou ce numéro. Vous pouvez en créer un."), "info")
    return url_for("compte.sign_up")


AFTER: dict[str, Callable[[Step, User | None], str]] = {
    "sign_in": _after_sign_in, "sign_up": _after_sign_in, "identity": _after_identity,
    "password": _after_password, "agent_password": _after_password,
}
