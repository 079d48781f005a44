"""Twin worlds with the same clock and entropy: in one a person is accompanied, in the other the same person is any citizen."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.globals import _cv_app
from werkzeug.routing import Rule

from benevolat.accompagnement import services as links
from benevolat.accompagnement.queries import current_link, referent_record
from benevolat.accounts import services as accounts
from benevolat.accounts.models import Role, User
from benevolat.accounts.services import Contact
from benevolat.ailleurs import services as ailleurs
from benevolat.alertes.services import keep_favourite
from benevolat.candidatures import services as candidatures
from benevolat.candidatures.models import Candidature
from benevolat.contrats import services as contrats
from benevolat.coordination import services as coordination
from benevolat.core import clock, entropy, jobs
from benevolat.core.db import Base, db, transaction
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.engagements import services as engagements
from benevolat.engagements.models import Engagement
from benevolat.matching.services import Said, say_wishes
from benevolat.missions import services as missions
from benevolat.passeport import services as passeport
from benevolat.proofs import services as proofs
from benevolat.proofs.models import DocumentKind
from benevolat.temoignages import services as temoignages
from benevolat.temoignages.models import Naming
from tests.factories import insertion
from tests.factories.alertes import alerte
from tests.factories.people import agent, person
from tests.factories.world import association, mission
from tests.support.sign_in import opened

from . import actions, annexes, dossiers, propositions, reports

START = clock.paris(2026, 9, 7, 10)


@dataclass
class World:
    """The actors of a world, by what they see it as, and its moment."""

    app: Flask
    actors: dict[str, User | None] = field(default_factory=dict)
    skipped_people: set[str] = field(default_factory=set)

    def ids(self, table: str) -> list[dict[str, str]]:
        """Return what names the rows of a table below the RSA line in addresses, in a fixed order."""
        columns = Base.metadata.tables[table].c
        named = [columns.public_id, *([columns.code] if "code" in columns else [])]
        return [dict(row._mapping) for row in db.session.execute(sa.select(*named).order_by(columns.public_id))]


OBJECTS = (
    ("/dates/<", "creneau"), ("missions/<", "mission"), ("candidats/<", "candidature"), ("mes-candidatures/<", "candidature"),
    ("mes-alertes/<", "alerte"), ("choix/<", "passeport_version"), ("documents/<", "document"), ("v/<code", "document"),
    ("partage/<code", "share"), ("temoignages/<", "temoignage"),
    ("engagements/<", "engagement"), ("feuilles/<", "proof_request"),
    ("validations/<", "validation_request"), ("agents/<", "user_account"), ("competences/<", "skill"),
    ("signalements/<", "signalement"), ("associations/<", "association"), ("association/<", "association"),
)
"""Which table an address names its object from, by what stands before the id."""
QUERIES = {
    "association.candidates": ("?pile=acceptees", "?pile=terminees"), "association.mission_candidates": ("?pile=acceptees",),
    "public.missions": ("?q=jardin&lieu=Voiron&rayon=10", "?tri=distance&lieu=Voiron"), "public.associations": ("?q=mains",),
    "public.new_alerte": ("?q=jardin",), "moderation.queue": ("?file=signalements", "?territoire=trieves"),
}
"""The other faces of pages that are sorted, filtered or searched."""


@contextmanager
def _at(days: float, seed: int) -> Iterator[None]:
    """Freeze the clock that many days after the start, with chance following from `seed`."""
    with ExitStack() as both:
        both.enter_context(clock.frozen(START + timedelta(days=days)))
        both.enter_context(entropy.seeded(seed))
        yield


def build(app: Flask, *, accompanied: bool) -> World:
    """Play the story: two volunteers apply, one does it and is attested, then the mark is put by a référent or at a desk."""
    world = World(app)
    with _at(0, 1), transaction():
        host = person(email="paul@mains-vertes.example", first_name="Paul", last_name="Morel")
        grower = association(member=host, name="Les Mains Vertes", rna="W389000777", email="contact@mains-vertes.example")
        work = mission(grower, places=3)
        missions.touch(work, text=True)
        volunteer = person(email="amina@courriel.example", first_name="Amina", last_name="Roussel")
        other = person(email="denis@courriel.example", first_name="Denis", last_name="Favre")
        helper = insertion.referent(email="claire@isere.example", last_name="Vial")
        first = insertion.referent(email="luc@isere.example", last_name="Sorel")
        desk = agent(Role.MODERATEUR, email="desk@isere.example", last_name="Blanc")
        admin = agent(Role.ADMINISTRATEUR, email="admin@isere.example", last_name="Noir")
        # who must not know comes first: a leak is met sooner
        world.actors = {"host": host, "visitor": None, "other": other, "modérateur": desk, "volunteer": volunteer, "administrateur": admin}
        world.skipped_people = {helper.email or "", "luc@isere.example", volunteer.email or ""}
        db.session.flush()
        alerte(volunteer, label="jardin, près de Voiron")
        keep_favourite(work, by=volunteer)
        say_wishes(Said(domains=("environnement",), commune_code="38563"), by=volunteer)
        third = person(email="karim@courriel.example", first_name="Karim", last_name="Haddad")
        sent, _waiting, joined = (
            candidatures.send_candidature(work, user=each, message="J’aime le jardin.", by=each) for each in (volunteer, other, third)
        )
        accounts.choose_own_code(third, "280517")
    if accompanied:
        with _at(0.5, 22), transaction():
            _begin_beside(third, helper)
        with _at(1, 2), transaction():
            dossiers.bring(volunteer, first)
            _hand_over(volunteer, first, helper)
            annexes.play(volunteer, helper)
        with _at(1.5, 21), transaction():
            actions.join(volunteer, helper)
    _do_the_mission(host, volunteer, sent, joined)
    _put_the_mark(volunteer, helper, desk, sent, accompanied=accompanied)
    with _at(26.5, 23), transaction():
        opened = propositions.open_missions(grower, other)
    if accompanied:
        with _at(26.6, 24), transaction():
            propositions.propose(volunteer, helper, opened)
    with _at(26.7, 25), transaction():
        propositions.answer(volunteer, helper, opened, accompanied=accompanied)
    with _at(26.8, 26), transaction():
        propositions.talk(volunteer, helper, opened, accompanied=accompanied)
    with _at(27, 9), transaction():
        _show_it(volunteer)
    _tell_it(volunteer, desk, sent)
    with _at(30, 12), transaction():
        _go_elsewhere(volunteer)
    with _at(31, 22), transaction():
        actions.keep(volunteer, accompanied=accompanied)
    with _at(32, 51), transaction():
        away = dossiers.declare(volunteer)
    with _at(33, 52), transaction():
        dossiers.ask(away, volunteer, accompanied=accompanied)
    with _at(34, 53), transaction():
        dossiers.mark(away, volunteer, helper, desk, accompanied=accompanied)
    with _at(35, 61), transaction():
        reports.report(volunteer, other, work, sent)
    with _at(39.99, 62), transaction():
        reports.treat(desk, work)
    with _at(40, 7):
        jobs.plan_periodic()
        jobs.run_due()
        assert db.session.scalar(sa.select(sa.func.count()).where(jobs.Job.error.is_not(None))) == 0
    return world


def _begin_beside(somebody: User, helper: User) -> None:
    """Begin with somebody on the référent's screen: they confirm with the code that they chose, as anybody may."""
    links.begin_beside(accounts.count_agreement(Contact(email=somebody.email), "link"), "280517", by=helper)


