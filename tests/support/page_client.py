"""A test client that checks EVERY page any test gets: valid HTML, one h1 that begins the title, labels, tokens, landmarks, no leak."""

import re
from contextvars import copy_context
from typing import Any

import html5lib
import lxml.html
from flask.globals import _cv_app
from flask.testing import FlaskClient
from lxml.etree import _Element as Element

from benevolat.core.db import db

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
TOLERATED = {"expected-doctype-but-got-start-tag"}

_valid: set[int] = set()
"""The shapes that were found valid: the parser that says every fault of HTML takes longer than making the page."""


def text_of(node: Element) -> str:
    """Return the words of a node, spaces folded."""
    return " ".join("".join(node.itertext()).split())


def all_of(node: Element, name: str) -> list[Element]:
    """Return the descendants of that element name."""
    return list(node.iter(name))


def check_page(source: str, where: str) -> Element:
    """Assert what every page of the site owes its readers; return its tree."""
    shape = hash(_shape(source))
    if shape not in _valid:
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(source)
        faults = [(position, code) for position, code, _data in parser.errors if code not in TOLERATED]
        assert not faults, f"{where}: invalid HTML {faults[:3]}"
        _valid.add(shape)
    root = lxml.html.document_fromstring(source)
    problems = [*_frame(root), *_ids(root), *_fields(root), *_forms(root), *_marks(source, root)]
    assert not problems, f"{where}: " + "; ".join(problems)
    return root


def _shape(source: str) -> str:
    """Return a page without the words it holds, but for those that HTML may read otherwise: valid for one page is valid for its like."""
    return re.sub(r'"[^"<>&]*"', '""', re.sub(r">[^<>&]*[^<>&\s][^<>&]*<", ">x<", source))


def _frame(root: Element) -> list[str]:
    problems = []
    if root.get("lang") not in {"fr", "en"}:
        problems.append("no lang")
    h1 = [text_of(each) for each in all_of(root, "h1")]
    title = text_of(all_of(root, "title")[0]) if all_of(root, "title") else ""
    if len(h1) != 1:
        problems.append(f"{len(h1)} h1")
    elif not title.startswith(h1[0]):
        problems.append(f"title {title!r} does not begin with h1 {h1[0]!r}")
    if len(all_of(root, "main")) != 1:
        problems.append("one main is needed")
    if not all_of(root, "footer") or not all_of(root, "header"):
        problems.append("header and footer are needed")
    return problems


def _ids(root: Element) -> list[str]:
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    problems = [f"id {each} twice" for each in {i for i in ids if ids.count(i) > 1}]
    known = set(ids)
    for node in root.iter():
        for name in ("aria-describedby", "aria-labelledby", "for", "list"):
            problems += [f"{name} points to missing {each}" for each in (node.get(name) or "").split() if each not in known]
    for node in all_of(root, "a"):
        target = node.get("href") or ""
        if target.startswith("#") and len(target) > 1 and target[1:] not in known:
            problems.append(f"anchor {target} leads nowhere")
        if not text_of(node) and not node.get("aria-label") and not any(each.get("alt") for each in all_of(node, "img")):
            problems.append(f"link {target} has no name")
    return problems


def _fields(root: Element) -> list[str]:
    labelled = {each.get("for") for each in all_of(root, "label") if text_of(each)}
    inside = {id(field) for label in all_of(root, "label") for field in label.iter()}
    problems = []
    for name in ("input", "select", "textarea"):
        for node in all_of(root, name):
            if node.get("type") in UNLABELLED_TYPES:
                continue
            if node.get("id") not in labelled and id(node) not in inside and not node.get("aria-label") and not node.get("aria-labelledby"):
                problems.append(f"field {node.get('name')} has no label")
    for node in all_of(root, "button"):
        if not text_of(node) and not node.get("aria-label"):
            problems.append("a button has no name")
    for node in all_of(root, "img"):
        if node.get("alt") is None:
            problems.append("an image has no alt")
    return problems


def _forms(root: Element) -> list[str]:
    """A form that changes nothing and reads no session needs no token, and says so itself (data-no-session)."""
    problems = []
    for form in all_of(root, "form"):
        if form.get("action") is None:
            problems.append("a form has no action")
        if (form.get("method") or "get").lower() == "post" and form.get("data-no-session") is None:
            names = {each.get("name") for each in all_of(form, "input")}
            if "csrf_token" not in names:
                problems.append(f"form {form.get('action')} has no token")
    return problems


