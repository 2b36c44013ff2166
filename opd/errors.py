"""What the consulting room refuses, in words fit to show."""

from centres.errors import Conflict, HmsError


class OpdError(HmsError):
    """Refused by the consulting room."""


class StaleDraft(OpdError, Conflict):
    """Somebody else saved this draft meanwhile. Nothing was written; `.saved` is the consultation as it stands."""

    def __init__(self, message, *, saved):
        super().__init__(message)
        self.saved = saved


class AlreadySigned(OpdError):
    """The consultation is final: only addenda can follow."""


class ExportRefused(OpdError):
    """The file cannot be made or had: too many rows, too many files, too late."""


class SubmissionRefused(OpdError):
    """The form cannot be sent now; the words say why."""


class NotSigned(OpdError):
    """An addendum needs a signed consultation."""


class NothingWritten(OpdError):
    """There is nothing to sign, add or save."""


class NotClear(OpdError):
    """Something typed cannot be understood; `field` says in which box."""


class NeedsReason(NotClear):
    """The centre can treat this itself: a medical college wants a coded reason."""


class BundleError(OpdError):
    """This bundle cannot be kept, used or removed."""


class CertificateError(OpdError):
    """This certificate cannot be issued; `field` says which box is wrong."""


class WrongStep(OpdError):
    """The referral or visit is not at the step this needs."""


class AlreadyNoted(OpdError):
    """The allergy or problem stands already."""


class StockError(OpdError):
    """The stock book cannot take this move; `field` says which box is wrong."""


class DispensingError(OpdError):
    """This cannot be handed out; `field` names the line's box."""


class CareLevelError(OpdError):
    """This row of the table of treatable conditions cannot be changed so; `field` says which box is wrong."""


class FollowUpError(OpdError):
    """This contact cannot be written; `field` says which box is wrong."""


class EConsultError(OpdError):
    """This question or answer cannot be sent so; `field` says which box is wrong."""


class StaleReply(EConsultError, Conflict):
    """A colleague of the pool wrote in this answer meanwhile. `.saved` is the question as it stands."""

    def __init__(self, message, *, saved):
        super().__init__(message)
        self.saved = saved


class PictureError(OpdError):
    """This picture cannot be taken."""


class RedirectError(OpdError):
    """Nobody can be sent there so; `field` says which box is wrong."""


class HouseNumberError(OpdError):
    """This number cannot be changed so; `field` says which box is wrong."""


class PoolError(OpdError):
    """This pool of specialists cannot be so; `field` says which box is wrong."""


class HonestyError(OpdError):
    """This question cannot be answered or decided so; `field` says which box is wrong."""


class StaleQuestion(HonestyError, Conflict):
    """Somebody else answered or decided meanwhile. Nothing was written."""
