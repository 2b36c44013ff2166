"""Pages about one centre, mounted at /c/<centre>/.

`about` is mounted twice: for the centre's own people in charge, and under network/<at>/ for the office.
"""

from django.urls import include, path

from centres.views import (
    audit,
    centres,
    departments,
    house_lists,
    importing,
    network,
    rollout,
    rollout_centre,
    rooms,
    sessions,
    staff,
    staff_actions,
    staff_import,
    statements,
)

app_name = "centre"

person = [
    path("", staff.Person.as_view(), name="staff-person"),
    path("edit/", staff.PersonEdit.as_view(), name="staff-edit"),
    path("role/", staff_actions.RoleNew.as_view(), name="staff-role-new"),
    path("role/<int:pk>/end/", staff_actions.RoleEnd.as_view(), name="staff-role-end"),
    path("link/", staff_actions.LinkIssue.as_view(), name="staff-link"),
    path("forget-pin/", staff_actions.PinForget.as_view(), name="staff-pin"),
    path("forget-phone/", staff_actions.PhoneForget.as_view(), name="staff-phone"),
    path("close/", staff_actions.AccountClose.as_view(), name="staff-close"),
    path("reopen/", staff_actions.AccountReopen.as_view(), name="staff-reopen"),
    path("sign-ins/<int:pk>/end/", staff_actions.SignInEnd.as_view(), name="staff-sign-in-end"),
]

about = [
    path("settings/", centres.CentreOverview.as_view(), name="settings"),
    path("settings/edit/", centres.CentreEdit.as_view(), name="settings-edit"),
    path("settings/rooms/", rooms.Rooms.as_view(), name="settings-rooms"),
    path("settings/rooms/new/", rooms.RoomNew.as_view(), name="settings-room-new"),
    path("settings/rooms/<int:pk>/", rooms.RoomEdit.as_view(), name="settings-room"),
    path("settings/departments/", departments.Departments.as_view(), name="settings-departments"),
    path("settings/departments/new/", departments.DepartmentNew.as_view(), name="settings-department-new"),
    path("settings/departments/<slug:code>/", departments.DepartmentEdit.as_view(), name="settings-department"),
    path("settings/hours/", sessions.Hours.as_view(), name="settings-hours"),
    path("rollout/", rollout_centre.RolloutCentre.as_view(), name="rollout-centre"),
    path("rollout/devices/", rollout_centre.Devices.as_view(), name="rollout-devices"),
    path("rollout/readiness/", rollout_centre.Readiness.as_view(), name="rollout-readiness"),
    path("rollout/in-the-way/", rollout_centre.BlockerNew.as_view(), name="rollout-blocker-new"),
    path("rollout/in-the-way/<int:pk>/", rollout_centre.BlockerResolve.as_view(), name="rollout-blocker"),
    path("resources/", statements.StatementPage.as_view(), name="statement"),
    path("resources/<int:pk>/", statements.StatementPage.as_view(), name="statement-day"),
    path("resources/photos/<int:pk>/", statements.Photo.as_view(), name="statement-picture"),
    path("staff/", staff.Staff.as_view(), name="staff"),
    path("staff/new/", staff.PersonNew.as_view(), name="staff-new"),
    path("staff/colleague/", staff.ColleagueNew.as_view(), name="staff-colleague"),
    path("staff/import/", staff_import.StaffImport.as_view(), name="staff-import"),
    path("staff/import/<uuid:reference>/", staff_import.StaffPreview.as_view(), name="staff-import-preview"),
    path("staff/links/", staff_import.StaffLinks.as_view(), name="staff-links"),
    path("staff/<int:person>/", include(person)),
]

urlpatterns = [
    path("audit/", audit.AuditLog.as_view(), name="audit"),
    path("network/", network.Network.as_view(), name="network"),
    path("network/new/", network.CentreNew.as_view(), name="network-new"),
    path("network/centres.csv", importing.CentresExport.as_view(), name="network-export"),
    path("network/import/", importing.ImportChoose.as_view(), name="import"),
    path("network/import/<uuid:reference>/", importing.ImportPreview.as_view(), name="import-preview"),
    path("network/rollout/", rollout.Board.as_view(), name="rollout"),
    path("network/rollout/map/", rollout.Map.as_view(), name="rollout-map"),
    path("network/lists/<slug:kind>/", house_lists.HouseList.as_view(), name="house-list"),
    path("network/lists/<slug:kind>/<str:code>/", house_lists.HouseListRow.as_view(), name="house-list-row"),
    path("network/<slug:at>/rollout/move/", rollout_centre.Move.as_view(), name="rollout-move"),
    path("network/<slug:at>/rollout/step/<slug:stage>/", rollout_centre.StepPlanEdit.as_view(), name="rollout-step"),
    path("network/<slug:at>/", include(about)),
    path("resources/new/", statements.StatementNew.as_view(), name="statement-new"),
    path("resources/same/", statements.StatementSame.as_view(), name="statement-same"),
    path("resources/photo/", statements.PhotoAdd.as_view(), name="statement-photo"),
    *about,
]
