"""What the sign-in throttle keeps of the names it counts: a keyed hash. People type passwords into the wrong box."""

import ipaddress

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from centres.audit import client_ip

# A whole centre stands behind one address, and people mistype; nobody mistypes this often in a quarter of an hour.
WRONG_FROM_ONE_ADDRESS = 60


def blind_name(request, credentials=None) -> str:
    name = (credentials or request.POST).get("username") or ""
    return salted_hmac("centres.throttle", name.strip().lower(), algorithm="sha256").hexdigest()[:40]


def is_spraying(request) -> bool:
    """Whether this address has guessed at many names: each stays below its own limit (1 query)."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(ip_address=client_ip(request), attempt_time__gt=since)
    return (recent.aggregate(wrong=Sum("failures_since_start"))["wrong"] or 0) >= WRONG_FROM_ONE_ADDRESS


def subscriber(address: str | None) -> str:
    """Who counts as one caller: an IPv6 line owns its whole /64."""
    parsed = ipaddress.ip_address(address or "0.0.0.0")  # noqa: S104 (an unknown caller, not a bind address)
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False).network_address)
    return str(parsed)