def _hand_over(volunteer: User, first: User, helper: User) -> None:
    """Pass the volunteer from a référent to another, the first standing in a while afterwards."""
    link, old, new = current_link(volunteer), referent_record(first), referent_record(helper)
    assert link is not None
    assert old is not None
    assert new is not None
    links.hand_over([link], to=new, on=clock.today(), by=first)
    links.name_deputy(new, old, starts_on=clock.today() + timedelta(days=3), last_day=clock.today() + timedelta(days=9), by=helper)
    links.record_reading(volunteer, by=helper)


def _do_the_mission(host: User, volunteer: User, sent: Candidature, joined: Candidature) -> None:
    with _at(2, 3), transaction():
        engagement = engagements.accept_candidature(sent, by=host)
        engagements.accept_candidature(joined, by=host)
        candidatures.post_message(sent, by=host, body="À mardi, au portail vert.")
    with _at(20, 4), transaction():
        engagements.enter_hours(engagement, day=clock.today(), minutes=120, by=volunteer)
        engagements.finish_engagement(engagement, by=host)
        engagements.confirm_bilan(engagement, by=host, minutes=120, sentence="Elle a arrosé tout l’été.", competences={"ecouter": None})
        passeport.agree_bilan(engagement, by=volunteer)


def _put_the_mark(volunteer: User, helper: User, desk: User, sent: Candidature, *, accompanied: bool) -> None:
    """Put the same mark at the same moment, by the référent who validates what was submitted, or at a desk."""
    engagement = db.session.scalars(sa.select(Engagement).where(Engagement.candidature_id == sent.id)).one()
    if accompanied:
        with _at(25, 5), transaction():
            submission = contrats.submit_engagement(engagement, wants_mark=True, by=volunteer)
        with _at(26, 6), transaction():
            contrats.validate_submission(submission, by=helper)
    else:
        with _at(25, 5), transaction():
            request = passeport.ask_validation(engagement, by=volunteer)
        with _at(26, 6), transaction():
            coordination.grant_validation(request, by=desk)


