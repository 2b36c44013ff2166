"""Refusals at the counter and in the queue, in words fit to show."""

from centres.errors import HmsError


class RegistrationError(HmsError):
    """Refused by the registration app."""


class NotInThisState(RegistrationError):
    """The visit is not waiting, called, away … any more: somebody else was faster."""


class NoSuchDepartment(RegistrationError):
    """The department is closed or another centre's."""


class ConsentMissing(RegistrationError):
    """The notice was not read out."""


class AadhaarTaken(RegistrationError):
    """The number already belongs to a person; `.patient_key` is their primary key."""

    def __init__(self, message, *, patient_key: int):
        super().__init__(message, field="aadhaar")
        self.patient_key = patient_key


class AbhaTaken(RegistrationError):
    """The ABHA number or address already belongs to a person."""


class NothingToReveal(RegistrationError):
    """No Aadhaar number of this person is kept."""


class PreRegistrationUsed(RegistrationError):
    """Details from a phone that another counter has registered a moment ago."""


class TooManyFromHere(RegistrationError):
    """More forms from one address, or for one centre, than people can send."""


class PadSlipTaken(RegistrationError):
    """The pad slip is attached already, or declared spoilt; `.slip` is how it stands."""

    def __init__(self, message, *, slip):
        super().__init__(message)
        self.slip = slip


class NotWrittenThen(RegistrationError):
    """The time on the paper cannot be right."""


class LikelyDuplicates(RegistrationError):
    """People who are probably the same; `.likely` are Likely rows. The clerk must answer before anything is saved."""

    def __init__(self, message, *, likely: list):
        super().__init__(message)
        self.likely = likely


class AlreadyToday(RegistrationError):
    """The person has a visit in this department today; `.visit` is that visit."""

    def __init__(self, message, *, visit):
        super().__init__(message, field="department")
        self.visit = visit


class ReasonMissing(RegistrationError):
    """Why must be said."""


class NoMatch(RegistrationError):
    """The number and year of birth do not belong to the record."""


class RecordMerged(RegistrationError):
    """The record went into another one since the page was made."""


class RecordBusy(RegistrationError):
    """Somebody is writing in the record; a merge does not wait for long."""


class CannotMerge(RegistrationError):
    """These two records may not become one: the words say why and what to do."""


class NotChosen(RegistrationError):
    """Both records say something different and nobody said which is right."""


class LaterMerge(RegistrationError):
    """Merges are undone in the order opposite to how they were made; `.merge` comes first."""

    def __init__(self, message, *, merge):
        super().__init__(message)
        self.merge = merge
