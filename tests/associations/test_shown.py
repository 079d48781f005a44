"""What an association shows of itself: a logo drawn anew, places, opening hours in words and for machines, a history without names."""

import io
import struct
import time
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from benevolat.associations import queries, services
from benevolat.associations.errors import LieuExists, LogoTooBig, LogoUnreadable, OpeningOverlaps, TooManyLieux
from benevolat.associations.models import Association, Deed, Lieu, Logo, MemberRole, Membership, Opening, Right
from benevolat.associations.openings import grouped
from benevolat.associations.services import logo as drawing
from benevolat.associations.services import places
from benevolat.core.errors import InvalidInput, NotAllowed
from tests.factories import keep
from tests.factories.people import person
from tests.factories.world import association


@pytest.fixture
def host(session: Any) -> Association:
    return association(member=person(first_name="Nadia"))


def admin(host: Association) -> Any:
    return queries.team_of(host)[0].user


def picture(kind: str, size: tuple[int, int] = (400, 200), mode: str = "RGB", **values: Any) -> bytes:
    sent = io.BytesIO()
    Image.new(mode, size, 0 if mode in {"L", "P"} else tuple([90] * len(mode))).save(sent, kind, **values)
    return sent.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [
    ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("WEBP", "RGBA"),
])
def test_three_formats_become_one_small_picture(kind: str, mode: str) -> None:
    content, width, height = drawing.draw_anew(picture(kind, (1200, 600), mode))
    drawn = Image.open(io.BytesIO(content))
    assert (drawn.format, drawn.size, (width, height)) == ("WEBP", (320, 160), (320, 160))


def test_nothing_of_what_came_with_it_is_kept() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRET-DU-TELEPHONE")
    exif = Image.Exif()
    exif[0x010E] = "SECRET-DU-TELEPHONE"
    for sent in (
        picture("PNG", pnginfo=words) + b"SECRET-DU-TELEPHONE", picture("JPEG", exif=exif.tobytes(), comment=b"SECRET-DU-TELEPHONE"),
        picture("WEBP", exif=exif.tobytes(), xmp=b"SECRET-DU-TELEPHONE", icc_profile=b"SECRET-DU-TELEPHONE"),
    ):
        assert b"SECRET" in sent
        assert b"SECRET" not in drawing.draw_anew(sent)[0]


