"""The whole day of one slip over HTTP, timed step by step against a running server.

    HMS_COUNT_QUERIES=yes bin/run            # in one terminal, on a database of demonstration data
    python -m tests.bench.journey --address http://localhost:8000 --rounds 30 --clients 8

Needs the packages of requirements-dev.lock (bin/test installs them). A desk flow is six requests: the counter, the
search and its list, the form, saving it, the page with the token. Statements are counted without BEGIN and COMMIT.

Prints p50 and p95 in ms at one client, statements and bytes of each step, then the desk flow at `--clients`
at once, the tokens given out twice (none may be) and the memory of the server's processes. Only ever aim it at
this machine: it registers people.
"""

import argparse
import statistics
import sys
import threading
import time
from collections import defaultdict
from urllib.parse import urlsplit

from tests.bench.memory import resident_mib
from tests.bench.people import Day

STEPS = (
    "sign-in",
    "search",
    "new patient + visit",
    "returning visit",
    "vitals",
    "draft saved",
    "consultation signed",
    "results entered",
    "results released",
    "slip page",
    "slip PDF",
    "phone: gate",
    "phone: slip",
)


def main() -> None:
    options = read_options()
    log = defaultdict(list)
    for number in range(options.rounds + 1):
        steps = Day(options.address, options.centre).walk()
        if number:  # the first one warms the server
            for step, answer in steps:
                log[step].append(answer)
    print(
        f"{options.rounds} rounds, 1 client\n\n| step | p50 ms | p95 ms | statements | bytes |\n|---|---|---|---|---|"
    )
    for step in STEPS:
        row(step, log[step])
    desk_flow(options)
    print(f"\nMemory of the server's processes: {resident_mib(urlsplit(options.address).port):.0f} MiB")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="http://localhost:8000")
    parser.add_argument("--centre", default="UPHC-02")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    if urlsplit(options.address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        sys.exit("Only this machine may be measured.")
    return options


def row(step: str, answers: list) -> None:
    times = sorted(answer.seconds * 1000 for answer in answers)
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    queries = statistics.median(answer.queries for answer in answers)
    size = statistics.median(len(answer.body) for answer in answers)
    print(f"| {step} | {statistics.median(times):.1f} | {p95:.1f} | {queries:.0f} | {size:.0f} |")


def desk_flow(options) -> None:
    """Search, register with token, slip page: as many as the clients can do in the time."""
    counts, registrations, tokens, failures = [], [], [], []
    clerks = [Day(options.address, options.centre) for _ in range(options.clients)]
    for clerk in clerks:
        clerk.sign_in_clerk()
    stop = time.monotonic() + options.seconds

    def work(clerk):
        while time.monotonic() < stop:
            started = time.perf_counter()
            try:
                registered = clerk.desk_flow()
            except (LookupError, OSError) as error:
                failures.append(repr(error)[:200])
                continue
            counts.append(time.perf_counter() - started)
            registrations.append(registered.seconds)
            tokens.append(registered.token)

    threads = [threading.Thread(target=work, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    flow, post = statistics.median(counts) * 1000, statistics.median(registrations) * 1000
    print(
        f"\n{options.clients} clients, {options.seconds:.0f} s: {len(counts) / options.seconds:.1f} desk flows/s",
        end="",
    )
    print(f" (p50 {flow:.0f} ms, 6 requests each), registration POST p50 {post:.0f} ms")
    print(f"tokens given out: {len(tokens)}, twice: {len(tokens) - len(set(tokens))}, failed: {len(failures)}")
    for failure in failures[:3]:
        print(" ", failure)


if __name__ == "__main__":
    main()
