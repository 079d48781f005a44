"""Views: the person's passeport: what it shows, a skill to say, the mark to ask for, the document."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from benevolat.competences.queries import competences_by_family
from benevolat.core import clock
from benevolat.engagements import queries as engagement_queries
from benevolat.engagements.story import when_words
from benevolat.passeport import queries, services
from benevolat.passeport.models import Skill, SkillState
from benevolat.passeport.permissions import visible_skills, visible_validation_requests
from benevolat.proofs import queries as proofs
from benevolat.proofs.models import DocumentKind
from benevolat.proofs.queries import Standing
from benevolat.web.bars import bar_rows, hours_words
from benevolat.web.forms import Form, act, some_choice
from benevolat.web.guard import PERSON, access, found

from . import blueprint
from .engagement_forms import LONG, grouped
from .engagements import load, page_of
from .pour_vous import offer_after


class SkillForm(Form):
    """One skill, where it was shown, in one's own words."""

    engagement = SelectField(_l("Dans quel engagement"), validators=[InputRequired()])
    competence = SelectField(_l("Que savez-vous faire"), validators=[InputRequired()])
    own_words = TextAreaField(
        _l("Dites-le avec vos mots"), description=_l("Par exemple\u00a0: «\u00a0Je cuisine pour quarante personnes.\u00a0»"),
        validators=[Length(max=500, message=LONG)], render_kw={"rows": 3, "maxlength": 500},
    )


class OwnWordsForm(Form):
    """One's own words about a skill."""

    own_words = TextAreaField(_l("Vos mots"), validators=[Length(max=500, message=LONG)], render_kw={"rows": 3, "maxlength": 500})


@blueprint.get("/mon-passeport")
@access(PERSON)
def passeport() -> str:
    """Show the whole passeport: what was lived, hours, skills, what a VAE file would still miss, documents, what could come next."""
    user = current_user._get_current_object()
    shown = queries.passeport_of(user)
    years, documents = queries.lived_by_year(shown), proofs.own_documents(user)
    standings = proofs.standings(documents)
    return render_template(
        "benevole/passeport.html", passeport=shown, years=years,
        frieze=queries.frieze_of(years) if len(shown.lived) > 1 < len(years) else None,
        page_of=page_of, when_words=when_words, today=clock.today(),
        file=queries.vae_file_of(shown), rule=queries.vae_rule(), documents=documents, standings=standings,
        detail=next((each for each in documents if each.kind is DocumentKind.VAE and standings[each.id] is Standing.VALID), None),
        versions=proofs.own_versions(user), shares=proofs.own_shares(user), claimable=bool(shown.lived), marks=SkillState,
        next=offer_after(shown.lived), **_hours(shown),
    )


def _hours(shown: queries.Passeport) -> dict[str, Any]:
    """Return the figures of the hours: what is attested, and apart, only if there is any, what is declared."""
    series, totals = [_("Attestées")], [hours_words(shown.minutes)]
    years, domaines = [shown.minutes_by_year], [shown.minutes_by_domaine]
    if shown.declared_minutes:
        series, totals = [*series, _("Déclarées")], [*totals, hours_words(shown.declared_minutes)]
        years, domaines = [*years, shown.declared_by_year], [*domaines, shown.declared_by_domaine]
    return {
        "series": series, "totals": totals, "by_year": bar_rows(shown.years, years, hours_words),
        "by_domaine": bar_rows(shown.domaines, domaines, hours_words),
    }


def _claimable() -> list[Any]:
    return [each for each in engagement_queries.own_engagements(current_user) if each.state in services.CLAIMABLE]


@blueprint.get("/mon-passeport/competence")
@blueprint.post("/mon-passeport/competence")
@access(PERSON)
def say_skill() -> Any:
    """Say a skill, in one's own words."""
    engagements, form, answer = _claimable(), SkillForm(), None
    form.engagement.choices = some_choice(((each.public_id, f"{each.title}, {each.host}") for each in engagements), empty=_("Choisissez"))
    form.competence.choices = {"": [("", _("Choisissez"))], **grouped(competences_by_family())}
    if not form.is_submitted():
        form.engagement.data = request.args.get("engagement") or (engagements[0].public_id if len(engagements) == 1 else "")
    if form.validate_on_submit():
        engagement = load(form.engagement.data)
        answer = act(lambda: services.claim_skill(
            engagement, competence_code=form.competence.data, own_words=form.own_words.data, by=current_user,
        ), then=lambda _done: url_for("benevole.passeport"), form=form, said=_("C’est dans votre passeport."))
    return answer or render_template("benevole/passeport_skill.html", form=form, engagements=engagements)


def _skill(public_id: str) -> Skill:
    return found(queries.find_skill(visible_skills(current_user), public_id))  # type: ignore[no-any-return]


@blueprint.get("/mon-passeport/competences/<public_id>")
@blueprint.post("/mon-passeport/competences/<public_id>")
@access(PERSON)
def own_words(public_id: str) -> Any:
    """Change one's own words about a skill."""
    skill = _skill(public_id)
    form, answer = OwnWordsForm(data={"own_words": skill.own_words}), None
    if form.validate_on_submit():
        answer = act(lambda: services.edit_own_words(skill, own_words=form.own_words.data, by=current_user), form=form,
                     then=lambda _done: url_for("benevole.passeport"), said=_("Vos mots sont enregistrés."))
    return answer or render_template("benevole/passeport_words.html", form=form, skill=skill)


@blueprint.post("/mon-passeport/competences/<public_id>/enlever")
@access(PERSON)
def unclaim_skill(public_id: str) -> Any:
    """Take back a skill one had said."""
    skill = _skill(public_id)
    return act(lambda: services.unclaim_skill(skill, by=current_user), then=lambda _done: url_for("benevole.passeport"),
               said=_("Cette compétence n’est plus dans votre passeport."))


@blueprint.post("/mes-engagements/<public_id>/validation")
@access(PERSON)
def ask_validation(public_id: str) -> Any:
    """Ask a desk for the Département's mark."""
    engagement = load(public_id)
    address = page_of(engagement)
    return act(lambda: services.ask_validation(engagement, by=current_user), then=lambda _done: address,
               said=_("Votre demande est envoyée. Nous vous écrirons."))


@blueprint.post("/mon-passeport/validations/<public_id>/annuler")
@access(PERSON)
def cancel_validation(public_id: str) -> Any:
    """Take one's request back."""
    asked = found(queries.find_request(visible_validation_requests(current_user), public_id))
    address = page_of(asked.engagement)
    return act(lambda: services.cancel_validation(asked, by=current_user), then=lambda _done: address, said=_("Votre demande est annulée."))
