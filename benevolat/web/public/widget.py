"""Views: missions in a frame of another site (a town hall's), and the page that writes the code of that frame."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, IntegerField, SelectField, StringField

from benevolat.competences.queries import all_domaines
from benevolat.web.guard import PUBLIC, SESSIONLESS, access
from benevolat.web.headers import allow_own_frames

from . import blueprint
from .asked import LONGEST, RADII, Known, read
from .documents import whole_address
from .results import Results

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
"""Anybody may frame it; it runs nothing, sends nothing, and asks nothing of another host."""
FEWEST, USUAL, MOST = 1, 5, 20
LOWEST, HIGH, HIGHEST = 300, 600, 2_000


class WidgetForm(Form):  # type: ignore[misc]
    """What the frame shows. Sent by GET without a token, because it changes nothing."""

    lieu = StringField(
        _l("Où\u00a0?"), description=_l("Votre commune, ou votre territoire\u00a0: «\u00a0Voiron\u00a0», «\u00a0le Trièves\u00a0»."),
        render_kw={"maxlength": LONGEST},
    )
    rayon = SelectField(_l("Jusqu’où autour de la commune\u00a0?"), coerce=int, choices=[(km, f"{km}\u00a0km") for km in RADII])
    domaine = SelectField(_l("Quel domaine\u00a0?"))
    nombre = IntegerField(_l("Combien de missions\u00a0?"), default=USUAL, description=_l("De 1 à 20."), render_kw={"inputmode": "numeric"})
    hauteur = IntegerField(
        _l("Quelle hauteur\u00a0?"), default=HIGH, description=_l("En pixels, de 300 à 2\u202f000."), render_kw={"inputmode": "numeric"},
    )


def _within(name: str, usual: int, low: int, high: int) -> int:
    """Return a number of the address, brought between its bounds."""
    text = request.args.get(name, "").strip()
    return min(high, max(low, int(text))) if text.isascii() and text.isdecimal() and len(text) < 7 else usual


def _results() -> Results:
    known = Known({each.code: each.label for each in all_domaines()})
    return Results(read(request.args, known), known)


def _title(results: Results) -> str:
    place = results.meaning.place
    return str(_("Missions de bénévolat\u00a0: %(place)s", place=place.name) if place is not None else _("Missions de bénévolat en Isère"))


@blueprint.get("/widget")
@access(SESSIONLESS)
def widget() -> Response:
    """Show a few missions for a frame: links open in the whole window, nothing is run or kept."""
    results, count = _results(), _within("nombre", USUAL, FEWEST, MOST)
    page = render_template(
        "public/widget.html", title=_title(results), cards=results.cards[:count], more=results.asked.address(),
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer


@blueprint.get("/integrer")
@access(PUBLIC)
def integrate() -> Any:
    """Write the code of a frame from what is asked, and show what it gives."""
    results, count, height = _results(), _within("nombre", USUAL, FEWEST, MOST), _within("hauteur", HIGH, LOWEST, HIGHEST)
    asked = results.asked
    form = WidgetForm(data={
        "lieu": asked.lieu, "rayon": asked.rayon, "domaine": next(iter(asked.domaine), ""), "nombre": count, "hauteur": height,
    })
    form.domaine.choices = [("", _("Tous les domaines")), *results.known.domaines.items()]
    form.domaine.process(None, next(iter(asked.domaine), ""))
    if results.meaning.place_error or results.meaning.choices:
        form.lieu.errors = [results.meaning.place_error or _("Plusieurs lieux portent ce nom. Ajoutez le code postal.")]
    values = {"lieu": asked.lieu or None, "rayon": asked.rayon if asked.lieu else None, "domaine": next(iter(asked.domaine), None)}
    allow_own_frames()
    return render_template(
        "public/integrer.html", form=form, title=_title(results), height=height, news=whole_address("public.news", **values),
        source=whole_address("public.widget", **values, nombre=count), preview=url_for("public.widget", **values, nombre=count),
    )
