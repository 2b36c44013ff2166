"""The report: frozen content, rendered once, stored with the hash of its bytes. A correction is the next version."""

import hashlib
import json

from django.conf import settings

from labs import checks, documents
from labs.models import Report, Result


def next_report(visit, amended: list[Result], *, by, at, paper: str) -> Report:
    """Store the next version with everything released so far. Inside the caller's transaction, under its lock."""
    version = Report.objects.filter(visit=visit).count() + 1  # rows are never deleted, and the visit is locked
    kind = Report.Kind.AMENDED if amended else Report.Kind.FIRST if version == 1 else Report.Kind.FURTHER
    content = documents.report_content(visit, version=version, kind=kind, amended=amended, at=at)
    seal = content_hash(content)
    token = checks.new_token()
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
        check_hash=checks.digest(token),
        pdf=pdf,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        released_at=at,
        released_by=by,
    )


def content_hash(content: dict) -> str:
    """SHA-256 of the content in one fixed spelling, so that the printed code can be computed again."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_genuine(report: Report) -> bool:
    """Whether the stored bytes and the frozen content are what was stored on the day of the release."""
    pdf = bytes(report.pdf)
    return (
        len(pdf) == report.size
        and hashlib.sha256(pdf).hexdigest() == report.sha256
        and content_hash(report.content) == report.content_sha256
    )
