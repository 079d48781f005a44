"""Prepares the database, then runs the web server and the worker side by side until told to stop."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

from .install import PYTHON
from .terminal import DONE, NEXT, ROOT, Failure, Step, explain, log

# step, command of the application, what to say when it fails for a reason we do not know
PREPARATIONS = (
    (
        "Base de données",
        ("db", "upgrade"),
        "La base de données n’a pas pu être mise à jour : gardez une copie du dossier instance, puis prévenez les auteurs",
    ),
    (
        "Communes et compétences",
        ("reference", "load", "--if-needed"),
        "Les communes et les compétences n’ont pas pu être chargées : relancez la même commande",
    ),
    (
        "Clés de signature",
        ("keys", "create"),
        "Les clés qui signent les documents n’ont pas pu être créées : vérifiez que le dossier instance peut être écrit",
    ),
    (
        "Données de démonstration",
        ("demo", "load", "--once"),
        "Les données de démonstration n’ont pas pu être chargées : essayez avec --no-demo",
    ),
    (
        "Index de recherche",
        ("search", "rebuild", "--if-needed"),
        "L’index de recherche n’a pas pu être construit : relancez la même commande",
    ),
    (
        "Comptes de démonstration",
        ("demo", "accounts"),
        "Les comptes de démonstration n’ont pas pu être lus : essayez avec --no-demo",
    ),
)
START_WITHIN = 60.0
STOP_WITHIN = 15.0


def check_port(host: str, port: int) -> None:
    """Raise Failure when the address cannot be listened on, with a port that can."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise Failure(f"L’adresse « {host} » n’existe pas sur cette machine : essayez sans --host.", status=2) from None
    try:
        listen_once(family, address[:2])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = f"python3 benevolat run --port {free_port(host, port, family)}"
            raise Failure(f"Le port {port} est déjà pris : arrêtez l’autre programme, ou tapez « {other} ».") from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Failure(f"Le port {port} est réservé au système : choisissez-en un à partir de 1024, par exemple 8000.") from None
        raise Failure(f"L’adresse « {host} » n’est pas une adresse de cette machine : essayez sans --host.", status=2) from None


def listen_once(family: int, address: tuple[Any, ...]) -> None:
    """Listen on an address for an instant; raises OSError when it cannot be."""
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind(address)
        trial.listen(1)


def free_port(host: str, port: int, family: int) -> int:
    """Return the next port that can be listened on."""
    for candidate in range(port + 1, min(port + 200, 65536)):
        try:
            listen_once(family, (host, candidate))
        except OSError:
            continue
        return candidate
    return 0


def get_ready(env: Mapping[str, str], *, demo: bool) -> str:
    """Bring database, demonstration and index up to date in one process; return the demonstration's accounts; raises Failure."""
    wanted = [preparation for preparation in PREPARATIONS if demo or preparation[1][0] != "demo"]
    words = list(chain.from_iterable((*preparation[1], NEXT) for preparation in wanted))[:-1]
    child = subprocess.Popen(
        [PYTHON, "-m", "benevolat.setup.several", *words], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    said = ""
    try:
        for title, _, otherwise in wanted:
            with Step(title):
                said = read_one(child, otherwise)
        child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
        child.wait()
    return said if demo else ""


def read_one(child: subprocess.Popen[str], otherwise: str) -> str:
    """Read what one command says until it is done; raises Failure when it never is."""
    assert child.stdout is not None
    said = ""
    for line in child.stdout:
        if line.rstrip("\n") == DONE:
            log(said)
            return said
        said += line
    log(said)
    raise explain(said, otherwise)


class Children:
    """The programs we started, stopped together."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own: Ctrl-C reaches us alone, and we stop it in good order."""
        child = subprocess.Popen(command, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, start_new_session=True)
        self.running.append((name, child))
        return child

    def check(self) -> None:
        """Raise Failure when one of them has ended by itself."""
        for name, child in self.running:
            if child.poll() is not None:
                ended = f"{name} s’est arrêté de lui-même (code {child.returncode})"
                raise Failure(f"{ended} : lisez les lignes au-dessus, puis relancez la même commande.")

    def stop(self) -> None:
        """Ask each to end, and end those who do not."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave one of them behind
        for _, child in self.running:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for _, child in self.running:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)  # also what it may have left behind
            child.wait()


def answers(host: str, port: int) -> bool:
    """Tell whether the site answers a request, whatever it answers."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def wait_until_it_answers(children: Children, host: str, port: int) -> None:
    """Wait for the first answer; raises Failure when a child ends or none comes in time."""
    deadline = time.monotonic() + START_WITHIN
    while not answers(host, port):
        children.check()
        if time.monotonic() > deadline:
            raise Failure("Le site n’a pas répondu en une minute : regardez les lignes au-dessus, puis relancez la même commande.")
        time.sleep(0.1)


def open_gate(server: subprocess.Popen[bytes]) -> None:
    """Tell the waiting server that everything is ready (see gate.py)."""
    assert server.stdin is not None
    with suppress(BrokenPipeError):  # it has died: the next look at the children says so
        server.stdin.write(b"!")
        server.stdin.close()


def bracketed(host: str) -> str:
    """Write a host as addresses want it."""
    return f"[{host}]" if ":" in host else host


def serve(host: str, port: int, *, demo: bool) -> int:
    """Run the site and its worker until Ctrl-C, a signal, or the end of one of them."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- nothing is opened here
    address = f"http://{bracketed(reachable)}:{port}"
    env = {"BASE_URL": address, **os.environ, "BENEVOLAT_DEMO": "1" if demo else "0"}
    children = Children(env)
    try:
        gunicorn = [PYTHON, "-m", "gunicorn", "-c", "benevolat/setup/gate.py", "--bind", f"{bracketed(host)}:{port}", "wsgi:app"]
        server = children.start("Le serveur web", [str(word) for word in gunicorn])
        accounts = get_ready(env, demo=demo)
        check_port(host, port)
        with Step("Ouverture du site"):
            open_gate(server)
            children.start("Le programme des tâches de fond", [str(PYTHON), "-m", "flask", "--app", "wsgi", "worker"])
            wait_until_it_answers(children, reachable, port)
        print(f"\nIsère bénévolat est ouvert : {address}\n")
        if accounts:
            print(f"Comptes de démonstration :\n{accounts.rstrip()}\n")
        print("Pour arrêter : Ctrl-C.")
        while True:
            time.sleep(0.5)
            children.check()
    except KeyboardInterrupt:
        print("\nOn ferme le site…", file=sys.stderr)
        return 0
    finally:
        children.stop()
