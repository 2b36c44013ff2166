"""A picture of a question: to whoever may open the question, and to nobody else. Never from a static address."""

from django.http import Http404, HttpResponse

from centres import audit
from centres.permissions import Permission
from opd.models import EConsult
from opd.views.answering import HelpView
from opd.views.asking import AskedView


def picture_response(row: EConsult, code: str) -> HttpResponse:
    picture = row.pictures.filter(code=code, removed_at=None).first()
    if picture is None:
        raise Http404
    response = HttpResponse(bytes(picture.content), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="picture.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


class AskedPicture(AskedView):
    permission = Permission.CONSULT

    def find(self, request, code):
        rows = EConsult.objects.for_centre(request.centre).select_related("visit__patient", "visit__centre")
        self.row = rows.filter(code=code).first()
        if self.row is None:
            raise Http404
        return self.row.visit

    def get(self, request, picture):
        answer = picture_response(self.row, picture)
        seen(self.row, request, self.centre)
        return answer


class HelpPicture(HelpView):
    def get(self, request, picture):
        answer = picture_response(self.row, picture)
        seen(self.row, request, self.centre)
        return answer


def seen(row, request, centre) -> None:
    audit.record("e_consult.picture_seen", by=request.user, centre=centre, target=row, patient=row.visit.patient_id)
