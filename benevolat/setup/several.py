"""Runs several commands of the application in one process, because loading it takes longer than they do.

Run inside .venv: the only file here that imports a library.
"""

import sys

from flask.cli import cli

from benevolat.setup.terminal import DONE, NEXT

words: list[str] = []
for word in [*sys.argv[1:], NEXT]:
    if word != NEXT:
        words.append(word)
        continue
    cli.main(args=["--app", "wsgi", *words], standalone_mode=False)
    print(DONE, flush=True)
    words.clear()