def _go_elsewhere(volunteer: User) -> None:
    """Declare two engagements elsewhere: one its host is asked to attest by a letter, one on a sheet."""
    today = clock.today()
    first, second = (ailleurs.declare(volunteer, engagements.Said("Le club", each, today, today, 60)) for each in ("Ranger", "Lire"))
    ailleurs.ask_by_mail(first, contact_name="Odile", email="odile@quilles.example", by=volunteer)
    ailleurs.ask_on_paper(second, by=volunteer)


def _show_it(volunteer: User) -> None:
    """Make documents and a link of everything, and take one back, as anybody would."""
    version = proofs.start_version(title="Mon bénévolat", everything=True, by=volunteer)
    for kind in proofs.FROM_A_VERSION:
        proofs.issue_document(version, kind=kind, by=volunteer)
    proofs.open_share(version, days=30, with_contact=True, by=volunteer)
    other = proofs.start_version(title="Repris", everything=True, by=volunteer)
    proofs.withdraw_document(proofs.issue_document(other, kind=DocumentKind.PASSEPORT, by=volunteer), by=volunteer)


def _tell_it(volunteer: User, desk: User, sent: Candidature) -> None:
    """Tell it in words that give the situation away, answer the questions, and have it published: the person's free choice."""
    engagement = db.session.scalars(sa.select(Engagement).where(Engagement.candidature_id == sent.id)).one()
    words = "Ma référente m’a parlé du jardin quand j’étais au RSA. J’y suis encore."
    written = temoignages.Written(words=words, naming=Naming.COMMUNE, agreed=True, accord_version=0)
    with _at(28, 10), transaction():
        temoignages.close_suite(engagement, {"confiance-1": "un-peu"}, by=volunteer)
        told = temoignages.write_temoignage(engagement, written, by=volunteer)
    with _at(29, 11), transaction():
        temoignages.publish_temoignage(told, by=desk)


def letters(world: World) -> list[tuple[Any, ...]]:
    """Return every mail and SMS to anybody but the référent, and to the person only those that concern what is below the line."""
    about_the_line = {"Vous avez un message d’Isère bénévolat"}
    mails = db.session.execute(
        sa.select(OutgoingMail.to, OutgoingMail.subject, OutgoingMail.body, OutgoingMail.queued_at)
        .order_by(OutgoingMail.queued_at, OutgoingMail.id)
    ).all()
    shown = [tuple(each) for each in mails if each.to not in world.skipped_people
             or (each.to == "amina@courriel.example" and each.subject not in about_the_line)]
    texts = db.session.execute(sa.select(OutgoingSms.to, OutgoingSms.body, OutgoingSms.queued_at).order_by(OutgoingSms.id)).all()
    return shown + [tuple(each) for each in texts]


