"""Registrations a second and nothing else: forms opened beforehand, then saved by several clients at once.

    bin/run                                   # in one terminal, on a database of demonstration data
    python -m tests.bench.registering --clients 8 --forms 25

Beside it, in the same run and with the same clients, the barest page of this server (/health/live: no session, no
database), so that a busy machine can be told from a slow program. The client needs processor time of its own on the
same machine. It registers people: only ever aim it at this machine.
"""

import argparse
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit

from tests.bench.people import Day


def main() -> None:
    options = read_options()
    clerks = [Day(options.address, options.centre) for _client in range(options.clients)]
    for clerk in clerks:
        clerk.sign_in_clerk()
        clerk.send_registration()  # warms the server
    ready = [[clerk.fill_registration() for _form in range(options.forms)] for clerk in clerks]
    bare = together([[lambda clerk=clerk: clerk.bare()] * options.forms for clerk in clerks])
    saved = together([[lambda form=form, clerk=clerk: clerk.save(*form) for form in forms]
                      for clerk, forms in zip(clerks, ready, strict=True)])  # fmt: skip
    print(f"{options.clients} clients, {options.forms} requests each\n")
    print("| request | a second | p50 ms | p95 ms |\n|---|---|---|---|")
    for name, (rate, times) in {"bare page": bare, "registration saved": saved}.items():
        print(f"| {name} | {rate:.0f} | {statistics.median(times):.1f} | {times[int(0.95 * len(times))]:.1f} |")
    print(f"\nA registration costs {bare[0] / saved[0]:.1f} bare pages.")


def together(work: list[list]) -> tuple[float, list[float]]:
    """How many a second all of them managed, and the milliseconds of each, the shortest first."""
    times: list[float] = []

    def one_after_another(calls):
        for call in calls:
            began = time.perf_counter()
            call()
            times.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=one_after_another, args=(calls,)) for calls in work]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - began), sorted(times)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--centre", default="UPHC-02")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--forms", type=int, default=25)
    options = parser.parse_args()
    if urlsplit(options.address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        sys.exit("Only this machine may be measured.")
    return options


if __name__ == "__main__":
    main()
