"""What every page of staff knows: the centre, the person's rights, the way home."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from centres.permissions import Permission
from hms import nav


class Rights:
    """`{% if may.lab_work %}` in templates: the same table that the views obey."""

    def __init__(self, permissions):
        self._permissions = permissions

    def __getattr__(self, name):
        try:
            return Permission(name) in self._permissions
        except ValueError:
            raise AttributeError(name) from None


def page(request):
    centre = getattr(request, "centre", None)
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    return {
        "centre": centre,
        "may": Rights(getattr(request, "permissions", frozenset())),
        "is_demo": settings.DEMO or bool(centre and centre.is_demo) or _is_demo_person(request),
        "idle_minutes": settings.HMS_IDLE_MINUTES,
        "nav": SimpleLazyObject(lambda: nav.bar(request)),
        "language": language,
        "other_language": "en" if language == "hi" else "hi",
        "now": timezone.now(),
    }


def _is_demo_person(request) -> bool:
    return getattr(getattr(request, "user", None), "is_demo", False)
