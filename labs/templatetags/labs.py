"""Values and flags as the laboratory's own pages show them."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from labs import components, values
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
    if get_language() == "hi" and result.parts:
        return "\n".join(part.words_hi for part in components.from_stored(result.parts))
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
def differences(change) -> list[tuple[str, str, str]]:
    """What a change of the catalogue changed: the field in words, what stood there, what stands there now."""
    names = list(dict.fromkeys([*change.before, *change.after]))
    return [(_field(name), change.before.get(name, ""), change.after.get(name, "")) for name in names]


@register.filter
def field_words(name: str) -> str:
    """A field of the catalogue as people call it."""
    return _field(name)


def _field(name: str) -> str:
    words = {
        "name_hi": _("Name in Hindi"),
        "name_en": _("Name in English"),
        "category": _("Section"),
        "unit": _("Unit"),
        "method": _("Method"),
        "decimals": _("Digits after the point"),
        "possible_low": _("Smallest possible"),
        "possible_high": _("Largest possible"),
        "low": _("Normal from"),
        "high": _("Normal up to"),
        "critical_low": _("Critical below"),
        "critical_high": _("Critical above"),
        "age_min_days": _("From age"),
        "age_max_days": _("Up to age"),
        "sex": _("Sex"),
        "pregnancy": _("In pregnancy"),
        "analyser": _("Only for this analyser"),
        "source": _("Source"),
        "note": _("Note"),
        "tests": _("Tests"),
        "is_active": _("May be ordered"),
        "is_sensitive": _("Never shown on the phone"),
        "meaning_high_hi": _("What high means, in Hindi"),
        "meaning_high_en": _("What high means, in English"),
        "meaning_low_hi": _("What low means, in Hindi"),
        "meaning_low_en": _("What low means, in English"),
        "reviewed_by_name": _("Who reviewed it?"),
        "reviewed_on": _("When"),
        "result_type": _("Kind of result"),
        "specimen_hi": _("Specimen in Hindi"),
        "specimen": _("Specimen in English"),
        "container": _("Container"),
        "position": _("Place in the list"),
        "choices_en": _("Choices"),
        "choices_hi": _("Choices"),
        "percent": _("Change in percent"),
        "within_days": _("Compared for so many days"),
        "reactive_from": _("Reactive from"),
        "components": _("Parts of the microscopy"),
        "is_loinc_confirmed": _("LOINC number seen beside its name at loinc.org"),
    }
    return words.get(name, name)


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
