"""A one-time link on its way to the next page: sealed in the session of whoever made it, gone once shown."""

import base64

from django.urls import reverse

from centres.models import User
from centres.services import passwords
from hms.lib import crypto

NAME = "link_to_show"


def put(request, user: User, *, by: User) -> None:
    """Make a link for `user` and show it on the next page."""
    keep(request, user, passwords.issue_link(user, by=by))


def keep(request, user: User, token: str) -> None:
    sealed = crypto.sealer().seal(token, f"link:{user.pk}")
    request.session[NAME] = {"user": user.pk, "sealed": base64.b64encode(sealed).decode()}


def take(request, user: User) -> str:
    """The link as an address to open, once; "" when there is none for this person."""
    kept = request.session.get(NAME)
    if not kept or kept["user"] != user.pk:
        return ""
    del request.session[NAME]
    token = crypto.sealer().open(base64.b64decode(kept["sealed"]), f"link:{user.pk}")
    return request.build_absolute_uri(reverse("centres:set-password", args=[token]))
