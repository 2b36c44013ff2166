"""Values and flags as the laboratory's own pages show them."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs import values
from labs.codes import format_sample_code
from labs.flags import say
from labs.services.freezing import CORRECTED, RANGE_CHOSEN_AGAIN, REPEATED, REPEATED_FIRST_COUNTS

register = template.Library()


@register.filter
def said(result):
    """The Said of a Result's flag."""
    return say(result.flag)


@register.filter
def value(result) -> str:
    """A Result's number or words; a choice in the reader's language."""
    test, words = result.order.test, result.text
    if get_language() == "hi" and words in test.choices_en and len(test.choices_hi) == len(test.choices_en):
        words = test.choices_hi[test.choices_en.index(words)]
    return values.shown(result, result.value, words)


@register.filter
def why(reason: str) -> str:
    """A version's reason; our own fixed words in the reader's language."""
    ours = {
        CORRECTED: _("corrected before release"),
        REPEATED: _("measured once more"),
        REPEATED_FIRST_COUNTS: _("measured once more: the first value counts"),
        RANGE_CHOSEN_AGAIN: _("range chosen again: pregnancy"),
    }
    return ours.get(reason, reason)


@register.filter
def whom(who: str) -> str:
    """Whom a range is for: "F+ 4380-20075" as "pregnant women, 12–55 years"."""
    sex, _space, span = who.partition(" ")
    if not span:
        return ""
    people = {
        "F": _("women"),
        "M": _("men"),
        "A": _("everybody"),
        "E": _("women and men together"),
        "F+": _("pregnant women"),
        "A+": _("pregnant women"),
    }
    first, _dash, last = span.partition("-")
    return f"{people.get(sex, sex)}, {ages(int(first), int(last))}"


def ages(first: int, last: int) -> str:
    """Days as the range's source means them: "0–28 days", "1–5 months", "from 15 years", "5–11 years"."""
    if last <= 60:
        return _("%(first)d–%(last)d days") % {"first": first, "last": last}
    if last < 365:
        return _("%(first)d–%(last)d months") % {"first": round(first / 30), "last": round(last / 30)}
    if last >= 43800:
        return _("all ages") if first == 0 else _("from %(first)s") % {"first": _age(first)}
    return _("%(first)s to %(last)s") % {"first": _age(first), "last": _age(last)}


def _age(days: int) -> str:
    if days < 60:
        return _("%(count)d days") % {"count": days}
    if days < 730:
        return _("%(count)d months") % {"count": round(days / 30.4)}
    return _("%(count)d years") % {"count": days // 365}


register.filter("sample_code", format_sample_code)


@register.filter
def is_critical(result) -> bool:
    return say(result.flag).is_critical


@register.filter
def range_whom(row) -> str:
    """A ReferenceRange's people, as `whom` says them."""
    return whom(f"{row.sex}{'+' if row.pregnancy else ''} {row.age_min_days}-{row.age_max_days}")


@register.filter
def choices(test) -> list[str]:
    return test.choices_hi if get_language() == "hi" and test.choices_hi else test.choices_en


@register.filter
def category(name: str) -> str:
    """A section of the laboratory in the reader's language."""
    sections = {
        "Haematology": _("Haematology"),
        "Biochemistry": _("Biochemistry"),
        "Hormone": _("Hormones"),
        "Serology": _("Serology"),
        "Microbiology": _("Microbiology"),
        "Skin test": _("Skin tests"),
        "Urine": _("Urine"),
        "Stool": _("Stool"),
        "Andrology": _("Andrology"),
        "Screening": _("Screening"),
        "Cardiology": _("Heart"),
        "Radiology": _("X-ray and ultrasound"),
    }
    return sections.get(name, name)
