"""What one chunk of rows becomes: new records, records known already, questions, refusals. About ten statements."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.crypto import salted_hmac

from centres import audit
from hms.lib import crypto, ids
from hms.lib.names import name_key
from registration.importing import facts as reader
from registration.importing import matching
from registration.importing.facts import Facts
from registration.models import Identifier, ImportedRow, Patient, RegisterImport

Out, Why = ImportedRow.Outcome, ImportedRow.Why
NOON = time(12)


@dataclass
class Row:
    line: int
    cells: list[str]
    facts: Facts
    digest: bytes
    outcome: str = ""
    why: str = ""
    patient: Patient | None = None
    same_as: "Row | None" = None  # an earlier row of this chunk that may be the same person


def take(run: RegisterImport, given: list[list]) -> dict[str, int]:
    """Write one chunk; how many rows were made, known, asked, refused. Inside the caller's transaction."""
    today = timezone.localdate()
    rows = judged(run, given, today)
    _alike([row for row in rows if not row.outcome])
    made = [row for row in rows if row.outcome == Out.MADE]
    insert(run, made)
    for row in rows:
        if row.same_as:
            row.patient = row.same_as.patient
    ImportedRow.objects.bulk_create(_kept(run, row) for row in rows if row.outcome != KNOWN)
    counted = Counter(row.outcome for row in rows)
    return {
        "made": counted[Out.MADE],
        "known": counted[KNOWN],
        "asked": counted[Out.ASKED],
        "refused": counted[Out.REFUSED],
    }


def judged(run: RegisterImport, given: list[list], today) -> list[Row]:
    """The rows as understood, those that are refused or known already with their outcome (1 query)."""
    rows = [_read(run, line, cells, today) for line, cells in given]
    _refuse(rows)
    _known(run, rows)
    return rows


KNOWN = "known"  # imported by an earlier run, or by an earlier row: counted, nothing is written


def write_audit(run: RegisterImport, counts: dict[str, int]) -> None:
    """The chunk in the audit: counts, and each new record by its key. Last, as it holds the centre's chain."""
    made = ImportedRow.objects.filter(run=run, outcome=Out.MADE).order_by("-pk")[: counts["made"]]
    entries = [
        audit.Entry("patient.imported", f"registration.patient:{row.patient_id}", row.patient_id, {"line": row.line})
        for row in reversed(made)
    ]
    if entries:
        audit.record_all(entries, by=run.started_by, centre=run.centre)


def insert(run: RegisterImport, rows: list[Row]) -> None:
    """Records with their old numbers (3 queries). A merged record's number stays with whoever it names."""
    for row, uhid in zip(rows, _uhids(len(rows)), strict=True):
        row.patient = _patient(run, row.facts, uhid)
    Patient.objects.bulk_create(row.patient for row in rows)
    numbers = [identifier(run, row.facts, row.patient) for row in rows if row.facts.number]
    Identifier.objects.bulk_create(numbers, ignore_conflicts=True)


def identifier(run: RegisterImport, facts: Facts, patient: Patient) -> Identifier:
    return Identifier(
        patient=patient,
        kind=Identifier.Kind.OLD_UHID,
        value=f"{run.centre.code} {old_number(facts)}"[:60],
        added_by=run.started_by,
    )


def old_number(facts: Facts) -> str:
    """Registers begin anew each year: "1234/2019" where the row says when the person came."""
    year = f"/{facts.came_on.year}" if facts.came_on else ""
    return f"{facts.number}{year}"


def seal(run_key: int, line: int, cells: list[str]) -> bytes:
    return crypto.sealer().seal(cells, f"import-row:{run_key}:{line}")


def unsealed(row: ImportedRow) -> list[str]:
    return crypto.sealer().open(row.said, f"import-row:{row.run_id}:{row.line}")


