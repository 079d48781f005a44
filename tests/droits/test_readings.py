"""Who read one's data: every line of the journal about a person is told to them in words, and to nobody else."""

import ast
from datetime import timedelta
from typing import Any

import pytest

from benevolat.accompagnement.models import FileReason
from benevolat.accounts.models import Role
from benevolat.accounts.services import write_readings
from benevolat.associations.queries import host_code
from benevolat.core import clock, journal
from benevolat.core.settings import ROOT
from benevolat.droits.lines import MEANINGS
from benevolat.droits.queries import readings_of
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person
from tests.factories.world import association
from tests.support.queries import counted_queries

OF_AGENTS_OR_ONESELF = {
    "agent_invited", "agent_created", "agent_ended", "agent_prolonged", "agent_reviewed", "factor_added", "factor_recovered",
    "factor_reset_asked", "factor_reset_cancelled", "factor_reset_done", "identity_linked", "identity_unlinked", "passkey_added",
    "passkey_removed", "referent.attach",
    "role_granted", "role_withdrawn", "setting_changed", "reprise.invite", "reprise.write", "accompagnement.invite",
    "accompagnement.accept", "privacy.breach", "privacy.breach_contacts", "account.erase",
}
"""Lines about an agent's own account, about nobody, or that one wrote about oneself."""
WRITERS = {"record", "record_act", "noted", "write_readings"}


def _written() -> set[str]:
    """Every action that the code writes in the journal."""
    found = set()
    rooms = [each for each in (ROOT / "benevolat").iterdir() if each.is_dir() and each.name not in {"setup", "search", "demo"}]
    sources = (path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py"))
    for source in (each for each in sources if any(f"{name}(" in each for name in WRITERS)):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITERS:
                found |= {each.value for each in node.args[:2] if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found | {"accompagnement.file"}


def test_every_action_on_a_person_has_its_words() -> None:
    written = _written()
    assert {"candidature.read", "dossiers.take", "desk.contact", "annexe.sign"} <= written
    assert written - OF_AGENTS_OR_ONESELF - set(MEANINGS) == set()


def test_an_association_is_told_by_its_name_and_its_member_by_none(session: Any) -> None:
    holder, member = person(), person(first_name="Odile", last_name="Morel")
    host = association(member=member, public_id="2abc", name="Les Mains Vertes")
    write_readings("candidature.read", [holder.id], by=member, reason=host_code(host))
    [line] = readings_of(holder).lines
    assert line.who == "L’association Les Mains Vertes"
    assert "Morel" not in f"{line}"
    assert line.why == "Pour répondre à votre candidature."


def test_an_association_that_is_gone_is_still_a_line(session: Any) -> None:
    holder = person()
    write_readings("engagement.read", [holder.id], by=person(), reason="association.disparue")
    assert [each.who for each in readings_of(holder).lines] == ["Une association"]


def test_agents_are_told_by_their_name_and_their_place(session: Any) -> None:
    holder, desk = person(), agent(Role.MODERATEUR, first_name="Lise", last_name="Caron")
    helper, boss = linked(holder, referent(first_name="Claire", last_name="Vial")), agent(Role.PILOTE, first_name="Anne", last_name="Roy")
    journal.record("door.judge", actor_id=desk.id, subject_id=holder.id)
    journal.record("accompagnement.read", actor_id=helper.id, subject_id=holder.id, reason="deputy")
    journal.record("accompagnement.file", actor_id=boss.id, subject_id=holder.id, reason=FileReason.MISTAKE.value)
    opened, read, judged = readings_of(holder).lines
    assert judged.who == "Lise Caron, au guichet ou à la modération"
    assert read.who.startswith("Claire Vial, ")
    assert read.who.endswith("(en remplacement)")
    assert (opened.who, opened.why) == ("Anne Roy, au Département", "La raison donnée\u00a0: Corriger une erreur de saisie.")


def test_what_one_did_oneself_and_what_is_anothers_is_left_out(session: Any) -> None:
    holder, other = person(), person()
    helper = linked(holder)
    journal.record("accompagnement.end", actor_id=holder.id, subject_id=holder.id)
    journal.record("accompagnement.read", actor_id=helper.id, subject_id=other.id)
    journal.record("passkey_added", actor_id=helper.id, subject_id=holder.id)
    assert readings_of(holder).lines == []
    assert readings_of(holder).total == 0


def test_a_reading_is_written_once_a_day(session: Any) -> None:
    holder, reader = person(), person()
    with clock.frozen(clock.paris(2026, 11, 24, 0, 30)):
        for _time in range(3):
            write_readings("candidature.read", [holder.id, reader.id, holder.id], by=reader)
        write_readings("engagement.read", [holder.id], by=reader)
    with clock.frozen(clock.paris(2026, 11, 24, 23, 30)):
        write_readings("candidature.read", [holder.id], by=reader)
        write_readings("candidature.read", [holder.id], by=person())
        assert len(journal.about(holder.id)) == 3
    with clock.frozen(clock.paris(2026, 11, 25, 0, 1)):
        write_readings("candidature.read", [holder.id], by=reader)
    assert len(journal.about(holder.id)) == 4
    assert journal.about(reader.id) == [], "one's own reading is no news"


@pytest.mark.parametrize("lines", [2, 40])
def test_pages_of_lines_cost_the_same(session: Any, lines: int) -> None:
    holder, helper = person(), linked(person())
    host = association()
    with clock.frozen(clock.now() - timedelta(days=1)):
        for n in range(lines):
            journal.record("candidature.read" if n % 2 else "accompagnement.read", actor_id=helper.id, subject_id=holder.id,
                           reason=host_code(host) if n % 2 else None)
    session.flush()
    with counted_queries("SELECT") as sent:
        found = readings_of(holder, page=1)
    assert len(sent) == 3
    assert (len(found.lines), found.total, found.pages) == (min(lines, 30), lines, 2 if lines > 30 else 1)
    assert len(readings_of(holder, page=2).lines) == max(0, lines - 30)
