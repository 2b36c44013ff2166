"""What was measured."""

from labs.models.catalogue import CentreTest, Panel, PanelTest, ReferenceRange, Test
from labs.models.delta import DeltaLimit
from labs.models.orders import LabOrder, Sample
from labs.models.results import CriticalCall, Report, Result

__all__ = [
    "CentreTest",
    "CriticalCall",
    "DeltaLimit",
    "LabOrder",
    "Panel",
    "PanelTest",
    "ReferenceRange",
    "Report",
    "Result",
    "Sample",
    "Test",
]
