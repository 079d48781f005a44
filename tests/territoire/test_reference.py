"""The reference data is loaded once, and again when it changes."""

import sqlalchemy as sa

from benevolat import cli
from benevolat.territoire.models import Commune


def load(app, *options):
    result = app.test_cli_runner().invoke(args=["reference", "load", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_there_is_not_loaded_again(fresh_app):
    assert load(fresh_app, "--if-needed") == "déjà chargés\n"
    assert load(fresh_app).startswith("989 communes")


def test_changed_data_is_loaded_again(fresh_app, session, monkeypatch):
    session.execute(sa.update(Commune).where(Commune.code == "38226").values(name="Autre nom"))
    session.commit()
    load(fresh_app, "--if-needed")
    assert session.scalar(sa.select(Commune.name).where(Commune.code == "38226")) == "Autre nom"
    monkeypatch.setattr(cli, "_digest_of_reference", lambda: "of other files")
    assert load(fresh_app, "--if-needed").startswith("989 communes")
    session.expire_all()
    assert session.scalar(sa.select(Commune.name).where(Commune.code == "38226")) == "Mens"
    assert load(fresh_app, "--if-needed") == "déjà chargés\n"
