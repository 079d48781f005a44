"""What the annexe, the consent and a submission must do, said again without a database: the other hand of the stateful test."""

from dataclasses import dataclass, field
from datetime import date, timedelta

FADES, MONTHS = 30, 3


@dataclass
class Sent:
    """One engagement submitted with an annexe."""

    state: str
    wants_mark: bool


@dataclass
class Paper:
    """One annexe."""

    state: str = "draft"
    revision: int = 1
    consent_of: int | None = None
    agreed: bool = False
    signed_before: bool = False
    proposed_on: date | None = None
    sent: Sent | None = None
    on_sheet: bool = False
    heavy: bool = False
    decided: bool = False
    amendments: list[str] = field(default_factory=list)

    @property
    def consented(self) -> bool:
        """The person agreed to exactly the revision that stands."""
        return self.consent_of == self.revision

    @property
    def living(self) -> bool:
        """Signed by both."""
        return self.state in {"signed", "amended"}

    @property
    def open(self) -> bool:
        """Neither over nor taken back."""
        return self.living or self.state in {"draft", "proposed"}


@dataclass
class Oracle:
    """One person, the référent who follows them or not, one engagement attested or not; each act answers whether it is done."""

    today: date
    starts_on: date
    follows: bool = True
    attested: bool = True
    marked: bool = False
    offered: int = 0
    refused: int = 0
    papers: list[Paper] = field(default_factory=list)

    @property
    def last(self) -> Paper | None:
        """The newest annexe."""
        return self.papers[-1] if self.papers else None

    def draft(self, who: str, *, heavy: bool, decided: bool) -> bool:
        """Only the référent of today; one open annexe at a time."""
        if who != "referent" or not self.follows or (self.last is not None and self.last.open):
            return False
        self.papers.append(Paper(heavy=heavy, decided=decided))
        return True

    def edit(self, who: str, *, heavy: bool, decided: bool) -> bool:
        """A draft stays one; anything else returns to the person's signature, and many hours are looked at again."""
        paper = self.last
        if paper is None or who != "referent" or not self.follows or not paper.open:
            return False
        if paper.state == "draft":
            paper.heavy, paper.decided = heavy, decided or paper.decided
            return True
        if heavy and not decided:
            return False
        paper.heavy, paper.decided, paper.state, paper.proposed_on = heavy, decided, "proposed", self.today
        paper.revision += 1
        return True

    def decide(self, who: str) -> bool:
        """The référent, on what is not over."""
        paper = self.last
        if paper is None or who != "referent" or not self.follows or not paper.open:
            return False
        paper.decided = True
        return True

    def offer(self, who: str) -> bool:
        """Aloud, by the référent; one more offer is counted, and nothing else moves."""
        done = who == "referent" and self.follows
        self.offered += done
        return done

    def refuse_aloud(self, who: str) -> bool:
        """On the référent's screen: a number moves, and nothing else."""
        done = who == "referent" and self.follows
        self.refused += done
        return done

    def propose(self, who: str) -> bool:
        """A draft, by the référent, its many hours looked at; one more offer is counted."""
        paper = self.last
        if paper is None or who != "referent" or not self.follows or paper.state != "draft" or (paper.heavy and not paper.decided):
            return False
        paper.state, paper.proposed_on = "proposed", self.today
        self.offered += 1
        return True

    def refuse(self, who: str) -> bool:
        """A « no » moves nothing but a number, and not even that for an amendment."""
        paper = self.last
        if paper is None or who != "person" or paper.state != "proposed" or paper.consented:
            return False
        self.refused += not paper.signed_before
        return True

    def sign(self, who: str, *, stale: bool) -> bool:
        """The person, on exactly what stands."""
        paper = self.last
        if paper is None or who != "person" or stale or paper.state != "proposed":
            return False
        paper.consent_of, paper.agreed = paper.revision, True
        return True

    def sheet(self, who: str, *, stale: bool) -> bool:
        """The référent types what the person signed by hand: exactly what stands, and not what is signed already."""
        paper = self.last
        if paper is None or who != "referent" or not self.follows or stale or paper.state != "proposed" or paper.consented:
            return False
        paper.consent_of, paper.agreed, paper.on_sheet = paper.revision, True, True
        return True

    def disown(self, who: str) -> bool:
        """The person, when somebody else typed a signature; everything falls with it."""
        paper = self.last
        if paper is None or who != "person" or not paper.on_sheet or not (paper.living or paper.state == "proposed"):
            return False
        self._take_back(paper, "disowned")
        return True

    def countersign(self, who: str) -> bool:
        """The référent, after the person."""
        paper = self.last
        if paper is None or who != "referent" or not self.follows or paper.state != "proposed" or not paper.consented:
            return False
        paper.amendments += ["revision"] if paper.signed_before else []
        paper.state, paper.signed_before = "amended" if paper.signed_before else "signed", True
        return True

    def withdraw(self, who: str) -> bool:
        """The person, once they agreed; what waits goes with it."""
        paper = self.last
        if paper is None or who != "person" or not (paper.living or (paper.state == "proposed" and paper.agreed)):
            return False
        self._take_back(paper, "withdrawal")
        return True

    def _take_back(self, paper: Paper, kind: str) -> None:
        paper.state, paper.agreed, paper.consent_of, paper.on_sheet = "withdrawn", False, None, False
        paper.amendments.append(kind)
        if paper.sent is not None and paper.sent.state in {"submitted", "complement"}:
            paper.sent.state = "cancelled"

    def submit(self, who: str, *, mark: bool) -> bool:
        """The person, an attested engagement, with a living annexe."""
        paper = self.last
        if paper is None or who != "person" or not self.attested or not paper.living:
            return False
        if paper.sent is not None and paper.sent.state in {"submitted", "validated"}:
            return False
        paper.sent = Sent("submitted", mark)
        return True

    def cancel(self, who: str) -> bool:
        """The person takes back what is not validated."""
        sent = self.last.sent if self.last is not None else None
        if sent is None or who != "person" or sent.state not in {"submitted", "complement"}:
            return False
        sent.state = "cancelled"
        return True

    def answer(self, who: str, *, validate: bool) -> bool:
        """The référent of today, while it is attested; the mark only when it was asked."""
        sent = self.last.sent if self.last is not None else None
        if sent is None or who != "referent" or not self.follows or not self.attested or sent.state != "submitted":
            return False
        sent.state = "validated" if validate else "complement"
        self.marked = self.marked or (validate and sent.wants_mark)
        return True

    def pass_days(self, days: int) -> None:
        """An annexe ends with its months, a proposition that nobody signed fades."""
        self.today += timedelta(days=days)
        paper = self.last
        if paper is None:
            return
        month = self.starts_on.month - 1 + MONTHS
        over = date(self.starts_on.year + month // 12, month % 12 + 1, self.starts_on.day) < self.today
        if over and (paper.living or (paper.state == "proposed" and paper.signed_before)):
            paper.state = "ended"
        elif paper.state == "proposed" and not paper.signed_before and not paper.agreed and paper.proposed_on is not None \
                and (self.today - paper.proposed_on).days > FADES:
            self.papers.pop()

    def seen_by_referent(self) -> list[str]:
        """The annexes that the référent reads."""
        return [each.state for each in self.papers if each.state != "withdrawn"] if self.follows else []

    def amendments_seen(self) -> list[str]:
        """The amendments that the référent reads: never a withdrawal."""
        return [kind for each in self.papers if self.follows and each.state != "withdrawn" for kind in each.amendments]

    def sent_to_referent(self) -> list[str]:
        """The submissions that the référent reads."""
        if not (self.follows and self.attested):
            return []
        shown = [each.sent.state for each in self.papers if each.sent is not None and each.state != "withdrawn"]
        return [each for each in shown if each != "cancelled"]
