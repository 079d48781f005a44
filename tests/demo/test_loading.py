"""The demonstration in a fresh database: what the texts say is what the services made, dated from now, and found by search."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benevolat.accompagnement.models import Accompagnement, ServiceKind
from benevolat.accounts.models import AgeBand, AgentRole, Kind, Role, User
from benevolat.accounts.services import find_by_email, password_matches
from benevolat.actions.models import Action, Inscription, Standing
from benevolat.actions.queries import trainings
from benevolat.ailleurs.models import ProofRequest
from benevolat.alertes.models import Alerte, Favori
from benevolat.associations.models import Association
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import (
    AnswerModel,
    CallBack,
    Candidature,
    Companion,
    Message,
    ParentAgreement,
    WaitingRule,
    Welcome,
)
from benevolat.candidatures.models import State as CandidatureState
from benevolat.candidatures.queries import comes_with, lists_to_move, silent_candidatures, unanswered_associations
from benevolat.candidatures.services import LAST_CALL
from benevolat.contrats.models import Annexe, AnnexeState, Contrat, Submission, SubmissionState
from benevolat.core import clock
from benevolat.core.db import db
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.core.table import read_table
from benevolat.demo import content
from benevolat.demo.dossiers import BROUGHT
from benevolat.demo.loading import PASSWORD
from benevolat.demo.partners import FORMER_ALERTE, PARTNER, WAITING
from benevolat.demo.world import MAILS_KEPT
from benevolat.dossiers.models import Desk, ImportedLine, PendingImport
from benevolat.dossiers.queries import mapping_of, read_file, sort_lines
from benevolat.engagements import queries as engagements
from benevolat.engagements.models import Bilan, BilanState, Engagement
from benevolat.engagements.models import State as EngagementState
from benevolat.engagements.sheets import sheets_to_remind
from benevolat.exchange.documents import missions_feed
from benevolat.exchange.queries import shared_missions
from benevolat.exchange.services import Entry, read_entries, write_entry
from benevolat.exchange.services.values import vocabulary
from benevolat.exchange.services.xml_file import parse_missions
from benevolat.matching.models import Wish
from benevolat.matching.queries import proposals
from benevolat.missions.models import Calendar, Creneau, Mission, Publication, Recruitment
from benevolat.missions.queries import missions_to_renew, siblings_of
from benevolat.paroles.models import Parole
from benevolat.paroles.models import State as ParoleState
from benevolat.passeport.models import Skill, SkillState, ValidationRequest, ValidationState
from benevolat.proofs import keys
from benevolat.proofs import queries as proofs
from benevolat.proofs.models import Document, DocumentKind, Share
from benevolat.proofs.signing import Finding, check_pdf
from benevolat.propositions.models import Proposition
from benevolat.reporting.models import ShownFigure
from benevolat.search.queries import search
from benevolat.search.request import SearchRequest
from benevolat.temoignages.models import Temoignage
from tests.conftest import restore
from tests.exchange.test_round_trip import facts
from tests.reporting.oracle import differences


@pytest.fixture(scope="module")
def loaded(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What the command said, on a machine without keys; the database holds the demonstration for every test of this module."""
    with app.app_context():
        restore(app)
        app.config["DEMO"], usual = True, app.config["KEYS_DIR"]
        app.config["KEYS_DIR"] = tmp_path_factory.mktemp("keys") / "none"
        result = app.test_cli_runner().invoke(args=["demo", "load"])
        assert result.exit_code == 0, result.output
        yield result.output
        db.session.remove()
        app.config["DEMO"], app.config["KEYS_DIR"] = False, usual


@pytest.fixture(autouse=True)
def fresh(loaded: str) -> Iterator[None]:
    """Read again from the database, as a page would."""
    db.session.rollback()
    yield
    db.session.rollback()


def rows(model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model)))


def states(model: Any, attribute: str = "state") -> Counter[str]:
    return Counter(str(getattr(each, attribute)) for each in rows(model))


def test_progress_is_said(loaded: str) -> None:
    lines = loaded.strip().splitlines()
    assert lines[0] == "Chargement de la démonstration…"
    assert len([each for each in lines if "%" in each]) >= 10
    assert "150 missions, 80 bénévoles" in lines[-1]


