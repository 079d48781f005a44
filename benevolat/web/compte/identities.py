"""Views: the identities elsewhere that open one's account."""

from typing import Any

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from benevolat.accounts import services
from benevolat.accounts.federation.providers import configured
from benevolat.accounts.models import IdentityLink, ProviderName, User
from benevolat.accounts.queries import identities_of
from benevolat.web.forms import act
from benevolat.web.guard import SIGNED_IN, access
from benevolat.web.sessions import opened_lately

from . import blueprint


def _free(user: User, links: list[IdentityLink]) -> list[ProviderName]:
    """Return the providers that are on, for this kind of account, and open it not yet."""
    on = [configured(each) for each in services.providers_offered()]
    taken = {each.provider for each in links}
    return [each.name for each in on if each is not None and each.kind is user.kind and each.name not in taken]


def may_link(user: User) -> bool:
    """Tell whether an account has an identity elsewhere, or could have one."""
    links = identities_of(user)
    return bool(links or _free(user, links))


@blueprint.get("/compte/identites")
@access(SIGNED_IN)
def identities() -> Any:
    """List the identities that open one's account, and the provider that may be added."""
    user = current_user._get_current_object()
    links = identities_of(user)
    free = _free(user, links)
    if not links and not free:
        abort(404)
    return render_template("compte/identities.html", links=links, free=free, lately=opened_lately())


@blueprint.post("/compte/identites/<public_id>/retirer")
@access(SIGNED_IN)
def forget_identity(public_id: str) -> Any:
    """Let an identity open one's account no more."""
    user = current_user._get_current_object()
    return act(lambda: services.unlink_identity(user, public_id), then=lambda _done: url_for("compte.account"),
               said=_("Cette identité n’ouvre plus votre compte."))
