"""What the laboratory refuses, in words fit to show."""

from centres.errors import Conflict, HmsError


class LabError(HmsError):
    """Refused by the laboratory."""


class NotOffered(LabError):
    """The centre does not do or send this test, or cannot today."""


class WrongState(LabError):
    """The order is not at the step this needs."""


class NotPossible(LabError):
    """No living person's sample gives this value, or it is no value at all."""


class SamePerson(LabError):
    """Two-person rule: whoever entered a value may not release it."""


class ValuesChanged(LabError, Conflict):
    """Somebody else entered or changed values meanwhile. `.orders` holds the order codes; nothing was written."""

    def __init__(self, message, *, orders=()):
        super().__init__(message)
        self.orders = list(orders)
