"""What was measured."""

from labs.models.catalogue import CentreTest, Panel, PanelTest, ReferenceRange, Test
from labs.models.changes import CatalogueChange
from labs.models.control import ControlLot, ControlRun, ControlValue
from labs.models.delta import DeltaLimit
from labs.models.dispatch import Dispatch, DispatchedSample
from labs.models.followup import AmendmentNotice, CheckCount, CriticalEscalation
from labs.models.orders import LabOrder, Sample
from labs.models.outages import Outage
from labs.models.outside import OutsideRequest
from labs.models.reagents import Reagent, ReagentLot, ReagentMove
from labs.models.results import CriticalCall, Report, Result

__all__ = [
    "AmendmentNotice",
    "CatalogueChange",
    "CentreTest",
    "CheckCount",
    "ControlLot",
    "ControlRun",
    "ControlValue",
    "CriticalCall",
    "CriticalEscalation",
    "DeltaLimit",
    "Dispatch",
    "DispatchedSample",
    "LabOrder",
    "Outage",
    "OutsideRequest",
    "Panel",
    "PanelTest",
    "Reagent",
    "ReagentLot",
    "ReagentMove",
    "ReferenceRange",
    "Report",
    "Result",
    "Sample",
    "Test",
]
