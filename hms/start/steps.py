"""The steps of a start, each skipped when what it is made from has not changed."""

import io
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg

from hms import database
from hms.database import server
from hms.database.place import CHECKOUT, Place
from hms.lib import fonts
from hms.start.stamps import Stamps, digest

LOCK = CHECKOUT / "requirements.lock"
IDENTITY = """
    select (select system_identifier from pg_control_system()), oid
    from pg_database where datname = current_database()
"""


class Start:
    """One start: where it writes, what it has done, what it says."""

    def __init__(self, var: Path, say: Callable[[str], None]):
        self.var = var
        self.stamps = Stamps(var / "done.json")
        self.say = say
        self.is_demo = False

    def prepare(self) -> None:
        """Leave nothing to do but serve."""
        # First: what is made later (the demo's reports) freezes texts in both languages.
        if has_command("compile_hindi"):
            self._step("hindi", _hindi, "Hindi texts compiled", partial(_manage, "compile_hindi", stdout=io.StringIO()))
        self._fonts()
        self._database()
        here = _identity()
        self._step("migrate", lambda: f"{here} {_migrations()}", "tables brought up to date", _migrate)
        if has_command("load_catalogues"):
            load = partial(_manage, "load_catalogues", stdout=io.StringIO())
            self._step("catalogues", lambda: f"{here} {_catalogues()}", "reference data loaded", load)
        self._step("static", self._static, "styles and scripts collected", _collect)

    def _step(self, name: str, source: Callable[[], str], done: str, work: Callable[[], object]) -> None:
        """Work when `source` says something else than after the last time."""
        if self.stamps.is_fresh(name, source()):
            return
        began = time.monotonic()
        work()
        self.stamps.put(name, source())
        self._tell(done, began)

    def _tell(self, done: str, began: float) -> None:
        self.say(f"{done} ({time.monotonic() - began:.1f} s)")

    def _fonts(self) -> None:
        began = time.monotonic()
        if fonts.make(Path(os.environ.get("HMS_FONTS_DIR") or self.var / "fonts")):
            self._tell("fonts for paper made", began)

    def _database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            return
        began = time.monotonic()
        if server.start(Place.find(), self.say):
            self._tell("database started", began)

    def _static(self) -> str:
        files = digest([*CHECKOUT.glob("static/**/*"), *CHECKOUT.glob("*/static/**/*"), LOCK])
        return f"{files} {(self.var / 'static' / 'staticfiles.json').exists()}"

    def people(self, *, demo: bool, username: str) -> None:
        """An empty database gets the demo, or its first administrator; one with people is left alone."""
        here = _identity()
        self.is_demo = self.stamps.is_fresh("demo", here)
        if self.stamps.is_fresh("people", here):
            return
        if not _has_people():
            began = time.monotonic()
            if demo and has_command("seed_demo"):
                self.say("making the demo: centres, people and two weeks of made-up patients; a minute or so …")
                _manage("seed_demo", stdout=io.StringIO())
                self.stamps.put("demo", here)
                self.is_demo = True
                self._tell("demo made", began)
            elif not demo and has_command("create_administrator"):
                _manage("create_administrator", username=username)
            else:
                return
        self.stamps.put("people", here)


def has_command(name: str) -> bool:
    """Without loading Django, which takes longer than everything else here."""
    return any(CHECKOUT.glob(f"*/management/commands/{name}.py"))


def _migrations() -> str:
    return digest([*CHECKOUT.glob("*/migrations/*.py"), LOCK])


def _catalogues() -> str:
    patterns = "*/data/**/*", "*/catalogue/**/*", "*/management/commands/load_*.py"
    return digest(file for pattern in patterns for file in CHECKOUT.glob(pattern))


def _hindi() -> str:
    return digest([*CHECKOUT.glob("*/locale/**/*.po"), *CHECKOUT.glob("*/locale/**/*.mo")])


def _migrate() -> None:
    _manage("migrate", interactive=False, verbosity=0)


def _collect() -> None:
    _manage("collectstatic", interactive=False, verbosity=0, clear=True)


def _identity() -> str:
    """Which database this is: another one, or one restored, has another."""
    if url := os.environ.get("DATABASE_URL"):
        connection = psycopg.connect(url, connect_timeout=10)
    else:
        where = database.dsn()
        connection = psycopg.connect(dbname=where["NAME"], user=where["USER"], host=where["HOST"], port=where["PORT"])
    with connection:
        return " ".join(map(str, connection.execute(IDENTITY).fetchone()))


def _django() -> None:
    """Load it once, without a pool: this process does one thing at a time and then serves nobody."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
    if not apps.ready:
        pool = os.environ.get("HMS_NO_POOL")
        os.environ["HMS_NO_POOL"] = "1"
        django.setup()
        os.environ["HMS_NO_POOL"] = pool or ""


def _manage(command: str, **options) -> None:
    _django()
    from django.core.management import call_command

    call_command(command, **options)


def _has_people() -> bool:
    _django()
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()
