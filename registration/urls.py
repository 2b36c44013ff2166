"""The counter, mounted at /c/<centre>/counter/."""

from django.urls import include, path

from registration import views

app_name = "registration"

imports = [
    path("", views.Imports.as_view(), name="imports"),
    path("<str:code>/", views.ImportRun.as_view(), name="import-run"),
    path("<str:code>/columns/", views.ImportColumns.as_view(), name="import-columns"),
    path("<str:code>/refused/", views.ImportRefused.as_view(), name="import-refused"),
]

urlpatterns = [
    path("", views.Counter.as_view(), name="counter"),
    path("search/", views.Search.as_view(), name="search"),
    path("found/<str:reference>/", views.Found.as_view(), name="found"),
    path("new/", views.PatientNew.as_view(), name="patient-new"),
    path("new/family/", views.FamilyNew.as_view(), name="family-new"),
    path("family/<str:reference>/", views.FamilyView.as_view(), name="family"),
    path("new/echo/", views.Echo.as_view(), name="echo"),
    path("people/<str:reference>/", views.PersonView.as_view(), name="person"),
    path("people/<str:reference>/visit/", views.VisitNew.as_view(), name="visit-new"),
    path("people/<str:reference>/unlock/", views.Unlock.as_view(), name="unlock"),
    path("people/<str:reference>/break-glass/", views.BreakGlass.as_view(), name="break-glass"),
    path("people/<str:reference>/facts/", views.FactsView.as_view(), name="facts"),
    path("people/<str:reference>/facts/edit/", views.FactsEdit.as_view(), name="facts-edit"),
    path("people/<str:reference>/aadhaar/", views.Reveal.as_view(), name="aadhaar-reveal"),
    path("people/<str:reference>/consent/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path("people/<str:reference>/household/", views.HouseholdView.as_view(), name="household"),
    path("people/<str:reference>/history/", views.History.as_view(), name="history"),
    path("people/<str:reference>/twice/", views.CompareByHand.as_view(), name="duplicate-by-hand"),
    path("duplicates/", views.Duplicates.as_view(), name="duplicates"),
    path("duplicates/<str:code>/", views.Compare.as_view(), name="duplicate"),
    path("duplicates/<str:code>/two-people/", views.TwoPeople.as_view(), name="duplicate-two"),
    path("merges/<str:code>/", views.MergeView.as_view(), name="merge"),
    path("exceptions/", views.Register.as_view(), name="exceptions"),
    path("exceptions/print/", views.RegisterPrint.as_view(), name="exceptions-print"),
    path("poster/", views.Poster.as_view(), name="poster"),
    path("imports/", include(imports)),
    path("imports/<str:code>/likely/", views.ImportLikely.as_view(), name="import-likely"),
    path("imports/of/<slug:at>/", include(imports)),  # the network's office, for a centre
    path("pads/", views.PadList.as_view(), name="pads"),
    path("pads/new/", views.PadNew.as_view(), name="pad-new"),
    path("pads/<int:pad>/", views.PadView.as_view(), name="pad"),
    path("pads/<int:pad>/print/", views.PadPrint.as_view(), name="pad-print"),
    path("pads/<int:pad>/list/", views.PadAccount.as_view(), name="pad-account"),
    path("pads/<int:pad>/spoil/", views.PadSpoil.as_view(), name="pad-spoil"),
    path("pads/slips/<str:serial>/", views.PadSlipView.as_view(), name="pad-slip"),
    path("pads/slips/<str:serial>/new/", views.PadSlipNew.as_view(), name="pad-new-person"),
    path("pads/slips/<str:serial>/echo/", views.PadEcho.as_view(), name="pad-echo"),
    path("pads/slips/<str:serial>/people/<str:reference>/", views.PadPerson.as_view(), name="pad-person"),
    path("pads/slips/<str:serial>/restore/", views.PadRestore.as_view(), name="pad-restore"),
    path("pads/slips/<str:serial>/release/", views.PadRelease.as_view(), name="pad-release"),
    path("stopwatch/", views.Stopwatch.as_view(), name="stopwatch"),
    path("waiting-room/", views.WaitingRoom.as_view(), name="waiting-room"),
    path("visits/<str:code>/", views.VisitView.as_view(), name="visit"),
    path("visits/<str:code>/cancel/", views.VisitCancel.as_view(), name="visit-cancel"),
    path("visits/<str:code>/transfer/", views.VisitTransfer.as_view(), name="visit-transfer"),
    path("visits/<str:code>/token/", views.TokenStrip.as_view(), name="token-strip"),
]
