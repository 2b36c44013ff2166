"""Before the run: the file is kept sealed in chunks, its columns are matched, somebody starts or stops it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import crypto, ids
from registration.errors import NotInThisState, RegistrationError
from registration.importing import columns as known
from registration.importing.reading import Table
from registration.models import ImportChunk, RegisterImport

CHUNK = 100  # rows of one transaction: a counter that registers meanwhile waits for the audit no longer than that
S = RegisterImport.Status


@transaction.atomic
def choose(table: Table, *, file_name: str, centre, by) -> RegisterImport:
    """Keep the file's rows until they are done, and guess its columns."""
    run = RegisterImport.objects.create(
        code=ids.random_code(),
        centre=centre,
        file_name=ids.redact(file_name)[:80],
        headings=table.headings,
        columns=known.guess(table.headings),
        all_rows=len(table.rows),
        chosen_at=timezone.now(),
        chosen_by=by,
    )
    ImportChunk.objects.bulk_create(_chunks(run, table), batch_size=50)
    audit.record("import.chosen", by=by, centre=centre, target=run, rows=run.all_rows)
    return run


@transaction.atomic
def match_columns(run: RegisterImport, columns: dict[str, int], *, by) -> RegisterImport:
    """Say which column is which fact. Raises NotInThisState, or RegistrationError when a person could not be made."""
    run = lock(run)
    if run.status != S.CHOSEN:
        raise NotInThisState(_("This import was started already."))
    missing = [name for name in ("name", "sex") if name not in columns]
    if "sex" in missing and "age" in columns:  # "46/F" stands in one column
        missing.remove("sex")
    if missing or not {"age", "birth_date"} & set(columns):
        raise RegistrationError(_("A name, a sex, and an age or birth date are needed. Choose their columns."))
    run.columns = columns
    run.save(update_fields=["columns"])
    audit.record("import.matched", by=by, centre=run.centre, target=run, fields=sorted(columns))
    return run


@transaction.atomic
def start(run: RegisterImport, *, by) -> RegisterImport:
    """From now on the job loop works on it. Raises NotInThisState, also while another one of this centre runs."""
    run = lock(run)
    if run.status != S.CHOSEN:
        raise NotInThisState(_("This import was started already."))
    if RegisterImport.objects.for_centre(run.centre).filter(status=S.RUNNING).exists():
        raise NotInThisState(_("Another register of this centre is being imported. Wait until it is done."))
    run.status, run.started_at, run.started_by = S.RUNNING, timezone.now(), by
    run.save(update_fields=["status", "started_at", "started_by"])
    audit.record("import.started", by=by, centre=run.centre, target=run, rows=run.all_rows)
    return run


@transaction.atomic
def stop(run: RegisterImport, *, by) -> RegisterImport:
    """What was not done yet is dropped; what was done stays. The same file may be chosen again at any time."""
    run = lock(run)
    if not run.is_open:
        raise NotInThisState(_("This import is over already."))
    run.status, run.stopped_at, run.stopped_by, run.finished_at = S.STOPPED, timezone.now(), by, timezone.now()
    run.save(update_fields=["status", "stopped_at", "stopped_by", "finished_at"])
    run.chunks.all().delete()
    audit.record("import.stopped", by=by, centre=run.centre, target=run, done=run.done_rows, rows=run.all_rows)
    return run


def lock(run: RegisterImport) -> RegisterImport:
    return RegisterImport.objects.select_for_update(of=("self",)).select_related("centre").get(pk=run.pk)


def opened(chunk: ImportChunk) -> list[list]:
    """[line, cells] of each row."""
    return crypto.sealer().open(chunk.said, context(chunk.run_id, chunk.number))


def context(run_key: int, number: int) -> str:
    return f"import:{run_key}:{number}"


def _chunks(run: RegisterImport, table: Table):
    numbered = list(zip(table.lines, table.rows, strict=True))
    for number, at in enumerate(range(0, len(numbered), CHUNK), 1):
        part = numbered[at : at + CHUNK]
        sealed = crypto.sealer().seal(part, context(run.pk, number))
        yield ImportChunk(run=run, number=number, first_line=part[0][0], said=sealed)
