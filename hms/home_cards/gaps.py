"""What inspections found missing, as a card."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hms.home_cards.tile import Tile


def of_gaps(live, url: str) -> list[Tile]:
    seen = live.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
    late = seen["late"]
    more = _("%(count)d past their date") % {"count": late} if late else _("None is past its date")
    return [Tile(_("Gaps to close"), seen["all"], more, url, "late" if late else "")]