def test_associations_and_missions_stand_as_the_texts_say() -> None:
    signed_up = Counter(each.state.value for each in rows(Association) if each.source is None)
    assert signed_up == Counter(each["state"] for each in content.read("associations"))
    assert {each.name for each in rows(Association) if each.trusted} == {
        each["name"] for each in content.read("associations") if each["trusted"]}
    second_place = max(each.id for each in rows(Mission) if each.group_key)  # the copy of a mission that the texts hold once
    written_here = Counter(
        "published" if each.publication is Publication.SUBMITTED and each.published_at else each.publication.value  # read again
        for each in rows(Mission) if each.publisher is None and each.id != second_place
    )
    assert written_here == Counter(each["publication"] for each in content.missions())
    assert set(states(Association)) == {str(each) for each in AssociationState}
    assert set(states(Mission, "publication")) == {str(each) for each in Publication}
    assert {each.recruitment for each in rows(Mission)} == set(Recruitment)
    assert {each.calendar for each in rows(Mission)} == set(Calendar)
    by_title, renamed = {each.title: each for each in rows(Mission)}, {each["mission"]: each["changes"] for each in content.read("refused")}
    for text in content.missions():
        mission = by_title[renamed.get(text["key"], {}).get("title", text["title"])]
        assert {each.code for each in mission.competences} == set(text["competences"])
        later = content.read("upkeep")["series"] if text["key"] == content.read("upkeep")["series"]["mission"] else {"times": 0}
        told = [each["places"] for each in text.get("creneaux", ())]
        assert [each.places for each in mission.creneaux] == told + told[-1:] * later["times"]
        assert mission.publication_reason == text["publication_reason"]


def test_candidatures_and_engagements_stand_as_the_stories_say() -> None:
    assert states(Candidature) == Counter(each["outcome"] for each in content.stories())
    assert set(states(Candidature)) == {str(each) for each in CandidatureState}
    told = [each["engagement"] for each in content.stories() if each["engagement"]]
    attested = sum(1 for each in content.read("shown")["elsewhere"] if each["answer"])
    declared = len(content.read("histories")["elsewhere"]) - attested
    assert states(Engagement) == Counter(each["state"] for each in told) + Counter(to_close=declared, attested=attested)
    assert set(states(Engagement)) == {str(each) for each in EngagementState}
    bilans = Counter(each["bilan"]["state"] for each in told if each["bilan"]) + Counter(declared=declared, agreed=attested)
    made = states(Bilan)
    prepared = len(content.read("shown")["prepared"])
    assert made.pop("prepared") == prepared
    assert made.pop("expected") >= sum(1 for each in told if each["state"] == "to_close" and each["bilan"] is None) - prepared
    assert made == bilans
    assert set(made) | {"expected", "prepared"} == {str(each) for each in BilanState}
    assert len(rows(Message)) == sum(len(each["messages"]) for each in content.stories())
    assert {each.done_at is None for each in rows(CallBack)} == {True, False}


def test_what_surrounds_candidatures_stands_as_the_texts_say() -> None:
    """A parent who answered and one who has not, two friends seen together and a link nobody took, a list that moves alone."""
    texts = content.read("candidates")
    given = Counter("given" if each["given"] else "asked" for each in texts["agreements"])
    assert (states(ParentAgreement), set(given)) == (given, {"given", "asked"})
    taken = Counter(each["comes"] is not None for each in texts["friends"])
    assert Counter(each.friend_id is not None for each in rows(Companion)) == taken
    assert len(comes_with(rows(Candidature))) == 2 * taken[True] > 0
    assert [each.automatic for each in rows(WaitingRule)] == [True] * len(texts["lists"])
    assert not lists_to_move(LAST_CALL)
    assert (len(rows(AnswerModel)), {each.host_name for each in rows(Welcome)}) == (
        len(texts["models"]), {each["host_name"] for each in texts["welcomes"]})


