"""What a centre can do on its first day, from the level each test belongs to (IPHS 2022)."""

from django.utils import timezone

from labs.catalogue.files import rows
from labs.models import CentreTest, Test

LEVEL = "UPHC"


def offer_defaults(centre, *, by=None) -> int:
    """Offer `centre` what a UPHC does itself and send out the rest; what was decided before stays (2 queries).

    Returns how many tests are new there.
    """
    here = {row["code"] for row in rows("lab_tests.csv") if LEVEL in row["available_at"]}
    known = set(centre.tests.values_list("test_id", flat=True))
    now = timezone.now()
    new = [
        CentreTest(centre=centre, test=test, mode=_mode(test.code in here), changed_at=now, changed_by=by)
        for test in Test.objects.filter(is_active=True)
        if test.pk not in known
    ]
    CentreTest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _mode(done_here: bool) -> str:
    return CentreTest.Mode.HERE if done_here else CentreTest.Mode.SENT
