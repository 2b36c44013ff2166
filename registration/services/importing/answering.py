"""A row that may be somebody on record: a person compares and says so."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from registration.errors import NotInThisState
from registration.importing import facts as reader
from registration.models import Identifier, ImportedRow
from registration.services.importing import rows as work_of
from registration.services.importing.rows import Row

Out = ImportedRow.Outcome


@transaction.atomic
def answer(row: ImportedRow, *, is_same: bool, by) -> ImportedRow:
    """Join the old number to the record on file, or make a record of its own after all.

    Raises NotInThisState when somebody else answered first.
    """
    rows = ImportedRow.objects.select_for_update(of=("self",)).select_related("run__centre", "run__started_by")
    row = rows.get(pk=row.pk)
    if row.outcome != Out.ASKED or row.said is None:
        raise NotInThisState(_("Somebody else has answered this row already."))
    facts = reader.read(work_of.unsealed(row), row.run.columns, timezone.localdate(row.run.started_at))
    if is_same:
        row.outcome = Out.JOINED
        if facts.number:
            number = work_of.identifier(row.run, facts, row.patient)
            Identifier.objects.bulk_create([number], ignore_conflicts=True)
    else:
        one = Row(row.line, [], facts, bytes(row.digest))
        work_of.insert(row.run, [one])
        row.outcome, row.patient = Out.MADE, one.patient
    row.said, row.decided_at, row.decided_by = None, timezone.now(), by
    row.save(update_fields=["outcome", "patient", "said", "decided_at", "decided_by"])
    action = "import.joined" if is_same else "patient.imported"
    audit.record(action, by=by, centre=row.centre, target=row.patient, patient=row.patient_id, line=row.line)
    return row
