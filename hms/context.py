"""What every page of staff knows: the centre, the person's rights, the way home."""

from django.conf import settings

from centres.permissions import Permission


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
    return {
        "centre": getattr(request, "centre", None),
        "may": Rights(getattr(request, "permissions", frozenset())),
        "is_demo": settings.DEMO,
        "idle_minutes": settings.HMS_IDLE_MINUTES,
    }
