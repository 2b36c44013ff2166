"""Who came."""

from registration.models.access import PatientAccess
from registration.models.arrivals import PreRegistration
from registration.models.board import WaitingBoard
from registration.models.days import DayChange
from registration.models.importing import ImportChunk, ImportedRow, RegisterImport
from registration.models.merging import DuplicatePair, DuplicateSearch, PatientMerge
from registration.models.pads import DowntimePad, PadSlip
from registration.models.patient import Consent, Identifier, Patient, PatientChange
from registration.models.places import PostOffice
from registration.models.transfers import VisitTransfer
from registration.models.visit import Counter, Visit
from registration.models.words import NameWord

__all__ = [
    "Consent",
    "Counter",
    "DayChange",
    "DowntimePad",
    "DuplicatePair",
    "DuplicateSearch",
    "Identifier",
    "ImportChunk",
    "ImportedRow",
    "NameWord",
    "PadSlip",
    "Patient",
    "PatientAccess",
    "PatientChange",
    "PatientMerge",
    "PostOffice",
    "PreRegistration",
    "RegisterImport",
    "Visit",
    "VisitTransfer",
    "WaitingBoard",
]
