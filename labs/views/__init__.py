"""The laboratory's pages."""

from labs.views.amending import Amend
from labs.views.availability import Availability, AvailabilityEdit
from labs.views.books import Notifiable, Register
from labs.views.calling import TellCritical
from labs.views.catalogue import Catalogue
from labs.views.cataloguing import DeltaEdit, PanelEdit, RangeEdit, RangeRemove, TestEdit, TestReview, TestView
from labs.views.collecting import Collect, Labels
from labs.views.control import Control, ControlAction, ControlLotNew, Controls
from labs.views.dispatching import (
    Arrival,
    Arrivals,
    Dispatches,
    DispatchView,
    HubReject,
    HubRelease,
    HubSample,
    Manifest,
)
from labs.views.exchanging import CatalogueExport, CatalogueFiles
from labs.views.flow import Flow
from labs.views.following import Amendments, Critical
from labs.views.importing import Import
from labs.views.outages import OutageEnd, OutageNew
from labs.views.outside import Outside, WalkIn
from labs.views.reagents import ReagentMoveNew, ReagentNew, ReagentReceive, Reagents
from labs.views.releasing import Release
from labs.views.repeating import Repeat
from labs.views.reports import ReportPdf, Reports
from labs.views.results import Results
from labs.views.running import Run, Runs
from labs.views.undoing import CancelOrder, RejectSample
from labs.views.worklist import Find, Worklist, WorklistRows

__all__ = [
    "Amend",
    "Amendments",
    "Arrival",
    "Arrivals",
    "Availability",
    "AvailabilityEdit",
    "CancelOrder",
    "Catalogue",
    "CatalogueExport",
    "CatalogueFiles",
    "Collect",
    "Control",
    "ControlAction",
    "ControlLotNew",
    "Controls",
    "Critical",
    "DeltaEdit",
    "DispatchView",
    "Dispatches",
    "Find",
    "Flow",
    "HubReject",
    "HubRelease",
    "HubSample",
    "Import",
    "Labels",
    "Manifest",
    "Notifiable",
    "OutageEnd",
    "OutageNew",
    "Outside",
    "PanelEdit",
    "RangeEdit",
    "RangeRemove",
    "ReagentMoveNew",
    "ReagentNew",
    "ReagentReceive",
    "Reagents",
    "Register",
    "RejectSample",
    "Release",
    "Repeat",
    "ReportPdf",
    "Reports",
    "Results",
    "Run",
    "Runs",
    "TellCritical",
    "TestEdit",
    "TestReview",
    "TestView",
    "WalkIn",
    "Worklist",
    "WorklistRows",
]
