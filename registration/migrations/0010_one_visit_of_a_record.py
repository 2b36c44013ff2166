"""Two records of one person may each have a visit in one department on one day: the first visit of a merged record stays.

Built beside running counters: the new rule is weaker, so it stands before the old one goes.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

MAKE = """
    CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_visit_a_day_of_a_record
    ON registration_visit (patient_id, department_id, visit_on) WHERE (NOT (status = 'cancelled') AND came_as_id IS NULL)
"""
DROP = "DROP INDEX CONCURRENTLY IF EXISTS one_visit_a_day_of_a_record"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("registration", "0009_merging"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MAKE, DROP)],
            state_operations=[
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(models.Q(("status", "cancelled"), _negated=True), ("came_as", None)),
                        fields=("patient", "department", "visit_on"),
                        name="one_visit_a_day_of_a_record",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name="visit", name="one_visit_a_day_in_a_department"),
        AddIndexConcurrently(
            model_name="patient",
            index=models.Index(
                condition=models.Q(("house", ""), _negated=True), fields=["pincode", "house"], name="patient_by_house"
            ),
        ),
    ]
