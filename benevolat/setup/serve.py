"""Migrates, loads the demonstration, then runs the web server and the worker side by side until told to stop."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from .install import PYTHON
from .terminal import ROOT, Failure, Step, must_run

# step, command of the application, what to say when it fails for a reason we do not know
PREPARATIONS = (
    (
        "Base de données",
        ("db", "upgrade"),
        "La base de données n’a pas pu être mise à jour : gardez une copie du dossier instance, puis prévenez les auteurs",
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
        listen_once(family, address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = f"python3 benevolat run --port {free_port(host, port, family)}"
            raise Failure(f"Le port {port} est déjà pris : arrêtez l’autre programme, ou tapez « {other} ».") from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Failure(f"Le port {port} est réservé au système : choisissez-en un à partir de 1024, par exemple « --port 8000 ».") from None
        raise Failure(f"L’adresse « {host} » n’est pas une adresse de cette machine : essayez sans --host.", status=2) from None


def listen_once(family: int, address: tuple[str, int]) -> None:
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


def flask(*words: str) -> list[str]:
    """Return the command line of one of the application's commands."""
    return [str(PYTHON), "-m", "flask", "--app", "wsgi", *words]


def get_ready(env: Mapping[str, str], *, demo: bool) -> None:
    """Bring the database, the demonstration and the index up to date; raises Failure."""
    for title, words, otherwise in PREPARATIONS:
        if demo or words[0] != "demo":
            with Step(title):
                must_run(flask(*words), otherwise, env=env)


class Children:
    """The programs we started, stopped together."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a program in a session of its own: Ctrl-C reaches us alone, and we stop it in good order."""
        self.running.append((name, subprocess.Popen(command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True)))

    def check(self) -> None:
        """Raise Failure when one of them has ended by itself."""
        for name, child in self.running:
            if child.poll() is not None:
                raise Failure(f"{name} s’est arrêté de lui-même (code {child.returncode}) : ses dernières lignes sont au-dessus ; tout est arrêté.")

    def stop(self) -> None:
        """Ask each to end, and end those who do not."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave one of them behind
        for _, child in self.running:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for _, child in self.running:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(child.pid, signal.SIGKILL)  # also what it may have left behind
            except ProcessLookupError:
                pass
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


def serve(host: str, port: int, *, demo: bool) -> int:
    """Run the site and its worker until Ctrl-C, a signal, or the end of one of them."""
    env = {**os.environ, "BENEVOLAT_DEMO": "1" if demo else "0"}
    get_ready(env, demo=demo)
    check_port(host, port)
    children = Children(env)
    shown = f"[{host}]" if ":" in host else host
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        with Step("Ouverture du site"):
            children.start("Le serveur web", [
                str(PYTHON), "-m", "gunicorn", "--bind", f"{shown}:{port}", "--worker-class", "gthread", "--workers", "2", "--threads", "8",
                "--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket", "wsgi:app",
            ])  # fmt: skip
            children.start("Le programme des tâches de fond", flask("worker"))
            accounts = must_run(flask("demo", "accounts"), "Les comptes de démonstration n’ont pas pu être lus", env=env) if demo else ""
            wait_until_it_answers(children, reachable, port)
        print(f"\nIsère bénévolat est ouvert : http://{'[' + reachable + ']' if ':' in reachable else reachable}:{port}\n")
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
