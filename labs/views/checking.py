"""What a report's QR opens: a few lines for anybody, without sign-in and without a script."""

import base64
import hashlib
from functools import cache

from csp.constants import NONE
from csp.decorators import csp_replace
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from centres import audit
from centres.permissions import Permission
from centres.views.base import DeclaredView
from labs import checks
from labs.documents import report_number, spell_seal

STYLE = "labs/report_check.css"


@cache
def policy() -> dict:
    """This page's own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(render_to_string(STYLE).encode()).digest()).decode()
    closed = ("script-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action")
    return {"style-src": [f"'sha256-{digest}'"], **{name: [NONE] for name in closed}}


class ReportCheck(DeclaredView):
    permission = Permission.PUBLIC
    http_method_names = ["get", "head"]

    def dispatch(self, request, *args, **kwargs):
        language = "en" if request.GET.get("lang") == "en" else "hi"
        with translation.override(language):
            response = csp_replace(policy())(super().dispatch)(request, *args, **kwargs)
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request, token):
        try:
            check = checks.look_up(token, address=audit.client_ip(request))
        except checks.Asked:
            return self.page({"is_closed": True}, 429)
        if check is None:
            return self.page({"is_unknown": True}, 404)
        report = check.report
        facts = {"check": check, "number": report_number(report), "seal": spell_seal(report.content_sha256)}
        return self.page({**facts, "report": report}, 200)

    def page(self, context: dict, status: int):
        is_hindi = translation.get_language() == "hi"
        return render(self.request, "labs/report_check.html", {**context, "is_hindi": is_hindi}, status=status)
