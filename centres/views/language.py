"""Hindi or English, at any moment, on the same page."""

from django.conf import settings
from django.shortcuts import redirect

from centres import ways
from centres.middleware import LANGUAGE_COOKIE
from centres.models import User
from centres.permissions import Permission
from centres.views.base import DeclaredView

A_YEAR = 365 * 24 * 3600


class LanguageSwitch(DeclaredView):
    permission = Permission.PUBLIC

    def post(self, request):
        response = redirect(ways.own_page(request.POST.get("_page", "")) or "centres:home")
        language = request.POST.get("language")
        if language not in dict(settings.LANGUAGES):
            return response
        if request.user.is_authenticated:
            request.session["language"] = language
            User.objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
