"""What can be wrong with a typed number. The sentence is fit to show beside the field."""


class InvalidId(ValueError):
    """The number or code cannot be right."""


class MissingId(InvalidId):
    """Nothing was typed."""


class WrongLength(InvalidId):
    """Too few or too many digits."""


class HasLetters(InvalidId):
    """Something other than digits, spaces and hyphens."""


class WrongCheck(InvalidId):
    """The check digit does not fit: most often one wrong digit, or two that changed places."""
