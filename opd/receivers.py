"""What the consulting room does when those below it have changed something. Connected in apps.ready()."""

from opd.services.following import plan_from_results
from opd.slip import by_hand


def after_release(sender, visit, report, orders, **_kwargs) -> None:
    """A result that presses, released after the patient had gone, goes on the list of whom to call."""
    plan_from_results(visit, orders, by=report.released_by)


def after_pad_attached(sender, slip, by, **_kwargs) -> None:
    """The QR of the paper written by hand opens the visit's slip from now on, inside the same transaction."""
    by_hand.open_link(slip, by=by)


def after_pad_released(sender, slip, by, **_kwargs) -> None:
    """It was the wrong visit: the paper's QR opens nothing again."""
    by_hand.close_link(slip, by=by)