def test_a_photograph_taken_upright_stays_so() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert drawing.draw_anew(picture("JPEG", (300, 100), exif=exif.tobytes()))[1:] == (100, 300)


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is huge."""
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [4_100, 9_600, 30_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    sent = bomb(side)
    assert len(sent) < 10_000
    begun = time.process_time()
    with pytest.raises(LogoTooBig):
        drawing.draw_anew(sent)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("sent", [
    b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(50), picture("GIF"), picture("BMP"), b"%PDF-1.7",
    picture("PNG")[:60], b"\x89PNG\r\n\x1a\n" + bytes(100), picture("TIFF"),
], ids=["empty", "svg", "gif-head", "gif", "bmp", "pdf", "cut", "zeros", "tiff"])
def test_what_is_no_picture_of_ours(sent: bytes) -> None:
    with pytest.raises(LogoUnreadable):
        drawing.draw_anew(sent)


def test_a_file_too_heavy_is_not_even_opened() -> None:
    with pytest.raises(LogoTooBig):
        drawing.draw_anew(bytes(drawing.MOST_BYTES + 1))


def test_who_puts_a_logo_and_with_which_words(session: Any, host: Association) -> None:
    member = person()
    made = Membership(association_id=host.id, user_id=member.id)
    made.give(list(Right))
    keep(made)
    for stranger in (member, person(), admin(association(member=person()))):
        with pytest.raises(NotAllowed):
            services.put_logo(host, picture("PNG"), alt="Une main", by=stranger)
        with pytest.raises(NotAllowed):
            services.remove_logo(host, by=stranger)
    for alt in (" ", "x" * 121):
        with pytest.raises(InvalidInput) as refused:
            services.put_logo(host, picture("PNG"), alt=alt, by=admin(host))
        assert refused.value.field == "alt"
    first = services.put_logo(host, picture("PNG"), alt="Une  main", by=admin(host)).digest
    second = services.put_logo(host, picture("PNG", (50, 50)), alt="Une feuille", by=admin(host))
    assert (second.alt, second.digest == first) == ("Une feuille", False)
    assert queries.find_logo(host.public_id, first) is None, "the one before is gone"
    assert queries.find_logo(host.public_id, second.digest) is not None
    host.state, host.state_reason = "suspended", "Plainte"
    session.flush()
    assert queries.find_logo(host.public_id, second.digest) is None
    services.remove_logo(host, by=admin(host))
    services.remove_logo(host, by=admin(host))
    assert session.get(Logo, host.id) is None


def week(*openings: tuple[int, int, int]) -> list[str]:
    return [each.words for each in grouped(Opening(weekday=day, opens=opens * 60, closes=closes * 60) for day, opens, closes in openings)]


@pytest.mark.parametrize(("openings", "words"), [
    ([(day, 9, 17) for day in range(7)], ["Tous les jours, 9\u00a0h à 17\u00a0h"]),
    ([(1, 14, 18), (2, 14, 18)], ["Le mardi et le mercredi, 14\u00a0h à 18\u00a0h"]),
    ([(1, 14, 18), (1, 9, 12)], ["Le mardi, 9\u00a0h à 12\u00a0h et 14\u00a0h à 18\u00a0h"]),
    ([(0, 9, 12), (1, 9, 12), (2, 9, 12), (4, 9, 12), (5, 10, 12)],
     ["Du lundi au mercredi et le vendredi, 9\u00a0h à 12\u00a0h", "Le samedi, 10\u00a0h à 12\u00a0h"]),
    ([(0, 9, 24)], ["Le lundi, 9\u00a0h à 24\u00a0h"]), ([], []),
])
def test_hours_in_plain_words(app: Any, openings: Any, words: list[str]) -> None:
    with app.test_request_context():
        assert week(*openings) == words


def test_hours_as_schema_org_writes_them(host: Association) -> None:
    for opens, closes in ((14 * 60, 18 * 60 + 30), (20 * 60, 24 * 60)):
        services.open_on(host, [1, 5], opens, closes, by=admin(host))
    [line] = grouped(queries.openings_of(host))
    same = {"@type": "OpeningHoursSpecification", "dayOfWeek": ["https://schema.org/Tuesday", "https://schema.org/Saturday"]}
    assert line.schema == [same | {"opens": "14:00", "closes": "18:30"}, same | {"opens": "20:00", "closes": "23:59"}]
    assert line.key == "1-5"


def test_hours_that_cannot_be(host: Association) -> None:
    by = admin(host)
    for days, opens, closes, field in (([], 60, 120, "days"), ([7], 60, 120, "days"), ([1], 120, 120, "closes"), ([1], 0, 1441, "closes")):
        with pytest.raises(InvalidInput) as refused:
            services.open_on(host, days, opens, closes, by=by)
        assert refused.value.field == field
    services.open_on(host, [1], 600, 720, by=by)
    with pytest.raises(OpeningOverlaps):
        services.open_on(host, [0, 1], 700, 800, by=by)
    assert len(queries.openings_of(host)) == 1, "all or nothing"
    services.open_on(host, [1], 720, 800, by=by)
    with pytest.raises(NotAllowed):
        services.open_on(host, [2], 600, 720, by=person())
    with pytest.raises(NotAllowed):
        services.close_on(host, [1], by=person())
    services.close_on(host, [1], by=by)
    assert queries.openings_of(host) == []


def add(host: Association, **values: Any) -> Lieu:
    return services.add_lieu(host, **{
        "by": admin(host), "name": "Le local", "address": "1 rue des Lilas", "commune_code": "38563", **values,
    })


def test_places(host: Association, monkeypatch: pytest.MonkeyPatch) -> None:
    row = add(host)
    with pytest.raises(LieuExists):
        add(host, name=" Le  local ")
    add(association(member=person()), name="Le local")
    other = add(host, name="La salle")
    with pytest.raises(LieuExists):
        services.change_lieu(other, by=admin(host), name="Le local", address="2 rue des Lilas", commune_code="38563", directions=None,
                             wheelchair=False)
    for values, field in (({"name": " "}, "name"), ({"address": ""}, "address"), ({"commune_code": "99999"}, "commune"),
                          ({"directions": "x" * 301}, "directions")):
        with pytest.raises(InvalidInput) as refused:
            add(host, **values)
        assert refused.value.field == field
    monkeypatch.setattr(places, "MOST_LIEUX", 2)
    with pytest.raises(TooManyLieux):
        add(host, name="Le troisième")
    for act in (lambda: add(host, by=person()), lambda: services.remove_lieu(row, by=person())):
        with pytest.raises(NotAllowed):
            act()
    services.remove_lieu(row, by=admin(host))
    assert [each.name for each in queries.lieux_of(host)] == ["La salle"]


def test_the_history_says_who_invited_whom_and_forgets_with_the_account(session: Any, host: Association) -> None:
    nadia, karim = admin(host), person(email="karim@courriel.example")
    row = services.invite_member(host, by=nadia, email="karim@courriel.example", rights=[Right.HOURS])
    membership = services.accept_invitation(row, by=karim)
    services.change_role(membership, MemberRole.ADMIN, by=nadia)
    services.remove_member(membership, by=karim)
    lines = [(each.deed, each.actor_id, each.subject_id) for each in reversed(queries.happenings_of(host))]
    assert lines == [(Deed.JOINED, nadia.id, karim.id), (Deed.WORK, nadia.id, karim.id), (Deed.LEFT, karim.id, karim.id)]


def test_a_closed_account_administers_nothing(session: Any, host: Association) -> None:
    from benevolat.associations.errors import LastAdmin
    from benevolat.core import clock

    nadia, odile = admin(host), person()
    keep(Membership(association_id=host.id, user_id=odile.id, role=MemberRole.ADMIN))
    odile.erased_at = clock.now()
    session.flush()
    hers = next(each for each in queries.team_of(host) if each.user_id == nadia.id)
    with pytest.raises(LastAdmin):
        services.remove_member(hers, by=nadia)
