"""The other rooms of the administration: accounts looked at again, roles for a time, settings and their versions, the journal, health."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accounts.errors import LastAdministrateur
from benevolat.accounts.models import AgentRole, Role, User
from benevolat.accounts.permissions import roles_of
from benevolat.accounts.queries import agents_acts, agents_to_review
from benevolat.accounts.services import change_setting, confirm_agent, grant_role, withdraw_role
from benevolat.contrats.services.consent import freedom_text
from benevolat.core import clock, journal
from benevolat.core.errors import InvalidInput, NotAllowed
from benevolat.core.journal import JournalEntry
from benevolat.core.settings import ROOT, Setting
from benevolat.web.administration.catalogue import entries
from benevolat.web.administration.journal import ACTS
from tests.factories.people import agent, person
from tests.factories.world import mission
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries
from tests.support.sign_in import sign_in


@pytest.fixture
def boss(client: PageClient, session: Any) -> User:
    """An administratrice, signed in."""
    user = agent(Role.ADMINISTRATEUR, first_name="Odette", last_name="Marchand")
    sign_in(client, user)
    return user


def old(**values: Any) -> User:
    """An agent nobody looked at for seven months, who came yesterday."""
    return agent(Role.REFERENT, **{
        "created_at": clock.now() - timedelta(days=210), "last_seen_at": clock.now() - timedelta(days=1),
        "ends_on": clock.today() + timedelta(days=300), **values,
    })


@pytest.mark.parametrize(("values", "listed"), [
    ({}, True), ({"reviewed_at": timedelta(days=-10)}, False), ({"reviewed_at": timedelta(days=-183)}, True),
    ({"created_at": timedelta(days=-30)}, False), ({"created_at": timedelta(days=-30), "ends_on": 40}, True),
    ({"created_at": timedelta(days=-100), "last_seen_at": timedelta(days=-95)}, True),
    ({"reviewed_at": timedelta(days=-10), "last_seen_at": timedelta(days=-95)}, False), ({"ends_on": -1}, False),
])
def test_who_is_to_be_looked_at_again(session: Any, values: dict[str, Any], listed: bool) -> None:
    read = {name: clock.today() + timedelta(days=value) if name == "ends_on" else clock.now() + value for name, value in values.items()}
    assert bool(agents_to_review([old(**read)])) is listed


def test_an_account_still_of_use_is_confirmed_and_prolonged(client: PageClient, session: Any, boss: User) -> None:
    someone = old(first_name="Claire", last_name="Rochas")
    client.get("/administration/revue")
    assert "pas regardé depuis six mois" in client.text
    client.get(f"/administration/agents/{someone.public_id}/revue")
    client.submit("Oui, il sert toujours", ends_on=(clock.today() + timedelta(days=500)).isoformat())
    assert "Claire Rochas" not in client.text
    session.refresh(someone)
    assert (someone.ends_on, someone.reviewed_at is not None) == (clock.today() + timedelta(days=500), True)
    assert {"agent_reviewed", "agent_prolonged"} <= set(session.scalars(sa.select(JournalEntry.action)))


def test_nobody_confirms_their_own_account_when_somebody_else_can(session: Any) -> None:
    first, second = agent(Role.ADMINISTRATEUR), agent(Role.ADMINISTRATEUR)
    with pytest.raises(NotAllowed):
        confirm_agent(first, by=first)
    confirm_agent(first, by=second)
    with pytest.raises(NotAllowed):
        confirm_agent(old(), by=agent(Role.PILOTE))
    with pytest.raises(InvalidInput):
        confirm_agent(first, by=second, ends_on=clock.today() + timedelta(days=900))


def test_a_role_for_a_time_ends_by_itself_and_begins_again(session: Any) -> None:
    by, someone = agent(Role.ADMINISTRATEUR), agent(Role.REFERENT)
    grant_role(someone, by=by, role=Role.MODERATEUR, territoire_code=None, ends_on=clock.today() + timedelta(days=3))
    assert Role.MODERATEUR in roles_of(someone)
    with clock.frozen(clock.now() + timedelta(days=5)):
        assert Role.MODERATEUR not in roles_of(someone)
        grant_role(someone, by=by, role=Role.MODERATEUR, territoire_code=None)
        assert Role.MODERATEUR in roles_of(someone)
    for day in (-1, 4000):
        with pytest.raises(InvalidInput):
            grant_role(someone, by=by, role=Role.PILOTE, territoire_code=None, ends_on=clock.today() + timedelta(days=day))


def test_a_role_is_withdrawn_but_never_the_last_administrateurs(client: PageClient, session: Any, boss: User) -> None:
    someone = agent(Role.REFERENT, Role.PILOTE)
    client.get(f"/administration/agents/{someone.public_id}")
    client.submit("Retirer ce rôle")
    assert "Le rôle est retiré" in client.text
    assert len(roles_of(someone)) == 1
    [last] = session.scalars(sa.select(AgentRole).where(AgentRole.user_id == boss.id))
    with pytest.raises(LastAdministrateur):
        withdraw_role(last, by=boss)


def test_a_setting_changes_and_its_versions_stay(client: PageClient, session: Any, boss: User) -> None:
    client.get("/administration/reglages")
    client.follow("Engagement libre")
    before = freedom_text()[0]
    for words in ("Rien n’est obligatoire.", "Rien n’est obligatoire."):
        client.submit("Mettre ce texte en place", value=words)
    assert freedom_text() == ("Rien n’est obligatoire.", 1)
    assert before != freedom_text()[0]
    assert "Odette Marchand" in client.text
    assert session.scalars(sa.select(JournalEntry.reason).where(JournalEntry.action == "setting_changed")).all() == ["consent.freedom"]


def test_a_figure_is_written_as_one(client: PageClient, session: Any, boss: User) -> None:
    client.get("/administration/reglages")
    client.follow("Heures par semaine")
    client.submit("Mettre ce texte en place", value="beaucoup")
    assert "Écrivez un nombre" in client.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Setting).where(Setting.key.like("%hours%"))) == 0
    client.submit("Mettre ce texte en place", value="7,5")
    assert "Le nouveau texte est en place" in client.text


def test_only_an_administrateur_changes_settings(session: Any) -> None:
    with pytest.raises(NotAllowed):
        change_setting("consent.freedom", "Tout est obligatoire.", by=agent(Role.PILOTE))


def test_every_setting_that_code_reads_can_be_changed(session: Any) -> None:
    known = {each.key for each in entries()}
    read = set()
    for path in (ROOT / "benevolat").rglob("*.py"):
        read |= set(re.findall(r'settings\.read\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert read - {"reference.digest"} <= known
    assert len(known) == len(list(entries()))


def test_the_journal_is_searched_and_names_nobody_it_is_about(client: PageClient, session: Any, boss: User) -> None:
    someone, claire = person(last_name="Secrète"), agent(Role.REFERENT, first_name="Claire", last_name="Rochas")
    journal.record("accompagnement.read", actor_id=claire.id, subject_id=someone.id, reason="deputy")
    journal.record("setting_changed", actor_id=boss.id, reason="consent.freedom")
    session.commit()
    client.get("/administration/journal")
    assert "Lire un dossier" in client.text
    for hidden in ("Secrète", someone.public_id, "deputy"):
        assert hidden not in client.text
    assert "consent.freedom" in client.text
    day = clock.today().isoformat()
    client.submit("Chercher", acte="accompagnement.read", agent=claire.public_id, du=day, au=day)
    assert "1 ligne" in client.text
    client.submit("Chercher", acte="accompagnement.read", agent="", du=(clock.today() + timedelta(days=1)).isoformat(), au="")
    assert "Rien à ces dates" in client.text
    client.get("/administration/journal?acte=x&agent=y&du=hier&au=demain&page=0")
    assert "2 lignes" in client.text


def test_what_persons_did_is_no_line_of_it(session: Any) -> None:
    someone, claire = person(), agent(Role.REFERENT)
    journal.record("accompagnement.read", actor_id=someone.id, subject_id=someone.id)
    journal.record("accompagnement.read", actor_id=claire.id, subject_id=someone.id)
    for found in (agents_acts(), agents_acts(action="accompagnement.read")):
        assert ([line.actor_id for line, _name in found.lines], found.total) == ([claire.id], 1)
    assert agents_acts(agent=someone.id).total == 0


def test_the_journal_asks_as_much_for_many_lines(client: PageClient, session: Any, boss: User) -> None:
    counts = []
    for many in (2, 80):
        for _n in range(many):
            journal.record("agent_ended", actor_id=boss.id, subject_id=boss.id)
        session.commit()
        with counted_queries("SELECT") as seen:
            client.get("/administration/journal")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_every_act_that_is_recorded_has_its_words() -> None:
    recorded = set()
    for path in (ROOT / "benevolat").rglob("*.py"):
        recorded |= set(re.findall(r'(?:journal\.record|record_act)\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert recorded - set(ACTS) == set()


def test_health_is_shown(client: PageClient, session: Any, boss: User) -> None:
    client.get("/administration/sante")
    assert "Programme de fond" in client.text
    assert "À réparer" in client.text


def test_what_partners_would_refuse_is_listed_with_how_to_mend_it(client: PageClient, boss: User) -> None:
    for title in ("Arroser le jardin", "Jardinage"):
        mission(title=title)
    client.get("/administration/echanges")
    assert "1 mission publiée ici part chez les partenaires." in client.text
    for words in ("Jardinage", "il en faut deux ou plus", "Dites ce que l’on fait"):
        assert words in client.text
    assert "Arroser le jardin" not in client.text
