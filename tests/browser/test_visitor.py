"""The net itself: each fault a page may have is seen when it is there."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.visitor import PATIENCE, Visitor

pytestmark = pytest.mark.browser

FAULTS = {
    "image-alt": "document.querySelector('main').append(Object.assign(new Image(), { src: '/favicon.ico' }))",
    "color-contrast": "document.querySelector('main p').style.color = '#bbbbbb'",
    "wider than 320 px": "document.querySelector('main p').style.width = '340px'",
    "Content Security Policy": "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.x = 1' }))",
    "http://127.0.0.1:9/": "document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/x.png', alt: '' }))",
    "broken script": "setTimeout(() => { throw new Error('broken script') })",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(visitor: Callable[..., Visitor], session: Any, fault: str) -> None:
    someone = visitor().go("/")
    someone.page.evaluate(FAULTS[fault])
    with pytest.raises(AssertionError, match=fault):
        for _turn in range(PATIENCE // 200):
            someone.check()
            someone.page.wait_for_timeout(200)
    someone.faults.clear()
