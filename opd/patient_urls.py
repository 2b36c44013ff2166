"""What a printed QR opens, mounted at /s/. One address: its query and its form say the rest."""

from django.urls import path

from opd.views.certificate import CertificateProof
from opd.views.patient import PatientPage

app_name = "patient"

urlpatterns = [
    path("c~<str:token>", CertificateProof.as_view(), name="certificate"),
    path("<str:token>", PatientPage.as_view(), name="page"),
]
