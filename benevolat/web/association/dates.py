"""Views: one date of a mission, its hours, its places, and how to cancel it."""

from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.models import Right
from benevolat.associations.permissions import has_right
from benevolat.coordination.services import cancel_creneau, change_creneau
from benevolat.core import clock
from benevolat.missions.models import Creneau, Mission
from benevolat.missions.queries import find_creneau
from benevolat.missions.services import remove_creneau
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .home import mission_title
from .scope import edited_mission
from .slots import SlotAsked, moment


class DateForm(SlotAsked, Form):
    """One date as it is written now."""

    @classmethod
    def of(cls, creneau: Creneau) -> "DateForm":
        """Return the form filled with what is kept, read on a clock of the Isère."""
        starts, ends = clock.local(creneau.starts_at), clock.local(creneau.ends_at)
        return cls(data={"slot_day": starts.date(), "slot_start": starts.time(), "slot_end": ends.time(), "slot_places": creneau.places})

    def slot_of(self, creneau: Creneau) -> dict[str, Any] | None:
        """Return the date asked for; one that went past midnight still may."""
        asked, overnight = self.slot(), clock.local(creneau.ends_at).date() > clock.local(creneau.starts_at).date()
        if asked is not None and overnight and asked["ends_at"] <= asked["starts_at"]:
            asked["ends_at"] = moment(self.slot_day.data + timedelta(days=1), self.slot_end.data)
        return asked


def _show(mission: Mission, creneau: Creneau, form: DateForm) -> str:
    return render_template(
        "association/creneau.html", mission=mission, title=mission_title(mission), creneau=creneau, form=form,
        over=creneau.cancelled or creneau.starts_at <= clock.now(), public=mission.published_at is not None,
        notes=mission.published_at is not None and has_right(current_user, mission.association, Right.HOURS),
        reviewed=mission.published_at is not None and not mission.association.trusted,
    )


def _to(mission: Mission) -> str:
    return url_for("association.mission", public_id=mission.public_id)


@blueprint.get("/missions/<public_id>/dates/<creneau_id>")
@access(PERSON)
def creneau(public_id: str, creneau_id: str) -> str:
    """Show one date."""
    row = edited_mission(public_id)
    slot: Creneau = found(find_creneau(row, creneau_id))
    return _show(row, slot, DateForm.of(slot))


@blueprint.post("/missions/<public_id>/dates/<creneau_id>")
@access(PERSON)
def write_creneau(public_id: str, creneau_id: str) -> Response | str:
    """Move one date, or change its places; those who applied are told when it moves."""
    row, form = edited_mission(public_id), DateForm()
    slot: Creneau = found(find_creneau(row, creneau_id))
    form.validate_on_submit()
    asked = form.slot_of(slot)
    answer = act(
        lambda: change_creneau(slot, by=current_user, **asked or {}), then=lambda _done: _to(row), form=form, said=_said,
    ) if asked is not None and not form.errors else None
    return answer or _show(row, slot, form)


def _said(goes_back: bool | None) -> str:
    """Tell what follows."""
    return _("C’est enregistré. Une personne va relire la mission avant qu’elle reparaisse.") if goes_back else _("C’est enregistré.")


@blueprint.post("/missions/<public_id>/dates/<creneau_id>/enlever")
@access(PERSON)
def remove_slot(public_id: str, creneau_id: str) -> Response | None:
    """Take away one date that nobody ever saw."""
    row = edited_mission(public_id)
    slot: Creneau = found(find_creneau(row, creneau_id))
    return act(lambda: remove_creneau(slot, by=current_user), then=lambda _done: _to(row), said=_("La date est enlevée."))


@blueprint.post("/missions/<public_id>/dates/<creneau_id>/annuler")
@access(PERSON)
def cancel_slot(public_id: str, creneau_id: str) -> Response | None:
    """Cancel one date; those who applied are told."""
    row = edited_mission(public_id)
    slot: Creneau = found(find_creneau(row, creneau_id))
    return act(
        lambda: cancel_creneau(slot, by=current_user), then=lambda _told: _to(row),
        said=_("La date est annulée. Les personnes inscrites sont prévenues."),
    )
