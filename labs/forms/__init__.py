"""What is typed in the laboratory."""

from labs.forms.amending import AmendForm
from labs.forms.availability import AvailabilityForm
from labs.forms.calling import CallForm
from labs.forms.collecting import CollectForm
from labs.forms.control import ActionForm, ControlForm, LotForm
from labs.forms.finding import FindForm
from labs.forms.importing import ImportForm
from labs.forms.notice import NoticeForm
from labs.forms.reagents import MoveForm, ReagentForm, ReceiveForm
from labs.forms.reason import ReasonForm
from labs.forms.rejecting import RejectForm
from labs.forms.releasing import ReleaseForm
from labs.forms.repeating import RepeatForm
from labs.forms.results import ResultsForm
from labs.forms.running import RunForm

__all__ = [
    "ActionForm",
    "AmendForm",
    "AvailabilityForm",
    "CallForm",
    "CollectForm",
    "ControlForm",
    "FindForm",
    "ImportForm",
    "LotForm",
    "MoveForm",
    "NoticeForm",
    "ReagentForm",
    "ReasonForm",
    "ReceiveForm",
    "RejectForm",
    "ReleaseForm",
    "RepeatForm",
    "ResultsForm",
    "RunForm",
]
