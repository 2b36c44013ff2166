"""Finding a person by Aadhaar number: the one place that asks the index."""

from hms.lib import crypto
from registration.models import Identifier


def identifiers_of(number: str):
    """The identifier with this number: one row or none. Raises InvalidId unless `number` can be one."""
    return Identifier.objects.filter(kind=Identifier.Kind.AADHAAR, index__in=crypto.aadhaar_index().digests(number))
