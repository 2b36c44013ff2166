"""Who came."""

from registration.models.access import PatientAccess
from registration.models.board import WaitingBoard
from registration.models.patient import Consent, Identifier, Patient, PatientChange
from registration.models.places import PostOffice
from registration.models.visit import Counter, Visit

__all__ = [
    "Consent",
    "Counter",
    "Identifier",
    "Patient",
    "PatientAccess",
    "PatientChange",
    "PostOffice",
    "Visit",
    "WaitingBoard",
]
