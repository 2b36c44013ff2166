"""What was decided, and the slip that shows it."""

from opd.models.bundle import Bundle, DiagnosisUse, UnmetNeed
from opd.models.care import CareLevel, CareLevelChange
from opd.models.catalogue import Complaint, Diagnosis, DosagePhrase, DoseRule, Medicine, VitalRange
from opd.models.certificate import Certificate
from opd.models.consultation import Addendum, Consultation, ConsultationDiagnosis, PrescriptionItem
from opd.models.day_figures import DayFigures
from opd.models.e_consult import EConsult, EConsultEntry, EConsultPicture
from opd.models.exports import Export
from opd.models.follow_up import FollowUp, FollowUpContact
from opd.models.honesty import HonestyCheck, HonestyFinding, HonestyRule, HonestyStep
from opd.models.house import HouseNumber
from opd.models.pharmacy import Dispensing, StockBatch, StockMove
from opd.models.problems import Allergy, Problem
from opd.models.redirection import DeskComplaint, Redirection
from opd.models.referral import Referral
from opd.models.reporting import Form, ReportLine, Submission
from opd.models.slip import GateCount, SlipLink
from opd.models.specialists import PoolMember, SpecialistPool
from opd.models.vitals import Vitals

__all__ = [
    "Addendum",
    "Allergy",
    "Bundle",
    "CareLevel",
    "CareLevelChange",
    "Certificate",
    "Complaint",
    "Consultation",
    "ConsultationDiagnosis",
    "DayFigures",
    "DeskComplaint",
    "Diagnosis",
    "DiagnosisUse",
    "Dispensing",
    "DosagePhrase",
    "DoseRule",
    "EConsult",
    "EConsultEntry",
    "EConsultPicture",
    "Export",
    "FollowUp",
    "FollowUpContact",
    "Form",
    "GateCount",
    "HonestyCheck",
    "HonestyFinding",
    "HonestyRule",
    "HonestyStep",
    "HouseNumber",
    "Medicine",
    "PoolMember",
    "PrescriptionItem",
    "Problem",
    "Redirection",
    "Referral",
    "ReportLine",
    "SlipLink",
    "SpecialistPool",
    "StockBatch",
    "StockMove",
    "Submission",
    "UnmetNeed",
    "VitalRange",
    "Vitals",
]
