"""`python -m tests.bench.relevance [--json] [--seen]`: what the one box finds first, question by judged question."""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import click

from benevolat.core.db import db
from benevolat.search import engine, indexing
from tests.bench.relevance.judging import application, figures, judge, questions, write_missions


def main() -> None:
    """Print the figures: by class, all together, and apart those of the questions kept unseen while tuning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seen", action="store_true", help="show what the questions that may be looked at miss")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        app = application(Path(name))
        with app.test_request_context():
            keys = write_missions()
            db.session.commit()
            indexing.rebuild(Path(name) / "index")
            judged = [judge(each, keys) for each in questions()]
            engine.state().close()
            db.session.remove()
            db.engine.dispose()
    kinds = dict.fromkeys(each.question.kind for each in judged)
    told: dict[str, Any] = {
        **figures(judged), "unseen": figures([each for each in judged if each.question.unseen]),
        "classes": {kind: figures([each for each in judged if each.question.kind == kind]) for kind in kinds},
    }
    if options.json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{'':14} {'questions':>9} {'recall@5':>9} {'MRR':>6} {'success@1':>9}")
    for label, row in [("all", told), ("unseen", told["unseen"]), *told["classes"].items()]:
        click.echo(f"{label:14} {row['count']:9} {row['recall_at_5']:9.3f} {row['mrr']:6.3f} {row['success_at_1']:9.3f}")
    for each in judged:
        if options.seen and not each.question.unseen and (each.recall < 1 or each.rank != 1):
            click.echo(f"{each.recall:.2f} 1/{each.rank} {each.question.text}: {' '.join(each.found)} | {each.read}")


if __name__ == "__main__":
    main()
