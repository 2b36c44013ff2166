"""The report: frozen content, rendered once, stored with the hash of its bytes. A correction is the next version."""

import hashlib

from django.conf import settings

from labs import documents, seals
from labs.models import Report, Result


def next_report(visit, amended: list[Result], *, by, at, paper: str) -> Report:
    """Store the next version with everything released so far. Inside the caller's transaction, under its lock."""
    version = Report.objects.filter(visit=visit).count() + 1  # rows are never deleted, and the visit is locked
    kind = Report.Kind.AMENDED if amended else Report.Kind.FIRST if version == 1 else Report.Kind.FURTHER
    content = documents.report_content(visit, version=version, kind=kind, amended=amended, at=at)
    seal = seals.content_hash(content)
    token = seals.new_token()
    address = f"{settings.PUBLIC_URL}/r/{token}"
    is_demo = visit.is_demo or visit.centre.is_demo
    pdf = documents.report_pdf(content, seal=seal, paper=paper, check_url=address, is_demo=is_demo)
    reasons = dict.fromkeys(result.reason for result in amended)
    return Report.objects.create(
        visit=visit,
        version=version,
        kind=kind,
        amendment_reason="; ".join(reasons)[:200],
        paper=paper,
        content=content,
        content_sha256=seal,
        check_hash=seals.digest(token),
        pdf=pdf,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        released_at=at,
        released_by=by,
    )
