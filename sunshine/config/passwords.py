"""The password rule of classified protection (等级保护): eight characters of three kinds."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (str.islower, str.isupper, str.isdigit, lambda character: not character.isalnum())


class ThreeOfFourKinds:
    """Refuses a password with fewer than three of: small letters, capital letters, digits, signs."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError with the rule in the user's words."""
        if sum(any(map(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """The rule in the user's words."""
        return _("Use at least three of: small letters, capital letters, digits, signs.")
