"""How long ago something was, as one says it."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def ago(moment: datetime | None, now: datetime) -> str:
    """ "just now", "12 minutes ago", "5 hours ago", "3 days ago"; "never" for None. Moments to come are just now."""
    if moment is None:
        return _("never")
    minutes = max(0, int((now - moment).total_seconds()) // 60)
    if minutes < 2:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return ngettext("%(count)d day ago", "%(count)d days ago", hours // 24) % {"count": hours // 24}


def days_old(day: date, today: date) -> str:
    """ "of today", "of yesterday", "5 days old"."""
    days = (today - day).days
    if days <= 0:
        return _("of today")
    if days == 1:
        return _("of yesterday")
    return ngettext("%(count)d day old", "%(count)d days old", days) % {"count": days}
