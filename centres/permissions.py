"""The one table of who may do what. Views name a Permission, templates ask the same table."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CLERK = "clerk", _("Registration clerk")
    NURSE = "nurse", _("Nurse")
    DOCTOR = "doctor", _("Doctor")
    LAB_TECHNICIAN = "lab_technician", _("Lab technician")
    PHARMACIST = "pharmacist", _("Pharmacist")
    IN_CHARGE = "in_charge", _("Centre in charge")
    DISTRICT_OFFICER = "district_officer", _("District officer")
    ADMINISTRATOR = "administrator", _("System administrator")


class Permission(StrEnum):
    # Not tied to a centre.
    PUBLIC = "public"  # anybody, signed in or not
    SIGNED_IN = "signed_in"  # anybody with an account
    # The counter.
    PATIENT_FIND = "patient_find"
    PATIENT_REGISTER = "patient_register"
    PATIENT_EDIT = "patient_edit"
    PATIENT_MERGE = "patient_merge"
    VISIT_OPEN = "visit_open"
    PAD_PRINT = "pad_print"
    REGISTER_IMPORT = "register_import"
    AADHAAR_REVEAL = "aadhaar_reveal"
    EXCEPTION_REGISTER = "exception_register"
    SLIP_PRINT = "slip_print"
    SLIP_VIEW = "slip_view"
    QUEUE_VIEW = "queue_view"
    # The room.
    QUEUE_CALL = "queue_call"
    VITALS_RECORD = "vitals_record"
    RECORD_VIEW = "record_view"
    REFERENCE_VIEW = "reference_view"  # the lists behind the room, with source and review
    CONSULT = "consult"
    FOLLOW_UP = "follow_up"
    DISPENSE = "dispense"
    STOCK_VIEW = "stock_view"
    STOCK_MANAGE = "stock_manage"
    REFERRAL_DESK = "referral_desk"
    REFERRAL_REPORT = "referral_report"
    E_CONSULT_ANSWER = "e_consult_answer"
    E_CONSULT_POOLS = "e_consult_pools"
    BREAK_GLASS = "break_glass"
    # The laboratory.
    LAB_WORK = "lab_work"
    LAB_ORDER = "lab_order"  # tests without a consultation: walk-in, another doctor's paper
    RESULT_RELEASE = "result_release"
    RESULT_AMEND = "result_amend"
    REPORT_VIEW = "report_view"
    LAB_CATALOGUE_VIEW = "lab_catalogue_view"
    LAB_CATALOGUE_EDIT = "lab_catalogue_edit"
    LAB_AVAILABILITY = "lab_availability"
    # What falls out of the day's rows: registers, forms, boards.
    FIGURES_VIEW = "figures_view"  # numbers, and the rows behind them by slip number
    FIGURES_NAMES = "figures_names"  # those rows with names
    FIGURES_SUBMIT = "figures_submit"  # freeze a form and send it up
    HONESTY_ANSWER = "honesty_answer"  # answer questions about the own centre's numbers
    HONESTY_DECIDE = "honesty_decide"  # accept an answer or ask again
    # Inspections, and what comes of them.
    INSPECT = "inspect"
    CHECKLIST_MANAGE = "checklist_manage"
    GAP_MANAGE = "gap_manage"
    PROPOSE = "propose"
    GAP_ANSWER = "gap_answer"
    # Running it.
    CENTRE_BOARD = "centre_board"
    CENTRE_MANAGE = "centre_manage"
    STAFF_MANAGE = "staff_manage"
    NETWORK_VIEW = "network_view"
    NETWORK_MANAGE = "network_manage"
    ROLLOUT_MANAGE = "rollout_manage"
    STATEMENT = "statement"  # saying what a centre has today
    ROLLOUT_SIGN = "rollout_sign"  # going live although the readiness list is not complete
    AUDIT_VIEW = "audit_view"


P = Permission
COUNTER = {
    P.PATIENT_FIND,
    P.PATIENT_REGISTER,
    P.PATIENT_EDIT,
    P.VISIT_OPEN,
    P.PAD_PRINT,
    P.SLIP_PRINT,
    P.QUEUE_VIEW,
    P.REFERRAL_DESK,
}
CLINICAL = {P.SLIP_VIEW, P.RECORD_VIEW, P.REFERENCE_VIEW, P.REPORT_VIEW, P.LAB_CATALOGUE_VIEW, P.BREAK_GLASS}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset(COUNTER),
    Role.NURSE: frozenset(
        {P.PATIENT_FIND, P.QUEUE_VIEW, P.QUEUE_CALL, P.VITALS_RECORD, P.FOLLOW_UP, P.SLIP_PRINT, P.REFERRAL_DESK}
        | CLINICAL
    ),
    Role.DOCTOR: frozenset(
        {
            P.PATIENT_FIND,
            P.QUEUE_VIEW,
            P.QUEUE_CALL,
            P.VITALS_RECORD,
            P.CONSULT,
            P.E_CONSULT_ANSWER,
            P.FOLLOW_UP,
            P.SLIP_PRINT,
            P.REFERRAL_DESK,
        }
        | CLINICAL
    ),
    Role.LAB_TECHNICIAN: frozenset(
        {
            P.PATIENT_FIND,
            P.LAB_WORK,
            P.LAB_ORDER,
            P.RESULT_RELEASE,
            P.RESULT_AMEND,
            P.REPORT_VIEW,
            P.SLIP_PRINT,
            P.SLIP_VIEW,
            P.LAB_CATALOGUE_VIEW,
            P.LAB_AVAILABILITY,
        }
    ),
    Role.PHARMACIST: frozenset(
        {P.PATIENT_FIND, P.QUEUE_VIEW, P.DISPENSE, P.STOCK_VIEW, P.STOCK_MANAGE, P.SLIP_VIEW, P.SLIP_PRINT}
        | {P.REFERENCE_VIEW}
    ),
    Role.IN_CHARGE: frozenset(
        COUNTER
        | CLINICAL
        | {P.AADHAAR_REVEAL, P.EXCEPTION_REGISTER, P.PATIENT_MERGE, P.REFERRAL_REPORT, P.E_CONSULT_POOLS}
        | {P.GAP_ANSWER, P.REGISTER_IMPORT}
        | {P.FIGURES_VIEW, P.FIGURES_NAMES, P.FIGURES_SUBMIT, P.HONESTY_ANSWER}
        | {P.CENTRE_BOARD, P.CENTRE_MANAGE, P.STAFF_MANAGE, P.AUDIT_VIEW, P.LAB_AVAILABILITY, P.STOCK_VIEW, P.FOLLOW_UP}
        | {P.STATEMENT}
    ),
    Role.DISTRICT_OFFICER: frozenset(
        {P.CENTRE_BOARD, P.NETWORK_VIEW, P.REFERENCE_VIEW, P.REFERRAL_REPORT, P.FIGURES_VIEW}  # what it reads
        | {P.HONESTY_DECIDE}
        | {P.ROLLOUT_MANAGE, P.ROLLOUT_SIGN}
        | {P.INSPECT, P.CHECKLIST_MANAGE, P.GAP_MANAGE, P.PROPOSE}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.NETWORK_VIEW,
            P.NETWORK_MANAGE,
            P.ROLLOUT_MANAGE,
            P.CENTRE_MANAGE,
            P.STAFF_MANAGE,
            P.AUDIT_VIEW,
            P.REGISTER_IMPORT,
            P.E_CONSULT_POOLS,
            P.REFERENCE_VIEW,
            P.LAB_CATALOGUE_VIEW,
            P.LAB_CATALOGUE_EDIT,
        }
    ),
}

# A password alone does not open these.
TOTP_ROLES = frozenset({Role.DISTRICT_OFFICER, Role.ADMINISTRATOR})

# Roles held at an administrative office; the others belong to places that see patients.
OFFICE_ROLES = frozenset({Role.DISTRICT_OFFICER, Role.ADMINISTRATOR})


class Reach(StrEnum):
    """How far somebody's rights go beyond the centre in the address: pages about other centres, lists and totals."""

    CENTRE = "centre"
    DISTRICT = "district"  # every centre of the own centre's district
    NETWORK = "network"


# Roles that are not named here end at their own centre.
REACHES: dict[Role, Reach] = {Role.DISTRICT_OFFICER: Reach.DISTRICT, Role.ADMINISTRATOR: Reach.NETWORK}


def reach(roles) -> Reach:
    """The widest reach that any of `roles` has."""
    return max((REACHES.get(Role(role), Reach.CENTRE) for role in roles), key=list(Reach).index, default=Reach.CENTRE)


def granted(roles) -> frozenset[Permission]:
    """Everything that any of `roles` allows."""
    rights = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})
    return rights.union(*(GRANTS[Role(role)] for role in roles))
