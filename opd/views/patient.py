"""The patient's page behind the QR: no sign-in, no script, nothing about anybody before the gate (ADR 0011)."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from centres import audit
from centres.permissions import Permission
from centres.views.phone import PhoneView
from hms.lib import crypto
from opd import documents
from opd.models import SlipLink
from opd.slip import content, gate, openings
from opd.slip.content import Audience
from opd.views.slip import pdf_response
from registration.models import Visit

COOKIE = f"{settings.COOKIE_PREFIX}slip"
OPEN_FOR = 30 * 60  # seconds


# The form carries no authority of the browser's: who knows link and answer may open it from anywhere, and
# browsers without a referrer (our own policy here) could not pass Django's check.
@method_decorator(csrf_exempt, name="dispatch")
class PatientPage(PhoneView):
    """GET shows the gate, or the slip to the browser that answered; POST answers. Nothing else is ever told."""

    permission = Permission.PUBLIC

    def get(self, request, token):
        link = gate.find(token)
        if link is None or not self.is_open(link):
            return self.show_gate(link)
        audit.record("slip.read", by=None, centre=link.visit.centre, target=link.visit, patient=link.visit.patient_id)
        slip = content(link.visit, audience=Audience.PHONE)
        if "pdf" in request.GET:
            return pdf_response(documents.slip_pdf(slip, link=link, token=token, paper="A5"), "parcha.pdf")
        opened = openings.openings(link.visit.patient_id)
        return self.page("opd/patient_slip.html", link=link, slip=slip, openings=opened)

    def post(self, request, token):
        if "close" in request.POST:
            response = HttpResponseRedirect(self.address())
            response.delete_cookie(COOKIE, samesite="Lax")
            return response
        link = gate.answer(token, request.POST.get("answer", ""), address=audit.client_ip(request))
        if link is None:
            return self.page("opd/patient_refused.html", status=403)
        response = HttpResponseRedirect(self.address())
        response.set_cookie(
            COOKIE,
            crypto.sign("open", purpose="slip", owner=link.token_hash.hex()),
            max_age=OPEN_FOR,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def is_open(self, link: SlipLink) -> bool:
        """Whether this browser answered this very link within the last half hour."""
        if link.is_expired:
            return False
        try:
            crypto.read_signed(
                self.request.COOKIES.get(COOKIE, ""),
                purpose="slip",
                owner=bytes(link.token_hash).hex(),
                max_age=OPEN_FOR,
            )
        except crypto.BadSignature:
            return False
        return True

    def show_gate(self, link: SlipLink | None):
        if link and link.is_expired:
            return self.page("opd/patient_expired.html", status=410, link=link)
        waits = link is not None and link.visit.status in {Visit.Status.WAITING, Visit.Status.CALLED, Visit.Status.AWAY}
        return self.page("opd/patient_gate.html", link=link, question=gate.question(link), waits=waits)

    def page(self, template: str, status=200, *, link: SlipLink | None = None, **context):
        """The refusal gets no `link`: it is the same for a wrong link and a wrong answer."""
        place = link.visit.centre if link else None
        return super().page(template, status, place=place, link=link, **context)

    def address(self) -> str:
        """This page again, without its query but in its language."""
        return self.request.path + ("?lang=en" if self.language == "en" else "")
