"""Somebody in a browser: every page they come to is tried by axe, narrowed to 320 px, and must ask nothing of anybody else."""

import json
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from benevolat.accounts.models import User
from benevolat.setup.install import NODE_MODULES
from tests.support.components import required
from tests.support.sign_in import opened

PHONE, NARROWEST, DESKTOP = 360, 320, 1280
PATIENCE = 60_000
"""Milliseconds: only bounds a hang. A machine that others share may stand still for seconds."""
expect.set_options(timeout=PATIENCE)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
}"""
# What axe judges of a page but the words: elements, what they are said to be, which of them hold text, the states a form is in.
SHAPE = """() => {
  const valued = new Set("class role type lang dir tabindex autocomplete scope colspan rel style content".split(" "));
  const told = ({ name, value }) => {
    if (valued.has(name) || name.startsWith("aria-")) return `${name}=${value.replace(/[0-9a-z]{16}|\\d+/g, "#")}`;
    return value ? name : `${name}=`;
  };
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "…" : "";
    if (node.nodeType !== Node.ELEMENT_NODE || node.localName === "script") return "";
    const state = `${node.checked ? "checked" : ""} ${node.disabled ? "disabled" : ""}`;
    return `<${node.localName} ${[...node.attributes].map(told).join(" ")} ${state}>${[...node.childNodes].map(read).join("")}>`;
  };
  return `${innerWidth} ${read(document.documentElement)}`;
}"""
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > width + 1)
    .slice(0, 4).map((each) => each.tagName + "." + each.className);
}"""


@cache
def axe() -> str:
    """Return axe-core as npm brings it; without it the test skips, unless a Chromium is required."""
    path = NODE_MODULES / "axe-core" / "axe.min.js"
    if not path.exists():
        (pytest.fail if "chromium" in required() else pytest.skip)("axe-core n’est pas installé : lancez python3 benevolat test")
    return path.read_text(encoding="utf-8")


class Visitor:
    """A page of Chromium and what it did wrong: `faults` holds console errors, CSP violations and requests to other hosts."""

    judged: ClassVar[set[int]] = set()
    """Shapes of pages that axe found nothing in."""
    sparing: ClassVar[bool] = False
    """Whether axe looks once at each shape: every day it does, in the whole suite it looks at every page."""

    def __init__(self, page: Any, base: str, *, scripts: bool = True) -> None:
        self.page, self.base, self.scripts = page, base, scripts
        self.faults: list[str] = []
        self.seen: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        """Keep errors and warnings of the console; an answer 4xx or 503 to the page itself is what the test provoked."""
        provoked = "status of 4" in message.text or "status of 503" in message.text
        if message.type not in {"error", "warning"} or (provoked and message.location["url"] == self.page.url):
            return
        self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Any) -> None:
        if urlsplit(request.url).scheme not in {"data", "about"} and not request.url.startswith(self.base + "/"):
            self.faults.append(f"{self.page.url} asks {request.url}")

    def go(self, path: str, *, status: int = 200) -> "Visitor":
        """Open an address, which answers with that status, and check the page."""
        answer = self.page.goto(self.base + path)
        assert answer.status == status, f"{path}: {answer.status}"
        return self.check()

    def press(self, words: str, *, nth: int = 0) -> "Visitor":
        """Press a button, wait for the page it leads to, and check it."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).nth(nth).click()
        return self.check()

    def follow(self, words: str) -> "Visitor":
        """Follow a link and check the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).first.click()
        return self.check()

    def fill(self, **values: str) -> "Visitor":
        """Type in fields by their name; « name=value » of a radio or a box ticks it."""
        for name, value in values.items():
            field = self.page.locator(f"main [name={json.dumps(name)}]")
            kind = field.first.get_attribute("type")
            if kind in {"radio", "checkbox"}:
                box = f"[name={json.dumps(name)}][value={json.dumps(value)}]"
                if not self.page.locator(f"main {box}").is_visible():
                    self.page.locator(f"main details:not([open]):has({box}) > summary").first.click()
                self.page.locator(f"main {box}").check(force=True)  # the whole label is the target, and lies over the box
            elif field.first.evaluate("node => node.tagName") == "SELECT":
                field.first.select_option(value)
            else:
                field.first.fill(value)
        return self

    def check(self) -> "Visitor":
        """Try the page: axe, 320 px, console, other hosts."""
        self.page.wait_for_load_state("load")
        where = f"{urlsplit(self.page.url).path} « {self.h1} »"
        if self.scripts:  # axe waits on timers, which never fire where scripts are off
            self.check_axe(where)
        self.check_reflow(where)
        self.check_quiet()
        self.seen.append(where)
        return self

    def check_axe(self, where: str) -> None:
        """Let axe look at the page; every day only where no page of the same shape was looked at before."""
        shape = hash(self.page.evaluate(SHAPE))
        if self.sparing and shape in self.judged:
            return
        self.page.evaluate(axe())
        broken = self.page.evaluate(RUN, RULES)
        assert not broken, f"{where}: {broken}"
        self.judged.add(shape)

    def check_reflow(self, where: str) -> None:
        """Narrow the page to 320 px: nothing may need a scroll to the side."""
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
        wider = self.page.evaluate(WIDER)
        self.page.set_viewport_size(size)
        assert not wider, f"{where}: wider than {NARROWEST} px: {wider}"

    def check_quiet(self) -> None:
        """Fail on whatever the console said or another host was asked."""
        assert not self.faults, self.faults

    @property
    def h1(self) -> str:
        """The heading of the page."""
        return " ".join(str(self.page.evaluate("document.querySelector('h1')?.innerText ?? ''")).split())

    @property
    def text(self) -> str:
        """The words of the page, spaces folded."""
        return " ".join(str(self.page.locator("body").inner_text()).split())

    def signed_in(self, app: Any, user: User) -> "Visitor":
        """Put an account's session in the browser (signing in is played by the stories)."""
        session = opened(user)
        signer = app.session_interface.get_signing_serializer(app)
        self.page.context.add_cookies([{"name": "session", "value": signer.dumps(session), "url": self.base, "httpOnly": True}])
        return self