def test_what_is_said_afterwards_stands_as_the_texts_say() -> None:
    texts = content.read("shown")
    assert states(Temoignage) == Counter(each["outcome"] or "submitted" for each in texts["temoignages"])
    assert states(ProofRequest) == Counter("answered" if each["answer"] else "sent" for each in texts["elsewhere"])


def test_skills_are_claimed_attested_and_validated() -> None:
    assert set(states(Skill)) == {str(each) for each in SkillState}
    assert min(states(Skill).values()) >= 5
    assert set(states(ValidationRequest)) == {str(each) for each in ValidationState} - {"granted"}, "a granted one leaves no row"


def test_people_show_what_they_did_in_documents_that_stand() -> None:
    assert states(Document) == Counter(valid=6, replaced=1, withdrawn=1)
    assert set(states(Document, "kind")) == {str(each) for each in DocumentKind}
    for document in rows(Document):
        verified = proofs.verify_code(document.code)
        assert verified is not None
        assert str(verified.standing) == str(document.state)
        body = proofs.file_of(document)
        assert (body is None) == (verified.content is None)
        assert body is None or check_pdf(body, keys.certificates()).finding is Finding.OURS
    for share in rows(Share):
        found = proofs.shared(share.code)
        assert found is not None
        assert found[1]["engagements"]


def test_places_are_those_of_the_people_accepted() -> None:
    accepted = [each for each in rows(Candidature) if each.state is CandidatureState.ACCEPTED]
    on_missions = Counter(each.mission_id for each in accepted if each.creneau_id is None)
    on_creneaux = Counter(each.creneau_id for each in accepted if each.creneau_id is not None)
    assert all(each.places_taken == on_missions[each.id] for each in rows(Mission))
    assert all(each.places_taken == on_creneaux[each.id] for each in rows(Creneau))


def test_people_are_who_the_texts_say() -> None:
    agents = {each.email for each in rows(User) if each.kind is Kind.AGENT}
    assert agents == {each["email"] for group in content.read("agents").values() for each in group}
    assert {each.role for each in rows(AgentRole)} == set(Role)
    assert {each.age_band for each in rows(User) if each.kind is Kind.PERSON} == set(AgeBand)
    assert sum(1 for each in rows(User) if each.kind is Kind.PERSON and each.email is None) == 15
    assert all(each.is_active and each.last_seen_at > clock.now() - timedelta(days=600) for each in rows(User))


def test_dates_are_counted_from_now() -> None:
    today = clock.today()
    by_person = {each["email"]: each["key"] for each in content.read("volunteers") if each["email"]}
    told = {(each["volunteer"], each["message"]): each["sent_days_ago"] for each in content.stories()}
    for candidature in rows(Candidature):
        key = by_person.get(candidature.user.email)
        if key is not None:
            assert (today - clock.local(candidature.sent_at).date()).days == told[key, candidature.message]
        assert candidature.decided_at is None or candidature.sent_at <= candidature.decided_at <= clock.now()
    assert min(each.starts_on for each in rows(Engagement)) < today - timedelta(days=365)
    coming = [each for each in rows(Creneau) if each.starts_at > clock.now()]
    assert len(coming) > 50
    assert all(each.created_at <= clock.now() for each in rows(Mission))


def test_missions_are_kept_up() -> None:
    """A series, a second place, a pause with its day of return, and two missions alone that nobody said still stand."""
    paused = [each for each in rows(Mission) if each.pause_reason is not None]
    assert [each.resumes_on > clock.today() for each in paused] == [True]
    assert sorted(len(siblings_of(each)) for each in rows(Mission) if each.group_key) == [1, 1]
    assert max(len(each.creneaux) for each in rows(Mission)) >= 8
    soon = clock.now() + timedelta(days=1)
    with clock.frozen(soon):
        assert len(missions_to_renew()) <= 2, "the demonstration does not begin with a flood of reminders"


