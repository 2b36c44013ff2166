"""How old someone is, said the way the ward says it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from .shift import months_before


class Age(NamedTuple):
    """Completed years, months and days, and all days since birth."""

    years: int
    months: int
    days: int
    total_days: int

    @property
    def label(self) -> str:
        """Days under 28 days (and until the first month is full), months under 2 years, "2 y 6 m" under 5,
        then years; in the language now active: "40 y", "40 व".
        """
        total_months = 12 * self.years + self.months
        if self.total_days < 28 or not total_months:
            return _("%(days)d d") % {"days": self.total_days}
        if self.years < 2:
            return _("%(months)d m") % {"months": total_months}
        if self.years < 5 and self.months:
            return _("%(years)d y %(months)d m") % {"years": self.years, "months": self.months}
        return _("%(years)d y") % {"years": self.years}


def age_on(birth: date, day: date) -> Age:
    """The age on `day`. Someone born on 29 February completes a year on 28 February of a common year.

    Raises ValueError when `day` is before `birth`.
    """
    if day < birth:
        raise ValueError(f"{day} is before the birth on {birth}")
    months = 12 * (day.year - birth.year) + day.month - birth.month
    if months_before(birth, -months) > day:
        months -= 1
    return Age(months // 12, months % 12, (day - months_before(birth, -months)).days, (day - birth).days)
