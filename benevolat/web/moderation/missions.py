"""Moderating a mission: what the public would read, the checks, and the decision."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from benevolat.associations.queries import history_of
from benevolat.coordination.models import SnapshotKind
from benevolat.coordination.queries import snapshots_of, text_of
from benevolat.missions import words
from benevolat.missions.models import Mission, MissionKind, Publication
from benevolat.missions.permissions import can_moderate_mission
from benevolat.missions.queries import find_visible_mission
from benevolat.missions.workflow import PASSED, WORKFLOW
from benevolat.moderation.checks import checks
from benevolat.moderation.comparing import Line, compare
from benevolat.moderation.models import Noun
from benevolat.moderation.queries import near_decided
from benevolat.moderation.services import ask_correction, publish_mission, refuse_mission, take_down_mission
from benevolat.signalements.queries import open_about
from benevolat.web.forms import Form, act
from benevolat.web.guard import MODERATEUR, access, found, require
from benevolat.web.history import AGENTS, entries

from . import blueprint
from .desk_items import claim_of
from .forms import PublishForm, ReasonForm, Refusal
from .journal import LATER, WORDS


def _mission(public_id: str) -> Mission:
    mission: Mission = found(find_visible_mission(current_user, public_id))
    require(can_moderate_mission(current_user, mission))
    return mission


REFUSALS = {
    "corriger": Refusal(
        "mission", "ask_correction", ask_correction, _l("Demander une correction"),
        _l("La mission retourne à l’association. Elle la corrige et vous l’envoie de nouveau."),
        _l("La correction est demandée."),
    ),
    "refuser": Refusal(
        "mission", "refuse", refuse_mission, _l("Refuser la mission"),
        _l("La mission ne paraîtra pas. Si des personnes étaient inscrites, elles sont prévenues, sans votre raison."),
        _l("La mission est refusée."),
    ),
    "retirer": Refusal(
        "mission", "take_down", take_down_mission, _l("Retirer de la publication"),
        _l("La mission disparaît du site. Les personnes inscrites sont prévenues, sans votre raison."),
        _l("La mission est retirée. L’association et les personnes inscrites sont prévenues."),
    ),
}
REFUSAL = '<any("corriger","refuser","retirer"):decision>'


def _comparisons(mission: Mission) -> list[tuple[SnapshotKind, list[Line]]]:
    """Return what changed since each version that was kept, while the mission waits to be read."""
    if mission.publication is not Publication.SUBMITTED:
        return []
    kept, now = snapshots_of(mission), text_of(mission)
    return [(kind, compare(kept[kind].lines, now)) for kind in SnapshotKind if kind in kept]


def _show(mission: Mission, form: Form | None = None) -> str:
    seen = mission.updated_at.isoformat()
    actions = {each.action for each in WORKFLOW.available(mission, current_user)}
    return render_template(
        "moderation/mission.html", mission=mission, association=mission.association, seen=seen,
        form=form or PublishForm(data={"seen": seen}), claim=claim_of(Noun.MISSION, mission),
        can_publish="publish" in actions, refusals={name: each for name, each in REFUSALS.items() if each.action in actions},
        facts=words.facts(mission, exact=True), slots=words.slots(mission) if mission.kind is MissionKind.DATED else [],
        who=words.who_words(mission), where=words.where_words(mission), comparisons=_comparisons(mission),
        checks=checks(f"{mission.title}\n{mission.description}"), near=near_decided(mission), decisions=WORDS[Noun.MISSION],
        reports=open_about(current_user, mission_id=mission.id),
        history=entries(history_of("mission", mission), PASSED, lambda user: user.full_name if user else str(AGENTS)),
    )


def _to_queue(_done: object) -> str:
    return url_for("moderation.queue")


@blueprint.get("/missions/<public_id>")
@access(MODERATEUR)
def mission(public_id: str) -> str:
    """Show a mission as the public would read it, and what can be decided."""
    return _show(_mission(public_id))


@blueprint.post("/missions/<public_id>")
@access(MODERATEUR)
def publish(public_id: str) -> Response | str:
    """Show it to everybody."""
    row, form = _mission(public_id), PublishForm()
    said = _("«\u00a0%(title)s\u00a0» est publiée.", title=row.title)
    answer = act(
        lambda: publish_mission(row, by=current_user, not_a_job=form.not_a_job.data, seen=form.seen_at()), then=_to_queue, form=form,
        said=f"{said} {LATER}",
    ) if form.validate_on_submit() else None
    return answer or _show(row, form)


def _show_refusal(row: Mission, refusal: Refusal, form: ReasonForm) -> str:
    return render_template(
        "moderation/reason.html", refusal=refusal, form=form, name=row.title,
        back=url_for("moderation.mission", public_id=row.public_id),
    )


@blueprint.get(f"/missions/<public_id>/{REFUSAL}")
@access(MODERATEUR)
def mission_refusal(public_id: str, decision: str) -> str:
    """Ask for the reason of a no."""
    row, refusal = _mission(public_id), REFUSALS[decision]
    require(WORKFLOW.allows(row, refusal.action, current_user))
    return _show_refusal(row, refusal, ReasonForm(refusal, data={"seen": request.args.get("lu", row.updated_at.isoformat())}))


@blueprint.post(f"/missions/<public_id>/{REFUSAL}")
@access(MODERATEUR)
def refuse_one(public_id: str, decision: str) -> Response | str:
    """Say no with a reason."""
    row, refusal = _mission(public_id), REFUSALS[decision]
    form, final = ReasonForm(refusal), refusal.action == "take_down"
    seen = {} if final else {"seen": form.seen_at()}
    answer = act(
        lambda: refusal.perform(row, by=current_user, reason=form.told(), **seen), form=form,
        then=lambda _done: form.back_to(url_for("moderation.queue")), said=refusal.said if final else f"{refusal.said} {LATER}",
    ) if form.validate_on_submit() else None
    return answer or _show_refusal(row, refusal, form)
