"""A centre that is ready, and one that is not, for tests of the rollout."""

from datetime import timedelta

from django.utils import timezone

from centres.catalogue import readiness as catalogue
from centres.models import Centre, DeviceCount, Workstation
from centres.permissions import Role
from centres.selectors import readiness
from centres.services import devices
from centres.services import readiness as services
from tests.centres.factories import SessionFactory, staff

TRADES = (Role.IN_CHARGE, Role.CLERK, Role.DOCTOR, Role.LAB_TECHNICIAN, Role.PHARMACIST)


def today():
    return timezone.localdate()


def days_ago(days):
    return today() - timedelta(days=days)


def load():
    catalogue.load()


def count(centre, by, *, on=None, **numbers):
    """Three computers and one of everything else, all working, unless said otherwise."""
    there = {kind: (3, 3) if kind == "computer" else (1, 1) for kind in DeviceCount.Kind.values}
    return devices.count(centre, {**there, **numbers}, counted_on=on or today(), by=by)


def heard(centre, by, *, ago=timedelta(), name="Counter 1") -> Workstation:
    now = timezone.now()
    token = name.encode().ljust(32)[:28] + centre.pk.to_bytes(4)
    return Workstation.objects.create(
        centre=centre, name=name, token_hash=token, opened_at=now, opened_by=by, open_until=now, seen_at=now - ago
    )


def make_ready(centre: Centre, by) -> None:
    """Everything the list asks; `centre` has a department by its fixture."""
    SessionFactory(centre=centre)
    for role in TRADES:
        staff(role, centre)
    count(centre, by)
    heard(centre, by)
    said = {point.item.code: True for point in readiness.points(centre) if not point.item.rule}
    services.check(centre, said, note="", by=by)
