"""Chromium is driven for real: it runs a script, lays out a page and stays on the loopback."""

import pytest

pytestmark = pytest.mark.browser


def test_it_runs_a_script_and_lays_out(page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.set_content("<!doctype html><html lang='fr'><title>x</title><p id='p' style='width:50vw'>Bonjour</p></html>")
    assert page.evaluate("document.getElementById('p').getBoundingClientRect().width") == 180
    assert page.evaluate("[1, 2, 3].map(n => n * 2).join()") == "2,4,6"


def test_it_is_the_one_of_the_fixture(browser, chromium_path):
    assert browser.version.split(".")[0].isdigit()
    assert chromium_path.startswith("/")
