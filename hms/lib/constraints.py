"""Rules the database keeps, said in one word each in a model's Meta.

Every name is made from the app, the model, the fields and the rule, so a migration never invents one.
"""

import hashlib
from functools import reduce
from operator import and_, or_

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

# PostgreSQL cuts names at 63 letters; the longest "app_model_" here leaves about 30 for the rest.
_ROOM = 32


def both_or_neither(*fields: str, message: str = "") -> CheckConstraint:
    """All of `fields` are set, or all are null: verified_at and verified_by."""
    all_set = reduce(and_, (Q(**{f"{field}__isnull": False}) for field in fields))
    none_set = reduce(and_, (Q(**{f"{field}__isnull": True}) for field in fields))
    return _check(all_set | none_set, fields, "both", message or _("These belong together: fill in all or none."))


def exactly_one(*fields: str, message: str = "") -> CheckConstraint:
    """One of `fields` is set and the others are null."""
    return _check(_one_set(fields), fields, "one", message or _("Fill in exactly one of these."))


def at_most_one(*fields: str, message: str = "") -> CheckConstraint:
    """One of `fields` is set, or none."""
    none_set = reduce(and_, (Q(**{f"{field}__isnull": True}) for field in fields))
    return _check(_one_set(fields) | none_set, fields, "max1", message or _("Fill in only one of these."))


def one_of(field: str, values, *, message: str = "") -> CheckConstraint:
    """`field` holds one of `values` (a list, or Choices.values), or null where the column allows it."""
    return _check(Q(**{f"{field}__in": list(values)}), [field], "known", message or _("Choose one of the list."))


def not_blank(field: str, *, message: str = "") -> CheckConstraint:
    """The text has at least one letter that is not a space. Null passes where the column allows it."""
    return _check(Q(**{f"{field}__regex": r"\S"}), [field], "filled", message or _("This cannot be empty."))


def non_negative(field: str, *, message: str = "") -> CheckConstraint:
    return _check(Q(**{f"{field}__gte": 0}), [field], "min0", message or _("This cannot be less than 0."))


def positive(field: str, *, message: str = "") -> CheckConstraint:
    return _check(Q(**{f"{field}__gt": 0}), [field], "gt0", message or _("This must be more than 0."))


def in_range(field: str, low, high, *, message: str = "") -> CheckConstraint:
    """`low` <= `field` <= `high`, both ends allowed; a bound of None is no bound."""
    rule = Q()
    if low is not None:
        rule &= Q(**{f"{field}__gte": low})
    if high is not None:
        rule &= Q(**{f"{field}__lte": high})
    return _check(rule, [field], "range", message or _("This is outside what is possible."))


def valid_range(low: str, high: str, *, message: str = "") -> CheckConstraint:
    """Field `low` is not above field `high`: ranges, starts_on and ends_on. A null end is open."""
    rule = Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)})
    return _check(rule, [low, high], "order", message or _("The end cannot come before the start."))


def _one_set(fields) -> Q:
    return reduce(
        or_,
        (reduce(and_, (Q(**{f"{field}__isnull": field != chosen}) for field in fields)) for chosen in fields),
    )


def _check(rule: Q, fields, kind: str, message: str) -> CheckConstraint:
    return CheckConstraint(
        condition=rule,
        name=f"%(app_label)s_%(class)s_{_short('_'.join(fields), kind)}",
        violation_error_message=message,
    )


def _short(fields: str, kind: str) -> str:
    name = f"{fields}_{kind}"
    if len(name) <= _ROOM:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{fields[: _ROOM - len(kind) - 8]}_{digest}_{kind}"
