"""Security headers on every response, errors included: a strict CSP with a nonce made only when a page asks for it."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from benevolat.core import entropy

PERMISSIONS = "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"


def csp_nonce() -> str:
    """Return this response's nonce."""
    if "csp_nonce" not in g:
        g.csp_nonce = entropy.token()
    nonce: str = g.csp_nonce
    return nonce


def allow_images(address: str) -> None:
    """Let this response's page show the images of another host, the one of an address: nothing else of it, and no other page."""
    parts = urlsplit(address)
    g.csp_images = f" {parts.scheme}://{parts.netloc}"


def allow_own_frames() -> None:
    """Let this response's page show pages of this site in a frame: nobody else's, and no other page."""
    g.csp_frames = "'self'"


def _protect(response: Response) -> Response:
    script = f"'self' 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "'self'"
    policy = {
        "default-src": "'none'", "script-src": script, "style-src": "'self'", "img-src": f"'self' data:{g.get('csp_images', '')}",
        "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'",
        "base-uri": "'none'", "manifest-src": "'self'",
    }
    if "csp_frames" in g:
        policy["frame-src"] = g.csp_frames
    response.headers.setdefault("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items()))
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.is_secure or current_app.config["BASE_URL"].startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Put the headers on every response, give templates the nonce, and bind the session's cookie to this very host under https.

    `__Host-`: a browser takes such a cookie only over https, for every path and from no other host, a neighbour's of the same domain too.
    """
    secure = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session", SESSION_COOKIE_SECURE=secure, SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None, SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
    )
    app.after_request(_protect)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
