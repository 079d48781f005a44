"""The feed of partners: documented fields only, what they would refuse left out and said, hostile texts, few statements, 304."""

import gzip
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benevolat.associations.models import State as AssociationState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.exchange.documents import missions_feed
from benevolat.exchange.queries import OURS, shared_missions
from benevolat.exchange.rules import DOMAINS
from benevolat.exchange.services import write_feed
from benevolat.missions.models import MissionKind, Publication, Where
from tests.factories import world
from tests.support.page_client import PageClient
from tests.support.queries import counted_queries

from . import partner

HOSTILE = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.sampled_from([
    "]]><script>alert(1)</script>", "&lt;b&gt; gras", "&#233; deux fois", "\x00\x08 espions \x1f", "﷐￿", "<!ENTITY x SYSTEM 'file:///'>",
    "مرحبا بالجميع", "\u202e envers", "a\u00a0b", "\u2028", "--> <!--", "<![CDATA[x]]>", "x" * 300,
])


def feed() -> list[Any]:
    sent, _left_out = shared_missions()
    return partner.read(missions_feed(sent, base="https://benevolat.example"))


def test_a_mission_is_told_in_the_documented_fields(session: Any) -> None:
    mission = world.mission(address="3 rue des Tilleuls", address_public=True, by_bus=True)
    host = mission.association
    [sent] = feed()
    assert partner.shape_faults(sent) == []
    assert partner.refusal(sent) == ""
    said = {each.tag: each.text for each in sent}
    assert said["clientId"] == mission.public_id
    assert said["applicationUrl"] == f"https://benevolat.example/missions/{mission.public_id}"
    assert (said["title"], said["domain"], said["remote"], said["places"]) == (mission.title, "environnement", "no", "2")
    assert (said["organizationName"], said["organizationRNA"], said["organizationClientId"]) == (host.name, host.rna, host.public_id)
    assert (said["closeToTransport"], said["openToMinors"]) == ("yes", "no")
    assert sent.findtext("addresses/address/street") == "3 rue des Tilleuls"
    assert (sent.findtext("addresses/address/postalCode"), sent.findtext("addresses/address/departmentCode")) == ("38500", "38")


def test_a_private_street_and_its_point_stay_here(session: Any) -> None:
    mission = world.mission(address="3 rue Secrète", address_public=False, lat=45.371, lon=5.601, contact_name="Zoé Discrète")
    assert mission.commune is not None
    content = missions_feed(shared_missions()[0], base="").decode()
    assert "Secrète" not in content
    assert "45.371" not in content
    assert "Discrète" not in content
    assert mission.association.email not in content


def test_only_what_anybody_may_join_today_and_nothing_that_a_partner_sent(session: Any) -> None:
    kept = [world.mission(), world.mission(publisher=OURS, client_id="12")]
    world.mission(publisher="un-partenaire", client_id="12")
    world.mission(recruiting=False)
    world.mission(starts_on=None, ends_on=clock.today() - timedelta(days=1))
    over = world.mission(kind=MissionKind.DATED, places=None)
    world.creneau(over, days=-2)
    for publication in (each for each in Publication if each is not Publication.PUBLISHED):
        world.mission(publication=publication, publication_reason="Essai")
    for state in (each for each in AssociationState if each is not AssociationState.VERIFIED):
        world.mission(world.association(state=state, state_reason="Essai"))
    assert [each.findtext("clientId") for each in feed()] == [each.public_id for each in kept]


REFUSED = [
    ({"title": "Jardinage"}, "un mot"), ({"title": "Jardin\u00a0"}, "un mot"), ({"title": "Bon&#232;s jours"}, "titre contient"),
    ({"description": " "}, "pas de description"), ({"description": "Rue &# 12"}, "description contient"),
    ({"description": "a" * 20_001}, "20\u202f000"),
]


@pytest.mark.parametrize(("values", "said"), REFUSED, ids=[each[1] for each in REFUSED])
def test_what_a_partner_would_refuse_is_left_out_and_said(fresh_app: Flask, session: Any, values: dict[str, Any], said: str) -> None:
    mission = world.mission(**values)
    sent, left_out = shared_missions()
    assert sent == []
    assert [each for each, _why in left_out] == [mission]
    [refused] = partner.read(missions_feed([mission], base=""))
    assert partner.refusal(refused), "the partner would have taken it"
    db.session.commit()
    result = fresh_app.test_cli_runner().invoke(args=["exchange", "check"])
    assert result.exit_code == 1
    assert said in result.output
    assert f"/missions/{mission.public_id}" in result.output


