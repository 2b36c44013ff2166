"""A question in plain sentences, in the reader's language: what was counted, what is usual, from when it is asked."""

from datetime import date

from django.utils.translation import gettext as _

from centres.permissions import Role
from hms.lib.dates import format_day
from labs.models import Test


def counted(code: str, facts: dict) -> str:
    """What was counted, in one sentence or two."""
    return _SAID[code](facts)


def expected(code: str, facts: dict) -> str:
    """What would be usual; "" where nothing can be expected."""
    if code == "no_phone" and "expected" in facts:
        return _("At the other centres' usual share it would be about %(expected)d.") % facts
    if code == "burst" and facts.get("pace"):
        return _("Usually one registration follows the other here after %(pace)d seconds.") % facts
    if code == "round_vitals":
        return _("By chance about %(expected)d would end in 0: every fifth.") % facts
    if code == "same_results":
        return _("In the eight weeks before, this value came %(before)d times in %(before_of)d results.") % facts
    if code in {"same_phone", "off_duty", "late_entry"}:
        return _("Expected: none or a few.")
    return ""


def asked_from(code: str, limits: dict) -> str:
    """The limit in words, out of a rule or of what a question kept of it."""
    return _LIMITS[code]() % limits


def _no_phone(facts):
    return _("Of %(of)d people who came, %(counted)d have no phone number written down.") % facts


def _same_phone(facts):
    return _(
        "%(numbers)d numbers stand as the own number of people from several homes: %(counted)d people in all, of one "
        "number up to %(largest)d. %(of)d people came."
    ) % facts  # fmt: skip


def _burst(facts):
    said = _(
        "At one counter %(times)d or more people were registered within %(within)d minutes. Stretches like "
        "this: %(bursts)d, the longest with %(largest)d people in a row; %(counted)d of %(of)d registrations in all. "
        "Days: %(days)s."
    )
    return said % {**facts, **facts["limits"], "days": _days(facts)}


def _off_duty(facts):
    said = _("%(counted)d of %(of)d visits have work in the name of somebody who was not there. Days: %(days)s.")
    lines = [_trade(one) for one in facts["trades"]]
    return " ".join([said % {**facts, "days": _days(facts)}, *lines])


def _trade(one: dict) -> str:
    said = _("%(day)s, %(role)s: the centre stated %(stated)d on duty, work stands in the name of %(credited)d.")
    return said % {**one, "day": _day(one["day"]), "role": Role(one["role"]).label}


def _round_vitals(facts):
    return _(
        "%(counted)d of %(of)d blood pressures end in 0. The most frequent was %(pair)s: %(pair_times)d times."
    ) % facts  # fmt: skip


def _late_entry(facts):
    said = _("%(counted)d visits were written about more than %(within)d days late; %(of)d people came in the week.")
    parts = {
        "pads": _("slips of power-cut pads: %(count)d"),
        "vitals": _("measurements: %(count)d"),
        "signed": _("doctors' signatures: %(count)d"),
        "results": _("test results: %(count)d"),
    }
    named = [words % {"count": facts[name]} for name, words in parts.items() if facts[name]]
    return " ".join([said % {**facts, "within": facts["limits"]["within"]}, "; ".join(named) + "."])


def _same_results(facts):
    test = Test.objects.filter(code=facts["test"]).first()
    said = _(
        "%(test)s: %(value)s came %(longest)d times running for different people. In all %(runs)d such runs with "
        "%(counted)d of %(of)d results."
    )
    return said % {**facts, "test": test.name if test else facts["test"]}


def _days(facts: dict) -> str:
    return ", ".join(_day(day) for day in facts["days"])


def _day(text: str) -> str:
    return format_day(date.fromisoformat(text))


_SAID = {
    "no_phone": _no_phone, "same_phone": _same_phone, "burst": _burst, "off_duty": _off_duty,
    "round_vitals": _round_vitals, "late_entry": _late_entry, "same_results": _same_results,
}  # fmt: skip
_LIMITS = {
    "no_phone": lambda: _(
        "Asked when %(share)d %% of at least %(least)d people have none, and %(times)d times the other centres' share."
    ),
    "same_phone": lambda: _("Asked from %(times)d people of %(within)d homes on one number."),
    "burst": lambda: _("Asked from %(times)d registrations within %(within)d minutes at one counter."),
    "off_duty": lambda: _("Asked from %(least)d visits on %(times)d days."),
    "round_vitals": lambda: _("Asked from %(share)d %% of at least %(least)d measurements."),
    "late_entry": lambda: _(
        "Asked from %(least)d visits and %(share)d %% of the week, more than %(within)d days late."
    ),
    "same_results": lambda: _(
        "Asked from %(times)d different people running, unless the value makes up %(share)d %% otherwise."
    ),
}
