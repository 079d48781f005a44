"""Small files, small functions, names that say something, a docstring on every module."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from benevolat.core.settings import ROOT

EMPTY_NAMES = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.py|/)")


def _tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(each) for each in names.splitlines() if (ROOT / each).is_file()]


def _lines(path: Path) -> int:
    return (ROOT / path).read_text(encoding="utf-8").count("\n")


TEMPLATES = [each for each in _tracked() if each.parts[0] == "templates" and each.suffix in {".html", ".txt"}]
PYTHON = [each for each in _tracked() if each.suffix == ".py" and each.parts[0] != "migrations"]
PACKAGE = [each for each in PYTHON if each.parts[0] == "benevolat"]


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_python_file_is_small(path: Path) -> None:
    limit = 150 if path.name == "conftest.py" else 500 if path.parts[0] == "tests" else 400
    assert _lines(path) <= limit


@pytest.mark.parametrize("path", PACKAGE, ids=str)
def test_functions_are_small_and_modules_documented(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or (path.name == "__init__.py" and _lines(path) <= 1), "no module docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            is_view = any("access(" in ast.unparse(each) for each in node.decorator_list)
            assert size <= (25 if is_view else 40), f"{node.name}: {size} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_is_small_and_holds_no_script_or_style(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    if path == Path("templates/mails/layout.html"):
        text = text.replace("<style", "", 1)  # a mail fetches nothing: its styles travel with it
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)[^>]*>|\sstyle=\"|\son\w+=\"|<style", text)


def test_public_functions_say_what_they_do() -> None:
    missing = []
    for path in PACKAGE:
        domain_file = path.name in {"services.py", "permissions.py", "queries.py"} or path.parts[1] == "core"
        if not domain_file:
            continue
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                missing.append(f"{path}:{node.name}")
    assert not missing


def test_names_say_something() -> None:
    assert not [str(each) for each in _tracked() if each.parts[0] == "benevolat" and EMPTY_NAMES.search(str(each))]


def test_top_level_is_the_owners_layout() -> None:
    allowed = {"wsgi.py", "pyproject.toml", "benevolat", "migrations", "templates", "static", "tests", "README.md", ".ci", ".gitignore",
               "LICENSE", "NOTICE"}
    assert {each.parts[0] for each in _tracked()} <= allowed


def test_time_and_chance_have_one_source() -> None:
    """Only core/clock.py reads the time and only core/entropy.py draws, so that two worlds can be compared."""
    forbidden = re.compile(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(|secrets\.token|uuid4|random\.(random|choice|randint)")
    sources = {Path("benevolat/core/clock.py"), Path("benevolat/core/entropy.py"), Path("benevolat/core/settings.py"),
               Path("benevolat/__main__.py")}
    checked = [each for each in PACKAGE if each not in sources and each.parts[1] != "setup"]
    assert not [str(each) for each in checked if forbidden.search((ROOT / each).read_text())]
