"""Views: entering through FranceConnect or ProConnect, coming back from there, the first time, and leaving there too."""

import hmac
from dataclasses import asdict, dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.accounts import services
from benevolat.accounts.errors import IdentityTooLate
from benevolat.accounts.federation.exchange import Silent
from benevolat.accounts.federation.providers import Provider, configured
from benevolat.accounts.federation.tokens import Rejected
from benevolat.accounts.models import Kind, ProviderName, User
from benevolat.core import clock
from benevolat.core.db import transaction
from benevolat.core.settings import config
from benevolat.web import limits
from benevolat.web.forms import ActionForm, act
from benevolat.web.guard import PUBLIC, SIGNED_IN, access
from benevolat.web.identity import ContactForm
from benevolat.web.sessions import home_of, inside, open_session, opened_lately

from . import blueprint, half, steps

QUESTION_SECONDS = 15 * 60
FAILURES = {
    "silent": (503, _l("%(name)s ne répond pas. Ce n’est pas vous\u00a0: c’est une panne, chez eux ou chez nous.")),
    "refused": (400, _l("Vous avez arrêté, ou %(name)s n’a pas pu vous identifier assez sûrement. Rien n’a changé ici.")),
    "late": (400, _l("Cette demande a expiré, ou une autre l’a remplacée. Recommencez depuis cette page.")),
    "rejected": (400, _l("La réponse de %(name)s n’a pas pu être vérifiée. Par sécurité, nous ne l’avons pas utilisée.")),
}


@dataclass(frozen=True, slots=True)
class Pending:
    """A question asked of a provider in this browser: what must come back, for which gesture (`link`: add to one's own account)."""

    provider: str
    asked: dict[str, str]
    until: int
    suite: str | None = None
    link: str | None = None


def _provider(name: str) -> Provider:
    """Return a provider that is on; an address of one that is off does not exist."""
    found = configured(ProviderName(name))
    return found if found is not None else abort(404)


def _back(provider: Provider) -> str:
    return str(config("BASE_URL")) + url_for("compte.come_back", name=provider.name.value)


def _failed(provider: Provider, why: str) -> Any:
    """Say why one is not in, and the other ways."""
    status, words = FAILURES[why]
    reason = str(words) % {"name": provider.name.label}
    return render_template("compte/provider_failed.html", provider=provider.name, reason=reason, agent=provider.kind is Kind.AGENT), status


def _leave(provider: Provider, *, suite: str | None, link: str | None = None) -> Any:
    """Draw a question and lead to the provider; nothing is begun for a page of another site."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return redirect(url_for("compte.sign_in"), 303)
    limits.check("provider")
    try:
        address, asked = services.ask_identity(provider, back=_back(provider))
    except Silent:
        return _failed(provider, "silent")
    session["provider"] = asdict(Pending(
        provider.name.value, asdict(asked), int(clock.now().timestamp()) + QUESTION_SECONDS, inside(suite), link
    ))
    return redirect(address, 303)


@blueprint.get("/connexion/<any(franceconnect, proconnect):name>")
@access(PUBLIC)
def enter_by_provider(name: str) -> Any:
    """Lead to a provider of identity."""
    return _leave(_provider(name), suite=request.args.get("suite"))


@blueprint.get("/compte/identites/<any(franceconnect, proconnect):name>")
@access(SIGNED_IN)
def link_provider(name: str) -> Any:
    """Lead to a provider to let it open one's own account, soon after signing in."""
    provider = _provider(name)
    if provider.kind is not current_user.kind:
        abort(404)
    if not opened_lately():
        raise IdentityTooLate()
    return _leave(provider, suite=url_for("compte.identities"), link=current_user.get_id())


def _pending(provider: Provider) -> Pending | None:
    """Return the question whose answer this is, once: its state is shown by nobody else, and a second answer has none."""
    kept = session.pop("provider", None)
    pending = Pending(**kept) if kept else None
    if pending is None or pending.provider != provider.name.value or pending.until <= clock.now().timestamp():
        return None
    given, issuer = request.args.get("state", ""), request.args.get("iss", provider.issuer)
    return pending if hmac.compare_digest(pending.asked["state"].encode(), given.encode()) and issuer == provider.issuer else None


