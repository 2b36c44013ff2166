"""Django's own, without the time limits that a page has: a large table takes longer than a page may."""

from django.core.management.commands import migrate
from django.db import connections

UNHURRIED = ("statement_timeout", "idle_in_transaction_session_timeout")


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        self._run(connection, "SET {} = 0")
        try:
            super().handle(*args, **options)
        finally:
            self._run(connection, "RESET {}")

    def _run(self, connection, statement: str) -> None:
        with connection.cursor() as cursor:
            for name in UNHURRIED:
                cursor.execute(statement.format(name))
