"""What can be wrong with a scanned card. The sentence is fit to show and never says that a card is false."""

from django.utils.translation import gettext_lazy as _


class CardUnknown(ValueError):
    """Not one of the QR codes we read."""


class CardDamaged(CardUnknown):
    """Begins like a card and cannot be read to its end: most often a scan that lost characters."""


class CardTooLong(CardUnknown):
    """Longer than such a QR can be, or made to grow without end."""


def aadhaar_damaged() -> CardDamaged:
    return CardDamaged(
        _("This Aadhaar QR could not be read to its end. Hold the card flat and scan it again, or type the details.")
    )
