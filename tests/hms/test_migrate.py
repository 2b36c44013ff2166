import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

pytestmark = pytest.mark.django_db


def limits() -> tuple[str, ...]:
    names = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
    with connection.cursor() as cursor:
        return tuple(cursor.execute(f"SHOW {name}").fetchone()[0] for name in names)


def test_a_migration_may_take_its_time_but_not_wait_for_ever_on_a_lock():
    seen = []

    def note(**_kwargs):
        seen.append(limits())

    pre_migrate.connect(note, dispatch_uid="note", weak=False)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        pre_migrate.disconnect(dispatch_uid="note")

    assert set(seen) == {("0", "0", "5s")}
    assert limits() == ("30s", "30s", "5s")
