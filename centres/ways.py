"""Where a person goes next: only to pages of ours that can be opened by a link."""

from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from centres import held

LONGEST = 500


def own_page(path: str) -> str | None:
    """`path` when it is a page of ours that answers a GET, else None. Never another host, never a mere action."""
    if not path.startswith("/") or len(path) > LONGEST:
        return None
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    try:
        view = resolve(path.partition("?")[0]).func
    except Resolver404:
        return None
    view = getattr(view, "view_class", view)
    return path if hasattr(view, "get") else None


def remember(request, path: str) -> None:
    """Note the page somebody was on; a colleague who signs in instead is not taken there."""
    request.session["wanted"] = path
    request.session["wanted_by"] = request.user.pk


def onward(request, user, note: dict) -> str:
    """The page to open after signing in or unlocking: the kept form, the page wanted before, or home.

    `note` is what the session held before: wanted, wanted_by, held.
    """
    if back := held.path_back(note.get("held") or "", user):
        return back
    whose = note.get("wanted_by")
    wanted = own_page(note.get("wanted") or "") if whose in {None, user.pk} else None
    return wanted or resolve_url("centres:home")


def note_of(request) -> dict:
    """Take the note out of the session before the session changes hands."""
    note = {name: request.session.pop(name, None) for name in ("wanted", "wanted_by", "held")}
    note["held"] = request.GET.get("held") or note["held"]
    return note
