"""From the patient's own phone to the counter: leave details, find them by their code, take them over, forget them.

Nothing here reads a patient's record: whoever fills in the form learns a code and nothing else.
"""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from centres import audit
from centres.throttle import subscriber
from hms.lib import crypto, ids
from registration.errors import PreRegistrationUsed, TooManyFromHere
from registration.models import PreRegistration, Visit
from registration.search import ARRIVAL_CODE, ARRIVAL_LENGTH

KEPT_FOR = timedelta(hours=24)
# A whole waiting room may stand behind one address of a mobile network; a flood is still far beyond this.
PER_CALLER_AN_HOUR = 60
PER_CENTRE_AN_HOUR = 400
TRIES = 6


def leave(said: dict[str, str], *, centre, key: uuid.UUID, address: str | None) -> PreRegistration:
    """Keep what a phone sent. The same key again corrects it and keeps its code. Raises TooManyFromHere."""
    now, caller = timezone.now(), _digest(address)
    with transaction.atomic():
        mine = PreRegistration.objects.select_for_update().filter(centre=centre, key=key).first()
        if mine is None:
            _check_crowd(centre, caller, now)
            return _insert(said, centre=centre, key=key, caller=caller, made_at=now)
        if mine.claimed_at is None:
            mine.said = _seal(said, centre, key)
            mine.save(update_fields=["said"])
        return mine


def find(code: str, centre) -> PreRegistration | None:
    """What was left at this centre within the last day, taken over or not (1 query)."""
    since = timezone.now() - KEPT_FOR
    left = PreRegistration.objects.for_centre(centre).filter(code=code, made_at__gt=since)
    return left.select_related("visit").first()


def said(row: PreRegistration) -> dict[str, str]:
    """What the patient typed, box by box; empty once it was taken over."""
    return {} if row.claimed_at else crypto.sealer().open(row.said, _context(row.centre_id, row.key))


def claim(key: int, visit: Visit, *, by) -> None:
    """The counter has made a visit of it, inside the same transaction. One that vanished meanwhile is no matter.

    Raises PreRegistrationUsed when another counter was faster.
    """
    row = PreRegistration.objects.for_centre(visit.centre).select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        return
    if row.claimed_at:
        raise PreRegistrationUsed(
            _("Another counter has just registered these details: token %(token)d.") % {"token": row.visit.token}
        )
    row.claimed_at, row.claimed_by, row.visit, row.said = timezone.now(), by, visit, b""
    row.save(update_fields=["claimed_at", "claimed_by", "visit", "said"])
    audit.record("own_phone.claimed", by=by, centre=visit.centre, target=visit, patient=visit.patient_id)


def forget_old() -> int:
    """A chore of the hour: what nobody claimed within a day, and what was claimed, is gone."""
    return PreRegistration.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _check_crowd(centre, caller: bytes, now: datetime) -> None:
    recent = PreRegistration.objects.filter(made_at__gt=now - timedelta(hours=1))
    full = recent.filter(caller=caller).count() >= PER_CALLER_AN_HOUR
    if full or recent.filter(centre=centre).count() >= PER_CENTRE_AN_HOUR:
        raise TooManyFromHere(_("Too many forms came from here in the last hour. Please go to the counter."))


def _insert(said: dict, *, centre, key, **values) -> PreRegistration:
    """With a code nobody has; a second copy of the same form that was a moment faster is the answer."""
    sealed = _seal(said, centre, key)
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return PreRegistration.objects.create(centre=centre, key=key, code=_code(), said=sealed, **values)
        except IntegrityError:
            if first := PreRegistration.objects.filter(centre=centre, key=key).first():
                return first
    raise TooManyFromHere(_("Too many forms came from here in the last hour. Please go to the counter."))


def _code() -> str:
    while not ARRIVAL_CODE.fullmatch(code := ids.random_code(ARRIVAL_LENGTH)):
        pass
    return code


def _seal(said: dict, centre, key: uuid.UUID) -> bytes:
    return crypto.sealer().seal(said, _context(centre.pk, key))


def _context(centre_key: int, key: uuid.UUID) -> str:
    return f"own-phone:{centre_key}:{key}"


def _digest(address: str | None) -> bytes:
    return salted_hmac("registration.arrivals", subscriber(address), algorithm="sha256").digest()
