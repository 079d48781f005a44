"""Views: an association's missions, page by page, its archives, and what is done with several of them at once."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from benevolat.associations.models import Right
from benevolat.associations.permissions import has_right
from benevolat.candidatures.queries import count_living
from benevolat.coordination.services import withdraw_missions
from benevolat.missions.models import Mission, Publication
from benevolat.missions.queries import find_own_missions, group_sizes, list_missions
from benevolat.missions.services import pause_mission
from benevolat.missions.workflow import WORKFLOW
from benevolat.web.forms import ActionForm, Form, act
from benevolat.web.guard import PERSON, access

from . import blueprint
from .home import mission_title, row_of
from .scope import own_association, working_on
from .upkeep import PauseForm

WITHDRAW, PAUSE = "retirer", "pause"


class TitleForm(Form):
    """Words of a title, asked by the address of the page."""

    q = StringField(_l("Chercher dans les titres"), [Length(max=80)], render_kw={"autocomplete": "off"})


@blueprint.get("/<public_id>/missions")
@access(PERSON)
def missions(public_id: str) -> str:
    """List the missions, or the archives."""
    association, form = own_association(public_id), TitleForm(request.args, meta={"csrf": False})
    archived, text = bool(request.args.get("archives")), (form.q.data or "").strip()[:80]
    listed = list_missions(association, archived=archived, text=text, page=request.args.get("page", 1, type=int))

    sizes = group_sizes(listed.rows)

    def address(*, archives: bool = archived, page: int = 1) -> str:
        return url_for("association.missions", public_id=public_id, archives=1 if archives else None, q=text or None,
                       page=page if page > 1 else None)

    return render_template(
        "association/missions.html", association=association, form=form, listed=listed,
        rows=[{**row_of(each), "places": sizes.get(each.group_key or "", 1)} for each in listed.rows],
        writes=has_right(current_user, association, Right.MISSIONS), archived=archived, address=address,
        page_address=lambda number: address(page=number),
        acts={WITHDRAW: _("Retirer"), PAUSE: _("Mettre en pause")},
    )


def _fit(rows: list[Mission], deed: str) -> list[Mission]:
    """Return those the act is possible for: a draft is not withdrawn, and only what is published and open is paused."""
    if deed == PAUSE:
        return [each for each in rows if each.publication is Publication.PUBLISHED and each.recruiting]
    return [each for each in rows if WORKFLOW.allows(each, "withdraw", current_user)]


@blueprint.route("/<public_id>/missions/ensemble", methods=["GET", "POST"])
@access(PERSON)
def missions_together(public_id: str) -> Any:
    """Show what withdrawing or pausing several missions will do, then do it."""
    association = working_on(public_id, Right.MISSIONS)
    deed = PAUSE if request.values.get("acte") == PAUSE else WITHDRAW
    asked = find_own_missions(current_user, association, request.values.getlist("m"))
    rows, form = _fit(asked, deed), PauseForm() if deed == PAUSE else ActionForm()
    there = url_for("association.missions", public_id=public_id)
    answer = act(lambda: _perform(rows, deed, form), then=lambda _done: there, form=form, said=_said(deed)) \
        if rows and form.validate_on_submit() else None
    return answer or (render_template(
        "association/ensemble.html", association=association, rows=[(each.public_id, mission_title(each)) for each in rows], deed=deed,
        form=form, left_aside=len(asked) - len(rows), told=count_living([each.id for each in rows]), back=there,
    ), 400 if form.errors else 200)


def _perform(rows: list[Mission], deed: str, form: Any) -> int:
    if deed == PAUSE:
        for each in rows:
            pause_mission(each, by=current_user, reason=form.reason.data, resumes_on=form.resumes_on.data)
    else:
        withdraw_missions(rows, by=current_user)
    return len(rows)


def _said(deed: str) -> Any:
    if deed == PAUSE:
        return lambda done: ngettext("%(num)d mission est en pause.", "%(num)d missions sont en pause.", done or 0)
    return lambda done: ngettext(
        "%(num)d mission est retirée. Les personnes inscrites sont prévenues.",
        "%(num)d missions sont retirées. Les personnes inscrites sont prévenues.", done or 0,
    )
