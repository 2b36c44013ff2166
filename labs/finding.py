"""Whose tests are meant by what was scanned or typed at the bench: a label, a slip, a UHID or today's token."""

from django.utils import timezone
from django.utils.translation import gettext as _

from labs.codes import looks_like_sample_code, parse_sample_code
from labs.errors import LabError
from labs.models import Sample
from registration import scans, search
from registration.models import Visit

Kind = search.Kind


def sample_visit(centre, typed: str) -> Visit | None:
    """The visit of a scanned label; None for anything else. Raises LabError for a label of nobody here."""
    if not looks_like_sample_code(typed):
        return None
    sample = Sample.objects.for_centre(centre).filter(code=parse_sample_code(typed)).select_related("visit").first()
    if sample is None:
        raise LabError(_("No sample of this centre has this code."), field="q")
    return sample.visit


def visit_at_bench(centre, typed: str) -> Visit:
    """The newest visit at `centre` that was meant, those with tests before today's others (2 queries).

    Raises LabError, in words fit to show, when nobody is meant.
    """
    query = search.read(typed)
    if query.kind == Kind.WRONG_NUMBER:
        raise LabError(query.value, field="q")
    visits = _meant(centre, query)
    ordered = visits.filter(lab_orders__isnull=False).order_by("-registered_at").first()
    visit = ordered or visits.filter(visit_on=timezone.localdate()).order_by("-registered_at").first()
    if visit is None:
        raise LabError(
            _("Nothing found: scan a label or a slip, or type a UHID, today's token or the code on the slip."),
            field="q",
        )
    return visit


def _meant(centre, query):
    visits = Visit.objects.for_centre(centre).exclude(status=Visit.Status.CANCELLED).select_related("centre")
    today = visits.filter(visit_on=timezone.localdate())
    if query.kind == Kind.SLIP:
        found = scans.visit_of(query.value)
        return visits.filter(pk=found.pk if found else None)
    if query.kind == Kind.CODE:
        return visits.filter(code=query.value)
    if query.kind == Kind.NUMBER:
        return visits.filter(number=query.value)
    if query.kind == Kind.UHID:
        return visits.filter(patient__uhid=query.value)
    if query.kind == Kind.TOKEN:
        return _of_token(today, query)
    return visits.none()


def _of_token(today, query):
    today = today.filter(token=int(query.value))
    return today.filter(department__code__istartswith=query.prefix) if query.prefix else today
