"""The two commands: standard library only, every foreseen failure is one French sentence, and nothing stays behind."""

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from benevolat.setup import install, suite, terminal
from tests.support.clone import environment, make_python, read_until, stamp_as_installed
from tests.support.components_process import free_port

ROOT = Path(__file__).resolve().parents[2]
ENTRY = ROOT / "benevolat" / "__main__.py"
# several.py runs inside .venv, where the libraries are
MODULES = [ENTRY, *(path for path in sorted((ROOT / "benevolat" / "setup").glob("*.py")) if path.name != "several.py")]

STARTED: list[subprocess.Popen[str]] = []

# a stand-in for the libraries of .venv: each command says what it was called with, then does what FAKE_… tells it
FAKE_FLASK = """
import os, sys, time, signal
words = WORDS
with open(os.environ["FAKE_CALLS"], "a") as calls:
    calls.write(" ".join([os.environ["BENEVOLAT_DEMO"], *words]) + "\\n")
failing = os.environ.get("FAKE_FAILS", "").split("|")
if " ".join(words) == failing[0]:
    sys.exit(failing[1])
if words == ["demo", "accounts"]:
    print("Bénévole : samia.exemple@demo.example")
if words == ["db", "upgrade"]:
    time.sleep(0.5)
if words == ["worker"]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with open(os.environ["FAKE_CALLS"] + ".pid", "w") as file:
        file.write(str(os.getpid()))
    while True:
        time.sleep(0.05)
"""
FAKE_GUNICORN = """
import http.server, os, sys
sys.stdin.read(1) or sys.exit(0)
open(os.environ["FAKE_CALLS"], "a").write("gate\\n")
host, port = sys.argv[sys.argv.index("--bind") + 1].rsplit(":", 1)
http.server.ThreadingHTTPServer((host, int(port)), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def clone(tmp_path):
    """A clone in which everything is already installed, with stand-ins for the libraries, and an application that must not be imported."""
    copy = tmp_path / "clone"
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(ROOT / "benevolat" / "setup", copy / "benevolat" / "setup", ignore=ignored)
    shutil.copyfile(ENTRY, copy / "benevolat" / "__main__.py")
    (copy / "benevolat" / "__init__.py").write_text("import only_in_the_venv")
    (copy / "benevolat" / "json.py").write_text("raise SystemExit('a module of ours hides one of the standard library')")
    fakes = copy / "fakes"
    for name in ("flask", "gunicorn"):
        (fakes / name).mkdir(parents=True)
        (fakes / name / "__init__.py").touch()
    (fakes / "only_in_the_venv.py").touch()
    (fakes / "gunicorn" / "__main__.py").write_text(FAKE_GUNICORN)
    (fakes / "flask" / "__main__.py").write_text(FAKE_FLASK.replace("WORDS", "sys.argv[3:]"))
    in_a_function = "class cli:\n  def main(args, standalone_mode):\n" + FAKE_FLASK.replace("WORDS", "args[2:]").replace("\n", "\n    ")
    (fakes / "flask" / "cli.py").write_text(in_a_function)
    make_python(copy, fakes)
    (copy / "static" / "vendor").mkdir(parents=True)
    stamp_as_installed(copy)
    yield copy
    for process in STARTED:  # those of a test that failed half-way
        if process.poll() is None:
            process.terminate()
            process.wait(300)
    STARTED.clear()


def start(clone, *words, **more):
    """Start a command of the clone."""
    env = environment(clone, FAKE_CALLS=str(clone / "calls"), **more)
    process = subprocess.Popen(
        [sys.executable, "benevolat", *words], cwd=clone, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    STARTED.append(process)
    return process


def finish(process):
    """Return what the command said and its status."""
    output, _ = process.communicate(timeout=300)
    return output, process.returncode


def pid_of_worker(clone):
    """Return the worker's process, once it has started: the site may answer before it."""
    deadline = time.monotonic() + 300
    while not (written := clone / "calls.pid").exists() or not written.read_text():
        assert time.monotonic() < deadline, "the worker never started"
        time.sleep(0.05)
    return int(written.read_text())


