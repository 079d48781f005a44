"""Any file at all is read, or refused with a sentence: workbooks, quotes never closed, ten thousand columns, letters of another time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benevolat.contrats.models import PathKind
from benevolat.core import table as errors
from benevolat.core.errors import InvalidInput
from benevolat.core.table import MOST_COLUMNS, MOST_LINES, Table, read_table
from benevolat.dossiers.models import Desk, Fault
from benevolat.dossiers.reading import Known, propose_columns, read_lines

from .stage import ALL, OWN, TITLES, export, line

KNOWN = Known(Desk.REFERENT, 7, {"claire@isere.example": 7}, {"cer": "cer", "contrat d'engagement": "contrat-engagement"})


FAULTY = [
    (b"", errors.EmptyFile), (b"\xef\xbb\xbf \r\n;;;\r\n", errors.EmptyFile), (export(), errors.NoLines),
    (export(";" * 9), errors.NoLines), (export(line()).decode("utf-8-sig").encode("utf-16"), errors.WrongEncoding),
    (export(line()).replace(b"CER", b"C\0R"), errors.WrongEncoding), (b"a;b\r\n\x81\x8d;\xff\r\n", errors.WrongEncoding),
    (b"PK\x03\x04 un classeur", errors.NotACsv), (b"%PDF-1.7", errors.NotACsv),
    (b"a;b\r\n1;\"2\r\n", errors.OpenQuote), (b"a;b\r\n1;\"2\"x\r\n", errors.OpenQuote), (b"\"a;b\r\n1;2\r\n", errors.OpenQuote),
    (b"a;b\r\n1;" + b"x" * 200_000 + b"\r\n", errors.OpenQuote),
    (b";".join([b"t"] * 10_000) + b"\r\n1\r\n", errors.TooManyColumns), (b"t;" * MOST_COLUMNS + b"\r\n1\r\n", errors.TooManyColumns),
    (b"a;b\r\n" + b"1;2\r\n" * (MOST_LINES + 1), errors.TooManyLines),
    (line().encode() + b"\r\n" + line().encode(), errors.NoTitles), (b"Amina;0639980012\r\na;b\r\n", errors.NoTitles),
    (b" ;\t;\r\n1;2;3\r\n", errors.NoTitles),
]


@pytest.mark.parametrize(("content", "error"), FAULTY)
def test_each_wrong_file_has_its_sentence(content: bytes, error: type[InvalidInput]) -> None:
    with pytest.raises(error) as refused:
        read_table(content)
    assert refused.value.field == "file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_a_french_file_is_read(encoding: str, end: str, separator: str) -> None:
    text = end.join(["Référence;Début", "A1;01/10/2026", "", '"B;2";', ""]).replace(";", separator)
    table = read_table(text.encode(encoding))
    assert table.titles == ["Référence", "Début"]
    assert table.rows == [(2, ["A1", "01/10/2026"]), (4, [f"B{separator}2", ""])]


@settings(max_examples=300, deadline=None)
@given(st.one_of(
    st.binary(max_size=400),
    st.text(alphabet=st.sampled_from(list("aé@=+-;,\t\"'\r\n 0123456789/\x00\x1b\ufeff€")), max_size=300).map(lambda text: text.encode()),
    st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=8).map(
        lambda rows: export() + "\r\n".join(";".join(each) for each in rows).encode("utf-8", "replace")),
))
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    try:
        table = read_table(content)
    except InvalidInput as refused:
        words = (str(refused), refused.field)
    else:
        words = ("", None)
        _read_all(table)
    assert words == ("", None) or (len(words[0]) > 10 and words[1] == "file")


def _read_all(table: Table) -> None:
    """Read the lines of a file that was read, through the columns it has."""
    assert 1 <= len(table.titles) <= MOST_COLUMNS
    assert all("\0" not in cell for _number, cells in table.rows for cell in cells)
    columns = {name: at for name, at in ALL.items() if at < len(table.titles)}
    needed = set(OWN) - {"email", "phone"}
    if needed <= columns.keys():
        read_lines(table, columns, KNOWN)


def faults(*lines: str, columns: dict[str, int] = OWN) -> list[tuple[int, str | None, Fault]]:
    """Return what is wrong in a file."""
    _good, problems = read_lines(read_table(export(*lines)), columns, KNOWN)
    return [(each.number, each.column.value if each.column else None, each.fault) for each in problems]


@pytest.mark.parametrize(("changes", "fault"), [
    ({"reference": ""}, Fault.MISSING), ({"reference": "=1+1"}, Fault.REFERENCE), ({"reference": "@NG"}, Fault.REFERENCE),
    ({"reference": "N" * 41}, Fault.REFERENCE), ({"reference": "2 85 07 38 185 042 17"}, Fault.FORBIDDEN),
    ({"reference": "2850738185042"}, Fault.FORBIDDEN), ({"reference": "1234567"}, Fault.FORBIDDEN),
    ({"reference": "1234567A"}, Fault.FORBIDDEN), ({"reference": "1 85 07 2A 185 042 17"}, Fault.FORBIDDEN),
    ({"phone": "285073818504217"}, Fault.FORBIDDEN), ({"type": "2 85 07 38 185 042"}, Fault.FORBIDDEN),
    ({"email": "amina"}, Fault.EMAIL), ({"email": "=HYPERLINK(1)"}, Fault.EMAIL), ({"email": "06 39 98 00 12"}, Fault.PHONE_AS_EMAIL),
    ({"phone": "amina@courriel.example"}, Fault.EMAIL_AS_PHONE), ({"phone": "04 65 71 00 12"}, Fault.PHONE), ({"phone": "12"}, Fault.PHONE),
    ({"starts": "31/02/2026"}, Fault.DATE), ({"starts": "10/2026"}, Fault.DATE), ({"ends": "31/03/2127"}, Fault.DATE),
    ({"ends": "01/09/2026"}, Fault.SWAPPED_DATES), ({"type": "CDI"}, Fault.TYPE), ({"path": "autre"}, Fault.PATH),
])
def test_each_wrong_cell_is_said_by_its_place(changes: dict[str, str], fault: Fault) -> None:
    assert faults(line(), line(**{"reference": "NG-2", "email": "", "phone": "", **changes})) == [(3, next(iter(changes)), fault)]


def test_a_line_with_too_many_cells_is_shifted() -> None:
    assert faults(line() + ";de trop") == [(2, None, Fault.SHIFTED)]
    assert faults(line() + ";;") == []


def test_what_two_lines_share_is_refused_on_both_even_when_one_is_wrong_besides() -> None:
    same = line(reference="NG-2", starts="trop tard")
    assert faults(line(), same) == [(2, "email", Fault.SAME_EMAIL), (3, "starts", Fault.DATE), (3, "email", Fault.SAME_EMAIL)]
    one, other = (line(reference=each, email="", phone=number) for each, number in (("A1", "06 39 98 00 12"), ("A2", "+33639980012")))
    assert [each[2] for each in faults(one, other)] == [Fault.SAME_PHONE] * 2
    assert [each[2] for each in faults(line(), line(email="autre@courriel.example"))] == [Fault.TWICE] * 2


def test_a_line_of_another_referent_is_not_read_further() -> None:
    """Neither its mistakes nor its contact count: it is somebody else's."""
    mine, theirs = line(referent="Claire@isere.example"), line(referent="luc@isere.example", reference="1234567", starts="")
    assert faults(mine, theirs, columns=ALL) == [(3, "referent", Fault.ELSEWHERE)]


