"""What the consulting room does when those below it have changed something. Connected in apps.ready()."""

from opd.services.following import plan_from_results


def after_release(sender, visit, report, orders, **_kwargs) -> None:
    """A result that presses, released after the patient had gone, goes on the list of whom to call."""
    plan_from_results(visit, orders, by=report.released_by)
