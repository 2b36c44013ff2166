"""How often something of a past day was changed, so that sums kept of closed days know when they are old.

The database counts by itself: whatever writes, corrects, signs or merges, by whichever way. Apps above add the trigger
to their own tables. The day that runs is left out, because everybody at the counter would wait for its one row.
"""

import pgtrigger
from django.db import models

from centres.querysets import CentreQuerySet
from hms.lib.governance import governed


def _marking(days: str) -> str:
    return f"""
        INSERT INTO registration_daychange (centre_id, day, changes)
        SELECT centre_id, visit_on, 1 FROM ({days}) touched
        WHERE visit_on <> (now() AT TIME ZONE 'Asia/Kolkata')::date
        GROUP BY centre_id, visit_on ORDER BY centre_id, visit_on
        ON CONFLICT (centre_id, day) DO UPDATE SET changes = registration_daychange.changes + 1;
        RETURN NULL;
    """  # noqa: S608 (our own text, no typed one)


def marks_days(name: str, operation, days: str, *, old: bool = False) -> pgtrigger.Trigger:
    """After a statement, mark `days`: SQL for centre_id and visit_on over new_rows and, if `old`, old_rows."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="new_rows", **({"old": "old_rows"} if old else {})),
        func=_marking(days),
    )


VISIT_MARKS_DAYS = [
    marks_days("marks_day_of_new", pgtrigger.Insert, "SELECT centre_id, visit_on FROM new_rows"),
    marks_days(
        "marks_day_of_changed",
        pgtrigger.Update,
        "SELECT centre_id, visit_on FROM new_rows UNION ALL SELECT centre_id, visit_on FROM old_rows",
        old=True,
    ),
    pgtrigger.Trigger(
        name="marks_day_of_deleted",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        referencing=pgtrigger.Referencing(old="old_rows"),
        func=_marking("SELECT centre_id, visit_on FROM old_rows"),
    ),
]
# What registers and forms count of a person: sex, age, ward.
PATIENT_MARKS_DAYS = marks_days(
    "marks_days_of_person",
    pgtrigger.Update,
    """SELECT visit.centre_id, visit.visit_on FROM registration_visit visit
       JOIN new_rows now_is ON now_is.id = visit.patient_id JOIN old_rows was ON was.id = now_is.id
       WHERE (was.sex, was.birth_date, was.ward) IS DISTINCT FROM (now_is.sex, now_is.birth_date, now_is.ward)""",
    old=True,
)


@governed(centre="centre", internal="day changes")
class DayChange(models.Model):
    """`changes` grows by one with each statement that touched a row of that day; a day without a row never changed."""

    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    day = models.DateField()
    changes = models.PositiveBigIntegerField(default=1)

    objects = CentreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="day_change_once")]

    def __str__(self):
        return f"{self.centre_id} {self.day} {self.changes}"
