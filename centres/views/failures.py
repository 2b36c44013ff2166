"""Pages for what went wrong: plain, bilingual, with the request's id and nothing else."""

from django.shortcuts import redirect, render

from centres import held
from centres.permissions import Permission


def failure(request, status, template):
    request_id = getattr(request, "id", "")
    return render(request, template, {"request_id": request_id}, status=status)


def denied(request, exception=None):
    return failure(request, 403, "centres/denied.html")


def not_found(request, exception=None):
    return failure(request, 404, "centres/not_found.html")


def bad_request(request, exception=None):
    return failure(request, 400, "centres/bad_request.html")


def broken(request):
    return failure(request, 500, "centres/broken.html")


def csrf_failure(request, reason=""):
    """The token is old, as after signing in again in another tab: keep what was typed and show the form again."""
    reference = held.keep(request)
    if reference and request.user.is_authenticated:
        return redirect(f"{held.page_of(request)}?held={reference}")
    return failure(request, 403, "centres/form_too_old.html")


def locked_out(request, credentials, *args, **kwargs):
    """Too many wrong passwords for this name from this address."""
    return render(request, "centres/locked_out.html", status=429)


csrf_failure.permission = Permission.PUBLIC
__all__ = ["bad_request", "broken", "csrf_failure", "denied", "locked_out", "not_found"]
