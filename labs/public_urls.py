"""What a report's QR opens, mounted at /r/."""

from django.urls import path

from labs.views.checking import ReportCheck

app_name = "report"

urlpatterns = [
    path("<str:token>", ReportCheck.as_view(), name="check"),
]
