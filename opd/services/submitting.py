"""Sending a form up: its numbers and the rows they counted are frozen, with who and when."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.models import Centre
from opd.errors import SubmissionRefused
from opd.models import Submission
from opd.reporting import counting, sent
from opd.reporting.periods import Period


@transaction.atomic
def submit_form(centre: Centre, form: str, period: Period, *, seen: str, remark: str = "", by) -> Submission:
    """Freeze the form as it was read; `seen` is the seal of the numbers on the page that was read.

    Raises SubmissionRefused while the period runs, when the numbers changed since they were read, and when the same
    numbers were sent before.
    """
    Centre.objects.select_for_update().get(pk=centre.pk)
    if not period.is_over:
        raise SubmissionRefused(_("This time is not over yet. The form can be sent after its last day."))
    content = counting.content_of(counting.count(form, [centre], period))
    seal = counting.seal_of(content)
    if seal != seen:
        raise SubmissionRefused(_("The numbers have changed since you read them. Read them once more, then send."))
    before = sent.last_sent(form, [centre], period).get(centre.pk)
    if before and before.sha256 == seal:
        raise SubmissionRefused(_("These numbers were sent already."))
    submission = Submission.objects.create(
        centre=centre,
        form=form,
        first=period.first,
        last=period.last,
        version=before.version + 1 if before else 1,
        content=content,
        sha256=seal,
        remark=remark,
        submitted_at=timezone.now(),
        submitted_by=by,
    )
    audit.record(
        "form.submitted", by=by, centre=centre, target=submission, form=form, days=period.words,
        version=submission.version, sha256=seal,
    )  # fmt: skip
    return submission
