"""One of each thing an address can name, and one account for each role of the access table."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from werkzeug.routing import Rule

from benevolat.accompagnement.models import Deputy, Referent, ServiceKind
from benevolat.accompagnement.queries import referent_record
from benevolat.accompagnement.services import invite_person, open_service
from benevolat.accounts.models import AgeBand, Invitation, Role, User
from benevolat.accounts.services import Contact
from benevolat.ailleurs import services as ailleurs
from benevolat.alertes.permissions import key_of
from benevolat.antennes.models import NewsKind
from benevolat.antennes.services import write_antenne, write_nouvelle
from benevolat.associations.models import Absence, Lieu, Logo, MembershipInvitation
from benevolat.associations.models import State as AssociationState
from benevolat.candidatures.models import AgreementWay, AnswerKind, CallBack, ClosedDoor, DoorReason, ParentAgreement
from benevolat.candidatures.models import State as CandidatureState
from benevolat.candidatures.services import ask_friend, make_link, open_feed, save_model
from benevolat.contrats.models import AnnexeState, Avenant, AvenantKind, MediaType, PathKind, Sheet
from benevolat.contrats.services import submit_engagement
from benevolat.core import clock, entropy
from benevolat.core.db import db
from benevolat.dossiers.models import Desk, ImportedLine
from benevolat.dossiers.services import keep_lines
from benevolat.droits.models import RequestKind
from benevolat.droits.services import ask_about_data
from benevolat.engagements.models import Bilan, BilanCompetence, BilanState, Engagement, State
from benevolat.engagements.services import Said
from benevolat.exchange.models import FileKind
from benevolat.exchange.services import keep_reprise
from benevolat.exchange.services.invitations import invitation_path
from benevolat.exchange.services.lines import Line
from benevolat.missions.models import Publication
from benevolat.missions.services import keep_import
from benevolat.moderation.models import DeskDecision, Noun
from benevolat.paroles.services import send_parole
from benevolat.passeport.models import Skill, SkillState, ValidationRequest
from benevolat.proofs.services import issue_attestation, open_share, start_version
from benevolat.search.models import WordFamily
from benevolat.signalements.models import Kind, Signalement
from benevolat.temoignages.models import State as Told
from benevolat.web.assets import blueprint as assets
from tests.factories import actions, insertion, keep, world
from tests.factories.alertes import alerte
from tests.factories.people import agent, person
from tests.factories.temoignages import temoignage

TOKEN = "un-lien-de-l-equipe"
AGENT_TOKEN = "un-lien-d-agent"
PARENT_TOKEN = "parent-de-essai"
HOST_TOKEN = "un-lien-de-contact"
VOIRON, ELSEWHERE = "voironnais-chartreuse", "trieves"
CHOICES = {
    "step": "1", "decision": "refuser", "state": "fermees", "answer": "oui", "kind": "mail", "deed": "pause", "language": "fr",
    "number": "0", "what": "envoyee",
}


@dataclass
class World:
    """The accounts by role, and the values of an address by the beginning of its rule, the most precise first."""

    users: dict[str, User | None]
    values: list[tuple[str, dict[str, str]]]
    kept: Any = field(default=None)
    cookies: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: list[Any] = field(default_factory=list)

    def values_for(self, rule: Rule) -> dict[str, str]:
        """Return what to put in a rule; a rule nobody thought of fails."""
        if not rule.arguments:
            return {}
        found = next((values for prefix, values in self.values if rule.rule.startswith(prefix)), {})
        values = {name: {**CHOICES, **found}.get(name, "") for name in rule.arguments}
        assert all(values.values()), f"{rule.rule}: say in access_world.py what it names"
        return values


def done(who: User, mission: Any) -> Engagement:
    """An attested engagement of somebody in a mission, with its bilan and a skill."""
    sent = world.candidature(mission, who, state=CandidatureState.ACCEPTED)
    row = world.engagement(sent, state=State.ATTESTED, ends_on=clock.today())
    bilan = keep(Bilan(engagement_id=row.id, state=BilanState.AGREED, minutes=600, sentence="A arrosé tout l’été.",
                       confirmed_at=clock.now(), answered_at=clock.now(), signatory="Paul Morel"))
    keep(BilanCompetence(bilan_id=bilan.id, competence_code="ecouter"))
    keep(Skill(user_id=who.id, engagement_id=row.id, competence_code="ecouter", state=SkillState.ATTESTED, attested_at=clock.now()))
    return row


def build() -> World:
    """Write the world."""
    holder, member, stranger = person(), person(), person()
    moderateur, referent = agent(Role.MODERATEUR, territoire=VOIRON), insertion.referent()
    elsewhere = agent(Role.MODERATEUR, Role.REFERENT, territoire=ELSEWHERE)
    keep(Referent(user_id=elsewhere.id, service_id=open_service("Autre service", ServiceKind.DEPARTEMENT).id))
    administrateur = agent(Role.ADMINISTRATEUR)
    host = world.association(member=member, commune_code="38563")
    world.association(member=stranger)
    mission, second, third, dated = (world.mission(host) for _each in range(4))
    unverified = world.association(member=member, commune_code="38563", state=AssociationState.PENDING, verified_at=None)
    unread = world.mission(host, publication=Publication.SUBMITTED, published_at=None)
    creneau = world.creneau(dated)
    candidature = world.candidature(mission, holder)
    submitted, asked = done(holder, second), done(holder, third)
    insertion.linked(holder, referent)
    annexe = insertion.annexe(holder, referent, AnnexeState.SIGNED)
    avenant = keep(Avenant(annexe_id=annexe.id, kind=AvenantKind.REVISION))
    paper = keep(Sheet(annexe_id=annexe.id, revision=1, media_type=MediaType.PDF, body=b"%PDF-1.7 %%EOF"))
    together = actions.action(referent)
    actions.coming(holder, together).attended_at = clock.now()
    submission = submit_engagement(submitted, wants_mark=False, by=holder)
    request = keep(ValidationRequest(engagement_id=asked.id))
    words = keep(WordFamily(spoken="clebs", written="chien"))
    skill = db.session.query(Skill).filter_by(engagement_id=asked.id).one()
    version = start_version(title="Pour un stage", everything=True, by=holder)
    document = issue_attestation(asked, by=holder)
    share = open_share(version, days=7, with_contact=False, by=holder)
    told, unread_words = temoignage(asked), temoignage(submitted, state=Told.SUBMITTED)
    call_back = keep(CallBack(mission_id=mission.id, first_name="Yanis", phone="+33639980042", age_band=AgeBand.ADULT))
    in_a_week = clock.now() + timedelta(days=7)
    kept = alerte(holder)
    said = ailleurs.declare(holder, Said("Le club", "Tenir la buvette", clock.today(), clock.today(), 60))
    away = ailleurs.declare(holder, Said("Le club", "Arbitrer", clock.today(), clock.today(), 60))
    sheet, linked = ailleurs.ask_on_paper(away, by=holder), ailleurs.ask_by_mail(
        said, contact_name="Odile", email="odile@quilles.example", by=holder)
    linked.token_hash = entropy.fingerprint(HOST_TOKEN)
    records = [record for each in (referent, insertion.referent()) if (record := referent_record(each)) is not None]
    of_file = keep(ImportedLine(user_id=holder.id, accepted_at=clock.now(), reference="NG-9", type_code="cer", starts_on=clock.today(),
                                ends_on=clock.today(), path_kind=PathKind.SOCIAL, contacts=[]))
    stands_in = keep(Deputy(referent_id=records[0].id, deputy_id=records[1].id, starts_on=clock.today(), ends_on=in_a_week.date()))
    pilote = agent(Role.PILOTE)
    antenne = write_antenne(None, by=pilote, territoire_code=VOIRON, name="Guichet", phone="04 65 71 20 20")
    nouvelle = write_nouvelle(by=pilote, territoire_code=VOIRON, kind=NewsKind.NEWS, day=clock.today(), title="Un forum")
    parole = send_parole(by=referent, words="Sans bus le mercredi, personne ne vient.", nobody=True)
    imports = [keep_lines([], [], desk=desk, by=who) for desk, who in ((Desk.REFERENT, referent), (Desk.PILOTAGE, pilote))]
    proposed = insertion.proposition(holder, referent, third)
    accepted = insertion.proposition(holder, referent, dated, told_at=clock.now())
    received = invite_person(Contact(email=holder.email), by=referent)
    team = keep(MembershipInvitation(
        association_id=host.id, email="invitee@courriel.example", token_hash=entropy.fingerprint(TOKEN), expires_at=in_a_week,
    ))
    reported = keep(Signalement(kind=Kind.MISSION, target=mission.public_id, title=mission.title, territoire_code=VOIRON))
    decided = keep(DeskDecision(noun=Noun.MISSION, object_id=unread.id, shown_id=unread.public_id, title=unread.title, action="publish",
                                territoire_code=VOIRON, by_id=moderateur.id, at=clock.now()))
    absence = keep(Absence(association_id=host.id, first_day=clock.today(), last_day=in_a_week.date()))
    lieu = keep(Lieu(association_id=host.id, name="Le local", address="1 rue des Lilas", commune_code="38563"))
    keep(Logo(association_id=host.id, digest="0" * 64, content=b"RIFF", width=1, height=1, alt="Une main"))
    invited = keep(Invitation(
        token_hash=entropy.fingerprint(AGENT_TOKEN), email="invite@isere.example", role=Role.MODERATEUR, expires_at=in_a_week,
    ))
    former = keep_reprise(FileKind.ADDRESSES, "adresses.csv", [Line(2, {"old": "/a", "new": "/aide"})], judged_before=False,
                          by=administrateur)
    brought = keep_import(host, [], [], by=member)
    keep(ParentAgreement(candidature_id=candidature.id, way=AgreementWay.LINK, token_hash=entropy.fingerprint(PARENT_TOKEN)))
    model = save_model(host, kind=AnswerKind.ACCEPT, title="Bienvenue", body="Bonjour {prénom}", by=member)
    door = keep(ClosedDoor(association_id=host.id, user_id=holder.id, reason=DoorReason.AGREED, contested_at=clock.now()))
    return World(
        users={
            "visitor": None, "person": holder, "member": member, "stranger": stranger, "moderateur": moderateur, "referent": referent,
            "pilote": pilote, "administrateur": administrateur, "elsewhere": elsewhere,
        },
        values=[
            ("/alertes/reprise/", {"token": invitation_path("zoe@courriel.example", "q=jardin").rpartition("/")[2]}),
            ("/api/v1/missions/", {"public_id": mission.public_id}), ("/api/v1/associations/", {"public_id": host.public_id}),
            ("/missions/", {"public_id": mission.public_id}),
            ("/associations/", {"public_id": host.public_id, "digest": "0" * 64}),
            ("/association/missions/<public_id>/dates/", {"public_id": dated.public_id, "creneau_id": creneau.public_id}),
            ("/association/missions/<public_id>/presences/", {"public_id": mission.public_id, "day": clock.today().isoformat()}),
            ("/association/missions/", {"public_id": mission.public_id}),
            ("/association/modeles/", {"public_id": model.public_id}),
            ("/association/candidats/non-recus/", {"public_id": door.public_id}),
            ("/association/candidats/", {"public_id": candidature.public_id}),
            ("/association/rappels/", {"public_id": call_back.public_id}),
            ("/association/temoignages/", {"public_id": told.public_id}),
            ("/association/engagements/", {"public_id": submitted.public_id}),
            ("/association/invitation/", {"token": TOKEN}),
            ("/association/actualite/", {"public_id": mission.public_id, "key": "d" * 32}),
            ("/association/<public_id>", {
                "public_id": host.public_id, "invitation_id": team.public_id, "user_id": member.public_id, "kept": brought.public_id,
                "absence_id": absence.public_id, "lieu_id": lieu.public_id,
            }),
            ("/pour-vous/ecarter/", {"public_id": mission.public_id}),
            ("/alertes/", {"public_id": kept.public_id, "token": key_of(kept.public_id)}),
            ("/mes-alertes/", {"public_id": kept.public_id}),
            ("/mes-candidatures/", {"public_id": candidature.public_id}),
            *((f"/mes-engagements/<public_id>/{each}", {"public_id": away.public_id}) for each in ("modifier", "demander", "feuille")),
            ("/attester/", {"code": HOST_TOKEN}),
            ("/agenda/", {"token": open_feed(member, host)}),
            ("/accord/", {"token": PARENT_TOKEN}),
            ("/venir-avec/", {"token": ask_friend(candidature, by=holder).token}),
            ("/vous-et-les-associations/", {"public_id": door.public_id}),
            ("/moderation/personnes-non-recues/", {"public_id": door.public_id}),
            ("/reponse/", {"token": make_link(candidature, member, expires_at=in_a_week)}),
            ("/moderation/feuilles/", {"public_id": sheet.public_id}),
            ("/mes-engagements/", {"public_id": asked.public_id}),
            ("/mon-passeport/choix/", {"public_id": version.public_id}),
            ("/mon-passeport/liens/", {"public_id": share.public_id}),
            ("/mon-passeport/documents/", {"public_id": document.public_id, "number": "1"}),
            ("/v/", {"code": document.code}), ('/<any("en"):language>/v/', {"code": document.code, "language": "en"}),
            ("/partage/", {"code": share.code}), ('/<any("en"):language>/partage/', {"code": share.code, "language": "en"}),
            ('/<any("en"):language>/', {"language": "en"}),
            ("/mon-passeport/validations/", {"public_id": request.public_id}),
            ("/mon-passeport/competences/", {"public_id": skill.public_id}),
            ("/mon-contrat/invitations/", {"public_id": received.public_id}),
            ("/accompagnement/importer/", {"public_id": imports[0].public_id}),
            ("/pilotage/importer/", {"public_id": imports[1].public_id}),
            ("/pilotage/chiffres/", {"code": "attested"}), ("/pilotage/territoires/", {"code": "trieves"}),
            ("/pilotage/referents/", {"public_id": referent.public_id}),
            ("/pilotage/personnes/", {"public_id": holder.public_id}),
            ("/pilotage/remplacements/", {"public_id": stands_in.public_id}),
            ("/accompagnement/remplacements/", {"public_id": stands_in.public_id}),
            ("/accompagnement/invitations/", {"public_id": received.public_id}),
            ("/accompagnement/aide/", {"number": "1"}),
            *((f"{room}/actions/", {"public_id": together.public_id}) for room in ("/mon-contrat", "/accompagnement", "/pilotage")),
            ("/mon-contrat/propositions/", {"public_id": proposed.public_id}),
            ("/accompagnement/propositions/<public_id>/lu", {"public_id": accepted.public_id}),
            ("/accompagnement/propositions/", {"public_id": proposed.public_id}),
            ("/mon-contrat/annexe/", {"public_id": annexe.public_id}),
            ("/mon-contrat/avenant/", {"public_id": avenant.public_id}),
            ("/mon-contrat/feuille/", {"public_id": paper.public_id}),
            ("/accompagnement/avenants/", {"public_id": avenant.public_id}),
            ("/accompagnement/feuilles/", {"public_id": paper.public_id}),
            ("/mon-contrat/transmis/", {"public_id": submission.public_id}),
            ("/accompagnement/dossiers/", {"public_id": of_file.public_id}),
            ("/accompagnement/personnes/", {"public_id": holder.public_id, "step": "envies"}),
            ("/accompagnement/annexes/", {"public_id": annexe.public_id}),
            ("/accompagnement/transmis/", {"public_id": submission.public_id}),
            ("/moderation/associations/", {"public_id": unverified.public_id}),
            ("/moderation/signalements/", {"public_id": reported.public_id, "decision": "retenir"}),
            ("/moderation/journal/", {"public_id": decided.public_id}),
            ("/moderation/suivant/", {"file": "missions"}),
            ("/moderation/<any", {"file": "missions", "public_id": unread.public_id}),
            ("/signaler/", {"kind": "mission", "key": mission.public_id}),
            ("/moderation/missions/", {"public_id": unread.public_id}),
            ("/moderation/guichet/missions/", {"public_id": mission.public_id}),
            ("/moderation/temoignages/", {"public_id": unread_words.public_id}),
            ("/moderation/validations/", {"public_id": request.public_id}),
            ("/moderation/mots/", {"public_id": words.public_id}),
            ("/administration/demandes/", {"public_id": ask_about_data(RequestKind.OTHER, "Une question.", by=holder).public_id}),
            ("/pilotage/paroles/", {"public_id": parole.public_id}), ("/accompagnement/paroles/", {"public_id": parole.public_id}),
            ("/pilotage/lieux/", {"public_id": antenne.public_id}),
            ("/pilotage/nouvelles/", {"public_id": nouvelle.public_id}),
            ("/pilotage/territoires/", {"code": VOIRON}),
            ("/territoires/", {"code": VOIRON}),
            ("/administration/agents/", {"public_id": moderateur.public_id, "role": "moderateur", "where": VOIRON}),
            ("/administration/reprise/", {"public_id": former.public_id}),
            ("/administration/reglages/", {"key": "consent.freedom"}),
            ("/administration/invitations/", {"public_id": invited.public_id}),
            ("/invitation/", {"token": AGENT_TOKEN}),
            ("/connexion/<any", {"name": "franceconnect"}), ("/compte/identites/<any", {"name": "proconnect"}),
            ("/compte/identites/", {"public_id": "une-identite"}),
            ("/compte/cles/", {"public_id": "une-cle"}),
            ("/compte/sessions/", {"public_id": "une-session"}),
            ("/demo/boite/", {"public_id": "aucun"}),
            ("/actifs/", {"name": next(iter(assets.bundles))}),  # type: ignore[attr-defined]
        ],
    )
