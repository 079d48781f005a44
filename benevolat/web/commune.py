"""A commune asked by its name or postal code, on any form."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import Length, Optional, ValidationError

from benevolat.core.errors import InvalidInput
from benevolat.territoire import queries as territoire


class WithCommune:
    """A commune by its name or postal code; once valid, `commune_code` is its code or None. Mixed into a form."""

    commune = StringField(
        _l("Votre commune"), [Optional(), Length(max=200)], description=_l("Pour vous montrer d’abord ce qui est près de chez vous."),
    )
    commune_code: str | None = None

    def validate_commune(self, field: Field) -> None:
        """Find the commune; several for one postal code: name them, so that the person writes theirs."""
        if not field.data:
            return
        try:
            places = [each for each in territoire.resolve(field.data).places if each.commune_code]
        except InvalidInput as error:
            raise ValidationError(str(error)) from None
        codes = {each.commune_code for each in places}
        if not codes:
            raise ValidationError(_l("Nous avons besoin du nom d’une commune. Essayez son code postal."))
        if len(codes) > 1:
            names = ", ".join(sorted({each.name for each in places})[:12])
            raise ValidationError(_l("Plusieurs communes répondent\u00a0: %(names)s. Écrivez le nom de la vôtre.", names=names))
        self.commune_code = codes.pop()
