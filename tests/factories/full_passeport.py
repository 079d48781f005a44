"""A passeport as full as one gets: engagements over the years with names of everywhere, skills, documents; rows as services write them."""

from datetime import timedelta
from typing import Any

from benevolat.accounts.models import User
from benevolat.associations.models import Association
from benevolat.candidatures.models import State as CandidatureState
from benevolat.competences.queries import all_competences
from benevolat.core import clock
from benevolat.engagements.models import Bilan, BilanCompetence, BilanState, Declaration, Engagement, Releve, Side, State
from benevolat.passeport.models import Skill, SkillState
from benevolat.proofs.models import Document, DocumentKind, DocumentState, Share, Version, VersionItem

from . import keep
from .world import association, candidature, engagement, mission

HOSTS = (
    "Les Mains Vertes de Voiron", "Hội Người Việt Nam tại Grenoble", "جمعية الأمل للتضامن", "Épicerie solidaire « Le Panier »",
    "Club Ếch Xanh",
    "Association des parents d’élèves du groupe scolaire Marie-Curie et du collège des Trois-Vallées réunis",
)
TITLES = (
    "Arroser le jardin partagé", "Giúp đỡ người cao tuổi", "توزيع الوجبات", "Servir le repas du mardi",
    "Accompagner les sorties scolaires des classes de maternelle et de l’école élémentaire, le jeudi et le vendredi",
)
DOMAINES = ("environnement", "solidarite", "education", "sport", "culture-patrimoine", None)
STATES = ("attested", "attested", "attested", "declared", "attested", "attested", "going", "attested", "waiting", "attested")


def fill(holder: User, *, engagements: int = 40, skills: int = 30, rows: int = 60, documents: int = 10) -> list[Engagement]:
    """Give a person engagements spread over years, `rows` skills among `skills` different ones, documents and two links."""
    codes = [each.code for each in all_competences()][:skills]
    hosts = [association(name=each) for each in HOSTS]
    done = [_lived(holder, hosts[n % len(hosts)], n) for n in range(engagements)]
    for n in range(rows):
        _show(holder, done[n % len(done)], codes[(n * 7 + n // skills) % len(codes)], n)
    versions = [keep(Version(user_id=holder.id, title=title, items=[VersionItem(engagement=done[0], rank=0)])) for title in
                ("Pour un stage de cuisine", "Nguyễn Thị Ánh, hồ sơ", "ملف المتطوعة")]
    for n in range(documents):
        _document(holder, versions[n % 3], n)
    for version in versions[:2]:
        ends = clock.now() + timedelta(days=7)
        keep(Share(code=f"{holder.id:06d}{version.id:020d}", version_id=version.id, with_contact=False, expires_at=ends))
    return done


def _lived(holder: User, host: Association, n: int) -> Engagement:
    kind = STATES[n % len(STATES)]
    first = clock.today() - timedelta(days=20 + n * 67 + (n % 7) * 9)
    last = first + timedelta(days=(0, 3, 12, 45, 90, 200, 400)[n % 7])
    last = min(last, clock.today() - timedelta(days=1))
    state = {"attested": State.ATTESTED, "going": State.IN_PROGRESS}.get(kind, State.TO_CLOSE)
    dates: dict[str, Any] = {"state": state, "starts_on": first, "ends_on": None if kind == "going" else last}
    title, domaine = TITLES[n % len(TITLES)], DOMAINES[n % len(DOMAINES)]
    if n % 4 == 3 and kind in ("attested", "declared"):
        row = keep(Engagement(user_id=holder.id, host_name="Secours de la vallée", title=title, **dates))
        keep(Declaration(engagement_id=row.id, domaine_code=domaine))
    else:
        row = engagement(candidature(mission(host, title=title, domaine_code=domaine), holder, state=CandidatureState.ACCEPTED), **dates)
    minutes = 90 + n * 35
    if n % 3 == 0:
        keep(Releve(engagement_id=row.id, day=first, minutes=minutes // 2, entered_by=Side.VOLUNTEER))
        keep(Releve(engagement_id=row.id, day=last if last > first else first + timedelta(days=1), minutes=minutes - minutes // 2,
                    entered_by=Side.VOLUNTEER))
    if kind in ("attested", "declared"):
        done = kind == "attested"
        keep(Bilan(engagement_id=row.id, state=BilanState.AGREED if done else BilanState.DECLARED, minutes=minutes,
                   sentence="A accueilli les familles chaque mardi." if done else "", confirmed_at=clock.now() if done else None,
                   answered_at=clock.now() if done else None, signatory="Đặng Văn Bình" if done else None))
    return row


def _show(holder: User, row: Engagement, code: str, n: int) -> None:
    if row.state is State.ATTESTED and row.bilan is not None:
        if not any(each.competence_code == code for each in row.bilan.competences):
            row.bilan.competences.append(BilanCompetence(competence_code=code, example="Elle a préparé quarante repas." if n % 2 else None))
        marked = n % 5 == 0
        keep(Skill(user_id=holder.id, engagement_id=row.id, competence_code=code, attested_at=clock.now(),
                   validated_at=clock.now() if marked else None, state=SkillState.VALIDATED if marked else SkillState.ATTESTED,
                   own_words="Tôi nấu ăn cho bốn mươi người." if n % 3 == 0 else None))
    else:
        keep(Skill(user_id=holder.id, engagement_id=row.id, competence_code=code, own_words="أطبخ لأربعين شخصا." if n % 2 else None))


def _document(holder: User, version: Version, n: int) -> None:
    state = (DocumentState.VALID, DocumentState.REPLACED, DocumentState.WITHDRAWN)[n % 3]
    keep(Document(
        code=f"{holder.id:06d}{n:020d}", user_id=holder.id, version_id=version.id, kind=list(DocumentKind)[n % len(DocumentKind)],
        title=version.title, content={"engagements": []}, state=state, issued_at=clock.now() - timedelta(days=n * 9),
        replaced_at=clock.now() if state is DocumentState.REPLACED else None, accessible=True,
        withdrawn_at=clock.now() if state is DocumentState.WITHDRAWN else None, fingerprint=f"{holder.id:032d}{n:032d}",
    ))
