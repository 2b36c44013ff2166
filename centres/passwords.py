"""What a password must be, in words that people here read."""

from django.contrib.auth import password_validation
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


class LengthValidator(password_validation.MinimumLengthValidator):
    def get_error_message(self):
        return _("Too short: a password has at least %(count)d characters.") % {"count": self.min_length}

    def get_help_text(self):
        return _("At least %(count)d characters.") % {"count": self.min_length}


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return _("Many people use this password, so it is guessed first. Choose another.")

    def get_help_text(self):
        return _("Not a password that many people use.")


class OwnNameValidator(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("Too much like your own name or user name. Choose another.")

    def get_help_text(self):
        return _("Not your own name or user name.")
