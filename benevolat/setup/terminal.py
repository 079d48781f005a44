"""What a person reads while the commands work: steps with their progress, and failures explained in one French sentence."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
# between the commands of several.py, and what it says after each
NEXT, DONE = "--next--", "--done--"
LOG = ROOT / ".venv" / "setup.log"

DISK_FULL = "Le disque est plein : libérez environ 1 Go, puis relancez la même commande."
NO_NETWORK = "Le réseau ne répond pas : vérifiez la connexion à internet (ou le relais de votre organisme), puis relancez la même commande."
NOT_THE_EXPECTED_PACKAGE = (
    "Un paquet reçu n’est pas celui que nous attendions, et n’a pas été installé : relancez plus tard, ou prévenez les auteurs."
)

UNKNOWN_CERTIFICATE = (
    "Le réseau présente un certificat que cette machine ne connaît pas : faites-le installer par votre informatique, puis relancez."
)

# what the tools say in English → the sentence; looked for in this order
NO_NETWORK_WORDS = (
    r"name resolution|Name or service not known|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable"
    r"|Connection refused|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request failed|dns error"
    r"|error sending request|operation timed out|Could not connect|from versions: none"
)
DISK_FULL_WORDS = (
    r"No space left on device|ENOSPC|Errno 28\b|os error 28\b|Disk quota exceeded|EDQUOT|disk I/O error|database or disk is full"
)
KNOWN_FAILURES: tuple[tuple[str, str], ...] = (
    (DISK_FULL_WORDS, DISK_FULL),
    (r"DO NOT MATCH THE HASHES|Hash mismatch|EINTEGRITY", NOT_THE_EXPECTED_PACKAGE),
    (r"SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|certificate.verify.failed|UnknownIssuer", UNKNOWN_CERTIFICATE),
    (NO_NETWORK_WORDS, NO_NETWORK),
)


class Failure(Exception):
    """A foreseen failure; its text is the French sentence that says what to do."""

    def __init__(self, sentence: str, *, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


class Stopped(KeyboardInterrupt):
    """A signal sent to us alone (`kill`, a closed terminal), where Ctrl-C reaches what we started as well."""


def interrupt(signum: int, frame: FrameType | None) -> None:
    """Turn a signal into the interruption that Ctrl-C makes."""
    signal.signal(signum, signal.SIG_IGN)
    raise Stopped


def prepare_streams() -> None:
    """Let every line out as soon as it is written, whatever the terminal's alphabet."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="replace")  # type: ignore[union-attr]


def explain(output: str, otherwise: str) -> Failure:
    """Find in a tool's output the cause a person can act on, or say `otherwise` with the tool's last line."""
    for pattern, sentence in KNOWN_FAILURES:
        if re.search(pattern, output, re.IGNORECASE):
            return Failure(sentence)
    lines = [line.strip() for line in output.splitlines() if line.strip() and "complete log" not in line]
    last = f" Dernière ligne reçue : {lines[-1][:200]}" if lines else ""
    where = f" (détail dans {LOG.relative_to(ROOT)})" if LOG.exists() else ""
    return Failure(f"{otherwise}{where}.{last}")


def explain_os_error(error: OSError) -> str:
    """Say what a refusal of the system means for the person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    name = f" « {error.filename} »" if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"L’écriture est refusée dans{name or ' ce dossier'} : donnez-vous les droits sur ce dossier ou clonez le dépôt ailleurs."
    return f"Le système a refusé une opération sur{name or ' un fichier'} ({error.strerror or error}) : corrigez cela, puis relancez."


class Step:
    """One step of the work: its French line, the seconds ticking on a terminal, and how it ended."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.stopped = threading.Event()
        self.ticker = threading.Thread(target=self.tick, daemon=True)

    def __enter__(self) -> Self:
        print(f"• {self.title}…", end="", flush=True)
        if sys.stdout.isatty():
            self.ticker.start()
        return self

    def tick(self) -> None:
        """Show the seconds passing, so that nobody believes it stuck."""
        while not self.stopped.wait(1):
            print(f"\r• {self.title}… {time.monotonic() - self.started:.0f} s", end="", flush=True)

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.stopped.set()
        if self.ticker.is_alive():
            self.ticker.join()
        if kind is None:
            ending = f"fait ({time.monotonic() - self.started:.1f} s)".replace(".", ",")
        else:
            ending = "arrêté" if issubclass(kind, KeyboardInterrupt) else "échec"
        start = f"\r• {self.title}… " if sys.stdout.isatty() else " "
        print(f"{start}{ending}", flush=True)


def log(text: str) -> None:
    """Keep what a tool said for whoever looks for the cause."""
    with suppress(OSError), LOG.open("a", encoding="utf-8") as target:  # no .venv yet, or a full disk, which the tool itself tells
        target.write(f"{text}\n")


def run_tool(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a tool quietly, keep what it says in the log, and return its status and its output."""
    words = [str(word) for word in command]
    child = subprocess.Popen(
        words, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        start_new_session=True,
    )  # fmt: skip
    try:
        output, _ = child.communicate()
    except BaseException:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait()
        raise
    log(f"$ {' '.join(words)}\n{output}\n[{child.returncode}]\n")
    return child.returncode, output


def must_run(command: Sequence[str | Path], otherwise: str, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run a tool that has to succeed; raises Failure with the cause found, or `otherwise`."""
    status, output = run_tool(command, cwd=cwd, env=env)
    if status:
        raise explain(output, otherwise)
    return output
