"""Post to an address without its page, as somebody does who knows it: with a true token, so that only the rules of access refuse."""

from typing import Any

from .page_client import PageClient


def send(client: PageClient, path: str, *, follow: bool = False, **data: Any) -> Any:
    """Send a form to `path`; the token is that of the home page for the same session."""
    client.get("/")
    token = next(each.get("value") for each in client.page.iter() if each.get("name") == "csrf_token")
    return client.post(path, data={"csrf_token": token, **data}, follow_redirects=follow)
