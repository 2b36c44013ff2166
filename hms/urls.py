"""Every address. Centre pages stand under /c/<centre>/; the patient's page under /s/<token>, the
waiting room's screen under /b/<token>, the form for patients' phones under /p/<centre>, the check of a report
under /r/<token>."""

from django.urls import include, path

from hms import health, icon
from hms.home import CentreHome

handler403 = "centres.views.failures.denied"
handler404 = "centres.views.failures.not_found"
handler500 = "centres.views.failures.broken"
handler400 = "centres.views.failures.bad_request"

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("favicon.ico", icon.favicon, name="favicon"),
    path("", include("centres.urls")),
    path("c/<slug:centre>/", CentreHome.as_view(), name="centre-home"),
    path("c/<slug:centre>/", include("centres.centre_urls")),
    path("c/<slug:centre>/gaps/", include("centres.gap_urls")),
    path("c/<slug:centre>/proposals/", include("centres.proposal_urls")),
    path("c/<slug:centre>/inspections/", include("centres.inspection_urls")),
    path("c/<slug:centre>/counter/", include("registration.urls")),
    path("c/<slug:centre>/lab/", include("labs.urls")),
    path("c/<slug:centre>/opd/", include("opd.urls")),
    path("b/", include("registration.board_urls")),
    path("p/", include("registration.phone_urls")),
    path("s/", include("opd.patient_urls")),
    path("r/", include("labs.public_urls")),
]
