"""Certificates out of a signed consultation, their paper, and the page that proves one to anybody."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit
from centres.permissions import Permission
from centres.views.base import CentreView, DeclaredView, FormMixin
from centres.views.phone import strict_policy
from opd import certificates, services
from opd.forms.certificate import CertificateForm
from opd.models import Certificate
from opd.views.record import RecordView
from opd.views.slip import pdf_response


class CertificateIssue(FormMixin, RecordView):
    permission = Permission.CONSULT
    form_class = CertificateForm
    template_name = "opd/certificate/issue.html"

    def context(self, form):
        rows = self.visit.certificates.select_related("issued_by")
        consultation = getattr(self.visit, "consultation", None)
        is_signed = bool(consultation and consultation.signed_at)
        return {"visit": self.visit, "patient": self.visit.patient, "rows": rows, "is_signed": is_signed}

    def act(self, form) -> str:
        row = services.issue_certificate(self.visit, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("Certificate %(number)s is issued: print it below.") % {"number": row.number})
        return self.url("certificates")


class CertificatePrint(CentreView):
    permission = Permission.CONSULT

    def get(self, request, code):
        row = self.get_or_404(Certificate.objects.select_related("centre", "issued_by", "visit"), code=code)
        audit.record(
            "certificate.printed", by=request.user, centre=self.centre, target=row, patient=row.visit.patient_id
        )
        return pdf_response(certificates.certificate_pdf(row), "certificate.pdf")


class CertificateProof(DeclaredView):
    """Whether a paper is genuine: what is printed on it and nothing else. No sign-in, no script."""

    permission = Permission.PUBLIC
    http_method_names = ["get", "head"]

    @cached_property
    def language(self) -> str:
        return "en" if self.request.GET.get("lang") == "en" else "hi"

    def dispatch(self, request, *args, **kwargs):
        with translation.override(self.language):
            response = csp_replace(strict_policy())(super().dispatch)(request, *args, **kwargs)
        response["Content-Language"] = self.language
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request, token):
        try:
            row = certificates.find(token, address=audit.client_ip(request))
        except certificates.AskedTooOften:
            return self.page(None, 429)
        if row is not None:
            audit.record("certificate.proved", by=None, centre=row.centre, target=row)
        return self.page(row, 200 if row else 404)

    def page(self, row, status):
        context = {
            "certificate": row, "is_closed": status == 429, "is_hindi": self.language == "hi",
            "is_demo": settings.DEMO, "days": certificates.days_of(row) if row else None,
        }  # fmt: skip
        return HttpResponse(render_to_string("opd/certificate/proof.html", context), status=status)
