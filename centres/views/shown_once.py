"""One-time links on their way to the next page: sealed in the session of whoever made it, gone once shown."""

import base64
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import User
from centres.services import passwords
from hms.lib import crypto
from hms.lib.qr import qr_svg

NAME = "link_to_show"
SEVERAL = "links_to_show"


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
    return _address(request, token)


@dataclass(frozen=True)
class LinkOf:
    """One person's link as an address and as a code to scan."""

    user: User
    url: str

    @property
    def qr(self) -> str:
        return qr_svg(self.url, label=_("Code of the link"), error="L")


def keep_several(request, tokens: dict[int, str]) -> None:
    """Links of several people, by their key, for one page that shows them all."""
    sealed = crypto.sealer().seal({str(pk): token for pk, token in tokens.items()}, SEVERAL)
    request.session[SEVERAL] = base64.b64encode(sealed).decode()


def take_several(request) -> list[LinkOf]:
    """They show once; [] when there are none, or no more (1 query)."""
    kept = request.session.pop(SEVERAL, None)
    if not kept:
        return []
    tokens = crypto.sealer().open(base64.b64decode(kept), SEVERAL)
    people = User.objects.filter(pk__in=tokens).order_by("username")
    return [LinkOf(user, _address(request, tokens[str(user.pk)])) for user in people]


def _address(request, token: str) -> str:
    return request.build_absolute_uri(reverse("centres:set-password", args=[token]))
