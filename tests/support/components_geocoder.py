"""A real geocoder for tests: addok, the software of the Base Adresse Nationale, over a redis of its own and a few invented streets."""

import http.client
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benevolat.setup import tools

from .components_process import Unavailable, free_port, listens, running

STREETS = Path(__file__).with_name("geocoder_streets.ndjson")

# what the Base Adresse Nationale itself switches on, for French addresses
CONFIG = """
QUERY_PROCESSORS_PYPATHS = ["addok.helpers.text.check_query_length", "addok_france.extract_address", "addok_france.clean_query",
                            "addok_france.remove_leading_zeros"]
PROCESSORS_PYPATHS = ["addok.helpers.text.tokenize", "addok.helpers.text.normalize", "addok_france.glue_ordinal",
                      "addok_france.fold_ordinal", "addok_france.flag_housenumber", "addok.helpers.text.synonymize",
                      "addok_fr.phonemicize"]
SEARCH_RESULT_PROCESSORS_PYPATHS = ["addok.helpers.results.match_housenumber", "addok_france.make_labels",
                                    "addok.helpers.results.score_by_importance", "addok.helpers.results.score_by_autocomplete_distance",
                                    "addok.helpers.results.score_by_ngram_distance", "addok.helpers.results.score_by_geo_distance",
                                    "addok.helpers.results.adjust_scores"]
BATCH_WORKERS = 1
ATTRIBUTION = "rues inventées"
"""


def answers(port: int) -> bool:
    """Tell whether the geocoder answers a search."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/search?q=rue")
        return connection.getresponse().status == 200
    return False


@contextmanager
def running_geocoder() -> Iterator[str]:
    """Run redis and addok until the end of the block, and give the address; raises Unavailable."""
    environment = tools.geocoder() / "bin"
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="benevolat-geocoder-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        config = folder / "addok.conf"
        config.write_text(CONFIG, encoding="utf-8")
        redis_port, port = free_port(), free_port()
        redis = [str(shutil.which("redis-server")), "--bind", "127.0.0.1", "--port", str(redis_port), "--save", "", "--appendonly", "no"]
        stack.enter_context(running(redis, folder=folder, ready=lambda: listens(redis_port)))
        env = {**os.environ, "REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis_port), "ADDOK_CONFIG_MODULE": str(config)}
        env["ADDOK_LOG_DIR"] = str(folder)
        for words in (["batch", STREETS], ["ngrams"]):
            loaded = subprocess.run([environment / "addok", *words], env=env, cwd=folder, capture_output=True, text=True, check=False)
            if loaded.returncode:
                raise Unavailable(f"addok {words[0]} : {loaded.stderr.strip()[-300:]}")
        server = [environment / "gunicorn", "--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning"]
        stack.enter_context(running([*server, "addok.http.wsgi"], folder=folder, ready=lambda: answers(port), env=env))
        yield f"http://127.0.0.1:{port}"
