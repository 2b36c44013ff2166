"""Start, stop and look at the server. What it is doing is asked of it, never read from a PID file."""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from hms.database import cluster, programs
from hms.database.place import Place
from hms.database.programs import DatabaseError

RUNNING, STARTING, STOPPED = "running", "starting", "stopped"
ACCEPTING, REJECTING = 0, 1  # how pg_isready ends
LAST_ONE_DYING = 60  # seconds to let the remains of a killed server go


def state(place: Place) -> str:
    """Running means a connection as the application's role worked just now."""
    answer = _is_ready(place)
    if answer == ACCEPTING:
        return RUNNING if can_connect(place) else STARTING
    return STARTING if answer == REJECTING else STOPPED


def _is_ready(place: Place) -> int:
    options = ["--host", str(place.socket), "--port", place.PORT, "--timeout=3"]
    return subprocess.run([programs.client("pg_isready"), *options], capture_output=True).returncode  # noqa: S603


def can_connect(place: Place) -> bool:
    try:
        with connect(place) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def connect(place: Place, name: str | None = None) -> psycopg.Connection:
    where = place.dsn()
    return psycopg.connect(
        dbname=name or where["NAME"],
        user=where["USER"],
        host=where["HOST"],
        port=where["PORT"],
        connect_timeout=5,
        autocommit=True,
    )


def start(place: Place, say: Callable[[str], None] = print) -> bool:
    """Start it unless it runs; wait as long as a crash recovery needs. True when we started it."""
    if state(place) == RUNNING:
        return False
    with _only_one_starter(place):
        if state(place) == RUNNING:
            return False
        if place.is_served_by_another_user:
            _refuse_unless_root(place)
        cluster.prepare(place)
        _start_until_it_answers(place, say)
        if not can_connect(place):
            cluster.make_role_and_database(place)
        if not can_connect(place):
            raise DatabaseError(f"The database runs but refuses the application: see {place.logs}.")
        return True


def stop(place: Place) -> bool:
    """Stop it in order. False when nothing was running: then no PID file is believed and no signal sent."""
    if state(place) == STOPPED:
        return False
    if place.is_served_by_another_user:
        _refuse_unless_root(place)
    done = programs.run(place, "pg_ctl", "stop", f"--pgdata={place.data}", "--mode=fast", "--timeout=300")
    if done.returncode:
        raise DatabaseError(f"The database did not stop: {done.stderr.strip() or done.stdout.strip()}")
    return True


@contextmanager
def _only_one_starter(place: Place) -> Iterator[None]:
    place.var.mkdir(exist_ok=True)
    try:
        handle = place.lock.open("w")
    except PermissionError:
        raise DatabaseError(f"{place.lock} is another user's: start as the user who did before.") from None
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _refuse_unless_root(place: Place) -> None:
    if os.geteuid() != 0:
        raise DatabaseError(
            f"The database of this checkout belongs to {place.user} ({place.home}): use the user who started"
            f" it before. To begin again with an empty one, move {place.record} away."
        )


def _start_until_it_answers(place: Place, say: Callable[[str], None]) -> None:
    """Launch, and again while what is left of a killed server holds the lock. Its PID file is not ours."""
    began = time.monotonic()
    while True:
        process = _launch(place)
        if _wait(place, process, say):
            return
        reason = _last_words(place)
        still_held = "already exists" in reason or "shared memory block" in reason
        if not still_held or time.monotonic() - began > LAST_ONE_DYING:
            raise DatabaseError(f"The database did not start:\n{reason}\nIts log is in {place.logs}.")
        time.sleep(0.5)


def _launch(place: Place) -> subprocess.Popen:
    """Its own session: Ctrl-C at our terminal must not reach it."""
    options = {"start_new_session": True, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    with (place.logs / "start.log").open("w") as log:
        command = [programs.server(place, "postgres"), "-D", str(place.data)]
        return subprocess.Popen(command, stderr=log, **options, **programs.identity(place))  # noqa: S603


def _wait(place: Place, process: subprocess.Popen, say: Callable[[str], None]) -> bool:
    """True when it accepts connections, False when it ended first. Crash recovery takes what it takes."""
    began = told = time.monotonic()
    while process.poll() is None:
        if _is_ready(place) == ACCEPTING:
            return True
        if time.monotonic() - told > 10:
            told = time.monotonic()
            say(f"the database is putting its log in order ({told - began:.0f} s); let it finish")
        time.sleep(0.05)
    return False


def _last_words(place: Place) -> str:
    return (place.logs / "start.log").read_text(errors="replace").strip()[-2000:]
