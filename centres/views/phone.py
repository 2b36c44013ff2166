"""Pages for patients' phones: no sign-in, no script, one request of 14 KB, Hindi unless ?lang=en."""

import base64
import hashlib
from functools import cache

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from centres.permissions import Permission
from centres.views.base import DeclaredView

STYLE = "phone.css"


@cache
def style_hash() -> str:
    """What the policy allows: this style and no other."""
    digest = hashlib.sha256(render_to_string(STYLE).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def strict_policy() -> dict:
    closed = ("script-src", "img-src", "font-src", "connect-src", "manifest-src")
    return {"style-src": [style_hash()], "form-action": [SELF], **{name: [NONE] for name in closed}}


class PhoneView(DeclaredView):
    """`self.language` is "hi" or "en"; `page` renders a template that extends phone_base.html."""

    permission = Permission.PUBLIC

    def dispatch(self, request, *args, **kwargs):
        self.language = "en" if request.GET.get("lang") == "en" else "hi"
        with translation.override(self.language):
            response = csp_replace(strict_policy())(super().dispatch)(request, *args, **kwargs)
        response["Content-Language"] = self.language
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def page(self, template: str, status=200, *, place=None, **context):
        """`place`: the centre that the page is about, if any; a demonstration centre marks its pages."""
        is_demo = settings.DEMO or bool(place and place.is_demo)
        context |= {"place": place, "is_hindi": self.language == "hi", "is_demo": is_demo}
        return HttpResponse(render_to_string(template, context), status=status)
