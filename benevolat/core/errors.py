"""The families of named errors; each domain's `errors.py` derives from them and carries the French sentence a person reads."""

from typing import ClassVar, TypeAlias

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

Words: TypeAlias = str | LazyString


class DomainError(Exception):
    """An act that cannot be done; `message` is what the person reads, `status` the HTTP answer, `retry_after` seconds to wait."""

    message: ClassVar[Words] = _l("Cette action n’est pas possible.")
    status: ClassVar[int] = 409
    retry_after: int | None = None

    def __init__(self, message: Words | None = None, *, field: str | None = None) -> None:
        self.text: Words = message if message is not None else type(self).message
        self.field = field
        super().__init__(self.text)

    def __str__(self) -> str:
        return str(self.text)


class NotAllowed(DomainError):
    """The person may not do this (403)."""

    message = _l("Vous n’avez pas le droit de faire cette action.")
    status = 403


class NotFound(DomainError):
    """Nothing is visible to this person under this name (404)."""

    message = _l("Nous n’avons pas trouvé cette page.")
    status = 404


class Conflict(DomainError):
    """The state changed meanwhile, or forbids the act (409)."""

    message = _l("Cette action n’est plus possible : la situation a changé entre-temps.")
    status = 409


class InvalidInput(DomainError):
    """A value cannot be accepted; `field` names the form field that shows the sentence (400)."""

    message = _l("Cette valeur ne convient pas.")
    status = 400


class Unavailable(DomainError):
    """A service that we depend on does not answer just now (503)."""

    message = _l("Ce service ne répond pas pour le moment. Réessayez dans quelques minutes.")
    status = 503


class TooManyAttempts(DomainError):
    """The same thing was tried too often in a short time (429)."""

    message = _l("Vous avez fait trop d’essais en peu de temps. Attendez quelques minutes, puis recommencez.")
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after