def _read(run: RegisterImport, line: int, cells: list[str], today) -> Row:
    facts = reader.read(cells, run.columns, today)
    if facts.number:
        said = f"number:{old_number(facts)}"
    else:
        said = "row:" + "\x1f".join(cells[place] for _name, place in sorted(run.columns.items()) if place < len(cells))
    digest = salted_hmac("registration.importing", f"{run.centre_id}:{said}", algorithm="sha256").digest()
    return Row(line, cells, facts, digest)


def _refuse(rows: list[Row]) -> None:
    for row in rows:
        if row.facts.problems:
            row.outcome, row.why = Out.REFUSED, Why.FACTS


def _known(run: RegisterImport, rows: list[Row]) -> None:
    """Taken over before: by another run, or by a row above (1 query). The same number for another name is refused."""
    fine = [row for row in rows if not row.outcome]
    before = ImportedRow.objects.filter(centre=run.centre_id, digest__in=[row.digest for row in fine])
    before = before.exclude(outcome=Out.REFUSED).select_related("patient")
    names = {bytes(one.digest): (one.outcome, one.patient.name) for one in before}
    for row in fine:
        outcome, name = names.get(row.digest, ("", ""))
        if not outcome:
            names[row.digest] = (Out.MADE, row.facts.name)
        elif row.facts.number and outcome == Out.MADE and name_key(name) != name_key(row.facts.name):
            row.outcome, row.why = Out.REFUSED, Why.NUMBER
        else:
            row.outcome = KNOWN


def _alike(rows: list[Row]) -> None:
    """Whoever may be on record, or in a row above, is asked about; everybody else is new."""
    likely = matching.likely_on_record([row.facts for row in rows])
    above: dict[object, list[Row]] = {}
    for row, found in zip(rows, likely, strict=True):
        marks = [tuple(row.facts.name_keys), *([row.facts.phone] if row.facts.phone else [])]
        near = (one for mark in marks for one in above.get(mark, ()))
        if found:
            row.outcome, row.patient = Out.ASKED, found.patient
        elif twin := next((one for one in near if matching.is_alike(row.facts, one.facts)), None):
            row.outcome, row.same_as = Out.ASKED, twin
        else:
            row.outcome = Out.MADE
            for mark in marks:
                above.setdefault(mark, []).append(row)


def _kept(run: RegisterImport, row: Row) -> ImportedRow:
    """The cells stay, sealed, only where somebody has still to answer or to correct them."""
    needs_cells = row.outcome in {Out.ASKED, Out.REFUSED}
    return ImportedRow(
        run=run,
        centre_id=run.centre_id,
        line=row.line,
        digest=row.digest,
        outcome=row.outcome,
        why=row.why,
        patient=row.patient,
        said=seal(run.pk, row.line, row.cells) if needs_cells else None,
    )


def _uhids(count: int) -> list[str]:
    """Numbers that nobody has (1 query)."""
    drawn = {ids.new_uhid() for _one in range(count + 5)}
    taken = set(Patient.everyone.filter(uhid__in=drawn).values_list("uhid", flat=True))
    return sorted(drawn - taken)[:count]


def _patient(run: RegisterImport, facts: Facts, uhid: str) -> Patient:
    at = timezone.make_aware(datetime.combine(facts.came_on, NOON)) if facts.came_on else timezone.now()
    return Patient(
        uhid=uhid,
        name=facts.name,
        name_other=facts.name_other,
        name_keys=facts.name_keys,
        sex=facts.sex,
        birth_date=facts.birth_date,
        birth_is_estimated=facts.birth_is_estimated,
        guardian_name=facts.guardian_name,
        guardian_relation=facts.guardian_relation,
        phone=facts.phone,
        phone_owner=Patient.PhoneOwner.SELF if facts.phone else Patient.PhoneOwner.NONE,
        house=facts.house,
        street=facts.street,
        ward=facts.ward,
        pincode=facts.pincode,
        district=facts.district,
        is_demo=run.centre.is_demo,
        registered_at=min(at, timezone.now()),
        registered_by=run.started_by,
        registered_centre=run.centre,
    )