def _marks(source: str, root: Element) -> list[str]:
    problems = [f"unrendered {mark}" for mark in ("{{", "{%", "<LazyString") if mark in source]
    for node in root.iter():
        problems += [f"inline {name}" for name in node.attrib if re.fullmatch(r"on[a-z]+|style", name)]
        asks = node.tag == "link" and node.get("rel") != "canonical"  # a page's own name is asked of nobody
        source_of = node.get("src") or (node.get("href") if asks else "") or ""
        if re.match(r"(https?:)?//", source_of):
            problems.append(f"third-party request {source_of}")
    problems += ["inline script" for each in all_of(root, "script") if each.text and each.get("type") != "application/ld+json"]
    problems += ["inline style" for _each in all_of(root, "style")]
    visible = text_of(root)
    for word in ("None", "Traceback", "<built-in"):
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", visible):
            problems.append(f"shows {word}")
    return problems


class PageClient(FlaskClient):
    """Checks each HTML answer; `page` is the tree of the last one, `submit` fills in and sends a form like a person."""

    page: Element
    source: str = ""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request from outside the test's own context (its data committed before, read again after) and check the page."""
        db.session.commit()
        outside = copy_context()
        outside.run(_cv_app.set, None)
        response = outside.run(super().open, *args, **kwargs)
        db.session.rollback()
        assert "Content-Security-Policy" in response.headers, f"{response.request.path}: no CSP"
        if response.mimetype == "text/html" and response.request.method != "HEAD" and response.status_code not in {301, 302, 303, 307, 308}:
            self.source = response.get_data(as_text=True)
            self.page = check_page(self.source, response.request.path)
        return response

    @property
    def text(self) -> str:
        """The words of the last page."""
        return text_of(self.page)

    @property
    def h1(self) -> str:
        """The heading of the last page."""
        return text_of(all_of(self.page, "h1")[0])

    def form(self, button: str) -> Element:
        """Return the form of the last page that holds a button with these words."""
        for each in all_of(self.page, "form"):
            if any(text_of(node) == button for node in all_of(each, "button")):
                return each
        shown = [text_of(node) for node in all_of(self.page, "button")]
        raise AssertionError(f"no form with a button {button!r} on « {self.h1} »; buttons: {shown}")

    def submit(self, button: str, *, follow: bool = True, **values: Any) -> Any:
        """Press a button of the last page, its form filled in as shown and changed by `values` (a list for several boxes)."""
        form = self.form(button)
        data = _values_of(form, button)
        for name, value in values.items():
            assert name in _names_of(form), f"no field {name} in the form of {button!r}: {sorted(_names_of(form))}"
            data[name] = value
        method = (form.get("method") or "get").lower()
        action = form.get("action") or ""
        clean = {name: value for name, value in data.items() if value is not None}
        if method == "get":
            return self.get(action, query_string=clean, follow_redirects=follow)
        multipart = form.get("enctype") == "multipart/form-data"
        return self.post(action, data=clean, follow_redirects=follow, content_type="multipart/form-data" if multipart else None)

    def follow(self, words: str) -> Any:
        """Follow the first link with these words."""
        for node in all_of(self.page, "a"):
            if text_of(node) == words:
                return self.get(node.get("href") or "", follow_redirects=True)
        raise AssertionError(f"no link {words!r} on « {self.h1} »: {[text_of(n) for n in all_of(self.page, 'a')]}")


def _names_of(form: Element) -> set[str]:
    return {each.get("name") or "" for name in ("input", "select", "textarea", "button") for each in all_of(form, name)}


def _values_of(form: Element, button: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for node in all_of(form, "input"):
        name, kind = node.get("name"), (node.get("type") or "text")
        if not name or kind in {"submit", "file"}:
            continue
        if kind in {"checkbox", "radio"}:
            if node.get("checked") is not None:
                value = node.get("value") or "on"
                data[name] = [*data[name], value] if isinstance(data.get(name), list) else ([value] if kind == "checkbox" else value)
            continue
        data[name] = node.get("value") or ""
    for node in all_of(form, "textarea"):
        data[node.get("name") or ""] = node.text or ""
    for node in all_of(form, "select"):
        chosen = [o.get("value") or "" for o in all_of(node, "option") if o.get("selected") is not None]
        options = all_of(node, "option")
        data[node.get("name") or ""] = chosen[0] if chosen else (options[0].get("value") if options else "")
    for node in all_of(form, "button"):
        if text_of(node) == button and node.get("name"):
            data[node.get("name") or ""] = node.get("value") or ""
    return data
