"""What every answer of the site bears, whatever it answers: a strict policy, and nothing that a browser would guess or share."""

from typing import Any

SAME = {
    "X-Content-Type-Options": {"nosniff"}, "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"}, "Cross-Origin-Resource-Policy": {"same-origin", "cross-origin"},
}


def unguarded(answer: Any) -> list[str]:
    """Return what is missing in the headers of an answer."""
    told = answer.headers.get("Content-Security-Policy", "").split(";")
    policy = {name: values for name, *values in (each.split() for each in told if each)}
    faults = [f"{name}: {answer.headers.get(name)}" for name, allowed in SAME.items() if answer.headers.get(name) not in allowed]
    if policy.get("default-src") != ["'none'"] or "frame-ancestors" not in policy:
        faults.append(f"policy: {policy}")
    for name, values in policy.items():
        if any(each.startswith("'unsafe") or each in ("*", "http:", "https:") for each in values) and name != "frame-ancestors":
            faults.append(f"{name} {values}")
    for name in ("script-src", "style-src", "object-src"):
        if any(not each.startswith(("'self'", "'nonce-", "'none'")) for each in policy.get(name, [])):
            faults.append(f"{name} {policy[name]}")
    if "geolocation" not in answer.headers.get("Permissions-Policy", "") or not answer.headers.get("Cache-Control"):
        faults.append("no Permissions-Policy or Cache-Control")
    for cookie in answer.headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite" not in cookie or "Domain" in cookie:
            faults.append(f"cookie {cookie.partition('=')[0]}")
    return faults
