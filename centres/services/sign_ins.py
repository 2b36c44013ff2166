"""Beginning and ending somebody's session in a browser."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.utils import timezone

from centres import audit, held, ways
from centres.models import SignIn, User, Workstation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def begin(request, user: User, *, method: str, workstation: Workstation | None = None) -> SignIn:
    """Start a session of `user` under a new key. Whoever was signed in on this browser before is signed out."""
    previous = request.user if request.user.is_authenticated else None
    leave(request)
    login(request, user, backend=BACKEND)
    if workstation:
        note_workstation(request, workstation)
    if request.session.session_key is None:
        request.session.create()
    now = timezone.now()
    sign_in = SignIn.objects.create(
        user=user,
        workstation=workstation,
        session_key=request.session.session_key,
        method=method,
        started_at=now,
        seen_at=now,
        address=audit.client_ip(request),
        browser=browser_name(request.headers.get("User-Agent", "")),
    )
    if method == SignIn.Method.PASSWORD and (user.pin_failures or user.failed_pin_at):
        User.objects.filter(pk=user.pk).update(pin_failures=0, failed_pin_at=None)
    action = "switched" if previous and previous != user else "sign_in"
    audit.record(action, by=user, centre=workstation and workstation.centre, target=sign_in, method=method)
    return sign_in


def note_workstation(request, workstation: Workstation) -> None:
    """The name shown beside the centre's, without asking the database on every page."""
    request.session["workstation"] = {"name": workstation.name, "centre": workstation.centre.code}


def leave(request) -> None:
    """End the session of this browser, if any; nothing of it stays."""
    if request.user.is_authenticated:
        SignIn.objects.filter(session_key=request.session.session_key, ended_at=None).update(ended_at=timezone.now())
    logout(request)


@transaction.atomic
def sign_out(request) -> None:
    person = request.user
    leave(request)
    audit.record("sign_out", by=person)


@transaction.atomic
def end(sign_in: SignIn, *, by: User) -> SignIn:
    """End one session wherever it is open: the next click there asks to sign in. Ending it again changes nothing."""
    sign_in = SignIn.objects.select_for_update().get(pk=sign_in.pk)
    if sign_in.ended_at is None:
        sign_in.ended_at = timezone.now()
        sign_in.save(update_fields=["ended_at"])
        _sessions()(sign_in.session_key).delete()
        audit.record("sign_in.ended", by=by, target=sign_in, own=sign_in.user_id == by.pk)
    return sign_in


@transaction.atomic
def end_all(user: User, *, by: User | None, but: str | None = None) -> int:
    """End every session of `user` except the one with key `but`; the number ended."""
    open_ones = SignIn.objects.select_for_update().filter(user=user, ended_at=None).exclude(session_key=but)
    keys = list(open_ones.values_list("session_key", flat=True))
    if keys:
        open_ones.update(ended_at=timezone.now())
        for key in keys:
            _sessions()(key).delete()
        audit.record("sign_in.ended_all", by=by, target=user, count=len(keys))
    return len(keys)


@transaction.atomic
def lock(request) -> None:
    """Lock the screen and keep the form that came along for its owner."""
    reference = held.keep(request)
    request.session["locked"] = True
    ways.remember(request, held.page_of(request))
    request.session["held"] = str(reference) if reference else ""
    audit.record("locked", by=request.user)


@transaction.atomic
def unlock(request, *, method: str) -> None:
    request.session.pop("locked", None)
    request.session["seen_at"] = int(timezone.now().timestamp())
    audit.record("unlocked", by=request.user, method=method)


def renew_key(request) -> None:
    """A new key for the same session, after the person proved more than before."""
    old = request.session.session_key
    request.session.cycle_key()
    SignIn.objects.filter(session_key=old).update(session_key=request.session.session_key)


def open_of(user: User):
    """The sessions of `user` that may still be open, newest first."""
    began = timezone.now() - timezone.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return user.sign_ins.filter(ended_at=None, started_at__gt=began).select_related("workstation")


def browser_name(agent: str) -> str:
    """Enough to recognise one's own computer, not enough to track anybody: "Firefox, Windows"."""
    browsers = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "Mac OS": "Mac", "Linux": "Linux"}
    found = [next((name for mark, name in marks.items() if mark in agent), "") for marks in (browsers, systems)]
    return ", ".join(filter(None, found))


def _sessions():
    return import_module(settings.SESSION_ENGINE).SessionStore
