"""A question to specialists: kept while it is typed, sent with the slip, gone on with, taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from hms.lib import ids
from hms.lib.pictures import PictureRefused, tidy
from opd.e_consults import Hours, due_at
from opd.errors import EConsultError, PictureError
from opd.models import EConsult, EConsultEntry, EConsultPicture, SpecialistPool
from opd.services.locking import lock_visit
from registration.services import touch_slip

S, Kind = EConsult.Status, EConsultEntry.Kind
OPEN = (S.WAITING, S.ASKED_BACK)
SHORTEST = 10  # letters of a question
MOST_PICTURES = 4
SMALLEST_SIDE = 16  # points: a dot shows nothing


@transaction.atomic
def save_question(visit, *, by, pool=None, asked_to=None, question="", is_red_flag=False) -> EConsult:
    """Keep what `by` has typed so far: one draft for each visit and doctor."""
    visit = lock_visit(visit)
    row = EConsult.objects.filter(visit=visit, saved_by=by, status=S.DRAFT).first()
    row = row or EConsult(code=ids.random_code(), visit=visit, saved_by=by)
    row.pool, row.asked_to, row.question, row.is_red_flag = pool, asked_to, question, is_red_flag
    row.saved_at = timezone.now()
    row.save()
    return row


@transaction.atomic
def send_question(visit, *, by, pool: SpecialistPool, asked_to=None, question: str, is_red_flag=False) -> EConsult:
    """Send it to the pool, or first to one of its members. The slip says that it was asked.

    Raises EConsultError: too short, nobody there to answer, or the same pool is being asked about this visit already.
    """
    row = save_question(visit, by=by, pool=pool, asked_to=asked_to, question=question.strip(), is_red_flag=is_red_flag)
    _check(row, by)
    now = timezone.now()
    row.status, row.asked_at, row.asked_by, row.due_at = S.WAITING, now, by, due(pool, now)
    row.save(update_fields=["status", "asked_at", "asked_by", "due_at"])
    _say(row, Kind.QUESTION, row.question, by)
    touch_slip(row.visit, why="e_consult")
    audit.record(
        "e_consult.asked", by=by, centre=row.visit.centre, target=row, patient=row.visit.patient_id,
        pool=pool.pk, red_flag=is_red_flag,
    )  # fmt: skip
    return row


@transaction.atomic
def reply(row: EConsult, text: str, *, by) -> EConsult:
    """Answer what the specialist asked back; the clock begins anew. Raises EConsultError."""
    row = lock(row)
    if row.status != S.ASKED_BACK:
        raise EConsultError(_("Nothing is asked back just now."))
    if not text.strip():
        raise EConsultError(_("Write the reply."), field="text")
    row.status, row.due_at = S.WAITING, due(row.pool, timezone.now())
    row.save(update_fields=["status", "due_at"])
    _say(row, Kind.REPLY, text.strip(), by)
    audit.record("e_consult.replied", by=by, centre=row.visit.centre, target=row, patient=row.visit.patient_id)
    return row


@transaction.atomic
def withdraw(row: EConsult, *, by) -> EConsult:
    """The question is not needed any more. Raises EConsultError when it was answered."""
    row = lock(row)
    if row.status not in (S.DRAFT, *OPEN):
        raise EConsultError(_("This question was answered already."))
    row.status, row.decided_at, row.decided_by = S.WITHDRAWN, timezone.now(), by
    row.save(update_fields=["status", "decided_at", "decided_by"])
    if row.asked_at:
        touch_slip(row.visit, why="e_consult")
    audit.record("e_consult.withdrawn", by=by, centre=row.visit.centre, target=row, patient=row.visit.patient_id)
    return row


@transaction.atomic
def add_picture(row: EConsult, sent: bytes, caption: str, *, by) -> EConsultPicture:
    """Draw the picture anew and keep it with the question. Raises PictureError, EConsultError when there are enough."""
    row = lock(row)
    if row.status not in (S.DRAFT, *OPEN):
        raise EConsultError(_("This question was answered already."))
    if row.pictures.filter(removed_at=None).count() >= MOST_PICTURES:
        raise EConsultError(
            _("At most %(most)d pictures go with a question.") % {"most": MOST_PICTURES}, field="picture"
        )
    try:
        drawn = tidy(sent, smallest=SMALLEST_SIDE)
    except PictureRefused as refused:
        raise PictureError(str(refused), field="picture") from None
    picture = EConsultPicture.objects.create(
        code=ids.random_code(), e_consult=row, caption=caption[:80], content=drawn.jpeg, width=drawn.width,
        height=drawn.height, size=len(drawn.jpeg), added_at=timezone.now(), added_by=by,
    )  # fmt: skip
    audit.record("e_consult.picture", by=by, centre=row.visit.centre, target=picture, patient=row.visit.patient_id)
    return picture


@transaction.atomic
def remove_picture(row: EConsult, code: str, *, by) -> None:
    """Take a picture off before it was sent. Raises EConsultError afterwards: specialists have seen it."""
    row = lock(row)
    if row.status != S.DRAFT:
        raise EConsultError(_("It was sent already and stays."))
    row.pictures.filter(code=code, removed_at=None).update(removed_at=timezone.now(), removed_by=by)


def lock(row: EConsult) -> EConsult:
    """The visit first, then the question, as everywhere in the room."""
    lock_visit(row.visit)
    rows = EConsult.objects.select_for_update(of=("self",)).select_related(
        "visit__patient", "visit__centre", "pool__centre"
    )
    return rows.get(pk=row.pk)


def due(pool: SpecialistPool, now):
    return due_at(now, Hours(tuple(pool.weekdays), pool.opens_at, pool.closes_at), pool.answer_minutes)


def _check(row: EConsult, by) -> None:
    if len(row.question) < SHORTEST:
        raise EConsultError(_("Write the question: what you see, what you want to know."), field="question")
    members = (
        set(row.pool.members.filter(removed_at=None).values_list("user", flat=True)) if row.pool.is_active else set()
    )
    if not members - {by.pk} or (row.asked_to_id and row.asked_to_id not in members):
        raise EConsultError(_("Nobody answers there now. Choose others."), field="whom")
    asked = EConsult.objects.filter(visit=row.visit, pool=row.pool, status__in=OPEN).exclude(pk=row.pk)
    if asked.exists():
        raise EConsultError(_("They are being asked about this visit already."), field="whom")


def _say(row: EConsult, kind: str, text: str, by, **more) -> EConsultEntry:
    return EConsultEntry.objects.create(
        e_consult=row, kind=kind, text=text, written_at=timezone.now(), written_by=by, **more
    )
