"""A catalogue file taken in: every good line through the service of the screen, all in one transaction."""

from django.db import transaction

from labs.models import Test
from labs.services.cataloguing import save_range, save_test


@transaction.atomic
def take_catalogue(kind: str, planned: list, *, reason: str, office, by) -> int:
    """Write the lines that change something; the number of them. Raises what save_test and save_range raise, whole.

    `planned` was worked out a moment ago (labs.exchange.plan): what somebody changed since is refused by its version.
    """
    wanted = [row for row in planned if row.does_something]
    versions = {row.code: row.test.version for row in wanted if row.test}
    written = {"reason": reason, "office": office, "by": by}
    for row in wanted:
        if kind == "tests":
            save_test(row.code, row.values, seen=versions.get(row.code), **written)
            continue
        save_range(row.test, row.values, pk=row.pk, seen=versions[row.code], **written)
        versions[row.code] = Test.objects.values_list("version", flat=True).get(pk=row.test.pk)
    return len(wanted)
