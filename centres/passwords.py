"""Words that an attacker would try first here."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CONTEXT_WORDS = ("patna", "bihar", "uphc", "hospital", "health", "doctor", "clinic", "password", "parcha")


class ContextWordsValidator:
    """Refuses a password that is little more than a word everyone here would guess (ASVS 6.2.11)."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 6:
            raise ValidationError(_("This password is easy to guess here. Add other words."), code="context")

    def get_help_text(self):
        return _("Not only words such as patna, hospital or uphc.")
