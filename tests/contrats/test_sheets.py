"""A sheet signed by hand: counted as the person's signature while nobody says otherwise, told to them, disowned in one gesture."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from benevolat.contrats import services
from benevolat.contrats.errors import AlreadySigned, OtherSheet, WrongFile
from benevolat.contrats.models import Annexe, AnnexeState, Avenant, AvenantKind, Channel, Consentement, Sheet, SubmissionState
from benevolat.contrats.permissions import own_sheets, visible_annexes, visible_avenants, visible_sheets
from benevolat.core import journal, settings
from benevolat.core.db import db
from benevolat.core.errors import Conflict, NotAllowed
from benevolat.core.mail import OutgoingMail
from tests.conftest import scalar_count
from tests.factories.insertion import CONTENT, annexe, linked, referent
from tests.factories.passeport import attested
from tests.factories.people import person


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(kept, "JPEG")
    return kept.getvalue()


def world(state: AnnexeState = AnnexeState.PROPOSED) -> tuple[Any, Any, Annexe]:
    holder = person()
    helper = linked(holder)
    made = annexe(holder, helper, state)
    db.session.flush()
    return holder, helper, made


def signed() -> tuple[Any, Any, Annexe]:
    holder, helper, made = world()
    services.sign_on_sheet(made, code=services.sheet_code(made), upload=photo(), by=helper)
    db.session.flush()
    return holder, helper, made


def test_a_sheet_counts_as_signed_and_is_told_to_the_person_alone(session: Any) -> None:
    holder, helper, made = signed()
    [given] = session.scalars(sa.select(Consentement))
    assert (given.user_id, given.channel, given.annexe_revision, given.text) == (holder.id, Channel.SHEET, 1, services.consent_text()[0])
    [kept] = session.scalars(sa.select(Sheet))
    assert (kept.revision, kept.typed_by_id) == (1, helper.id)
    assert [each.actor_id for each in journal.about(holder.id) if each.action == "annexe.sheet"] == [helper.id]
    assert scalar_count_to(helper) == 0, "who typed it needs no letter"
    assert scalar_count_to(holder) == 2, "the proposition, then the sheet"
    services.countersign_annexe(made, by=helper)
    assert made.state is AnnexeState.SIGNED


def scalar_count_to(user: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(OutgoingMail).where(OutgoingMail.to == user.email)) or 0


@pytest.mark.parametrize("change", ["annexe", "text"])
def test_a_sheet_of_another_revision_or_text_is_refused(session: Any, change: str) -> None:
    _holder, helper, made = world()
    code = services.sheet_code(made)
    if change == "annexe":
        services.edit_annexe(made, CONTENT, by=helper)
    else:
        settings.write("consent.written", "Un autre texte.", by=None)
    session.flush()
    with pytest.raises(OtherSheet):
        services.sign_on_sheet(made, code=code, upload=photo(), by=helper)
    assert scalar_count(Consentement) == 0
    fresh = services.sheet_code(made)
    services.sign_on_sheet(made, code=f" {fresh[:3].lower()} {fresh[3:]}", upload=photo(), by=helper)
    assert scalar_count(Consentement) == 1


def test_no_two_annexes_have_the_same_code(session: Any) -> None:
    codes = {services.sheet_code(world()[2]) for _each in range(12)}
    assert len(codes) == 12


def test_a_file_that_is_no_photograph_signs_nothing(session: Any) -> None:
    _holder, helper, made = world()
    session.commit()
    with pytest.raises(WrongFile):
        services.sign_on_sheet(made, code=services.sheet_code(made), upload=b"<html>", by=helper)
    session.rollback()
    assert scalar_count(Consentement) == scalar_count(Sheet) == 0


def test_the_referent_of_today_alone_types_a_sheet(session: Any) -> None:
    holder, _helper, made = world()
    for stranger in (holder, person(), referent(), linked(person())):
        with pytest.raises(NotAllowed):
            services.sign_on_sheet(made, code=services.sheet_code(made), upload=photo(), by=stranger)


def test_what_the_person_signed_already_needs_no_sheet(session: Any) -> None:
    holder, helper, made = world()
    services.sign_annexe(made, by=holder, revision=1)
    session.flush()
    with pytest.raises(AlreadySigned):
        services.sign_on_sheet(made, code=services.sheet_code(made), upload=photo(), by=helper)


@pytest.mark.parametrize("countersigned", [False, True])
def test_not_my_signature_takes_everything_away(session: Any, countersigned: bool) -> None:
    holder, helper, made = signed()
    sent = None
    if countersigned:
        services.countersign_annexe(made, by=helper)
        sent = services.submit_engagement(attested(holder), wants_mark=False, by=holder)
    services.disown_sheet(made, by=holder)
    session.flush()
    session.expire_all()
    assert made.state is AnnexeState.WITHDRAWN
    assert [each.kind for each in session.scalars(sa.select(Avenant))] == [AvenantKind.DISOWNED]
    assert all(each.withdrawn_at for each in session.scalars(sa.select(Consentement)))
    assert sent is None or sent.state is SubmissionState.CANCELLED
    for seen in (visible_annexes, visible_sheets, visible_avenants):
        assert session.scalars(seen(helper)).all() == []
    assert len(session.scalars(own_sheets(holder)).all()) == 1, "the person keeps what was said to be theirs"


def test_only_a_sheet_is_disowned_and_only_by_the_person(session: Any) -> None:
    _holder, helper, made = signed()
    for stranger in (helper, person(), referent()):
        with pytest.raises(NotAllowed):
            services.disown_sheet(made, by=stranger)
    other, _helper, by_account = world()
    services.sign_annexe(by_account, by=other, revision=1)
    session.flush()
    with pytest.raises(NotAllowed):
        services.disown_sheet(by_account, by=other)


def test_a_withdrawal_between_signature_and_countersignature_stops_it(session: Any) -> None:
    holder, helper, made = signed()
    services.withdraw_annexe(made, by=holder)
    session.flush()
    with pytest.raises(Conflict):
        services.countersign_annexe(made, by=helper)


def test_an_amendment_keeps_what_both_had_signed(session: Any) -> None:
    holder, helper, made = world(AnnexeState.SIGNED)
    before = made.content
    services.edit_annexe(made, services.AnnexeContent(**{**_as_said(), "hours": 2}), by=helper)
    services.sign_annexe(made, by=holder, revision=2)
    services.countersign_annexe(made, by=helper)
    services.edit_annexe(made, CONTENT, by=helper)
    services.sign_annexe(made, by=holder, revision=3)
    session.flush()
    services.withdraw_annexe(made, by=holder)
    first, last = session.scalars(sa.select(Avenant).order_by(Avenant.id))
    assert (first.before, first.after) == (before, {**before, "hours": 2})
    assert (last.before, last.after) == ({**before, "hours": 2}, None), "not the change that only one had signed"


def _as_said() -> dict[str, Any]:
    return {name: getattr(CONTENT, name) for name in CONTENT.__slots__}
