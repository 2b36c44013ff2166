"""Extensions come before any table that uses them. Both are trusted: the database's owner may create them."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [TrigramExtension(), BtreeGinExtension()]
