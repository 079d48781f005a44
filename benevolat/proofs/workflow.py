"""The life of a document: it stands until a newer one takes its place, or its holder takes it back for good."""

from flask_babel import lazy_gettext as _l

from benevolat.core.workflow import Row, Workflow, nobody

from .models import DocumentState
from .permissions import can_withdraw_document

DOCUMENT = Workflow("document", (
    Row("replace", (DocumentState.VALID,), DocumentState.REPLACED, nobody, _l("Remplacer"), by_system=True),
    Row("withdraw", (DocumentState.VALID, DocumentState.REPLACED), DocumentState.WITHDRAWN, can_withdraw_document,
        _l("Retirer ce document")),
))
