"""Views: anybody says that something is wrong on a page, or in a message they received; no account is needed."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response
from wtforms import BooleanField, EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from benevolat.proofs.codes import read_code
from benevolat.signalements.models import LONGEST, Kind, Reason
from benevolat.signalements.queries import Target, find_target, page_target
from benevolat.signalements.services import report
from benevolat.web import limits
from benevolat.web.forms import Form, act
from benevolat.web.guard import PUBLIC, access, declared_access, found

from . import blueprint

KIND = '<any("mission","association","temoignage","message","verification"):kind>'


class ReportForm(Form):
    """What is wrong, in one answer and perhaps one sentence. `site` is a trap: people do not see it, machines fill it in."""

    reason = RadioField(_l("Qu’est-ce qui ne va pas\u00a0?"), [InputRequired()])
    words = TextAreaField(
        _l("Expliquez en quelques mots"), [Length(max=LONGEST)], render_kw={"rows": 4, "maxlength": LONGEST},
        description=_l("Ne donnez ni votre nom ni celui de quelqu’un d’autre, sauf s’il le faut."),
    )
    email = EmailField(
        _l("Votre adresse e-mail, si vous voulez une réponse"), [Length(max=320)], render_kw={"autocomplete": "email"},
        description=_l("Elle sert seulement à vous répondre. Nous l’effaçons ensuite."),
    )
    wants_answer = BooleanField(_l("Je veux une réponse"))
    site = StringField(_l("Laissez cette case vide"), render_kw={"autocomplete": "off", "tabindex": "-1"})

    def offer(self, target: Target) -> None:
        """Propose the reasons that make sense for a thing, and one way to be answered."""
        self.reason.choices = [(each.value, each.label) for each in target.reasons]
        if current_user.is_authenticated:
            del self.email
        else:
            del self.wants_answer


def _write(target: Target, form: ReportForm) -> Any:
    wished = form.wants_answer is not None and form.wants_answer.data
    return report(
        target, reason=Reason(form.reason.data), words=form.words.data or "", email=form.email.data if form.email is not None else None,
        user=current_user._get_current_object() if wished else None,
    )


def _answer(target: Target) -> Any:
    """Show the form, or write what was sent; the trap is answered as if nothing were wrong."""
    form = ReportForm()
    form.offer(target)
    if not form.validate_on_submit():
        return _show(target, form)
    thanks = url_for("public.report_sent", danger="oui" if form.reason.data == Reason.DANGER.value else None)
    if form.site.data:
        return redirect(thanks, 303)
    limits.check("report", f"{target.kind}:{target.key}")
    answer: Response | None = act(lambda: _write(target, form), then=lambda _done: thanks, form=form)
    return answer or _show(target, form)


def _show(target: Target, form: ReportForm) -> str:
    return render_template("public/signaler.html", target=target, form=form, here=request.full_path.rstrip("?"))


@blueprint.get(f"/signaler/{KIND}/<key>")
@blueprint.post(f"/signaler/{KIND}/<key>")
@access(PUBLIC)
def report_thing(kind: str, key: str) -> Any:
    """Report a mission, an association, a témoignage, a document or a message."""
    name = (read_code(key[:80]) or "") if kind == Kind.VERIFICATION.value else key[:80]
    return _answer(found(find_target(current_user, Kind(kind), name)))


@blueprint.get("/signaler/page")
@blueprint.post("/signaler/page")
@access(PUBLIC)
def report_page() -> Any:
    """Report a page of the site that anybody may see."""
    path = request.args.get("adresse", "")
    return _answer(page_target(found(path if is_public_page(path) else None)))


@blueprint.get("/signaler/merci")
@access(PUBLIC)
def report_sent() -> str:
    """Say what happens next; somebody in danger reads first whom to call."""
    return render_template("public/signalement-envoye.html", danger=request.args.get("danger") == "oui")


def is_public_page(path: str) -> bool:
    """Tell whether a path is one of our pages that anybody sees and whose address names nobody."""
    if not path.startswith("/") or len(path) > 100:
        return False
    try:
        rule, _arguments = current_app.url_map.bind("").match(path, method="GET", return_rule=True)
    except HTTPException:
        return False
    audience = declared_access(current_app, rule.endpoint)
    named = rule.arguments - set(rule.defaults or {})
    return audience is not None and audience.anonymous and not named and rule.endpoint.startswith(("public.", "compte."))


def report_link() -> dict[str, Any] | None:
    """Return where the present page is reported and the words of that link; None where it names somebody or is not public."""
    kind = {"public.mission": "mission", "public.association": "association", "public.verification": "verification",
            "public.shared": "verification"}.get(request.endpoint or "")
    if kind is not None and request.view_args:
        words = {"mission": _("Signaler cette mission"), "association": _("Signaler cette association")}
        key = request.view_args.get("public_id") or request.view_args.get("code", "")
        return {"url": url_for("public.report_thing", kind=kind, key=key), "label": words.get(kind, _("Signaler ce document"))}
    if request.method != "GET" or request.path.startswith("/signaler") or not is_public_page(request.path):
        return None
    return {"url": url_for("public.report_page", adresse=request.path), "label": _("Signaler un problème sur cette page")}


@blueprint.app_context_processor
def _give_link() -> dict[str, Any]:
    return {"report_link": report_link}
