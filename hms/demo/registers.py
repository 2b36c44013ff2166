"""An old register taken over in the demonstration: new records, one row to compare, one refused."""

import random

from django.utils import timezone

from hms.demo.people import PLACES, made_up
from registration.importing.reading import Table
from registration.models import Patient, RegisterImport
from registration.services import importing

HEADINGS = ["ओपीडी नंबर", "तारीख", "मरीज़ का नाम", "उम्र", "लिंग", "पति/पिता का नाम", "मोबाइल", "पता", "वार्ड"]
ROWS = 24


def take_over(centre, by, rng: random.Random) -> RegisterImport:
    """Rows of last year; the job loop's work is done at once. The age of one is missing, one may be on record."""
    rows = [_row(number, rng) for number in range(1, ROWS + 1)]
    rows[4][3] = ""
    known = Patient.objects.filter(registered_centre=centre).exclude(phone="").order_by("pk").first()
    if known:
        years = timezone.localdate().year - known.birth_date.year
        rows[9][2:7] = [known.name, str(years), known.sex, known.guardian_name, known.phone]
    table = Table(HEADINGS, rows, list(range(2, ROWS + 2)))
    run = importing.choose(table, file_name="OPD-register-2025.xlsx", centre=centre, by=by)
    importing.start(run, by=by)
    importing.work()
    return run


def _row(number: int, rng: random.Random) -> list[str]:
    person, place = made_up(rng), rng.choice(PLACES)
    day = f"{rng.randint(1, 28):02}-{rng.randint(1, 12):02}-{timezone.localdate().year - 1}"
    phone = f"9{rng.randint(10**8, 10**9 - 1)}" if number % 3 else ""
    age = str(max(1, person.age_days // 365))
    return [str(number), day, person.hindi, age, person.sex, person.guardian_hindi, phone, place[0], place[2]]
