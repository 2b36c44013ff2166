"""How gunicorn serves: `python -m gunicorn -c hms/gunicorn_conf.py hms.wsgi`."""

import gc
import os
import re
import sys
import threading
from pathlib import Path

from gunicorn.glogging import Logger

# Two processes of four threads suit two cores; HMS_THREADS is also the size of each process's database pool.
bind = os.environ.get("HMS_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("HMS_WORKERS") or 2)
threads = int(os.environ.get("HMS_THREADS") or 4)
preload_app = True  # half the memory, and a broken start is one message instead of a loop of dying workers
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000  # a leak in a library ends here
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
pidfile = None

# No query string and no referrer: both can hold a phone number or a name.
accesslog = os.environ.get("HMS_ACCESS_LOG", "-") or None
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
loglevel = "warning" if os.environ.get("HMS_QUIET") else "info"
SECRET_IN_PATH = re.compile(r"/(r|s|set-password)/[^/]+")


class QuietLogger(Logger):
    """Paths without what opens a door: the token of a slip link, a one-time password link."""

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        atoms["U"] = redacted(environ.get("PATH_INFO", ""))
        atoms["r"] = atoms["f"] = atoms["q"] = "-"
        return atoms


logger_class = QuietLogger


def redacted(path: str) -> str:
    """One line, and nothing in it that a terminal or a log reader would obey."""
    shown = SECRET_IN_PATH.sub(r"/\1/…", path)
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)


def on_starting(server):
    """Refuse to serve what would fail the first patient, in words; the application is loaded by now."""
    from django.core.checks import ERROR, run_checks
    from django.db import connections

    from hms.checks import is_production

    found = run_checks(databases=["default"], include_deployment_checks=is_production())
    for message in found:
        print(message, file=sys.stderr)
    connections.close_all()
    connections["default"].close_pool()  # its threads would not live through the fork
    if any(message.level >= ERROR for message in found):
        raise SystemExit("Not started: see above.")
    keep_the_program()


def keep_the_program():
    """What the program itself is made of is never garbage, and stays shared between the workers.

    Looked through again and again it made one page in twenty 150 ms slower (docs/performance.md).
    """
    gc.collect()
    gc.freeze()


def post_worker_init(worker):
    """Fonts and sheets are loaded beside the first requests, so that the first slip waits for nobody."""
    threading.Thread(target=_warm_paper, name="warm paper", daemon=True).start()


def _warm_paper():
    from hms.lib import pdf

    try:
        pdf.warm("slip")
    except pdf.PdfError as error:  # the start has warned of missing fonts already
        print(f"paper: {error}", file=sys.stderr)