def test_every_published_mission_is_found_by_search() -> None:
    found = {hit.mission for skip in (0, 100, 200) for hit in search(SearchRequest(skip=skip, limit=100)).hits}
    open_ones = [each for each in rows(Mission) if each.recruitment is not Recruitment.CLOSED]
    assert found == {each.id for each in open_ones}
    assert len(found) >= 120
    over = [each for each in rows(Mission) if each.publication is Publication.PUBLISHED and each.id not in found]
    assert all(each.calendar is Calendar.OVER or each.pause_reason is not None for each in over)
    tuesday = search(SearchRequest(words="servir le repas du mardi")).hits[0]
    assert db.session.get_one(Mission, tuesday.mission).title == "Servir le repas du mardi"


def test_time_owes_nothing_to_the_demonstration() -> None:
    """What a night's jobs would do was done in its time: the first worker sends no letter about the past."""
    assert not silent_candidatures()
    assert not unanswered_associations()
    assert not engagements.closings_to_remind()
    assert not sheets_to_remind()
    assert not engagements.silent_associations()
    assert not engagements.silent_volunteers()
    assert not [each for each in engagements.to_advance() if each.starts_at <= clock.now() and each.state is EngagementState.PLANNED]


def test_letters_of_the_past_are_not_sent_again() -> None:
    for letters in (rows(OutgoingMail), rows(OutgoingSms)):
        assert letters
        assert all(each.sent_at == each.queued_at >= clock.now() - MAILS_KEPT - timedelta(hours=1) for each in letters)


def test_people_keep_searches_missions_and_wishes() -> None:
    texts = content.read("kept")
    kept = rows(Alerte)
    assert len(kept) == len(texts["alertes"])
    assert sum(1 for each in kept if each.user_id is None) == 2
    assert any(each.told_at for each in kept), "a letter of news is there to be read"
    assert all(each.known_at < clock.now() - timedelta(days=20) for each in kept)
    assert len(rows(Favori)) == sum(texts["favourites"].values())
    for wish in rows(Wish):
        assert proposals(db.session.get_one(User, wish.user_id)), "somebody who said what they like is proposed something"


def test_what_is_above_the_line_stands_as_the_texts_say() -> None:
    texts = content.read("insertion")
    assert states(Annexe) == Counter(each["state"] for each in texts["annexes"])
    assert set(states(Annexe)) == {str(each) for each in AnnexeState}
    assert states(Submission) == Counter(each["state"] for each in texts["submissions"])
    assert set(states(Submission)) == {str(each) for each in SubmissionState}
    assert len(rows(Accompagnement)) == len(texts["accompagnements"])
    assert sum(1 for each in rows(Accompagnement) if each.ends_on is None) == sum(
        1 for each in texts["accompagnements"] if each["to_days_ago"] is None)
    assert len(rows(Contrat)) == len(texts["contracts"])
    assert {each.referent.service.kind for each in rows(Accompagnement)} == set(ServiceKind)


def test_a_file_was_brought_and_the_next_one_has_a_line_of_each_kind() -> None:
    referent = find_by_email(content.read("agents")["referents"][0]["email"], kind=Kind.AGENT)
    assert referent is not None
    assert {each.invitation.referent.user_id for each in rows(ImportedLine)} == {referent.id}
    assert len(rows(ImportedLine)) == len(read_table((content.DATA / BROUGHT).read_bytes()).rows)
    assert rows(PendingImport) == []
    mapping = mapping_of(referent, Desk.REFERENT)
    table = read_table((content.DATA / "neogestion-novembre.csv").read_bytes())
    assert mapping is not None
    assert mapping.titles == table.titles
    lines, problems = read_file(table, mapping.columns, Desk.REFERENT, referent)
    kept = PendingImport(desk=Desk.REFERENT, lines={
        "lines": [each.dump() for each in lines], "problems": [each.dump() for each in problems]})
    plan = sort_lines(kept, referent)
    assert (len(plan.new), len(plan.changed), len(plan.same)) == (2, 1, 1)
    assert {each.fault.swapped for each in plan.problems} == {True, False}


def test_what_is_proposed_stands_as_the_texts_say() -> None:
    texts = content.read("propositions")
    made = rows(Proposition)
    assert len(made) == sum(len(each["missions"]) for each in texts)
    assert sum(each.told_at is not None for each in made) == sum(each["told"] is not None for each in texts)
    assert all(each.referent.user.email in {text["referent"] for text in texts} for each in made)


