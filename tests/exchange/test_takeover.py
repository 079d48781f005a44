"""Files of the former site brought from a page: tried on everything, confirmed once, written by parts, one at a time, then forgotten."""

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.models import Role, User
from benevolat.associations.models import Association, State
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.errors import NotAllowed
from benevolat.core.jobs import Job, run_due
from benevolat.core.mail import OutgoingMail
from benevolat.exchange import jobs
from benevolat.exchange.errors import AnotherFileRuns, NotWaiting
from benevolat.exchange.models import FileKind, FileState, OldAddress, RepriseFile, RepriseInvitation
from benevolat.exchange.queries import find_reprise_file
from benevolat.exchange.services import confirm_reprise, drop_reprise, keep_reprise, read_content, takeover
from benevolat.missions.models import Mission, Publication
from tests.conftest import scalar_count
from tests.factories.people import agent, person
from tests.support.page_client import PageClient
from tests.support.sign_in import sign_in

from .test_reprise import ALERTES, ASSOCIATIONS, MISSIONS


@pytest.fixture
def boss(session: Any) -> User:
    return agent(Role.ADMINISTRATEUR, first_name="Odette", last_name="Marchand")


def bring(kind: FileKind, text: str, by: User, *, judged_before: bool = True) -> RepriseFile:
    lines = read_content(text.encode("cp1252"), kind.value, {})
    return keep_reprise(kind, f"{kind.value}.csv", lines, judged_before=judged_before, by=by)


def outcomes(row: RepriseFile) -> list[str | None]:
    return [each[2] for each in row.report["lines"]]


def test_tried_it_says_everything_and_writes_nothing(boss: User) -> None:
    row = bring(FileKind.ASSOCIATIONS, ASSOCIATIONS, boss)
    assert (row.state, outcomes(row)) == (FileState.TRIED, ["created", *[None] * 6])
    assert scalar_count(Association) == scalar_count(OldAddress) == 0
    assert row.report["lines"][2][3] == "Une case contient une formule. Remplacez-la par sa valeur."
    asked = bring(FileKind.ALERTES, ALERTES, boss)
    assert outcomes(asked).count("created") == 1
    assert scalar_count(OutgoingMail) == scalar_count(RepriseInvitation) == 0


def test_confirmed_it_is_written_as_it_was_tried_and_its_lines_are_erased(boss: User) -> None:
    tried = bring(FileKind.ASSOCIATIONS, ASSOCIATIONS, boss)
    said = outcomes(tried)
    confirm_reprise(tried, by=boss)
    [made] = db.session.scalars(sa.select(Association))
    assert (made.name, made.state) == ("L’Épée d’été", State.VERIFIED)
    assert (tried.state, tried.lines, outcomes(tried)) == (FileState.WRITTEN, None, said)
    confirm_reprise(bring(FileKind.MISSIONS, MISSIONS, boss, judged_before=False), by=boss)
    assert {each.publication for each in db.session.scalars(sa.select(Mission))} == {Publication.SUBMITTED}
    again = bring(FileKind.ASSOCIATIONS, ASSOCIATIONS, boss)
    assert outcomes(again)[0] == "same"


def test_a_big_file_goes_by_parts_with_twins_far_apart_refused(boss: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeover, "PART", 2)
    lines = [f"{n};Les Amis {n};W38100000{n};Voiron;38500" for n in range(1, 6)]
    twins = ["1;Un autre nom;W381000019;Voiron;38500", "9;Un jumeau;W381000002;Voiron;38500"]
    text = "\n".join(["Id;Nom;RNA;Commune;Code postal", *lines, *twins])
    row = bring(FileKind.ASSOCIATIONS, text, boss)
    assert (row.state, row.done, row.total) == (FileState.TRYING, 2, 7)
    with pytest.raises(NotWaiting):
        confirm_reprise(row, by=boss)
    db.session.commit()
    run_due()
    assert (row.state, outcomes(row)) == (FileState.TRIED, ["created"] * 5 + [None] * 2)
    confirm_reprise(row, by=boss)
    db.session.commit()
    assert scalar_count(Association) == 2
    run_due()
    assert (row.state, scalar_count(Association)) == (FileState.WRITTEN, 5)


def test_a_part_taken_again_after_a_fault_changes_nothing(boss: User) -> None:
    row = bring(FileKind.ASSOCIATIONS, ASSOCIATIONS, boss)
    lines = row.lines
    confirm_reprise(row, by=boss)
    row.state, row.lines, row.done, row.report = FileState.WRITING, lines, 0, {"lines": []}
    takeover.advance_later(row.id)
    assert (row.state, outcomes(row)[0], scalar_count(Association)) == (FileState.WRITTEN, "same", 1)


def test_one_file_is_written_at_a_time_and_confirmed_once(boss: User, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (bring(FileKind.ADDRESSES, "Ancienne;Nouvelle\n/a;/aide\n/b;/aide\n", boss) for _turn in range(2))
    monkeypatch.setattr(takeover, "PART", 1)
    confirm_reprise(first, by=boss)
    with pytest.raises(AnotherFileRuns):
        confirm_reprise(second, by=boss)
    with pytest.raises(NotWaiting):
        confirm_reprise(first, by=boss)
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(RepriseFile).where(RepriseFile.id == second.id).values(state=FileState.WRITING))
    drop_reprise(first, by=boss)
    db.session.commit()
    run_due()
    assert db.session.scalars(sa.select(OldAddress.path)).all() == ["/a"], "stopped, what was written stays"
    assert not db.session.scalars(sa.select(Job).where(Job.kind == "exchange.advance_reprise", Job.done_at.is_(None))).all()


def test_administrateurs_alone(boss: User) -> None:
    row = bring(FileKind.ADDRESSES, "Ancienne;Nouvelle\n/a;/aide\n", boss)
    for other in (person(), agent(Role.MODERATEUR), agent(Role.PILOTE)):
        assert find_reprise_file(other, row.public_id) is None
        for refused in (lambda by=other: bring(FileKind.ADDRESSES, "Ancienne;Nouvelle\n/a;/aide\n", by),
                        lambda by=other: confirm_reprise(row, by=by), lambda by=other: drop_reprise(row, by=by)):
            with pytest.raises(NotAllowed):
                refused()


def test_undecided_for_a_day_it_is_erased_and_a_report_after_a_month(boss: User) -> None:
    bring(FileKind.ALERTES, ALERTES, boss)
    written = bring(FileKind.ASSOCIATIONS, ASSOCIATIONS, boss)
    confirm_reprise(written, by=boss)
    for age, left in ((timedelta(hours=23), 2), (timedelta(hours=25), 1), (timedelta(days=31), 0)):
        with clock.frozen(clock.now() + age):
            jobs.HANDLERS["exchange.forget_reprises"]({})
        assert scalar_count(RepriseFile) == left


def test_from_the_page(client: PageClient, boss: User) -> None:
    sign_in(client, boss).get("/administration/reprise")

    def send(content: bytes) -> None:
        client.submit("Essayer ce fichier", kind="associations", judged_before="y", file=(io.BytesIO(content), "asso.csv"))

    send(b"PK\x03\x04")
    assert "n’est pas un CSV" in client.text
    send("Nom;RNA\nA;W381234567\n".encode("cp1252"))
    assert "Il manque la colonne" in client.text
    send(ASSOCIATIONS.encode("cp1252"))
    assert "Rien n’est encore écrit." in client.text
    assert "Une case contient une formule." in client.text
    client.submit("Écrire ce fichier")
    assert "Ce que ce fichier a fait" in client.text
    assert scalar_count(Association) == 1
