"""What people type at the counter."""

from registration.forms.access import BreakGlassForm, KnownFactsForm
from registration.forms.corrections import CorrectionForm, WithdrawalForm
from registration.forms.merging import MergeForm, OtherRecordForm, UndoForm
from registration.forms.patient import NewPatientForm
from registration.forms.reveal import RevealForm
from registration.forms.visit import CancelForm, TransferForm, VisitForm

__all__ = [
    "BreakGlassForm",
    "CancelForm",
    "CorrectionForm",
    "KnownFactsForm",
    "MergeForm",
    "NewPatientForm",
    "OtherRecordForm",
    "RevealForm",
    "TransferForm",
    "UndoForm",
    "VisitForm",
    "WithdrawalForm",
]
