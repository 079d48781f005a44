"""The command line of `python3 benevolat`: reads the arguments, prepares, and turns every foreseen failure into one French sentence."""

import argparse
import signal
import sys
from collections.abc import Sequence

from . import install, serve, suite, terminal, tools

HELP = """Isère bénévolat : deux commandes.

  python3 benevolat run [--port 8000] [--host 127.0.0.1] [--no-demo]
      prépare tout ce qu’il faut puis ouvre le site sur cette machine.
      --no-demo  sans les données ni les comptes de démonstration

  python3 benevolat test [--all] [arguments de pytest…]
      prépare tout ce qu’il faut puis passe la suite de tests de tous les jours.
      --all      ajoute les tests longs (pannes, charge, grandes variantes)
"""


class FrenchParser(argparse.ArgumentParser):
    """An argument parser whose refusals are one French sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise terminal.Failure("Il manque une valeur après une option : tapez « python3 benevolat --help ».", status=2)


def port_number(text: str) -> int:
    """Read a TCP port, refusing what is not one."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise terminal.Failure(f"« {text} » n’est pas un numéro de port : donnez un nombre entre 1 et 65535, par exemple 8001.", status=2)
    return int(text)


def run(arguments: Sequence[str]) -> int:
    """Prepare, then serve the site with its worker until told to stop."""
    parser = FrenchParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--no-demo", action="store_true")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise terminal.Failure(f"« {' '.join(unknown)} » n’est pas compris ici : tapez « python3 benevolat --help ».", status=2)
    serve.check_port(options.host, options.port)
    install.prepare(for_tests=False)
    return serve.serve(options.host, options.port, demo=not options.no_demo)


def test(arguments: Sequence[str]) -> int:
    """Prepare with the test libraries, then hand the remaining arguments to pytest."""
    install.prepare(for_tests=True)
    tools.prepare_tools()
    return suite.run_suite([argument for argument in arguments if argument != "--all"], everything="--all" in arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status."""
    terminal.prepare_streams()
    if not arguments or arguments[0] in ("-h", "--help", "help") or (arguments[0] == "run" and {"-h", "--help"} & set(arguments)):
        print(HELP)
        return 0 if arguments else 2
    commands = {"run": run, "test": test}
    # a closed terminal or a `kill` stops us as Ctrl-C does, so that what we started is stopped too
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, terminal.interrupt)
    try:
        if arguments[0] not in commands:
            known = "tapez « python3 benevolat run » ou « python3 benevolat test »"
            raise terminal.Failure(f"La commande « {arguments[0]} » n’existe pas : {known}.", status=2)
        return commands[arguments[0]](arguments[1:])
    except terminal.Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return failure.status
    except OSError as error:
        print(f"\n{terminal.explain_os_error(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nArrêté.", file=sys.stderr)
        return 130
