"""Programs that tests start: each on a leash, so that it dies with the tests even when they are killed."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

# becomes another user when asked, then asks Linux for a signal when its parent dies, then becomes the program
LEASH = """
import ctypes, os, sys
user, group, parent = map(int, sys.argv[1:4])
if user != os.getuid():
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
ctypes.CDLL(None).prctl(1, 9)
if os.getppid() != parent:
    sys.exit("the tests are gone")
os.execvp(sys.argv[4], sys.argv[4:])
"""


class Unavailable(Exception):
    """A component cannot start on this machine; the text says why."""


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> pwd.struct_passwd:
    """Return the user to run as what refuses to run as root: ourselves, or a nobody when we are root."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable("root, and no user « nobody » to become")


@contextmanager
def running(
    command: Sequence[str | Path], *, folder: Path, ready: Callable[[], bool], user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None, stop: signal.Signals = signal.SIGTERM, within: float = 60,
) -> Iterator[subprocess.Popen[bytes]]:  # fmt: skip
    """Run a program until the end of the block, from the moment it is ready; raises Unavailable with its last words."""
    log = folder / f"{Path(command[0]).name}.log"
    ids = (user.pw_uid, user.pw_gid) if user else (os.getuid(), os.getgid())
    leashed = [sys.executable, "-I", "-S", "-c", LEASH, *map(str, ids), str(os.getpid()), *map(str, command)]
    with log.open("wb") as output:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        child = subprocess.Popen(leashed, cwd=folder, env=env, start_new_session=True, **quiet)
    try:
        wait_ready(child, ready, log, within)
        yield child
    finally:
        end(child, stop)


def wait_ready(child: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, within: float) -> None:
    """Wait until a program says it is ready; raises Unavailable when it ends or takes too long."""
    deadline = time.monotonic() + within
    while not ready():
        if child.poll() is not None or time.monotonic() > deadline:
            raise Unavailable(f"{log.stem} did not start: {log.read_text(errors='replace')[-500:].strip()}")
        time.sleep(0.05)


def end(child: subprocess.Popen[bytes], stop: signal.Signals = signal.SIGTERM) -> None:
    """End a program and what it started."""
    child.send_signal(stop)
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def listens(port: int) -> bool:
    """Tell whether something listens on a port of the loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def close(*pipes: IO[str] | None) -> None:
    """Close the pipes of a program that has ended."""
    for pipe in pipes:
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
