"""A page opened by a secret link, for somebody without a session: kept by nobody, never indexed, telling no site where one comes from."""

from flask import Response, g, make_response, render_template

from benevolat.proofs import wording


def open_page(template: str, status: int = 200, **values: object) -> Response:
    """Return the page of a link in French, without a menu and with the headers that keep its address secret."""
    g.plain = True  # no menu
    answer = make_response(render_template(template, language="fr", other=None, words=wording.words("fr"), **values), status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
