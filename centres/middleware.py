"""Who is asking, from which centre, and whether the screen has been left alone."""

import secrets
import time

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from centres import audit, held, ways
from centres.models import Membership, SignIn
from centres.permissions import TOTP_ROLES, Permission, Reach, granted, reach
from centres.services import sign_ins, workstations

LANGUAGE_COOKIE = f"{settings.COOKIE_PREFIX}language"
KNOWN_METHODS = ["GET", "HEAD", "POST"]
SEEN_EVERY = 60  # seconds between two notes of when somebody was last there


class RequestIdMiddleware:
    """Give every request a random id that stands in the log, the audit and the error page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(8)
        token = audit.origin.set(audit.Origin(request.id, audit.client_ip(request)))
        try:
            response = self.get_response(request)
        finally:
            audit.origin.reset(token)
        response["X-Request-Id"] = request.id
        if not request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class KnownMethodsMiddleware:
    """Refuse what no page answers to before anything looks for a form's token: PUT is not a form too old."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in KNOWN_METHODS:
            return HttpResponseNotAllowed(KNOWN_METHODS)
        return self.get_response(request)


class SentByScriptMiddleware:
    """A form sent by static/saving.js is told where to go: a script cannot read where a redirect leads."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or "X-Saving" not in request.headers:
            return response
        where = response.headers.get("Location") or response.headers.get("HX-Redirect")
        if not where:
            return response
        answer = HttpResponse(status=204, headers={"X-Go": where})
        answer.cookies = response.cookies
        return answer


class LanguageMiddleware:
    """The reader's own choice; before sign-in the browser's last choice; else Hindi."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.session.get("language") or request.COOKIES.get(LANGUAGE_COOKIE)
        if language not in {"hi", "en"}:
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response


def declared_permission(view):
    """What the view says it needs. Raises RuntimeError when it says nothing: forgetting opens no door."""
    permission = getattr(getattr(view, "view_class", view), "permission", None)
    if permission is None:
        raise RuntimeError(f"{view} declares no permission.")
    return Permission(permission)


class SignInMiddleware:
    """Nobody passes without an account except to public views; a screen left alone locks itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if declared_permission(view) is Permission.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return self.ask(request, reverse(settings.LOGIN_URL))
        now = int(time.time())
        session = request.session
        view = getattr(view, "view_class", view)
        if now - session.get("opened_at", 0) > settings.SESSION_COOKIE_AGE:
            person = request.user.pk
            sign_ins.leave(request)
            return self.ask(request, reverse(settings.LOGIN_URL), person)
        if not session.get("locked") and now - session.get("seen_at", 0) > settings.HMS_IDLE_MINUTES * 60:
            session["locked"] = True
            audit.record("locked", by=request.user)
        if session.get("locked"):
            if getattr(view, "works_locked", False):
                return None
            return self.ask(request, reverse("centres:locked"), request.user.pk)
        if now - session["seen_at"] > SEEN_EVERY and not getattr(view, "is_background", False):
            session["seen_at"] = now
            SignIn.objects.filter(session_key=session.session_key).update(seen_at=timezone.now())
        workstations.note_seen(request, now)
        return None

    def ask(self, request, where, person=None):
        """Send the browser to sign in; it comes back to the page it wanted, with what it had typed.

        A page that asks by itself (htmx) is told to lock, so that its form is kept before it goes.
        """
        if request.htmx and request.method == "GET":
            response = HttpResponse(status=204)
            response["HX-Trigger"] = "locked"
            return response
        reference = held.keep(request)
        where = f"{where}?held={reference}" if reference else where
        if request.htmx:
            response = HttpResponse(status=204)
            response["HX-Redirect"] = where
            return response
        request.session["wanted"] = request.get_full_path() if request.method == "GET" else held.page_of(request)
        request.session["wanted_by"] = person
        return redirect(where)


class CentreMiddleware:
    """Resolve `/c/<centre>/…` to the centre and the person's rights there (1 query), else 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.centre, request.roles, request.permissions = None, frozenset(), granted([])
        request.reach = Reach.CENTRE
        if any("\x00" in str(value) for value in kwargs.values()):  # nothing has such a name, and PostgreSQL refuses it
            raise Http404
        if "centre" not in kwargs:
            return None
        memberships = list(
            Membership.objects.on(timezone.localdate())
            .filter(user_id=request.user.pk, centre__code=kwargs["centre"])
            .select_related("centre")
        )
        if not memberships:
            audit.record("denied.centre", by=request.user, target=f"path:{request.resolver_match.view_name}")
            raise Http404
        request.centre = memberships[0].centre
        request.roles = frozenset(membership.role for membership in memberships)
        request.permissions = granted(request.roles)
        request.reach = reach(request.roles)
        if request.roles & TOTP_ROLES and not request.user.is_verified():
            if request.method == "GET":
                ways.remember(request, request.get_full_path())
            return redirect("centres:second-factor")
        return None
