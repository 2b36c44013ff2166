"""Run the web server and the job loop side by side until told to stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from hms.database.place import CHECKOUT
from hms.start import address

PR_SET_PDEATHSIG = 1
GRACE = 25  # seconds; gunicorn gives its requests 20
PAUSE = 5  # seconds before a job loop that ended is started again


class Stopped(Exception):
    """Ctrl-C, or the system says stop."""


def serve(host: str, port: int, *, with_jobs: bool, when_ready: Callable[[], None]) -> int:
    """Returns the exit code: 0 after an orderly stop."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    web = jobs = None
    try:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        web = _child("-m", "gunicorn", "-c", str(CHECKOUT / "hms/gunicorn_conf.py"), "hms.wsgi", HMS_BIND=where)
        while web.poll() is None and not address.answers(host, port):
            time.sleep(0.05)
        if web.poll() is None:
            when_ready()
        while web.poll() is None:
            if with_jobs and (jobs is None or jobs.poll() is not None):
                if jobs is not None:
                    print(f"the job loop ended ({jobs.returncode}); starting it again in {PAUSE} s", flush=True)
                    time.sleep(PAUSE)
                jobs = _child(str(CHECKOUT / "manage.py"), "jobs")
            time.sleep(0.5)
        return web.returncode or 1  # nobody asked it to end
    except Stopped:
        return 0
    finally:
        _end([child for child in (web, jobs) if child])


def _stop(number, frame):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise Stopped


def _child(*arguments: str, **environment: str) -> subprocess.Popen:
    """Out of reach of the terminal's Ctrl-C, which is for us to pass on; it ends when we are killed."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(children: list[subprocess.Popen]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
