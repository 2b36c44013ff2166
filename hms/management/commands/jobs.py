"""The job loop: runs beside the web server until it is told to stop."""

import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import connection

from hms import jobs

PAUSE = 3  # seconds between two looks at the clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="run every job now and end")

    def handle(self, *, once, **options):
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *args: stop.set())
        began: dict[str, float] = {}
        while not stop.is_set():
            with jobs.only_one() as is_ours:
                while is_ours and not stop.is_set():
                    jobs.run_due(began, time.monotonic())
                    if once or stop.wait(PAUSE):
                        return
            if once:
                self.stdout.write("another loop is at work")
                return
            connection.close()
            stop.wait(PAUSE)
