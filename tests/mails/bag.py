"""One invented story from which every letter can be written: rows in memory, the same names and days in every run."""

from datetime import UTC, datetime, timedelta
from typing import Any

from benevolat.accounts.models import AgeBand, ProviderName, Role, User
from benevolat.ailleurs.models import ProofRequest
from benevolat.alertes.models import Alerte
from benevolat.associations.models import Association, MemberRole, Membership
from benevolat.candidatures.models import CallBack, Candidature, ClosedDoor, DoorReason, Message, PlaceOffer
from benevolat.candidatures.models import State as CandidatureState
from benevolat.competences.models import Competence
from benevolat.engagements.models import Bilan, BilanCompetence, Engagement, Releve
from benevolat.engagements.sheets import Sheet
from benevolat.missions.models import Creneau, Mission, MissionKind
from benevolat.search.queries import MissionRow
from benevolat.signalements.models import Signalement
from benevolat.signalements.models import State as ReportState
from benevolat.temoignages.models import Reason, Temoignage
from benevolat.territoire.models import Commune

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def bag(event: str) -> dict[str, Any]:
    """Return a value for every name that the template of a letter may read."""
    nadia = User(public_id="nadia", first_name="Nadia", last_name="Belkacem", email="nadia@courriel.example", age_band=AgeBand.ADULT)
    odette = User(public_id="odette", first_name="Odette", last_name="Marchand-Ly", email="odette@isere.example")
    voiron = Commune(code="38563", name="Voiron")
    association = Association(
        public_id="mains-vertes", name="Les Mains Vertes", commune=voiron, phone="+33465710012",
        state_reason="Le numéro RNA ne correspond à aucune association.",
    )
    mission = Mission(
        public_id="jardin", title="Arroser le jardin partagé", association=association, commune=voiron, address="12 rue des Tilleuls",
        meeting_point="Devant le portail vert", contact_name="Paul", kind=MissionKind.DATED,
        publication_reason="Dites à quelle heure cela finit.",
    )
    creneau = Creneau(
        public_id="samedi", mission=mission, starts_at=datetime(2026, 3, 7, 9, tzinfo=UTC), ends_at=datetime(2026, 3, 7, 11, tzinfo=UTC),
        places=4, places_taken=1, cancelled=False,
    )
    candidature = Candidature(
        public_id="candidature", mission=mission, creneau=creneau, user=nadia, state=CandidatureState.SENT, sent_at=NOW,
        message="J’aime jardiner.", answer="Venez avec des bottes.", reason="Les places sont déjà prises.",
    )
    engagement = Engagement(public_id="engagement", candidature=candidature, association=association, title=mission.title, user=nadia,
        reason="Il pleuvait trop.", reminders=1)
    bilan = Bilan(engagement=engagement, minutes=360, sentence="Elle a arrosé et désherbé.", reason="Une heure de plus.")
    bilan.competences = [BilanCompetence(competence=Competence(code="arroser", label="Entretenir un espace vert"))]
    row = MissionRow(
        id=1, public_id="jardin", title=mission.title, association_name=association.name, commune_name="Voiron", distance_km=3.2,
        domaine="Environnement", kind=MissionKind.REGULAR, half_days=0b10, hours_per_week=2.0, schedule=None, next_slot=None, other_slots=0,
        remote=False, by_bus=True, costs_refunded=False, places_left=2, full=False, newness=True,
    )
    call_back = CallBack(
        mission=mission, first_name="Sami", phone="+33639981234", age_band=AgeBand.ADULT, best_time="le soir", asked_at=NOW
    )
    return {
        "erased_on": (NOW + timedelta(days=30)).date(),
        "provider": ProviderName.FRANCECONNECT,
        "signalement": Signalement(title=mission.title, state=ReportState.UPHELD, answer="Nous avons parlé à l’association."),
        "alerte": Alerte(public_id="alerte", label="jardin, à moins de 10 km de Voiron"), "association": association, "bilan": bilan,
        "by": odette.full_name if event == "engagements/bilan_to_sign" else odette, "call_back": call_back,
        "candidature": candidature, "candidatures": [candidature], "code": "123456", "creneau": creneau, "days": 14,
        "door": ClosedDoor(association=association, user=nadia, reason=DoorReason.WAITED, sentence="Appelez-nous si cela change.",
                           answer="Nous avons parlé à l’association. Elle a besoin d’être sûre des présences."),
        "engagement": engagement, "first_name": "Lina", "first_names": ["Nadia", "Sami"], "freed": True, "host": association.name,
        "hours": "du lundi au vendredi, 9 h à 12 h", "inviter": "Paul Rey",
        "line": Releve(engagement=engagement, day=NOW.date(), minutes=120),
        "membership": Membership(association=association, user=nadia, role=MemberRole.ADMIN),
        "message": Message(candidature=candidature, body="Puis-je venir avec ma fille ?", at=NOW), "mission": mission,
        "name": nadia.full_name, "near": [row],
        "needs_parent": False, "offer": PlaceOffer(candidature=candidature, ends_at=NOW + timedelta(hours=48)),
        "page": "/alertes/alerte/cle", "paper": False,
        "parts": [("Sujet un", "Le premier."), ("Sujet deux", "Le second.")],
        "path": "/attester/lien", "personal": True, "welcome": None, "phone": "04 65 71 38 38",
        "reason": "La mission n’a plus lieu.", "request": ProofRequest(engagement=engagement), "rights": ["Écrire les missions"],
        "role": Role.MODERATEUR, "sheets": [Sheet(mission, creneau.starts_at.date(), creneau)], "shown": [row],
        "stop": "/alertes/alerte/cle/arreter",
        "temoignage": Temoignage(engagement=engagement, reason=next(iter(Reason)), reason_words="Un nom y est écrit."),
        "key": "clef", "last": False, "thanks": "Merci pour votre patience.", "title": mission.title, "token": "lien", "told": 3,
        "total": 4, "until": NOW,
        "url": "/invitation/lien", "waiting": 2, "words": "jardin, Voiron",
        "what": True, "when": lambda _row: "le lundi après-midi", "where": True,
    }
