"""Mounted at /c/<centre>/lab/."""

from django.urls import path

from labs import views

app_name = "labs"

urlpatterns = [
    path("", views.Worklist.as_view(), name="worklist"),
    path("rows/", views.WorklistRows.as_view(), name="worklist-rows"),
    path("find/", views.Find.as_view(), name="find"),
    path("controls/", views.Controls.as_view(), name="controls"),
    path("controls/runs/<int:pk>/", views.ControlAction.as_view(), name="control-action"),
    path("controls/<str:code>/", views.Control.as_view(), name="control"),
    path("controls/<str:code>/lots/", views.ControlLotNew.as_view(), name="control-lot"),
    path("flow/", views.Flow.as_view(), name="flow"),
    path("register/", views.Register.as_view(), name="register"),
    path("positives/", views.Notifiable.as_view(), name="notifiable"),
    path("import/", views.Import.as_view(), name="import"),
    path("reagents/", views.Reagents.as_view(), name="reagents"),
    path("reagents/new/", views.ReagentNew.as_view(), name="reagent-new"),
    path("reagents/<int:pk>/receive/", views.ReagentReceive.as_view(), name="reagent-receive"),
    path("reagents/lots/<int:pk>/", views.ReagentMoveNew.as_view(), name="reagent-move"),
    path("critical/", views.Critical.as_view(), name="critical"),
    path("amendments/", views.Amendments.as_view(), name="amendments"),
    path("runs/", views.Runs.as_view(), name="runs"),
    path("runs/<str:code>/", views.Run.as_view(), name="run"),
    path("visits/<str:code>/", views.Results.as_view(), name="results"),
    path("visits/<str:code>/samples/", views.Collect.as_view(), name="collect"),
    path("visits/<str:code>/labels/", views.Labels.as_view(), name="labels"),
    path("visits/<str:code>/release/", views.Release.as_view(), name="release"),
    path("visits/<str:code>/reports/", views.Reports.as_view(), name="reports"),
    path("visits/<str:code>/reports/<int:version>/", views.ReportPdf.as_view(), name="report"),
    path("orders/<str:code>/repeat/", views.Repeat.as_view(), name="repeat"),
    path("orders/<str:code>/amend/", views.Amend.as_view(), name="amend"),
    path("orders/<str:code>/call/", views.TellCritical.as_view(), name="call"),
    path("orders/<str:code>/cancel/", views.CancelOrder.as_view(), name="order-cancel"),
    path("samples/<str:code>/reject/", views.RejectSample.as_view(), name="sample-reject"),
    path("tests/", views.Catalogue.as_view(), name="catalogue"),
    path("tests/new/", views.TestEdit.as_view(), name="test-new"),
    path("tests/<str:code>/", views.TestView.as_view(), name="test"),
    path("tests/<str:code>/edit/", views.TestEdit.as_view(), name="test-edit"),
    path("tests/<str:code>/review/", views.TestReview.as_view(), name="test-review"),
    path("tests/<str:code>/ranges/", views.RangeEdit.as_view(), name="range-new"),
    path("ranges/<int:pk>/", views.RangeEdit.as_view(), name="range-edit"),
    path("ranges/<int:pk>/remove/", views.RangeRemove.as_view(), name="range-remove"),
    path("panels/new/", views.PanelEdit.as_view(), name="panel-new"),
    path("panels/<str:code>/", views.PanelEdit.as_view(), name="panel-edit"),
    path("today/", views.Availability.as_view(), name="availability"),
    path("today/<str:code>/", views.AvailabilityEdit.as_view(), name="availability-edit"),
]
