"""Each audience's main pages, on a telephone and on a desk: axe, 320 px, a quiet console, nobody else asked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from benevolat.accompagnement.models import FileReason
from benevolat.accompagnement.services import invite_person
from benevolat.accounts.models import Role
from benevolat.accounts.services import Contact
from benevolat.ailleurs import services as ailleurs
from benevolat.candidatures.models import State as Candidature
from benevolat.contrats.guards import Decided
from benevolat.contrats.models import PathKind
from benevolat.contrats.models import Question as GuardRail
from benevolat.contrats.models import Reason as Why
from benevolat.contrats.services import (
    countersign_annexe,
    decide,
    draft_annexe,
    propose_annexe,
    sheet_code,
    sign_annexe,
    sign_on_sheet,
    submit_engagement,
)
from benevolat.engagements.models import State as Engagement
from benevolat.missions.models import Publication
from benevolat.missions.services import touch
from benevolat.paroles.services import send_parole
from benevolat.proofs.services import issue_attestation, open_share, start_version, withdraw_document
from benevolat.temoignages.models import Reason
from benevolat.temoignages.models import State as Told
from tests.ailleurs import stage as elsewhere
from tests.browser.visitor import DESKTOP, PHONE, Visitor
from tests.factories import insertion, world
from tests.factories.full_passeport import fill
from tests.factories.passeport import attested
from tests.factories.people import agent, person, telephone
from tests.factories.temoignages import host_of, temoignage

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [PHONE, DESKTOP])]

PUBLIC = [
    "/", "/missions?lieu=Voiron", "/missions?q=introuvable&lieu=Xyzzy", "/associations", "/temoignages", "/comment-ca-marche",
    "/aide", "/cgu", "/mentions-legales", "/donnees-personnelles", "/accessibilite", "/connexion", "/inscription", "/connexion/agents",
    "/connexion/cle",
    "/alertes/nouvelle?q=jardin", "/territoires", "/territoires/trieves",
]


def test_public_pages(visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    row = world.mission()
    touch(row, text=True)
    session.commit()
    someone = visitor(width)
    for path in [*PUBLIC, f"/missions/{row.public_id}", f"/missions/{row.public_id}/favori", f"/associations/{row.association.public_id}"]:
        someone.go(path)
    someone.go("/rien-ici", status=404)


def test_a_volunteers_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    done, sent = attested(holder), world.candidature(world.mission(), holder)
    going = world.engagement(world.candidature(world.mission(), holder, state=Candidature.ACCEPTED))
    someone = visitor(width).signed_in(fresh_app, holder)
    for path in (
        "/mes-candidatures", f"/mes-candidatures/{sent.public_id}", "/mes-engagements", f"/mes-engagements/{done.public_id}",
        f"/mes-engagements/{going.public_id}", f"/mes-engagements/{going.public_id}/bilan", "/mes-engagements/ailleurs", "/mon-passeport",
        "/mon-passeport/competence", "/compte", "/compte/modifier", "/compte/contact", "/compte/code-personnel", "/compte/messages",
        "/compte/sessions", "/compte/cles", "/mes-donnees", "/mes-donnees/lectures", "/mes-donnees/emporter", "/mes-donnees/demandes",
        "/mes-donnees/effacer", "/compte-efface",
        "/pour-vous", "/pour-vous/souhaits", "/mes-alertes",
        "/mes-favoris", "/alertes/nouvelle?q=jardin&lieu=Voiron",
    ):
        someone.go(path)


def test_a_passeport_empty_begun_and_full(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    nobody, beginner, holder = person(), person(), person(first_name="Nguyễn Thị Ánh", last_name="العربي")
    going = world.engagement(world.candidature(world.mission(), beginner, state=Candidature.ACCEPTED), state=Engagement.IN_PROGRESS)
    done = fill(holder)
    touch(world.mission(title="Tailler les rosiers"), text=True)
    visitor(width).signed_in(fresh_app, nobody).go("/mon-passeport")
    visitor(width).signed_in(fresh_app, beginner).go("/mon-passeport").go(f"/mes-engagements/{going.public_id}")
    someone = visitor(width).signed_in(fresh_app, holder)
    someone.go("/mon-passeport").go(f"/mes-engagements/{done[0].public_id}").go("/mon-passeport/documents")
    someone.go("/mon-passeport").page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    someone.check()


def test_the_pages_of_documents(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person(first_name="Nadia", last_name="Belkacem")
    done = attested(holder, "ecouter", "accueillir")
    someone = visitor(width).signed_in(fresh_app, holder)
    for path in ("/mon-passeport/documents", "/mon-passeport/choix", "/utiliser-mon-passeport-ailleurs"):
        someone.go(path)
    session.rollback()  # the site wrote meanwhile: begin from what it left
    empty = start_version(title="Vide", everything=False, by=holder)
    version = start_version(title="Pour un stage", everything=True, by=holder)
    made, share = issue_attestation(done, by=holder), open_share(version, days=7, with_contact=True, by=holder)
    session.commit()
    for path in (
        "/mon-passeport/documents", f"/mon-passeport/choix/{empty.public_id}/apercu", f"/mon-passeport/choix/{version.public_id}",
        f"/mon-passeport/choix/{version.public_id}/apercu", f"/mon-passeport/documents/{made.public_id}", "/verifier", "/en/verifier",
        f"/v/{made.code}", f"/en/v/{made.code}", f"/partage/{share.code}",
    ):
        someone.go(path)
    someone.go("/v/rien", status=404)
    session.rollback()
    withdraw_document(made, by=holder)
    session.commit()
    someone.go(f"/v/{made.code}").go(f"/mon-passeport/documents/{made.public_id}")


def test_the_pages_of_temoignages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person(first_name="Nadia")
    told, back, untold = (attested(holder) for _each in range(3))
    published = temoignage(told)
    temoignage(back, state=Told.TO_CORRECT, reason=Reason.CONTACT, reason_words="Enlevez le numéro.", words="Le 06 39 98 00 42.")
    sent = temoignage(attested(person()), state=Told.SUBMITTED, words="Le 06 39 98 00 42.")
    host = told.association
    member, desk = host_of(told), agent(Role.MODERATEUR)
    session.commit()
    assert host is not None
    someone = visitor(width)
    for path in ("/temoignages", f"/associations/{host.public_id}"):
        someone.go(path)
    someone = visitor(width).signed_in(fresh_app, holder)
    for done, page in ((told, "/temoignage"), (back, "/temoignage"), (back, "/temoignage/ecrire"), (untold, "/temoignage/ecrire"),
                       (untold, "/suite"), (untold, "")):
        someone.go(f"/mes-engagements/{done.public_id}{page}")
    someone = visitor(width).signed_in(fresh_app, member)
    for path in ("temoignages", "heures?taux=12,5", "heures?taux=douze"):
        someone.go(f"/association/{host.public_id}/{path}")
    someone.go(f"/association/temoignages/{published.public_id}/signaler")
    someone = visitor(width).signed_in(fresh_app, desk)
    for path in ("", f"/{sent.public_id}", f"/{sent.public_id}/corriger", f"/{published.public_id}"):
        someone.go(f"/moderation/temoignages{path}")


def test_the_pages_of_an_engagement_elsewhere(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder, declared = elsewhere.declared(person(first_name="Nadia", last_name="Belkacem"))
    _same, printed = elsewhere.declared(holder)
    sheet = ailleurs.ask_on_paper(printed, by=holder)
    _other, row, _request = elsewhere.answered()
    ailleurs.disagree_bilan(row, by=row.user, words="J’ai fait vingt heures.")
    to_correct = elsewhere.last_token()
    ailleurs.ask_by_mail(declared, contact_name="Paul", email="paul@quilles.example", by=holder)
    session.commit()
    someone, host = visitor(width).signed_in(fresh_app, holder), visitor(width)
    desk = visitor(width).signed_in(fresh_app, agent(Role.MODERATEUR))
    for path in (f"/mes-engagements/{declared.public_id}", f"/mes-engagements/{declared.public_id}/demander",
                 f"/mes-engagements/{printed.public_id}"):
        someone.go(path)
    for path in (f"/attester/{elsewhere.last_token('paul@quilles.example')}", f"/attester/{to_correct}", "/attester/suite/envoyee"):
        host.go(path)
    host.go("/attester/rien", status=404)
    desk.go("/moderation/feuilles").go("/moderation/feuilles?code=zzzz").go(f"/moderation/feuilles/{sheet.public_id}")


def test_an_associations_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    member = person()
    host = world.association(member=member)
    row = world.mission(host)
    sent = world.candidature(row)
    going = world.engagement(world.candidature(row, state=Candidature.ACCEPTED))
    someone = visitor(width).signed_in(fresh_app, member)
    for path in (
        f"/association/{host.public_id}", f"/association/{host.public_id}/page", f"/association/{host.public_id}/equipe",
        f"/association/missions/{row.public_id}", f"/association/missions/{row.public_id}/candidats", "/association/candidats",
        f"/association/candidats/{sent.public_id}", "/association/engagements", f"/association/engagements/{going.public_id}",
        f"/association/engagements/{going.public_id}/bilan", "/association/inscription",
        *(f"/association/missions/{row.public_id}/etape-{step}" for step in range(1, 6)),
    ):
        someone.go(path)


def test_agents_pages(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    unread = world.mission(publication=Publication.SUBMITTED, published_at=None)
    everything = agent(Role.MODERATEUR, Role.PILOTE, Role.ADMINISTRATEUR)
    telephone(everything)
    parole = send_parole(by=insertion.referent(), words="Sans bus le mercredi, personne ne vient.", nobody=True)
    someone = visitor(width).signed_in(fresh_app, everything)
    for path in (
        "/compte", "/compte/deuxieme-etape", "/compte/deuxieme-etape/telephone",
        "/pilotage/paroles", f"/pilotage/paroles/{parole.public_id}/ne-pas-retenir",
        "/moderation", f"/moderation/missions/{unread.public_id}", f"/moderation/missions/{unread.public_id}/corriger",
        f"/moderation/associations/{unread.association.public_id}", f"/moderation/associations/{unread.association.public_id}/suspendre",
        "/moderation/guichet", "/moderation/guichet/compte", "/moderation/guichet/missions?q=jardin", "/moderation/guichet/contact",
        "/moderation/validations", "/moderation/mots", "/moderation/mots/ajouter", "/pilotage", "/pilotage/reponses", "/administration",
        "/administration/inviter", f"/administration/agents/{everything.public_id}", "/administration/revue", "/administration/reglages",
        "/administration/reglages/consent.freedom", "/administration/journal", "/administration/sante",
        "/administration/echanges", "/administration/reprise", "/pilotage/territoires",
        "/pilotage/territoires/trieves", "/pilotage/territoires/trieves/lieu", "/pilotage/territoires/isere/nouvelle",
    ):
        someone.go(path)


def test_pages_above_the_line(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    helper = insertion.linked(holder)
    helped, companion = visitor(width).signed_in(fresh_app, holder), visitor(width).signed_in(fresh_app, helper)
    file = f"/accompagnement/personnes/{holder.public_id}"
    invited = invite_person(Contact(email=holder.email), by=insertion.referent())
    session.commit()
    for path in ("/accompagnement", "/accompagnement/paroles", "/accompagnement/nouveau", "/accompagnement/nouveau/ensemble",
                 "/accompagnement/inviter", "/accompagnement/relais", "/accompagnement/absence", file, f"{file}/contrat"):
        companion.go(path)
    helped.go("/mon-contrat").go(f"/mon-contrat/invitations/{invited.public_id}")
    session.rollback()  # the site wrote meanwhile: begin from what it left
    made = insertion.annexe(holder, helper)
    session.commit()
    companion.go(f"{file}/annexe")
    companion.go(file).press("Proposer l’annexe à la personne")
    helped.go("/mon-contrat").go(f"/mon-contrat/annexe/{made.public_id}")
    session.rollback()
    sign_annexe(made, by=holder, revision=made.revision)
    countersign_annexe(made, by=helper)
    sent = submit_engagement(attested(holder), wants_mark=True, by=holder)
    attested(holder)
    session.commit()
    companion.go("/accompagnement").go(f"/accompagnement/transmis/{sent.public_id}")
    helped.go("/mon-contrat").go(f"/mon-contrat/annexe/{made.public_id}").go("/mon-contrat/transmettre")
    helped.go("/a-lire")


def test_the_pages_of_an_annexe(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    helper = insertion.linked(holder)
    reference = insertion.contrat(holder, helper, path_kind=PathKind.EMPLOI)
    helped, companion = visitor(width).signed_in(fresh_app, holder), visitor(width).signed_in(fresh_app, helper)
    file = f"/accompagnement/personnes/{holder.public_id}"
    session.commit()
    companion.go(file).press("Poser la question")
    companion.go(f"{file}/annexe").press("Enregistrer l’annexe")
    session.rollback()
    made = draft_annexe(reference, insertion.CONTENT, by=helper)
    decide(made, [Decided(GuardRail.COUNTS, Why.COUNTS_YES, "Le mardi au jardin.")], by=helper)
    propose_annexe(made, by=helper)
    session.commit()
    page = f"/accompagnement/annexes/{made.public_id}"
    companion.go(f"{page}/signature").press("Je signe")
    companion.go(f"{page}/feuille").press("Enregistrer la feuille")
    helped.go("/mon-contrat").go(f"/mon-contrat/annexe/{made.public_id}").press("Envoyer ma réponse")
    session.rollback()
    sign_on_sheet(made, code=sheet_code(made), upload=b"%PDF-1.7 %%EOF", by=helper)
    session.commit()
    companion.go(file)
    helped.go(f"/mon-contrat/annexe/{made.public_id}")


def test_the_pages_of_a_pilote(fresh_app: Flask, visitor: Callable[..., Visitor], session: Any, width: int) -> None:
    holder = person()
    helper = insertion.linked(holder)
    insertion.contrat(holder, helper)
    someone = visitor(width).signed_in(fresh_app, agent(Role.PILOTE))
    for path in (f"/pilotage/referents/{helper.public_id}", f"/pilotage/referents/{helper.public_id}/absence"):
        someone.go(path)
    someone.go(f"/pilotage/personnes/{holder.public_id}/ouvrir").fill(reason=FileReason.ASKED.value)
    someone.press("Ouvrir pendant une heure")
