"""Which centre handed out: until now always the one that wrote the slip."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE opd_dispensing DISABLE TRIGGER USER;
    UPDATE opd_dispensing SET centre_id = registration_visit.centre_id
    FROM opd_prescriptionitem
    JOIN opd_consultation ON opd_consultation.id = opd_prescriptionitem.consultation_id
    JOIN registration_visit ON registration_visit.id = opd_consultation.visit_id
    WHERE opd_prescriptionitem.id = opd_dispensing.item_id;
    ALTER TABLE opd_dispensing ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("centres", "0002_initial"), ("opd", "0015_report_lines")]

    operations = [
        migrations.AddField(
            model_name="dispensing",
            name="centre",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispensings",
                to="centres.centre",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="dispensing",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dispensings", to="centres.centre"
            ),
        ),
        migrations.RemoveIndex(model_name="dispensing", name="dispensing_by_time"),
        migrations.AddIndex(
            model_name="dispensing",
            index=models.Index(fields=["centre", "given_at"], name="dispensing_of_centre_by_time"),
        ),
    ]
