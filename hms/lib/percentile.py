"""PostgreSQL's percentiles of durations for Django's ORM."""

from django.db.models import Aggregate, DurationField


class Percentile(Aggregate):
    """The share of durations that are at most this long, between two values where it falls between."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression, *, share: float, **extra):
        super().__init__(expression, share=share, **extra)
