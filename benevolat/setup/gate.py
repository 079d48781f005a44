"""Gunicorn's settings under `python3 benevolat run`: the site is loaded while the database is prepared, and opens when we say so."""

import sys
from typing import Any

preload_app = True
worker_class = "benevolat.web.server.Worker"
limit_request_line = 8190
workers = 2
threads = 8
loglevel = "warning"
graceful_timeout = 10
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Wait for the word that the database is ready; leave when it will not come."""
    if sys.stdin.read(1) == "":
        sys.exit(0)
