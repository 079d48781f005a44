"""What signs and what checks a signature, read when it first serves: their libraries are a third of a process's start and of its memory,
and most processes never sign. The only imports that are not at the head of a module."""

from importlib import import_module
from typing import Any


def signing() -> Any:
    """Return the module of PDF signatures."""
    return import_module(".signing", __package__)


def integrity() -> Any:
    """Return the module of credentials' proofs."""
    return import_module(".integrity", __package__)
