"""The site served for real, as in a house: hosts with their own folder, web server and worker, over one database; each may be hurt.

Nothing here judges. `Postgres` keeps what it is told (unlike the one of ordinary tests), so that a crash of it shows what was lost.
"""

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from benevolat import create_app
from benevolat.core.settings import ROOT
from tests.support.components_mail import MailServer
from tests.support.components_postgres import PostgresServer, programs
from tests.support.components_process import Unavailable, free_port, running, unprivileged

SECRET = "une-maison-de-verre-pour-les-essais"
KEEPING = ("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=100", "-c", "shared_buffers=64MB",
           "-c", "timezone=UTC", "-c", "fsync=off", "-c", "synchronous_commit=on")
"""Programs are killed here, not the machine: what was handed to the system is kept without waiting for the disk."""


def answers(port: int) -> bool:
    """Tell whether the site answers, be it that the database is away."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/robots.txt")
        return connection.getresponse().status in {200, 503}
    return False


class Program:
    """A program on a leash that can be started, stopped in good order and killed, with everything it started."""

    def __init__(self, command: list[str | Path], folder: Path, **how: Any) -> None:
        self.command, self.folder, self.how = command, folder, how
        self.context: AbstractContextManager[subprocess.Popen[bytes]] | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready; called by the main thread, whose death would end it."""
        self.context = running(self.command, folder=self.folder, **{"ready": lambda: True, "within": 120.0, **self.how})
        self.process = self.context.__enter__()

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to it alone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(what)

    def kill(self) -> None:
        """Kill it and all it started at this instant (SIGKILL), and gather what is left."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        """End it in good order, when it runs."""
        if self.context is not None:
            self.context.__exit__(None, None, None)
            self.context = self.process = None

    def children(self) -> list[int]:
        """Return the programs it started."""
        if self.process is None:
            return []
        tasks = Path(f"/proc/{self.process.pid}/task")
        found = " ".join((each / "children").read_text() for each in tasks.iterdir()) if tasks.exists() else ""
        return [int(each) for each in found.split()]


class Postgres(PostgresServer):
    """A PostgreSQL that can be stopped, killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        super().__init__(free_port())
        binaries, user = programs(), unprivileged()
        home = folder / "postgres"
        home.mkdir()
        os.chown(home, user.pw_uid, user.pw_gid)
        for parent in (folder, *folder.parents):
            with suppress(PermissionError):
                parent.chmod(parent.stat().st_mode | 0o011)
        identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        made = subprocess.run(
            [binaries / "initdb", "-D", home / "data", "-U", "benevolat", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
            cwd=home, capture_output=True, text=True, check=False, **identity,
        )
        if made.returncode:
            raise Unavailable(f"initdb : {made.stderr.strip()[-300:]}")
        command = [binaries / "postgres", "-D", home / "data", "-p", str(self.port), *KEEPING]
        self.program = Program(command, folder, ready=self.answers, user=user, stop=signal.SIGINT)

    def restart(self, *, crash: bool = False) -> None:
        """Stop it as an upgrade does, or kill it as a crash does; start it again."""
        if crash:
            self.program.kill()
        else:
            self.program.stop()
        self.program.start()


class Host:
    """A machine of ours: its own folder, a web server, a worker. It shares nothing with another but the database and two secrets."""

    def __init__(self, folder: Path, database: str, mail: MailServer | None, name: str) -> None:
        self.name, self.folder, self.port = name, folder / name, free_port()
        self.folder.mkdir()
        settings = {
            "BENEVOLAT_INSTANCE": str(self.folder), "SECRET_KEY": SECRET, "DATABASE_URL": database, "BENEVOLAT_DEMO": "0", "PROXIES": "1",
            "SMTP_URL": mail.url if mail is not None else "", "BASE_URL": "http://localhost", "DIRECTORY_URL": "",
            "PRIVATE_HOSTS": "127.0.0.1", "BENEVOLAT_KEYS": str(folder / "keys"),
        }
        self.env = {**{name: value for name, value in os.environ.items() if not name.startswith("BENEVOLAT")}, **settings}
        gunicorn = [
            "-m", "gunicorn", "--chdir", str(ROOT), "--bind", f"127.0.0.1:{self.port}", "--worker-class", "benevolat.web.server.Worker",
            "--workers", "2", "--threads", "8", "--preload", "--graceful-timeout", "30", "--no-control-socket", "--log-level", "warning",
            "wsgi:app",
        ]
        (self.folder / "web").mkdir()
        (self.folder / "worker").mkdir()
        self.web = Program([sys.executable, *gunicorn], self.folder / "web", env=self.env, ready=lambda: answers(self.port))
        flask = ["-m", "flask", "--app", str(ROOT / "wsgi.py"), "worker", "--pause", "0.2"]
        self.worker = Program([sys.executable, *flask], self.folder / "worker", env={**self.env, "PYTHONPATH": str(ROOT)})

    def start(self) -> None:
        """Open the web server and the worker."""
        self.web.start()
        self.worker.start()

    def stop(self) -> None:
        """Close both."""
        self.worker.stop()
        self.web.stop()

    def kill_a_child(self, chance: random.Random) -> None:
        """Kill one process of the web server; its master makes another."""
        children = self.web.children()
        if children:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)

    def spoil_index(self, chance: random.Random) -> None:
        """Turn one bit over in a file of the search index, or lose the folder."""
        folder = self.folder / "index"
        files = [each for each in folder.glob("*") if each.is_file() and each.stat().st_size]
        if not files:
            return
        if chance.random() < 0.5:
            folder.rename(self.folder / f"index-{time.monotonic_ns()}")
            return
        with suppress(OSError):
            path = chance.choice(files)
            data = bytearray(path.read_bytes())
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(data)

    def failures(self) -> list[str]:
        """Return the failures that nobody expected, as the programs logged them: the end of each trace."""
        words = "\n".join(each.read_text(errors="replace") for each in sorted(self.folder.glob("*/*.log")))
        return [each.strip()[-600:] for each in re.findall(r"Traceback \(most recent call last\):\n(?:[ \t].*\n|\n)+(\S.*)", words)]


