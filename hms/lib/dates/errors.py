"""What can be wrong with a typed day or age. The sentence is fit to show beside the box."""


class InvalidDate(ValueError):
    """The day or age cannot be right."""


class Unreadable(InvalidDate):
    """No day and no age could be read."""


class YearMissing(InvalidDate):
    """A day and month without the year."""


class NoSuchDay(InvalidDate):
    """31 February, month 13."""


class FutureDate(InvalidDate):
    """A birth that has not happened yet."""


class PastDate(InvalidDate):
    """A follow-up before today."""


class TooOld(InvalidDate):
    """An age over 120 years."""


class TooFar(InvalidDate):
    """A follow-up more than a year away."""
