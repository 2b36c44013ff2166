"""Who is called before their token, and why the others are not forgotten. Pure, no database.

An emergency goes first, always. Pregnant women, disabled people and people of sixty and more go before those who came
earlier, but at most every third call is such a one: each is given the next free place between the tokens, two tokens
behind the one before. So nobody waits more than half as long again as without this rule, however many come, and whoever
cannot stand long is in within a few calls. The place is fixed when the token is given: nobody's turn moves later on.

Sources: Rights of Persons with Disabilities Act 2016, section 25(1)(c) (priority in attendance and treatment); National
Programme for Health Care of the Elderly, operational guidelines (people of sixty and more, own queue). That every third
call is enough is a house rule of this project.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OLD_FROM = 60  # years
EVERY = 3  # at most one call in so many goes to somebody before their token
FIRST = 0.0  # the place of an emergency


class Reason(TextChoices):
    EMERGENCY = "emergency", _("Emergency")
    PREGNANCY = "pregnancy", _("Pregnant")
    DISABILITY = "disability", _("Disabled")
    OLD_AGE = "old_age", _("60 or older")


# What the counter is asked; the age is known from the record.
ASKED = (Reason.EMERGENCY, Reason.PREGNANCY, Reason.DISABILITY)


def reason(said: str, years: int) -> str:
    """Why somebody goes first: what was said, else their age, else nothing."""
    return said or (Reason.OLD_AGE if years >= OLD_FROM else "")


def place(why: str, token: int, *, now: float = 0, last: float | None = None) -> float:
    """Where in the order of the day: people are called by place, then token.

    `now`: the furthest place called so far; `last`: the furthest between tokens given so far, if any.
    """
    if not why:
        return float(token)
    if why == Reason.EMERGENCY:
        return FIRST
    soonest = int(now) + 0.5
    return min(token - 0.5, soonest if last is None else max(soonest, last + EVERY - 1))