class House:
    """One database, its hosts, and an application of ours that looks at the database without serving anything."""

    def __init__(self, folder: Path, *, kind: str, hosts: int, mail: MailServer | None) -> None:
        self.folder, self.kind = folder, kind
        self.postgres = Postgres(folder) if kind == "postgres" else None
        self.database = self.postgres.url("postgres") if self.postgres is not None else f"sqlite:///{folder / 'site.sqlite3'}"
        self.mail = mail
        self.hosts = [Host(folder, self.database, mail, f"host{number}") for number in range(1, hosts + 1)]
        self.app: Flask

    def flask(self, *words: str) -> None:
        """Run a command of the site, as an operator does."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words], cwd=ROOT, env=self.hosts[0].env, capture_output=True,
            text=True, check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]

    def prepare(self) -> None:
        """Start the database, make its tables and load the reference data."""
        if self.postgres is not None:
            self.postgres.program.start()
        self.flask("db", "upgrade")
        self.flask("reference", "load")
        self.flask("keys", "create")
        self.app = create_app({
            "TESTING": True, "INSTANCE": self.folder, "SECRET_KEY": SECRET, "BASE_URL": "http://localhost", "DEMO": False,
            "SQLALCHEMY_DATABASE_URI": self.database, "HELPER_PHONE": "04 65 71 38 38", "HELPER_HOURS": "", "MAIL_FROM": "x",
            "SMTP_URL": "", "SMS_GATEWAY_URL": "", "SMS_GATEWAY_TOKEN": "", "GEOCODER_DOMAIN": "", "INDEX_DIR": self.folder / "index",
            "PUBLIC_FIGURES": self.folder / "chiffres.json", "KEYS_DIR": self.folder / "keys",
        })

    def open(self) -> None:
        """Start every host."""
        for each in self.hosts:
            each.start()


@contextmanager
def house(folder: Path, *, kind: str = "postgres", hosts: int = 1, mail: MailServer | None = None) -> Iterator[House]:
    """A prepared house, its hosts still closed; everything ends with the block. Raises Unavailable without PostgreSQL."""
    made = House(folder, kind=kind, hosts=hosts, mail=mail)
    try:
        made.prepare()
        with made.app.app_context():
            yield made
    finally:
        for each in made.hosts:
            each.stop()
        if made.postgres is not None:
            made.postgres.program.stop()