def test_an_association_whose_name_is_broken_is_left_out(session: Any) -> None:
    mission = world.mission(world.association(name="L&#39;Entraide"))
    assert shared_missions()[0] == []
    assert partner.refusal(partner.read(missions_feed([mission], base=""))[0])


def test_nothing_left_out_is_said_too(fresh_app: Flask, session: Any) -> None:
    world.mission()
    db.session.commit()
    result = fresh_app.test_cli_runner().invoke(args=["exchange", "check"])
    assert (result.exit_code, result.output) == (0, "1 missions dans le flux, 0 laissées de côté\n")
    assert len(partner.read(fresh_app.test_cli_runner().invoke(args=["exchange", "feed"]).stdout_bytes)) == 1


def test_each_domain_of_ours_is_one_of_theirs() -> None:
    assert partner.DOMAINS == DOMAINS
    assert {each["api_engagement"][0] for each in partner.our_domains()} <= partner.DOMAINS


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE, description=HOSTILE, name=HOSTILE, street=HOSTILE, schedule=HOSTILE)
def test_whatever_people_wrote_the_feed_is_read_and_accepted(
    session: Any, title: str, description: str, name: str, street: str, schedule: str
) -> None:
    mission = world.mission(
        world.association(name=name or "Sans nom"), title=title, description=description, address=street, address_public=True,
        schedule=schedule,
    )
    sent, left_out = shared_missions()
    assert len(sent) + len(left_out) == 1, "one of an example before stayed"
    for each in partner.read(missions_feed(sent, base="https://benevolat.example")):
        assert partner.shape_faults(each) == []
        assert partner.refusal(each) == ""
        assert each.findtext("clientId") == mission.public_id
    session.delete(mission)


def test_as_many_statements_for_sixty_missions_as_for_two(session: Any) -> None:
    def asked(count: int) -> int:
        for n in range(count):
            mission = world.mission(kind=MissionKind.DATED if n % 2 else MissionKind.REGULAR)
            if n % 2:
                world.creneau(mission)
        db.session.commit()
        db.session.expunge_all()
        with counted_queries("SELECT") as seen:
            missions_feed(shared_missions()[0], base="")
        return len(seen)

    feed()
    assert (asked(2), asked(58)) == (3, 3)


def test_whoever_has_it_already_is_told_so(client: PageClient, session: Any) -> None:
    with clock.frozen(datetime.fromisoformat("2026-12-01T10:00:00+00:00")):
        world.mission()
        db.session.commit()
        write_feed()
    with clock.frozen(datetime.fromisoformat("2026-12-01T10:20:00+00:00")):
        write_feed()
        answer = client.get("/flux/missions.xml")
        assert answer.headers["Last-Modified"] == "Tue, 01 Dec 2026 10:00:00 GMT"
        assert len(partner.read(answer.data)) == 1
        assert "Set-Cookie" not in answer.headers
        assert client.get("/flux/missions.xml", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert client.get("/flux/missions.xml", headers={"If-Modified-Since": answer.headers["Last-Modified"]}).status_code == 304
        packed = client.get("/flux/missions.xml", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"], "what was packed for one is not given by a cache to who cannot read it"
        assert gzip.decompress(packed.data) == answer.data
        world.mission()
        db.session.commit()
        write_feed()
        newer = client.get("/flux/missions.xml", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
        assert (newer.status_code, len(partner.read(newer.data))) == (200, 2)


def test_without_a_worker_the_feed_is_what_it_is_now(client: PageClient, session: Any) -> None:
    with clock.frozen(datetime.fromisoformat("2026-12-01T10:00:00+00:00")):
        mission = world.mission()
        db.session.commit()
        write_feed()
        mission.recruiting = False
        db.session.commit()
    with clock.frozen(datetime.fromisoformat("2026-12-01T11:30:00+00:00")):
        answer = client.get("/flux/missions.xml")
        assert partner.read(answer.data) == []
        assert "Last-Modified" not in answer.headers


def test_a_full_mission_and_one_from_home_are_sent(session: Any) -> None:
    world.mission(places=1, places_taken=1)
    world.mission(where=Where.REMOTE)
    world.mission(where=Where.BOTH)
    assert [each.findtext("remote") for each in feed()] == ["no", "full", "possible"]
    assert [len(each.findall("addresses/address")) for each in feed()] == [1, 0, 1]