def test_collective_actions_stand_as_the_texts_say() -> None:
    texts = content.read("actions")
    made = {each.title: each for each in rows(Action)}
    assert len(made) == len(texts)
    assert {each.standing for each in made.values()} >= {Standing.OPEN, Standing.FULL, Standing.OVER, Standing.CANCELLED}
    for text in texts:
        action = made[text["title"]]
        assert len([each for each in rows(Inscription) if each.action_id == action.id]) == len(text["answers"])
        assert action.places_taken == sum(each["answer"] == "come" for each in text["answers"])
    assert sum(each.attended_at is not None for each in rows(Inscription)) == sum(len(each["attended"]) for each in texts)
    assert trainings()[0], "one territory at least is shown alone"


def test_some_words_of_referents_are_read_and_one_waits() -> None:
    published = sum(each["published_days_ago"] is not None for each in content.read("paroles"))
    assert states(Parole) == Counter({ParoleState.PUBLISHED: published, ParoleState.SENT: 1})


def test_the_allocataire_has_an_attested_engagement_to_submit() -> None:
    email = next(each["email"] for each in content.read("accounts") if each["role"] == "allocataire")
    person = find_by_email(email)
    assert person is not None
    annexe = db.session.scalar(sa.select(Annexe).join(Contrat).where(Contrat.user_id == person.id))
    assert annexe is not None
    assert annexe.state is AnnexeState.SIGNED
    submitted = {each.engagement_id for each in rows(Submission)}
    mine = [each for each in engagements.own_engagements(person) if each.state is EngagementState.ATTESTED]
    assert [each.title for each in mine if each.id not in submitted] == ["Cultiver le carré commun du samedi"]


def test_accounts_of_every_role_open(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["demo", "accounts"]).output
    assert PASSWORD in said
    assert len(PASSWORD) >= 15
    for account in content.read("accounts"):
        kind = Kind.AGENT if account["role"] in {str(each) for each in Role} else Kind.PERSON
        assert account["email"] in said
        assert password_matches(find_by_email(account["email"], kind=kind), PASSWORD), account


def test_loading_again_changes_nothing(app: Flask) -> None:
    before = states(Candidature)
    once = app.test_cli_runner().invoke(args=["demo", "load", "--once"])
    assert (once.exit_code, once.output) == (0, "La démonstration est déjà chargée.\n")
    again = app.test_cli_runner().invoke(args=["demo", "load"])
    assert again.exit_code == 1
    assert "déjà chargée" in again.output
    db.session.rollback()
    assert states(Candidature) == before


def test_the_figures_equal_a_slow_recount() -> None:
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ShownFigure)), "the demonstration shows figures"
    assert differences() == []


def test_an_import_waits_at_the_desk_and_somebody_of_the_former_site_was_asked() -> None:
    waiting = [each.client_id for each in rows(Mission) if each.publisher == PARTNER and each.publication is Publication.SUBMITTED]
    assert waiting == [WAITING]
    [letter] = [each for each in rows(OutgoingMail) if each.to == FORMER_ALERTE["email"]]
    assert "/alertes/reprise/" in letter.body
    assert letter.sent_at is not None, "the demonstration sends nothing"


def test_the_feed_taken_back_gives_the_same_missions() -> None:
    sent, left_out = shared_missions()
    assert (len(sent) > 80, len(left_out)) == (True, len(content.read("refused"))), "what partners refuse is shown to the administration"
    assert all(why and each.publication is Publication.PUBLISHED for each, why in left_out)
    assert {each.publisher for each in rows(Mission)} == {None, PARTNER}
    before = {each.public_id: facts(each) for each in sent}
    entries = list(read_entries(parse_missions(missions_feed(sent, base="https://benevolat.example")), vocabulary()))
    assert [each for each in entries if not isinstance(each, Entry)] == []
    for each in entries:
        write_entry(each, "retour", publish=True)  # type: ignore[arg-type]
    db.session.expire_all()
    after = {each.client_id or "": facts(each) for each in db.session.scalars(sa.select(Mission).where(Mission.publisher == "retour"))}
    assert after == before
