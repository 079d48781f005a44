"""Files about a person on a computer others may use: saved as attachments, named neutrally, kept by no cache."""

from flask import Response

from benevolat.core.pdf import Pdf

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def paper(made: Pdf, public_id: str) -> Response:
    """Give a document to keep."""
    return attachment(made.content, "application/pdf", public_id)


def attachment(body: bytes, media_type: str, public_id: str) -> Response:
    """Give a file that must be saved and never shown in the site's own pages; its name says only that it is a document."""
    answer = Response(body, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="document-{public_id[:8]}.{EXTENSIONS[media_type]}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
