"""veraPDF accepts what typst makes with a standard, and refuses what does not keep it."""

import pytest
import typst

SOURCE = b"""
#set document(title: "Passeport", author: "Une association")
#set text(lang: "fr")
= Passeport
Servir le repas du mardi.
"""


def made(folder, *standards):
    path = folder / "document.pdf"
    typst.compile(SOURCE, output=str(path), pdf_standards=list(standards))
    return path


@pytest.mark.parametrize(("standard", "profile"), [("ua-1", "ua1"), ("a-3a", "3a")])
def test_a_pdf_that_keeps_the_standard_passes(verapdf, tmp_path, standard, profile):
    assert verapdf.failures(made(tmp_path, standard), profile) == []


def test_a_pdf_that_claims_nothing_fails_both(verapdf, tmp_path):
    plain = made(tmp_path)
    assert any(failure.startswith("5-1:") for failure in verapdf.failures(plain, "ua1"))
    assert any(failure.startswith("6.6.4-1:") for failure in verapdf.failures(plain, "3a"))


def test_a_false_claim_is_seen(verapdf, tmp_path):
    path = made(tmp_path, "ua-1")
    # the language is taken away from the catalogue, byte for byte so that nothing else moves
    path.write_bytes(path.read_bytes().replace(b"/Lang", b"/Xang"))
    assert verapdf.failures(path, "ua1") != []


def test_a_damaged_file_is_an_error_and_the_service_goes_on(verapdf, tmp_path):
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\nnothing that follows")
    with pytest.raises(ValueError, match=r".+"):
        verapdf.failures(damaged, "ua1")
    assert verapdf.failures(made(tmp_path, "ua-1"), "ua1") == []
