"""The counter's pages."""

from registration.views.aadhaar import Register, RegisterPrint, Reveal
from registration.views.access import BreakGlass, Unlock
from registration.views.board import Board, BoardNow, WaitingRoom
from registration.views.counter import Counter
from registration.views.doubles import Compare, CompareByHand, Duplicates, TwoPeople
from registration.views.facts import FactsEdit, FactsView, History, Withdraw
from registration.views.family import FamilyNew, FamilyView
from registration.views.finding import Found, Search
from registration.views.household import HouseholdView
from registration.views.importing import ImportColumns, ImportLikely, ImportRefused, ImportRun, Imports
from registration.views.live import Echo
from registration.views.merged import MergeView
from registration.views.newcomer import PatientNew
from registration.views.own_phone import Poster
from registration.views.pads import (
    PadAccount,
    PadEcho,
    PadList,
    PadNew,
    PadPerson,
    PadPrint,
    PadRelease,
    PadRestore,
    PadSlipNew,
    PadSlipView,
    PadSpoil,
    PadView,
)
from registration.views.person import PersonView, VisitNew
from registration.views.stopwatch import Stopwatch
from registration.views.visit import TokenStrip, VisitCancel, VisitTransfer, VisitView

__all__ = [
    "Board",
    "BoardNow",
    "BreakGlass",
    "Compare",
    "CompareByHand",
    "Counter",
    "Duplicates",
    "Echo",
    "FactsEdit",
    "FactsView",
    "FamilyNew",
    "FamilyView",
    "Found",
    "History",
    "HouseholdView",
    "ImportColumns",
    "ImportLikely",
    "ImportRefused",
    "ImportRun",
    "Imports",
    "MergeView",
    "PadAccount",
    "PadEcho",
    "PadList",
    "PadNew",
    "PadPerson",
    "PadPrint",
    "PadRelease",
    "PadRestore",
    "PadSlipNew",
    "PadSlipView",
    "PadSpoil",
    "PadView",
    "PatientNew",
    "PersonView",
    "Poster",
    "Register",
    "RegisterPrint",
    "Reveal",
    "Search",
    "Stopwatch",
    "TokenStrip",
    "TwoPeople",
    "Unlock",
    "VisitCancel",
    "VisitNew",
    "VisitTransfer",
    "VisitView",
    "WaitingRoom",
    "Withdraw",
]
