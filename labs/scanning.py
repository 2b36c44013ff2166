"""The laboratory behind the one scan box: specimen labels, and the bench as the desk a scan leads to."""

import re

from django.urls import reverse

from centres.permissions import Permission
from hms.lib.text import latin_digits
from labs.codes import looks_like_sample_code, parse_sample_code
from labs.errors import LabError
from labs.models import LabOrder, Sample
from registration.desks import Desk
from registration.models import Visit
from registration.scans import Label

_MOBILE = re.compile(r"[6-9]\d{9}")


def is_label(text: str) -> bool:
    """With its L; without, ten digits that no mobile number begins with."""
    bare = re.sub(r"[\s-]", "", latin_digits(text))
    return looks_like_sample_code(text) and not _MOBILE.fullmatch(bare)


def visit_of(text: str, centre) -> Visit | None:
    """The visit of the specimen; None for a wrong digit or another centre's label (1 query)."""
    try:
        code = parse_sample_code(text)
    except LabError:
        return None
    sample = Sample.objects.for_centre(centre).filter(code=code).select_related("visit").first()
    return sample.visit if sample else None


def bench(visit: Visit) -> str:
    """Its results; "" where nothing was ordered (1 query)."""
    ordered = LabOrder.objects.for_centre(visit.centre).filter(visit=visit).exists()
    return reverse("labs:results", args=[visit.centre.code, visit.code]) if ordered else ""


LABEL = Label(is_label, visit_of)
DESK = Desk(Permission.LAB_WORK, bench)
