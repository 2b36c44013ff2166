"""Nehru has the key of "near" and was left out of the words of a mohalla: its people get their find keys anew."""

from django.db import migrations

from registration.find_keys import find_keys

BATCH = 2000


def write_keys(apps, schema_editor):
    patients = apps.get_model("registration", "Patient").objects.using(schema_editor.connection.alias)
    rows = list(patients.filter(street__iregex="neh?ru|नेहरू|नेहरु"))
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        for row in some:
            row.find_keys = find_keys(row)
        patients.bulk_update(some, ["find_keys"], batch_size=500)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registration", "0007_own_phone_and_transfer")]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
