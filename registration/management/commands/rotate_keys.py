"""New keys for the Aadhaar index or the vault, with the site running. Ended half-way, it goes on where it stood.

manage.py rotate_keys index      after HMS_INDEX_KEY changed and the old key stands in HMS_INDEX_KEYS_OLD
manage.py rotate_keys vault      a new data key, everything sealed anew, data keys wrapped by the current master key
manage.py rotate_keys --status   what is left to do
"""

import time

from django.core.management.base import BaseCommand, CommandError

from hms.lib import vault_keys
from registration import rotation, vault


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="?", choices=["index", "vault"])
        parser.add_argument("--status", action="store_true", help="only say what is left")
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (500)")
        parser.add_argument("--pause", type=float, default=0.0, help="seconds between batches, to go easy on the site")

    def handle(self, *, what, status, batch, pause, **options):
        if status or what is None:
            self.stdout.write(f"index: {rotation.left()} rows under an older key")
            self.stdout.write(f"vault: {vault.left()} rows under an older key")
            return
        try:
            self.index(batch, pause) if what == "index" else self.vault(batch, pause)
        except vault_keys.KeyMissing as error:
            raise CommandError(str(error)) from None

    def index(self, batch: int, pause: float) -> None:
        self.work("index", rotation.left(), lambda: rotation.rotate_some(batch), rotation.left, pause)

    def vault(self, batch: int, pause: float) -> None:
        self.stdout.write(f"vault: {vault.rewrap()} data keys wrapped by the current master key")
        if vault.left() == 0:
            vault.start_rotation()
        self.work("vault", vault.left(), lambda: vault.rotate_some(batch), vault.left, pause)
        self.stdout.write(f"vault: {vault.drop_unused()} old data keys deleted")

    def work(self, name: str, total: int, step, left, pause: float) -> None:
        """Batch after batch until nothing is left; rows that are held at the moment are waited for."""
        done = 0
        while True:
            moved = step()
            done += moved
            if moved:
                self.stdout.write(f"{name}: {done} of {total}")
            elif left() == 0:
                break
            time.sleep(max(pause, 0 if moved else 0.2))
        self.stdout.write(f"{name}: done, {done} rows")