@blueprint.get("/connexion/<any(franceconnect, proconnect):name>/retour")
@access(PUBLIC)
def come_back(name: str) -> Any:
    """Take a provider's answer: enter, link, or ask who one is here. The protocol makes it a GET; its state makes it ours, once."""
    provider = _provider(name)
    limits.check("provider")
    pending, code = _pending(provider), request.args.get("code", "")
    if pending is None:
        return _failed(provider, "late")
    if not code:
        return _failed(provider, "refused")
    try:
        identity, id_token = services.read_identity(provider, services.Asked(**pending.asked), code=code, back=_back(provider))
    except Silent:
        return _failed(provider, "silent")
    except Rejected as error:
        return _failed(provider, "refused" if error.why == "acr" else "rejected")
    session["hint"] = [provider.name.value, id_token]
    if pending.link:
        return _link(pending.link, identity)
    with transaction():
        user = services.enter_by_identity(identity)
    return _arrive(identity, pending.suite) if user is None else redirect(enter(user, identity, pending.suite), 303)


def _link(stamp: str, identity: services.Identity) -> Any:
    """Add an identity to the account that asked for it, if it is still the one signed in here."""
    user = current_user._get_current_object()
    if not user.is_authenticated or user.get_id() != stamp:
        return redirect(url_for("compte.sign_in"), 303)
    return act(lambda: services.link_identity(user, identity), then=lambda _row: url_for("compte.identities"), said=_("C’est relié."))


def enter(user: User, identity: services.Identity, suite: str | None, *, said: str | None = None) -> str:
    """Open the session that an identity opens, and return where to go: an agent's needs a second factor, proven there or here."""
    if user.is_agent and not identity.strong:
        return half.begin(user, suite, said=said)
    open_session(user, strong=user.is_agent)
    if said:
        flash(said, "success")
    return suite or home_of(user)


def _arrive(identity: services.Identity, suite: str | None) -> Response:
    """Keep who a provider says somebody is until they said which account is theirs."""
    steps.keep_arrival(identity, suite)
    return redirect(url_for("compte.first_time", name=identity.provider), 303)


@blueprint.get("/connexion/<any(franceconnect, proconnect):name>/premiere-fois")
@blueprint.post("/connexion/<any(franceconnect, proconnect):name>/premiere-fois")
@access(PUBLIC)
def first_time(name: str) -> Any:
    """Ask somebody a provider knows and we do not which account is theirs, or make one."""
    provider, arrival = _provider(name), steps.arrival()
    if arrival is None or arrival.identity.provider != name:
        return _failed(provider, "late")
    return _invited(arrival) if provider.kind is Kind.AGENT else _reached(arrival)


def _reached(arrival: steps.Arrival) -> Any:
    """A person proves an address or a number: the account that has it is theirs, else a new one is made."""
    form, answer = ContactForm(data={"contact": arrival.identity.email or ""}), None
    if form.validate_on_submit():
        answer = steps.begin(form.reached, "identity", suite=arrival.suite, form=form)
    return answer or render_template("compte/provider_first.html", form=form, provider=arrival.identity.name, identity=arrival.identity)


def _invited(arrival: steps.Arrival) -> Any:
    """An agent who was invited opens their account; any other enters by their password first, or asks for an invitation."""
    identity, form, answer = arrival.identity, ActionForm(), None
    if form.validate_on_submit():
        answer = act(
            lambda: services.accept_by_identity(identity), form=form,
            then=lambda user: enter(user, identity, arrival.suite) if user else url_for("compte.sign_in_agent"),
        )
    return answer or render_template("compte/provider_agent.html", form=form, invitation=services.invited_as(identity), identity=identity)


@blueprint.get("/deconnexion/fournisseur")
@access(PUBLIC)
def leave_provider() -> Any:
    """Go on to close the session over there, the one here being closed: the browser goes by itself, or by a link."""
    hint = session.get("leaving")
    address = None
    if hint:
        back = str(config("BASE_URL")) + url_for("compte.left_provider")
        try:
            address = services.sign_out_address(hint[0], hint[1], state=hint[2], back=back)
        except Silent:
            session.pop("leaving")
            flash(_("Par sécurité, fermez aussi votre navigateur\u00a0: l’autre site ne répond pas."), "warning")
    if address is None:
        return redirect(url_for("public.home"), 303)
    return render_template("compte/provider_leave.html", address=address, provider=ProviderName(hint[0]))


@blueprint.get("/deconnexion/retour")
@access(PUBLIC)
def left_provider() -> Any:
    """Come back from closing the session over there."""
    hint = session.pop("leaving", None)
    if hint and hmac.compare_digest(str(hint[2]).encode(), request.args.get("state", "").encode()):
        flash(_("Vous êtes déconnecté, ici et chez %(name)s.", name=ProviderName(hint[0]).label), "success")
    return redirect(url_for("public.home"), 303)
