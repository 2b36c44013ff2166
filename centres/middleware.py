"""Who is asking, from which centre, and whether the screen has been left alone."""

import secrets
import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from centres import audit, held
from centres.models import Membership
from centres.permissions import TOTP_ROLES, Permission, granted

LANGUAGE_COOKIE = f"{settings.COOKIE_PREFIX}language"


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
        if now - session.get("opened_at", 0) > settings.SESSION_COOKIE_AGE:
            reference = held.keep(request)
            logout(request)
            return self.ask(request, reverse(settings.LOGIN_URL), reference)
        if session.get("locked") or now - session.get("seen_at", 0) > settings.HMS_IDLE_MINUTES * 60:
            if not session.get("locked"):
                session["locked"] = True
            if getattr(getattr(view, "view_class", view), "works_locked", False):
                return None
            return self.ask(request, reverse("centres:locked"), held.keep(request))
        if now - session["seen_at"] > 60 and not getattr(getattr(view, "view_class", view), "is_background", False):
            session["seen_at"] = now
        return None

    def ask(self, request, where, reference=None):
        """Send the browser to sign in; it comes back to the page it wanted, with what it had typed."""
        if reference is None and request.method == "POST":
            reference = held.keep(request)
        wanted = request.get_full_path() if request.method == "GET" else held.page_of(request)
        query = f"?held={reference}" if reference else ""
        response = redirect(f"{where}{query}")
        if request.htmx:
            response = redirect(where)
            response.status_code = 204
            response["HX-Redirect"] = where
        else:
            request.session["wanted"] = wanted
        return response


class CentreMiddleware:
    """Resolve `/c/<centre>/…` to the centre and the person's rights there (1 query), else 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.centre, request.roles, request.permissions = None, frozenset(), granted([])
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
        if request.roles & TOTP_ROLES and not request.user.is_verified():
            request.session["wanted"] = request.get_full_path()
            return redirect("centres:second-factor")
        return None
