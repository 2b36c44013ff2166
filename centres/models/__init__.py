"""Where and who."""

from centres.models.audit import AuditChain, AuditEvent
from centres.models.centre import Centre, Department, OpdSession, Room
from centres.models.devices import DeviceCount
from centres.models.forms import HeldForm, SubmittedForm
from centres.models.people import Membership, SetPasswordLink, User
from centres.models.readiness import ReadinessCheck, ReadinessItem
from centres.models.rollout import Blocker, StageMove, StepPlan
from centres.models.workstation import SignIn, Workstation

__all__ = [
    "AuditChain",
    "AuditEvent",
    "Blocker",
    "Centre",
    "Department",
    "DeviceCount",
    "HeldForm",
    "Membership",
    "OpdSession",
    "ReadinessCheck",
    "ReadinessItem",
    "Room",
    "SetPasswordLink",
    "SignIn",
    "StageMove",
    "StepPlan",
    "SubmittedForm",
    "User",
    "Workstation",
]
