"""Is it alive, and could it serve: for whoever watches the server. Names no patient and no secret."""

import ipaddress
import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hms.checks import sees_devanagari
from hms.lib import fonts

LEAST_FREE_BYTES = 1_000_000_000  # PostgreSQL stops at a full disk, and takes the counter with it


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else: a dead database must not get the web restarted."""
    return JsonResponse({"ok": True})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when patients can be served, else 503. Which part is wrong is told to this machine only."""
    parts = {name: _answer(check) for name, check in CHECKS.items()}
    if parts["database"] == "ok":  # a dead one is waited for once, not three times
        parts |= {name: _answer(check) for name, check in DATABASE_CHECKS.items()}
    is_ready = all(answer == "ok" for answer in parts.values())
    body = {"ok": is_ready, **({"checks": parts} if _is_from_here(request) else {})}
    return JsonResponse(body, status=200 if is_ready else 503)


live.permission = ready.permission = "public"


def _is_from_here(request: HttpRequest) -> bool:
    """Straight from this machine: a proxy on it passes on strangers, and says so in a header."""
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-Ip", "Forwarded"))
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not is_passed_on
    except ValueError:
        return False


def _answer(check) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # whatever it is, it is not ready
        return type(error).__name__


def _database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_is_in_recovery()")
        return "read-only" if cursor.fetchone()[0] else None


def _migrations() -> str | None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else None


def _devanagari() -> str | None:
    with connection.cursor() as cursor:
        return None if sees_devanagari(cursor) else "blind to Devanagari"


def _disk() -> str | None:
    free = shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else settings.BASE_DIR).free
    return f"{free // 1_000_000} MB left" if free < LEAST_FREE_BYTES else None


def _fonts() -> str | None:
    missing = fonts.missing(settings.FONTS_DIR)
    return f"{len(missing)} missing" if missing else None


CHECKS = {
    "database": _database,
    "disk": _disk,
    "fonts": _fonts,
}
DATABASE_CHECKS = {"migrations": _migrations, "devanagari": _devanagari}
