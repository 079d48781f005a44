"""A file invites and updates, by reference alone: who has an account, said no or never answered reads alike, and nothing else is kept."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from benevolat.accompagnement import services as links
from benevolat.accompagnement.jobs import erase_invitations
from benevolat.accompagnement.models import Accompagnement, LinkInvitation, ServiceKind
from benevolat.accompagnement.queries import current_link, referent_record
from benevolat.accounts.models import Role, User
from benevolat.accounts.services import Contact
from benevolat.contrats.models import Contrat, PathKind
from benevolat.core import clock, journal
from benevolat.core.db import Base, db
from benevolat.core.errors import NotAllowed
from benevolat.core.mail import OutgoingMail
from benevolat.core.sms import OutgoingSms
from benevolat.dossiers import services
from benevolat.dossiers.errors import ImportGone, NothingToImport
from benevolat.dossiers.jobs import erase_imports
from benevolat.dossiers.models import Desk, Fault, ImportedLine, PendingImport
from benevolat.dossiers.queries import lines_to_check, sort_lines
from tests.conftest import scalar_count
from tests.factories.insertion import linked, referent
from tests.factories.people import agent, person

from .stage import brought, export, imported, line

AMINA = "amina@courriel.example"


def sent() -> list[tuple[str, str]]:
    """Return who got which letter."""
    mails = db.session.execute(sa.select(OutgoingMail.to, OutgoingMail.subject)).all()
    return [*(tuple(each) for each in mails), *(tuple(each) for each in db.session.execute(sa.select(OutgoingSms.to, OutgoingSms.body)))]


def counts(by: User, *lines: str, desk: Desk = Desk.REFERENT) -> tuple[int, int, int, list[Fault]]:
    """Return what a file would do: invite, change, leave as it is, and what is wrong."""
    plan = sort_lines(brought(by, *lines, desk=desk), by)
    return len(plan.new), len(plan.changed), len(plan.same), [each.fault for each in plan.problems]


def invitation() -> LinkInvitation:
    """Return the only invitation."""
    return db.session.scalars(sa.select(LinkInvitation)).one()


def accepted(by: User, **changes: str) -> User:
    """Import a line, and let the person accept."""
    holder = person(email=AMINA, first_name="Amina")
    imported(by, line(**changes))
    services.accept_invitation(invitation(), by=holder)
    services.confirm_line(lines_to_check(by)[0], by=by)
    return holder


def test_people_are_invited_and_nothing_more(session: Any) -> None:
    helper = referent()
    holder = person(email=AMINA)
    done = imported(helper, line(), line(reference="NG-2", email="", phone="06 39 98 00 12"))
    assert (done.invited, done.changed) == (2, 0)
    assert [each[0] for each in sent()] == [AMINA, "+33639980012"]
    assert {each[1] for each in sent()} == {"Vous avez un message d’Isère bénévolat", sent()[1][1]}
    assert (scalar_count(Contrat), scalar_count(Accompagnement), scalar_count(ImportedLine), scalar_count(PendingImport)) == (0, 0, 2, 0)
    assert current_link(holder) is None


def test_a_file_never_tells_who_has_an_account(session: Any) -> None:
    """An address with an account, one without, one of somebody accompanied elsewhere: the same plan."""
    helper = referent()
    person(email=AMINA)
    linked(person(email="prise@courriel.example"))
    addresses = (AMINA, "personne@courriel.example", "prise@courriel.example")
    assert {str(counts(helper, line(email=each))) for each in addresses} == {"(1, 0, 0, [])"}


def test_the_référent_recognises_the_person_and_the_reference_is_written(session: Any) -> None:
    helper = referent()
    holder = accepted(helper)
    contrat = session.scalars(sa.select(Contrat)).one()
    assert (contrat.user_id, contrat.reference) == (holder.id, "NG-2026-00101")
    assert (contrat.type_code, contrat.path_kind) == ("cer", PathKind.SOCIAL)
    link = current_link(holder)
    assert link is not None
    assert link.referent.user_id == helper.id
    session.expire_all()
    assert (scalar_count(ImportedLine), scalar_count(LinkInvitation)) == (0, 0)


def test_a_second_import_updates_by_the_reference(session: Any) -> None:
    helper = referent()
    holder = accepted(helper)
    assert counts(helper, line()) == (0, 0, 1, [])
    later = line(ends="30/06/2027", type="Contrat d’engagement", path="emploi")
    assert counts(helper, later) == (0, 1, 0, [])
    imported(helper, later)
    contrat = session.scalars(sa.select(Contrat)).one()
    assert (contrat.ends_on.isoformat(), contrat.type_code, contrat.path_kind) == ("2027-06-30", "contrat-engagement", PathKind.EMPLOI)
    assert journal.about(holder.id, limit=1)[0].action == "dossiers.update"
    assert len(sent()) == 1


def test_a_line_that_waits_is_updated_without_a_second_letter(session: Any) -> None:
    helper = referent()
    imported(helper, line())
    assert counts(helper, line(ends="30/06/2027")) == (0, 1, 0, [])
    imported(helper, line(ends="30/06/2027"))
    assert session.scalars(sa.select(ImportedLine.ends_on)).one().isoformat() == "2027-06-30"
    assert len(sent()) == 1


def test_a_no_a_silence_and_a_yes_read_alike(session: Any) -> None:
    """The plan of the next file is the same whatever the person did, and a « no » moves no row."""
    helper, holder = referent(), person(email=AMINA)
    imported(helper, line())
    silent = counts(helper, line(), line(reference="NG-2", email="autre@courriel.example"))
    links.decline_invitation(invitation(), by=holder)
    assert counts(helper, line(), line(reference="NG-2", email="autre@courriel.example")) == silent
    services.accept_invitation(invitation(), by=holder)
    assert counts(helper, line(), line(reference="NG-2", email="autre@courriel.example")) == silent == (1, 0, 1, [])


def test_a_line_goes_with_its_invitation(session: Any) -> None:
    helper = referent()
    imported(helper, line())
    links.cancel_invitation(invitation(), by=helper)
    session.flush()
    session.expire_all()
    assert scalar_count(ImportedLine) == 0
    imported(helper, line())
    with clock.frozen(clock.now() + timedelta(days=30)):
        erase_invitations({})
    session.expire_all()
    assert (scalar_count(ImportedLine), scalar_count(LinkInvitation)) == (0, 0)


def test_a_line_past_its_thirty_days_is_known_no_more_before_the_job(session: Any) -> None:
    helper = referent()
    imported(helper, line())
    with clock.frozen(clock.now() + timedelta(days=30)):
        assert counts(helper, line()) == (1, 0, 0, [])
        imported(helper, line())
    assert (scalar_count(ImportedLine), len(sent())) == (1, 2)


def test_a_reference_that_had_another_contact_is_swapped(session: Any) -> None:
    helper = referent()
    imported(helper, line())
    other = line(email="autre@courriel.example")
    assert counts(helper, other) == (0, 0, 0, [Fault.OTHER_CONTACT])
    assert counts(helper, line(email="", ends="30/06/2027")) == (0, 1, 0, [])
    services.accept_invitation(invitation(), by=person(email=AMINA))
    assert counts(helper, other) == (0, 0, 0, [Fault.OTHER_CONTACT])
    with pytest.raises(NothingToImport):
        imported(helper, other)


def test_one_of_two_contacts_is_enough_to_know_somebody_again(session: Any) -> None:
    helper = referent()
    imported(helper, line(phone="06 39 98 00 12"))
    assert counts(helper, line(email="nouvelle@courriel.example", phone="06 39 98 00 12", ends="30/06/2027")) == (0, 1, 0, [])


def test_a_contact_that_waits_for_another_reference_is_said(session: Any) -> None:
    helper = referent()
    imported(helper, line())
    assert counts(helper, line(reference="NG-2")) == (0, 0, 0, [Fault.WAITING])
    assert counts(helper, line(reference="NG-2", email="")) == (0, 0, 0, [Fault.CONTACT])


def test_an_invitation_sent_by_hand_takes_the_line(session: Any) -> None:
    helper = referent()
    links.invite_person(Contact(email=AMINA), by=helper)
    imported(helper, line())
    assert (scalar_count(LinkInvitation), scalar_count(ImportedLine), len(sent())) == (1, 1, 1)


def test_a_new_contract_with_ones_own_referent_is_accepted_too(session: Any) -> None:
    helper = referent()
    holder = accepted(helper)
    imported(helper, line(reference="NG-2027-1"))
    services.accept_invitation(invitation(), by=holder)
    services.confirm_line(lines_to_check(helper, holder)[0], by=helper)
    assert sorted(session.scalars(sa.select(Contrat.reference))) == ["NG-2026-00101", "NG-2027-1"]
    assert scalar_count(Accompagnement) == 1


def test_what_is_accompanied_by_another_is_neither_known_nor_changed(session: Any) -> None:
    accepted(referent())
    other = referent()
    assert counts(other, line(ends="30/06/2027")) == (1, 0, 0, [])


def test_a_stand_in_updates_nobody(session: Any) -> None:
    absent, deputy = referent(), referent()
    accepted(absent)
    records = [referent_record(each) for each in (absent, deputy)]
    links.name_deputy(records[0], records[1], starts_on=clock.today(), last_day=clock.today(), by=absent)  # type: ignore[arg-type]
    assert counts(deputy, line(ends="30/06/2027")) == (1, 0, 0, [])


def test_an_ended_link_is_known_no_more(session: Any) -> None:
    helper = referent()
    holder = accepted(helper)
    link = current_link(holder)
    assert link is not None
    links.end_accompagnement(link, by=holder)
    session.flush()
    assert counts(helper, line()) == (1, 0, 0, [])


def test_a_pilote_brings_the_file_of_the_referents_they_follow(session: Any) -> None:
    mine, other = referent(email="claire@isere.example"), referent(email="luc@isere.example")
    for each, place in ((mine, "trieves"), (other, "voironnais-chartreuse")):
        record = referent_record(each)
        assert record is not None
        record.service_id = links.open_service(f"Service {place}", ServiceKind.CCAS, territoire_code=place).id
    their_record = referent_record(other)
    assert their_record is not None
    boss = agent(Role.PILOTE, territoire="trieves")
    lines = (line(referent="claire@isere.example"), line(reference="NG-2", email="b@courriel.example", referent="luc@isere.example"),
             line(reference="NG-3", email="c@courriel.example", referent="personne@isere.example"))
    assert counts(boss, *lines, desk=Desk.PILOTAGE) == (1, 0, 0, [Fault.REFERENT] * 2)
    imported(boss, *lines, desk=Desk.PILOTAGE)
    assert invitation().referent.user_id == mine.id
    with pytest.raises(NotAllowed):
        links.invite_people([(their_record, Contact(email=AMINA))], by=boss)


def test_only_a_referent_of_a_service_or_a_pilote_brings_files(session: Any) -> None:
    for who, desk in ((agent(Role.REFERENT), Desk.REFERENT), (agent(Role.PILOTE), Desk.REFERENT), (referent(), Desk.PILOTAGE),
                      (agent(Role.MODERATEUR), Desk.PILOTAGE), (person(), Desk.REFERENT)):
        with pytest.raises(NotAllowed):
            services.remember_titles(["a"], desk=desk, by=who)
        with pytest.raises(NotAllowed):
            services.keep_lines([], [], desk=desk, by=who)


def test_what_was_read_is_ones_own_and_lasts_an_hour(session: Any) -> None:
    helper = referent()
    kept = brought(helper, line())
    with pytest.raises(ImportGone):
        services.write_import(kept, by=referent())
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        with pytest.raises(ImportGone):
            services.write_import(kept, by=helper)
        erase_imports({})
    assert scalar_count(PendingImport) == 0


def test_a_new_file_takes_the_place_of_the_last(session: Any) -> None:
    helper = referent()
    brought(helper, line())
    brought(helper, line(), line(reference="NG-2", email="b@courriel.example"))
    assert scalar_count(PendingImport) == 1


def test_nothing_of_a_name_a_note_or_a_number_is_kept(session: Any) -> None:
    helper = referent()
    kept = brought(helper, line(), line(reference="2850738185042", email="b@courriel.example"),
                   line(reference="1234567", email="c@courriel.example"))
    session.flush()
    everything = _everything()
    for word in ("ROUSSEL", "Une note", "2850738185042", "1234567", "b@courriel.example", "c@courriel.example"):
        assert word not in everything, word
    services.write_import(kept, by=helper)
    session.flush()
    assert "ROUSSEL" not in _everything()
    assert b"ROUSSEL" in export(line())


def _everything() -> str:
    return "\n".join(repr(row) for table in Base.metadata.sorted_tables for row in db.session.execute(sa.select(table)))
