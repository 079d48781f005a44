"""The check of every page: a fault of HTML is seen even in a page whose like was found valid."""

import pytest

from tests.support.page_client import check_page

PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{title}</title></head>
<body><header><p>Le site</p></header><main><h1>{title}</h1><ul><li>{words}</li></ul></main><footer><p>Le pied</p></footer></body></html>"""


@pytest.mark.parametrize("words", ["<div>a</p></div>", "a</section>", "<b><i>a</b></i>", "AT&T;",
                                   '<a href="/x" href="/y">a</a>', '<a href="/x"title="y">a</a>'])
def test_a_fault_is_seen_after_a_valid_page_of_the_same_shape(words: str) -> None:
    check_page(PAGE.format(title="Lire", words="un mot"), "one")
    check_page(PAGE.format(title="Écrire", words="deux autres"), "its like")
    with pytest.raises(AssertionError, match="invalid HTML"):
        check_page(PAGE.format(title="Lire", words=words), "broken")