def attesting_links() -> list[str]:
    """Return the codes of the personal links that left in letters: nothing else holds them."""
    bodies = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.to == "odile@quilles.example").order_by(OutgoingMail.id))
    return [each for body in bodies for each in re.findall(r"/attester/([\w-]+)", body)]


def answering_links() -> list[str]:
    """Return the secrets of the single-use links that left in letters, to whoever answers a candidature or is offered a place."""
    bodies = db.session.scalars(sa.select(OutgoingMail.body).where(OutgoingMail.body.contains("/reponse/")).order_by(OutgoingMail.id))
    return [each for body in bodies for each in re.findall(r"/reponse/([\w-]+)", body)]


def observe(world: World, *, skip: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield (who and where, the whole answer) of every page of the site for every actor, in a fixed order."""
    ids = {table: world.ids(table) for table in sorted({table for _words, table in OBJECTS})}
    with _at(41, 7):
        identities = {name: opened(user)["_user_id"] if user is not None else None for name, user in world.actors.items()}
    db.session.rollback()
    for name, identity in identities.items():
        for rule in sorted(world.app.url_map.iter_rules(), key=lambda each: each.rule):
            if "GET" not in (rule.methods or set()) or skip(rule.endpoint):
                continue
            for path in (each + query for each in _paths(rule, ids) for query in ("", *QUERIES.get(rule.endpoint, ()))):
                yield f"{name} {path}", _answer(world.app, path, identity)


def _paths(rule: Rule, ids: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the addresses of a rule for every object of its kind and every choice it spells out."""
    if not rule.arguments - {"language"}:
        return [rule.rule.replace('<any("en"):language>', "en")]
    if rule.arguments == {"number"}:
        return [str(built[1]) for built in [rule.build({"number": "0"})] if built is not None]
    table = next((table for words, table in OBJECTS if words in rule.rule), None)
    if rule.rule.startswith("/attester/<code>"):
        return [str(built[1]) for link in attesting_links() for built in [rule.build({"code": link})] if built is not None]
    if rule.rule.startswith("/reponse/<token>"):
        return [str(built[1]) for link in answering_links() for built in [rule.build({"token": link})] if built is not None]
    if rule.rule.startswith("/signaler/<"):
        return [f"/signaler/{kind}/{each['public_id']}" for kind in ("mission", "association", "temoignage") for each in ids[kind]]
    if table is None or rule.arguments & {"token", "creneau_id", "lieu_id", "absence_id", "kept", "digest", "key"}:
        return []
    spelled = [(name, re.findall(r'"([^"]+)"', text)) for text, name in re.findall(r"<any\(([^)]*)\):(\w+)>", rule.rule)]
    names = [name for name, _values in spelled]
    choices = [dict(zip(names, chosen, strict=True)) for chosen in product(*(values for _name, values in spelled))]
    named = [{name: value for name, value in each.items() if name in rule.arguments} for each in ids[table]]
    first = {name: value for name, value in (("number", 1), ("day", "2026-09-27")) if name in rule.arguments}
    people = [{"user_id": each["public_id"]} for each in ids["user_account"]] if "user_id" in rule.arguments else [{}]
    built = [rule.build({**each, **choice, **first, **who}) for each in named for choice in choices for who in people]
    return [str(each[1]) for each in built if each is not None]


def _answer(app: Flask, path: str, identity: str | None) -> bytes:
    def ask() -> bytes:
        _cv_app.set(None)  # type: ignore[arg-type]
        with _at(41, 8):
            client = app.test_client()
            if identity is not None:
                with client.session_transaction() as session:
                    moment = int(clock.now().timestamp())
                    session.update({"_user_id": identity, "_fresh": True, "csrf_token": "0" * 40, "opened": moment, "seen": moment})
            response = client.get(path)
            kept = sorted((name, value) for name, value in response.headers if name not in {"Set-Cookie", "Date"})
            return repr((response.status_code, kept)).encode() + response.get_data()

    return copy_context().run(ask)