def alive(pid):
    """Tell whether a process still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_commands_use_the_standard_library_only(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        roots = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            roots = [node.module]
        assert {root.split(".")[0] for root in roots} <= sys.stdlib_module_names


def test_an_old_python_can_read_the_entry():
    ast.parse(ENTRY.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_prepares_serves_and_stops_without_leaving_anything(clone, stop):
    port = free_port()
    process = start(clone, "run", "--port", str(port))
    said = read_until(process, "Ctrl-C")
    assert f"http://127.0.0.1:{port}\n" in said
    assert "samia.exemple@demo.example" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=120) as answer:
        assert answer.status == 200
    worker = pid_of_worker(clone)
    process.send_signal(stop)
    said, status = finish(process)
    assert status == 0
    assert "Traceback" not in said
    assert not alive(worker)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    *prepared, last, last_but_one = (clone / "calls").read_text().splitlines()
    assert prepared == [
        "1 db upgrade", "1 reference load --if-needed", "1 keys create", "1 demo load --once", "1 search rebuild --if-needed",
        "1 demo accounts",
    ]  # fmt: skip
    assert {last, last_but_one} == {"gate", "1 worker"}, "the site opens once everything is prepared"


def test_without_the_demonstration_nothing_of_it_is_loaded(clone):
    process = start(clone, "run", "--no-demo", "--port", str(free_port()))
    said = read_until(process, "Ctrl-C")
    pid_of_worker(clone)
    process.send_signal(signal.SIGINT)
    finish(process)
    assert "démonstration" not in said.lower()
    assert set((clone / "calls").read_text().splitlines()) == {
        "0 db upgrade", "0 reference load --if-needed", "0 keys create", "0 search rebuild --if-needed", "gate", "0 worker",
    }  # fmt: skip


def test_a_part_that_dies_is_said_and_the_rest_is_stopped(clone):
    port = free_port()
    process = start(clone, "run", "--port", str(port))
    read_until(process, "Ctrl-C")
    os.kill(pid_of_worker(clone), signal.SIGKILL)
    said, status = finish(process)
    assert status == 1
    assert "Le programme des tâches de fond s’est arrêté de lui-même" in said
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60)


def test_a_taken_port_is_said_with_one_that_is_free(clone):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said, status = finish(start(clone, "run", "--port", str(port)))
    assert status == 1
    assert re.fullmatch(rf"\nLe port {port} est déjà pris\u00a0: .*--port \d+\u00a0».\n", said)


@pytest.mark.parametrize(
    ("words", "output", "sentence"),
    [
        ("db upgrade", "sqlalchemy.exc.OperationalError: table mission already exists", "La base de données n’a pas pu être mise à jour"),
        ("db upgrade", "sqlite3.OperationalError: database or disk is full", terminal.DISK_FULL),
        ("demo load --once", "KeyError: 'x'", "Les données de démonstration n’ont pas pu être chargées"),
        ("search rebuild --if-needed", "OSError: [Errno 28] No space left on device", terminal.DISK_FULL),
    ],
)
def test_a_preparation_that_fails_is_one_sentence(clone, words, output, sentence):
    said, status = finish(start(clone, "run", "--port", str(free_port()), FAKE_FAILS=f"{words}|{output}"))
    assert status == 1
    assert sentence in said.splitlines()[-1]
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["runn"], "n’existe pas"),
        (["run", "--prot", "8001"], "n’est pas compris"),
        (["run", "--port"], "Il manque une valeur"),
        (["run", "--port", "abc"], "n’est pas un numéro de port"),
        (["run", "--port", "70000"], "n’est pas un numéro de port"),
        (["run", "--host", "192.0.2.1"], "n’est pas une adresse de cette machine"),
    ],
)
def test_a_mistyped_command_is_told_in_french(clone, words, sentence):
    said, status = finish(start(clone, *words))
    assert status == 2
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_help_is_given(clone):
    said, status = finish(start(clone, "--help"))
    assert status == 0
    assert "--no-demo" in said
    assert "--all" in said


def test_a_debian_without_python3_venv_is_told_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "PYTHON", tmp_path / "absent")
    monkeypatch.setattr(install, "working_uv", lambda: None)
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(terminal.Failure, match="sudo apt install python3-venv"):
        install.make_venv()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", terminal.DISK_FULL),
        ("npm error code ENOSPC\nnpm error syscall write", terminal.DISK_FULL),
        ("error: failed to write to file: No space left on device (os error 28)", terminal.DISK_FULL),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", terminal.NO_NETWORK),
        ("ERROR: Could not find a version that satisfies the requirement flask==3.1.3 (from versions: none)", terminal.NO_NETWORK),
        ("npm error code EAI_AGAIN", terminal.NO_NETWORK),
        ("npm error code ENOTFOUND", terminal.NO_NETWORK),
        ("  Caused by: dns error: failed to lookup address information", terminal.NO_NETWORK),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", terminal.NOT_THE_EXPECTED_PACKAGE),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", terminal.UNKNOWN_CERTIFICATE),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", terminal.UNKNOWN_CERTIFICATE),
        ("npm error code EINTEGRITY", terminal.NOT_THE_EXPECTED_PACKAGE),
    ],
)
def test_what_the_tools_say_becomes_one_sentence(output, sentence):
    assert str(terminal.explain(output, "Autre")) == sentence


def test_what_is_not_known_keeps_the_last_line_of_the_tool():
    assert "npm error of a new kind" in str(terminal.explain("one\nnpm error of a new kind\n", "npm n’a pas pu apporter les polices"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), terminal.DISK_FULL),
        (PermissionError(13, "Permission denied", "/srv/x"), "L’écriture est refusée dans «\u00a0/srv/x\u00a0»"),
    ],
)
def test_a_refusal_of_the_system_becomes_one_sentence(error, sentence):
    assert terminal.explain_os_error(error).startswith(sentence)


def test_a_changed_lock_is_installed_again(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp.json")
    lock = tmp_path / "requirements.lock"
    lock.write_text("flask==1 --hash=sha256:0")
    monkeypatch.setattr(install, "LOCKS", {"run": lock})
    calls = []
    monkeypatch.setattr(install, "working_uv", lambda: "uv")
    monkeypatch.setattr(install, "run_tool", lambda command, env: calls.append(command) or (0, ""))
    install.install_libraries("run")
    install.install_libraries("run")
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    lock.write_text("flask==2 --hash=sha256:0")
    install.install_libraries("run")
    assert len(calls) == 2


def test_a_broken_stamp_installs_again_rather_than_failing(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp.json")
    for content in ("{", "[]", ""):
        (tmp_path / "stamp.json").write_text(content)
        assert install.read_stamp() == {}
    install.write_stamp(venv="x")
    assert json.loads((tmp_path / "stamp.json").read_text()) == {"venv": "x"}


def test_two_preparations_wait_for_each_other(clone):
    hold = "import runpy, time; runpy.run_path('benevolat/__main__.py')['load_setup'](); from benevolat_setup import install\n"
    hold += "with install.alone():\n print('held', flush=True); time.sleep(2)"
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=clone, env=environment(clone), text=True, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    started = time.monotonic()
    process = start(clone, "run", "--port", str(free_port()))
    said = read_until(process, "Ctrl-C")
    waited = time.monotonic() - started
    process.send_signal(signal.SIGINT)
    finish(process)
    holder.communicate()
    assert "Une autre préparation est en cours" in said
    assert waited > 1


@pytest.mark.parametrize(
    ("arguments", "everything", "expected"),
    [
        ([], False, ["-n", "2", "--dist", "loadfile", "-m", "not long"]),
        ([], True, ["-n", "2", "--dist", "loadfile", "--cov", "--cov-report=term:skip-covered"]),
        (["tests/missions", "-k", "publish"], False,
             ["-n", "2", "--dist", "loadfile", "-m", "not long", "tests/missions", "-k", "publish"]),
        (["-n", "0", "-x"], False, ["-m", "not long", "-n", "0", "-x"]),
        (["-n0"], True, ["-n0"]),
        (["--no-header"], True, ["-n", "2", "--dist", "loadfile", "--no-header"]),
        (["-m", "long"], False, ["-n", "2", "--dist", "loadfile", "-m", "not long", "-m", "long"]),
    ],
)
def test_pytest_gets_what_the_person_gives_after_what_we_give(arguments, everything, expected):
    assert suite.pytest_command(arguments, everything=everything, cores=2)[3:] == expected
