"""Amended reports that wait to be read."""

from labs.models import AmendmentNotice


def unread_amendments(centre):
    """Of one centre, the oldest first."""
    return (
        AmendmentNotice.objects.for_centre(centre)
        .filter(acknowledged_at=None)
        .select_related("orderer", "report__visit__patient", "report__visit__department", "report__released_by")
        .defer("report__pdf")
        .order_by("report__released_at")
    )


def with_changes(notices) -> list[AmendmentNotice]:
    """Each with `.changes`: what the amended report names at its top, as it was stored."""
    notices = list(notices)
    for notice in notices:
        notice.changes = notice.report.content["amended"]
    return notices
