"""Taking over a register of N rows: reading the file, and rows per second of the job, in a database of its own.

.venv/bin/python -m tests.bench.importing --rows 20000 --patients 100000
"""

import argparse
import csv
import io
import os
import random
import time

from hms.demo import people as made_up


def register(rows: int, rng: random.Random) -> bytes:
    """A CSV as a centre keeps one: every hundredth row has no age, every fiftieth is somebody above again."""
    out, before = io.StringIO(), []
    writer = csv.writer(out)
    writer.writerow(
        ["OPD No", "Date", "Patient Name", "Age", "Sex", "Father/Husband Name", "Mobile No", "Address", "Ward"]
    )
    for number in range(1, rows + 1):
        person = made_up.made_up(rng)
        day = f"{rng.randint(1, 28):02}-{rng.randint(1, 12):02}-2025"
        place = rng.choice(made_up.PLACES)
        age = "" if number % 100 == 7 else str(max(1, person.age_days // 365))
        facts = [rng.choice((person.hindi, person.roman)), age, person.sex, person.guardian_hindi,
                 f"9{rng.randint(10**8, 10**9 - 1)}", place[0], place[2]]  # fmt: skip
        if number % 50 == 0:
            facts = rng.choice(before)
        before.append(facts)
        writer.writerow([number, day, *facts])
    return out.getvalue().encode()


def measure(rows: int) -> dict[str, float]:
    """Seconds of each step, and what came of the rows. Needs search_people.build."""
    from centres.models import Centre, User
    from registration.importing import reading
    from registration.services import importing

    centre, by = Centre.objects.get(code="UPHC-02"), User.objects.get(username="bench")
    content, took = register(rows, random.Random(26)), {}
    start = time.perf_counter()
    table = reading.read(content)
    took["read"] = time.perf_counter() - start
    start = time.perf_counter()
    run = importing.choose(table, file_name="bench.csv", centre=centre, by=by)
    took["keep"] = time.perf_counter() - start
    importing.start(run, by=by)
    start = time.perf_counter()
    while importing.work():
        pass
    took["run"] = time.perf_counter() - start
    run.refresh_from_db()
    return {**took, "made": run.made, "asked": run.asked, "known": run.known, "refused": run.refused}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--patients", type=int, default=100_000, help="people on record before")
    asked = parser.parse_args()
    os.environ["HMS_NO_POOL"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hms.settings")
    import django

    django.setup()
    from tests.bench import search_people

    database = "hms_bench_import"
    search_people.use(database, fresh=True)
    search_people.build(asked.patients, is_crowded=False, workers=2)
    found = measure(asked.rows)
    print(f"{asked.rows:,} rows beside {asked.patients:,} people on record")
    print(f"file read in {found['read']:.1f} s, kept in {found['keep']:.1f} s")
    print(f"taken over in {found['run']:.1f} s: {asked.rows / found['run']:.0f} rows a second")
    print(", ".join(f"{found[name]:.0f} {name}" for name in ("made", "asked", "known", "refused")))
    search_people.drop(database)


if __name__ == "__main__":
    main()
