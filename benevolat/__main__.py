"""The two commands, `python3 benevolat run` and `python3 benevolat test`: standard library only, never imports the package.

Started as `python3 benevolat`, Python puts this folder first on its path: our own packages could then hide the standard
library's, so the folder is taken off and the steps (benevolat/setup/) are loaded from their files under a name of their own.
This file must still be readable by an old Python, which is told in French what is missing.
"""

import importlib
import importlib.util
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def load_setup():
    """Load benevolat/setup as the package `benevolat_setup`, without importing `benevolat`."""
    folder = os.path.join(HERE, "setup")
    spec = importlib.util.spec_from_file_location(
        "benevolat_setup", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["benevolat_setup"] = package
    spec.loader.exec_module(package)
    return importlib.import_module("benevolat_setup.commands")


def main():
    """Check the Python, then hand over to the commands."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file is the one that an older Python meets
        found = ".".join(map(str, sys.version_info[:2]))
        sys.exit("Il faut Python 3.11 ou plus récent, et celui-ci est le " + found + " : relancez avec un Python plus récent.")
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != HERE]
    sys.dont_write_bytecode = True
    sys.exit(load_setup().main(sys.argv[1:]))


if __name__ == "__main__":
    main()
