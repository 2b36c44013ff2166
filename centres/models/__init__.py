"""Where and who."""

from centres.models.audit import AuditChain, AuditEvent
from centres.models.centre import Centre, Department, OpdSession, Room
from centres.models.checklist import Checklist, ChecklistItem, ChecklistVersion
from centres.models.devices import DeviceCount
from centres.models.forms import HeldForm, SubmittedForm
from centres.models.gap import Gap, GapPhoto, GapStep
from centres.models.inspection import Finding, FindingVersion, Inspection, InspectionPhoto, InspectionRound
from centres.models.people import Membership, SetPasswordLink, User
from centres.models.proposal import (
    LetterCounter,
    PriceItem,
    Proposal,
    ProposalLine,
    ProposalRelease,
    ProposalSpending,
)
from centres.models.readiness import ReadinessCheck, ReadinessItem
from centres.models.rollout import Blocker, StageMove, StepPlan
from centres.models.rules import AskedItem, GapRule, RuleChange
from centres.models.statement import Statement, StatementLine, StatementPhoto
from centres.models.workstation import SignIn, Workstation

__all__ = [
    "AskedItem",
    "AuditChain",
    "AuditEvent",
    "Blocker",
    "Centre",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "Department",
    "DeviceCount",
    "Finding",
    "FindingVersion",
    "Gap",
    "GapPhoto",
    "GapRule",
    "GapStep",
    "HeldForm",
    "Inspection",
    "InspectionPhoto",
    "InspectionRound",
    "LetterCounter",
    "Membership",
    "OpdSession",
    "PriceItem",
    "Proposal",
    "ProposalLine",
    "ProposalRelease",
    "ProposalSpending",
    "ReadinessCheck",
    "ReadinessItem",
    "Room",
    "RuleChange",
    "SetPasswordLink",
    "SignIn",
    "StageMove",
    "Statement",
    "StatementLine",
    "StatementPhoto",
    "StepPlan",
    "SubmittedForm",
    "User",
    "Workstation",
]