def test_only_the_confirmed_columns_are_read() -> None:
    good, _problems = read_lines(read_table(export(line())), OWN, KNOWN)
    assert "ROUSSEL" not in repr(good)
    assert "note" not in repr(good)


@pytest.mark.parametrize(("text", "stored"), [("639980012", "+33639980012"), ("06.39.98.00.12", "+33639980012"), ("", None)])
def test_a_number_is_read_as_it_is_typed(text: str, stored: str | None) -> None:
    good, _problems = read_lines(read_table(export(line(phone=text))), OWN, KNOWN)
    assert good[0].phone == stored


@pytest.mark.parametrize(("text", "kind"), [
    ("Social", PathKind.SOCIAL), ("socio-professionnel", PathKind.SOCIO_PRO), ("SOCIO PRO", PathKind.SOCIO_PRO),
    ("Professionnel (vers l’emploi)", PathKind.EMPLOI),
])
def test_a_path_is_read_by_its_words(text: str, kind: PathKind) -> None:
    assert read_lines(read_table(export(line(path=text))), OWN, KNOWN)[0][0].path_kind is kind


def test_columns_are_proposed_by_their_titles() -> None:
    assert propose_columns(list(TITLES)) == ALL
    assert propose_columns(["Nom", "NIR", "N° CAF", "Note du dossier", "Prénom", "Numéro d’allocataire"]) == {}
