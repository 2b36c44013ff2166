"""Inspections, mounted at /c/<centre>/inspections/: for the office, and under own/ for the centre itself."""

from django.urls import path

from centres.views.inspecting import checklists, photos, reports, rounds, visits

app_name = "inspection"

urlpatterns = [
    path("", rounds.Rounds.as_view(), name="rounds"),
    path("new/", rounds.RoundNew.as_view(), name="round-new"),
    path("rounds/<str:code>/", rounds.RoundView.as_view(), name="round"),
    path("rounds/<str:code>/centre/", rounds.VisitNew.as_view(), name="visit-new"),
    path("visits/<str:code>/", visits.Visit.as_view(), name="visit"),
    path("visits/<str:code>/move/", rounds.VisitMove.as_view(), name="visit-move"),
    path("visits/<str:code>/cancel/", rounds.VisitCancel.as_view(), name="visit-cancel"),
    path("visits/<str:code>/begin/", visits.VisitBegin.as_view(), name="visit-begin"),
    path("visits/<str:code>/finish/", visits.VisitFinish.as_view(), name="visit-finish"),
    path("visits/<str:code>/report/", reports.Report.as_view(), name="report"),
    path("visits/<str:code>/report.pdf", reports.ReportPaper.as_view(), name="report-paper"),
    path("visits/<str:code>/<int:number>/", visits.Section.as_view(), name="section"),
    path("visits/<str:code>/items/<str:item>/", visits.ItemAnswer.as_view(), name="item"),
    path("visits/<str:code>/items/<str:item>/photo/", photos.ItemPhoto.as_view(), name="item-photo"),
    path("photos/<int:pk>/", photos.Photo.as_view(), name="photo"),
    path("photos/<int:pk>/remove/", photos.PhotoRemove.as_view(), name="photo-remove"),
    path("compare/", reports.Compare.as_view(), name="compare"),
    path("checklists/", checklists.Checklists.as_view(), name="checklists"),
    path("checklists/new/", checklists.ChecklistNew.as_view(), name="checklist-new"),
    path("checklists/<slug:code>/", checklists.ChecklistView.as_view(), name="checklist"),
    path("checklists/<slug:code>/items.csv", checklists.ChecklistFile.as_view(), name="checklist-file"),
    path("checklists/<slug:code>/draft/", checklists.ChecklistDraft.as_view(), name="checklist-draft"),
    path("checklists/<slug:code>/publish/", checklists.ChecklistPublish.as_view(), name="checklist-publish"),
    path("checklists/<slug:code>/import/", checklists.ChecklistImport.as_view(), name="checklist-import"),
    path("checklists/<slug:code>/items/new/", checklists.ItemNew.as_view(), name="item-new"),
    path("checklists/<slug:code>/items/<str:item>/", checklists.ItemEdit.as_view(), name="item-edit"),
    path("checklists/<slug:code>/items/<str:item>/remove/", checklists.ItemRemove.as_view(), name="item-remove"),
    path("own/", reports.OwnReports.as_view(), name="own"),
    path("own/<str:code>/report.pdf", reports.OwnReportPaper.as_view(), name="own-report-paper"),
    path("own/<str:code>/", reports.OwnReport.as_view(), name="own-report"),
    path("own/photos/<int:pk>/", photos.OwnPhoto.as_view(), name="own-photo"),
]
