"""Where and who."""

from centres.models.audit import AuditChain, AuditEvent
from centres.models.centre import Centre, Department, OpdSession, Room
from centres.models.forms import HeldForm, SubmittedForm
from centres.models.people import Membership, SetPasswordLink, User
from centres.models.workstation import SignIn, Workstation

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Centre",
    "Department",
    "HeldForm",
    "Membership",
    "OpdSession",
    "Room",
    "SetPasswordLink",
    "SignIn",
    "SubmittedForm",
    "User",
    "Workstation",
]
