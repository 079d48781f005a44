"""Real components for tests: PostgreSQL, a mail server, Chromium, a geocoder, veraPDF. Each on the loopback, each stopped with the tests.

A test asks for a fixture. Where the component cannot start the test skips with the reason, unless BENEVOLAT_REQUIRE names the component
(`chromium,postgres,geocoder,verapdf,verifiers`): then it fails, so that a machine meant to try everything cannot pass by skipping.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

import pytest

from benevolat.setup import tools
from benevolat.setup.terminal import Failure

from .components_chromium import LAUNCH_FLAGS, node_for_playwright, usable_chromium
from .components_geocoder import running_geocoder
from .components_mail import MailServer, running_mail_server
from .components_postgres import PostgresServer, running_postgres
from .components_process import Unavailable
from .components_verapdf import VeraPDF, running_verapdf

Component = TypeVar("Component")
NAMES = ("chromium", "postgres", "geocoder", "verapdf", "verifiers")


def required() -> set[str]:
    """Return the components that must be there, from BENEVOLAT_REQUIRE."""
    names = {name.strip() for name in os.environ.get("BENEVOLAT_REQUIRE", "").split(",")} - {""}
    unknown = names - set(NAMES)
    if unknown:
        raise pytest.UsageError(f"BENEVOLAT_REQUIRE names what does not exist: {', '.join(sorted(unknown))}")
    return names


@contextmanager
def require(name: str, component: AbstractContextManager[Component]) -> Iterator[Component]:
    """Start a component for the time of a block; fail or skip, as BENEVOLAT_REQUIRE says, when it cannot be."""
    try:
        started = component.__enter__()
    except (Unavailable, tools.Missing, Failure) as reason:
        if name in required():
            pytest.fail(f"{name} is required and cannot start: {reason}", pytrace=False)
        pytest.skip(f"{name} : {reason}")
    try:
        yield started
    finally:
        component.__exit__(None, None, None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own, empty, durable in nothing."""
    with require("postgres", running_postgres()) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The address of a database that the tests of a run share, as SQLAlchemy writes it."""
    return postgres_server.url("benevolat")


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty database that goes with the test."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real SMTP server that keeps what it is given."""
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def geocoder_url() -> Iterator[str]:
    """The address of a real geocoder (the software of the Base Adresse Nationale) that knows the streets of geocoder_streets.ndjson."""
    with require("geocoder", running_geocoder()) as url:
        yield url


@pytest.fixture(scope="session")
def verapdf() -> Iterator[VeraPDF]:
    """The reference validator: `verapdf.failures(path, "ua1")` returns the rules that a PDF breaks."""
    with require("verapdf", running_verapdf()) as service:
        yield service


@pytest.fixture(scope="session")
def chromium_path() -> Iterator[str]:
    """The path of a Chromium that starts."""
    with require("chromium", usable_chromium()) as path:
        yield path


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path: str) -> dict[str, object]:
    """How pytest-playwright's `browser` and `page` start: our Chromium and our Node, never a download."""
    node = node_for_playwright()
    if node is not None:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)
    return {"executable_path": chromium_path, "args": LAUNCH_FLAGS, "headless": True}
