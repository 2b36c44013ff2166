"""Finding one person among millions: builds believable patients in a database of its own and measures the counter.

    python -m tests.bench.search --patients 100000          # and --patients 5000000
    python -m tests.bench.search --patients 5000000 --reuse # measure again what stands

Needs the right to create a database (the embedded one has it). Everybody is invented. Prints build times and index
sizes, then for each kind of search p50 and p95 in the database and as a page, by the clock and of the processor (a busy
machine stretches the first and not the second), how often the right person was in the first five, and how often first;
and how often it was not in the first five although fewer than five others bear the same name with the same fact.
"""

import argparse
import os
import random
import statistics

LINE = "| {:<32} |" + " {:.1f} / {:.1f} |" * 4 + " {:.0f} % | {:.0f} % | {:.0f} % |"


def main() -> None:
    options = read_options()
    os.environ["HMS_NO_POOL"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
    import django

    django.setup()
    from tests.bench import search_people, search_queries

    database = f"hms_search_{options.patients}{'_crowded' * options.crowded}"
    search_people.use(database, fresh=not options.reuse)
    if not options.reuse:
        search_people.build(options.patients, is_crowded=options.crowded, workers=options.workers)
    search_people.sizes()
    print(f"\n{options.patients:,} patients, {options.queries} searches of each kind\n")
    print(f"load {os.getloadavg()[0]:.1f}; each time is p50 / p95 in milliseconds, by the clock and of the processor")
    print("| search | database | its work | page | its work | in first 5 | first | missed, not tied |")
    print("|---|---|---|---|---|---|---|---|")
    for name, asks in search_queries.kinds(random.Random(7), options.queries):
        row(name, search_queries.run(name, list(asks)))
    if options.drop:
        search_people.drop(database)


def row(name: str, outcomes: list) -> None:
    times = [sorted(one[at] for one in outcomes) for at in range(4)]
    ranks = [one.rank for one in outcomes]
    five = 100 * sum(rank is not None and rank < 5 for rank in ranks) / len(ranks)
    first = 100 * sum(rank == 0 for rank in ranks) / len(ranks)
    missed = 100 * sum(one.is_missed for one in outcomes) / len(ranks)
    numbers = [way(ordered) for ordered in times for way in (statistics.median, p95)]
    print(LINE.format(name, *numbers, five, first, missed))


def p95(ordered: list) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=5_000_000)
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    parser.add_argument("--reuse", action="store_true", help="measure the database that an earlier run left")
    parser.add_argument("--crowded", action="store_true", help="26 centres and 30 mohallas however many people")
    parser.add_argument("--workers", type=int, default=2, help="processes that build")
    parser.add_argument("--drop", action="store_true", help="remove the database afterwards")
    return parser.parse_args()


if __name__ == "__main__":
    main()
