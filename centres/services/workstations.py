"""Computers at a centre that a full sign-in opened for the day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from centres import audit
from centres.models import Centre, Membership, User, Workstation
from centres.permissions import TOTP_ROLES, Role
from hms.lib.ids import new_token, token_hash

SEEN_EVERY = 300  # seconds between two notes that a computer is alive
KNOWN_FOR = timedelta(days=400)  # the browser keeps its token: it opens nothing after OPEN_FOR, but says who it is
COOKIE = f"{settings.COOKIE_PREFIX}workstation"
OPEN_FOR = timedelta(hours=12)


@transaction.atomic
def open_workstation(centre: Centre, name: str, *, by: User) -> tuple[Workstation, str]:
    """Open this browser for colleagues' PINs; the workstation and the token for its cookie."""
    token, now = new_token(), timezone.now()
    workstation = Workstation.objects.create(
        centre=centre,
        name=name,
        token_hash=bytes.fromhex(token_hash(token)),
        opened_at=now,
        opened_by=by,
        open_until=now + OPEN_FOR,
        seen_at=now,
    )
    audit.record("workstation.opened", by=by, centre=centre, target=workstation)
    return workstation, token


@transaction.atomic
def close(workstation: Workstation, *, by: User) -> None:
    """Nobody signs in by PIN there any more. Closing it again changes nothing."""
    now = timezone.now()
    if Workstation.objects.filter(pk=workstation.pk, open_until__gt=now).update(open_until=now):
        audit.record("workstation.closed", by=by, centre=workstation.centre, target=workstation)


def of(request) -> Workstation | None:
    """The open workstation whose cookie this browser carries (0 or 1 query)."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    return (
        Workstation.objects.select_related("centre")
        .filter(token_hash=bytes.fromhex(token_hash(token)), open_until__gt=timezone.now(), centre__is_active=True)
        .first()
    )


def note_seen(request, now: int) -> None:
    """This browser's computer is alive (1 query every five minutes, else none). `now` in seconds."""
    token = request.COOKIES.get(COOKIE, "")
    if not token or now - request.session.get("computer_seen", 0) < SEEN_EVERY:
        return
    request.session["computer_seen"] = now
    Workstation.objects.filter(token_hash=bytes.fromhex(token_hash(token))).update(seen_at=timezone.now())


def colleagues(workstation: Workstation) -> list[User]:
    """Who may use a PIN there now, by name; each with `.role_names`. Nobody whose role needs a code (2 queries)."""
    today = Membership.objects.on(timezone.localdate())
    here = today.filter(centre=workstation.centre, user__is_active=True).exclude(user__pin="")
    barred = set(today.filter(role__in=TOTP_ROLES).values_list("user_id", flat=True))
    people: dict[int, User] = {}
    for membership in here.select_related("user").order_by("user__name_en"):
        if membership.user_id not in barred:
            person = people.setdefault(membership.user_id, membership.user)
            person.role_names = [*getattr(person, "role_names", []), Role(membership.role).label]
    return list(people.values())


def remember(response, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(KNOWN_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
