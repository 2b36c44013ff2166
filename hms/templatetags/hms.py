"""Small words for templates: dates, ages, numbers as people here write them, and the top of every form."""

import re

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from centres import once
from centres.rollout_map import SHAPES
from hms.lib import dates, ids, money
from hms.lib.forms import problems
from hms.lib.text import is_devanagari

register = template.Library()

DATE = re.compile(r"(\d{2}-[A-Z][a-z]{2}-\d{4})")

register.filter("day", dates.format_day)
register.filter("moment", dates.format_moment)
register.filter("clock", dates.format_time)
register.filter("day_clock", dates.format_day_clock)
register.filter("uhid", ids.format_uhid)
register.filter("code", ids.format_code)
register.filter("phone_staff", ids.mask_phone_staff)


@register.filter
def whole_dates(text) -> str:
    """A sentence whose dates do not break at the end of a line."""
    parts = DATE.split(str(text))
    words = (
        (format_html('<span class="whole">{}</span>', one) if place % 2 else one,) for place, one in enumerate(parts)
    )
    return format_html_join("", "{}", words)


@register.filter
def age(born) -> str:
    """How old somebody born on `born` is today: "40 y"."""
    return dates.age_on(born, timezone.localdate()).label


register.filter("rupees", money.rupees)


@register.filter
def plain(number) -> str:
    """A quantity without idle zeros: 3 for 3.00, 0.5 for 0.50; "" for none."""
    return "" if number is None else f"{number.normalize():f}"


@register.filter
def stage_shape(stage) -> str:
    """The outline that stands for a stage of the rollout, as the path of a drawing around (0, 0)."""
    return SHAPES[stage]


@register.filter
def ago(moment) -> str:
    """ "3 days ago"; "never" where it never was."""
    return dates.ago(moment or None, timezone.now())


@register.filter
def days_old(day) -> str:
    """ "5 days old"."""
    return dates.days_old(day, timezone.localdate())


@register.filter
def script(text) -> str:
    """The `lang` of a text as typed: hi for Devanagari, else en. For names that may be in either script."""
    return "hi" if is_devanagari(str(text)) else "en"


@register.simple_tag(takes_context=True)
def form_top(context, *forms):
    """What every posted form begins with: CSRF, the key that makes it act once, its page, what is wrong with it.

    The first form of a page takes the view's `idem`; further ones get keys of their own.
    """
    request = context["request"]
    lines = [line for form in forms if form is not None for line in problems(form)]
    return render_to_string(
        "_form_top.html",
        {
            "idem": _key(context, request),
            "problems": lines,
            "page": context.get("page_path") or request.path,
            "is_kept": hasattr(request, "resumed") or "_kept" in request.POST,
        },
        request,
    )


def _key(context, request) -> str:
    if not request.user.is_authenticated:
        return ""
    given = context.get("idem")
    if given and not getattr(request, "idem_given", False):
        request.idem_given = True
        return given
    return once.new_key(request.user)
