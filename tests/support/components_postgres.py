"""PostgreSQL for tests: made by initdb in a temporary folder, run on a loopback port by somebody who is not root."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg

from .components_process import Unavailable, free_port, running, unprivileged

SETTINGS = {
    "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "max_connections": "100", "shared_buffers": "64MB", "lc_messages": "C", "timezone": "UTC",
}  # fmt: skip


class PostgresServer:
    """A running server, whose user needs no password."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.numbers = count(1)

    def url(self, database: str) -> str:
        """Return the address of a database as SQLAlchemy writes it."""
        return f"postgresql+psycopg://benevolat@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction, from the server's own database."""
        with psycopg.connect(f"postgresql://benevolat@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        with suppress(psycopg.OperationalError):
            self.execute("SELECT 1")
            return True
        return False

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """Make an empty database for the time of a block."""
        name = f"benevolat_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")


def programs() -> Path:
    """Return the folder of the newest PostgreSQL installed; raises Unavailable."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not debian and on_path is None:
        raise Unavailable("PostgreSQL n’est pas installé")
    return (debian[-1] if debian else Path(str(on_path))).parent


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Run a new PostgreSQL until the end of the block; raises Unavailable."""
    binaries, user = programs(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="benevolat-postgres-"))
    try:
        os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        initdb = [binaries / "initdb", "-D", data, "-U", "benevolat", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        made = subprocess.run(initdb, cwd=folder, capture_output=True, text=True, check=False, **identity)
        if made.returncode:
            raise Unavailable(f"initdb : {made.stderr.strip()[-300:]}")
        server = PostgresServer(free_port())
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [binaries / "postgres", "-D", data, "-p", str(server.port), *options]
        with running(command, folder=folder, ready=server.answers, user=user, stop=signal.SIGINT):
            server.execute("CREATE DATABASE benevolat")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
