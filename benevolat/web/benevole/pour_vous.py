"""Views: « Pour vous »: missions proposed from what the person said, with their reasons; what they said, and taking it back."""

from collections.abc import Sequence
from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from benevolat.alertes.mails import when_words
from benevolat.alertes.queries import find_keepable
from benevolat.competences.queries import all_domaines, competences_by_family
from benevolat.engagements.models import Engagement
from benevolat.matching import queries, services
from benevolat.matching.models import Company, Travel, Wish, WishPart
from benevolat.matching.permissions import can_say_wishes
from benevolat.missions.words import bits_of, half_day_choices, mask_of
from benevolat.web.commune import WithCommune
from benevolat.web.forms import Form, act
from benevolat.web.guard import PERSON, access, found

from . import blueprint

ON_HOME = 4
ANY = ("", _l("Peu importe"))
RADII = (2, 5, 10, 15, 25, 50)


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Several boxes under one question."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WishForm(WithCommune, Form):  # type: ignore[misc]
    """What one wishes: nothing is required and nothing is chosen beforehand."""

    domains = BoxesField(_l("Ce qui vous attire"))
    half_days = BoxesField(_l("Vos demi-journées libres"), coerce=int)
    travel = RadioField(_l("Comment vous déplacez-vous\u00a0?"), choices=[*Travel.choices(), ANY], validate_choice=False)
    radius_km = SelectField(_l("Jusqu’à quelle distance\u00a0?"), coerce=lambda value: int(value) if value else 0)
    company = RadioField(_l("Avec qui\u00a0?"), choices=[*Company.choices(), ANY], validate_choice=False)
    show = BoxesField(_l("Ce que vous savez faire et voulez montrer"))
    learn = BoxesField(_l("Ce que vous voulez apprendre"))

    def offer(self) -> None:
        """Offer the domains, the skills and the week."""
        self.domains.choices = [(each.code, each.label) for each in all_domaines()]
        self.families = competences_by_family()
        self.show.choices = self.learn.choices = [(each.code, each.label) for _family, skills in self.families for each in skills]
        self.half_days.choices = half_day_choices()
        self.radius_km.choices = [(0, _("Selon le déplacement")), *((km, _("%(km)s\u00a0km", km=km)) for km in RADII)]

    def drawings(self) -> dict[str, str]:
        """Return the drawing of each domain, of the same name."""
        return {each.data: each.data for each in self.domains}

    def by_family(self, field: BoxesField) -> list[tuple[str, list[Any], int]]:
        """Return the boxes of each family of skills, with how many are ticked."""
        boxes = {each.data: each for each in field}
        rows = [(family.label, [boxes[each.code] for each in skills]) for family, skills in self.families]
        return [(label, inside, sum(each.checked for each in inside)) for label, inside in rows]

    def said(self) -> services.Said:
        """Return what was said, as the service takes it."""
        travels, companies = {each.value for each in Travel}, {each.value for each in Company}
        return services.Said(
            domains=tuple(self.domains.data or ()), show=tuple(self.show.data or ()), learn=tuple(self.learn.data or ()),
            half_days=mask_of(self.half_days.data or ()), commune_code=self.commune_code, radius_km=self.radius_km.data or None,
            travel=Travel(self.travel.data) if self.travel.data in travels else None,
            company=Company(self.company.data) if self.company.data in companies else None,
        )


def _form(wish: Wish | None) -> WishForm:
    """Return the form filled in with what was said; with nothing when nothing was."""
    form = WishForm(data={} if wish is None else {
        "domains": wish.several(WishPart.DOMAIN), "show": wish.several(WishPart.SHOW), "learn": wish.several(WishPart.LEARN),
        "half_days": bits_of(wish.half_days), "commune": wish.commune and wish.commune.name, "radius_km": wish.radius_km or 0,
        "travel": wish.travel, "company": wish.company,
    })
    form.offer()
    return form


def _card(each: queries.Proposal) -> dict[str, Any]:
    row = each.row
    return {
        "public_id": row.public_id, "url": url_for("public.mission", public_id=row.public_id), "title": row.title,
        "host": row.association_name, "place": row.commune_name, "when": when_words(row), "reasons": each.reasons,
    }


@blueprint.app_template_global("for_you")
def for_you() -> dict[str, Any] | None:
    """Return what the first page offers a signed-in person: a few proposals, and whether they said anything; None for anybody else."""
    if not can_say_wishes(current_user):
        return None
    if "for_you" not in g:
        user = current_user._get_current_object()
        g.for_you = {"rows": [_card(each) for each in queries.proposals(user, ON_HOME)], "said": queries.wish_of(user) is not None}
    return g.for_you  # type: ignore[no-any-return]


def offer_after(done: Sequence[Engagement]) -> dict[str, Any]:
    """Return what could follow what the person did, for components/next_missions.html."""
    found = queries.next_missions(current_user._get_current_object(), done)
    why = _("D’après ce que vous nous avez dit aimer.") if found.wished else _("D’après votre commune et ce que vous avez fait.")
    return {"rows": [_card(each) for each in found.proposals], "wished": found.wished, "why": why}


@blueprint.get("/pour-vous")
@access(PERSON)
def pour_vous() -> str:
    """Show the missions that answer what the person said, and why."""
    user = current_user._get_current_object()
    return render_template(
        "benevole/pour-vous.html", rows=[_card(each) for each in queries.proposals(user)], wish=queries.wish_of(user),
        dismissed=queries.dismissed_count(user),
    )


@blueprint.get("/pour-vous/souhaits")
@blueprint.post("/pour-vous/souhaits")
@access(PERSON)
def wishes() -> Any:
    """Ask what the person wishes: a few questions, none of them required."""
    user, answer = current_user._get_current_object(), None
    form = _form(queries.wish_of(user))
    if form.validate_on_submit():
        answer = act(lambda: services.say_wishes(form.said(), by=user), then=lambda _done: url_for("benevole.pour_vous"), form=form)
    return answer or render_template("benevole/souhaits.html", form=form, wish=queries.wish_of(user))


@blueprint.post("/pour-vous/effacer")
@access(PERSON)
def erase_wishes() -> Any:
    """Take back everything that was said."""
    user = current_user._get_current_object()
    return act(lambda: services.erase_wishes(by=user), then=lambda _done: url_for("benevole.pour_vous"),
               said=_("Vos souhaits sont effacés."))


@blueprint.post("/pour-vous/ecarter/<public_id>")
@access(PERSON)
def dismiss(public_id: str) -> Any:
    """Propose a mission no more."""
    user = current_user._get_current_object()
    mission = found(find_keepable(user, public_id))
    return act(lambda: services.dismiss(mission, by=user), then=lambda _done: url_for("benevole.pour_vous"),
               said=_("Nous ne vous la proposerons plus. Elle reste dans les recherches."))


@blueprint.post("/pour-vous/reprendre")
@access(PERSON)
def see_again() -> Any:
    """Propose again every mission put aside."""
    user = current_user._get_current_object()
    return act(lambda: services.see_again(by=user), then=lambda _done: url_for("benevole.pour_vous"),
               said=_("Les missions écartées peuvent revenir."))
