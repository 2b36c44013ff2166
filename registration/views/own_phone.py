"""The form behind the poster's QR, and the poster."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from centres import audit
from centres.models import Centre
from centres.permissions import Permission
from centres.views.phone import PhoneView
from hms.lib import qr
from registration import documents
from registration.errors import TooManyFromHere
from registration.forms.own_phone import OwnPhoneForm
from registration.services import arrivals
from registration.views.base import CounterView


def address(centre) -> str:
    """What the poster's QR holds."""
    return f"{settings.PUBLIC_URL}/p/{centre.code}"


# Nobody is signed in, so a foreign site could ride on nothing; our no-referrer policy makes phones send no origin.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class OwnPhone(PhoneView):
    """GET shows the form, POST answers with the code itself: nothing of it stands in an address."""

    permission = Permission.PUBLIC

    def dispatch(self, request, *args, place, **kwargs):
        live = Centre.objects.filter(is_active=True, departments__is_active=True).exclude(kind=Centre.Kind.ADMIN)
        self.centre = live.filter(code=place).distinct().first()
        if self.centre is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(OwnPhoneForm())

    def post(self, request):
        form = OwnPhoneForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            row = arrivals.leave(
                form.said(), centre=self.centre, key=form.cleaned_data["key"], address=audit.client_ip(request)
            )
        except TooManyFromHere as error:
            form.add_error(None, str(error))
            return self.show(form, status=429)
        code = f"{row.code[:3]} {row.code[3:]}"
        picture = qr.qr_svg(row.code, label=code)
        until = row.made_at + arrivals.KEPT_FOR
        return self.page("registration/own_phone_code.html", place=self.centre, code=code, qr=picture, until=until)

    def show(self, form, status=200):
        return self.page("registration/own_phone.html", status=status, place=self.centre, form=form)


class Poster(CounterView):
    """To print once and hang up where people stand."""

    permission = Permission.PATIENT_REGISTER

    def get(self, request):
        paper = documents.poster_pdf(self.centre, address(self.centre))
        answer = HttpResponse(paper, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="poster-{self.centre.code}.pdf"'
        return answer
