"""An agent who proved a password and no second factor yet: nobody is signed in, and only the screens of the second factor know them."""

from dataclasses import asdict, dataclass

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from benevolat.accounts.models import User
from benevolat.accounts.queries import has_factor, load_stamped_user
from benevolat.accounts.services import seal, unseal
from benevolat.core import clock
from benevolat.web.sessions import close_session, home_of, open_session

HALF_SECONDS = 30 * 60
SHOWN_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Half:
    """Whose password was proven (the account with its epoch), until when, where they wished to go, and whether they may change factor."""

    user: str
    until: int
    suite: str | None = None
    renews: bool = False

    @property
    def holder(self) -> User | None:
        """The agent, while nothing closed their sessions since."""
        user = load_stamped_user(self.user) if self.until > clock.now().timestamp() else None
        return user if user is not None and user.is_agent else None


def begin(user: User, suite: str | None, *, said: str | None = None, renews: bool = False) -> str:
    """Remember that an agent proved a password (`renews`: and their present factor), and return the screen that comes next."""
    close_session()
    session["half"] = asdict(Half(user.get_id(), int(clock.now().timestamp()) + HALF_SECONDS, suite, renews))
    if said:
        flash(said, "success")
    return url_for("compte.prepare_factor" if renews or not has_factor(user) else "compte.second_step")


def present() -> tuple[Half, User] | None:
    """Return who stands between the two steps, or None."""
    kept = session.get("half")
    half = Half(**kept) if kept else None
    user = half.holder if half is not None else None
    return (half, user) if half is not None and user is not None else None


def lost() -> Response:
    """Send back to the door somebody who comes too late or without a password proven."""
    flash(_("Cette étape a expiré. Recommençons\u00a0: écrivez votre e-mail et votre mot de passe."), "warning")
    return redirect(url_for("compte.sign_in_agent"), 303)


def finish(user: User, suite: str | None) -> str:
    """Open the agent's session, both steps being proven, and return where to go."""
    open_session(user, strong=True)
    return suite or home_of(user)


def keep_codes(user: User, codes: list[str], suite: str | None) -> str:
    """Keep fresh recovery codes, sealed, in the session until the agent says that they are written down; return their screen."""
    session["codes"] = {
        "sealed": seal(" ".join(codes), user), "until": int(clock.now().timestamp()) + SHOWN_SECONDS, "suite": suite,
    }
    return url_for("compte.recovery_codes")


def shown_codes(user: User) -> list[str]:
    """Return the codes to show, none once they were noted or a quarter of an hour passed."""
    kept = session.get("codes") or {"sealed": "", "until": 0}
    return (unseal(kept["sealed"], user) or "").split() if kept["until"] > clock.now().timestamp() else []


def forget_codes() -> str | None:
    """Show the codes no more; return where the agent wished to go."""
    suite: str | None = (session.pop("codes", None) or {}).get("suite")
    return suite
