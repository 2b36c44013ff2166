"""The address of the waiting room's screen."""

from django.db import transaction
from django.utils import timezone

from centres import audit
from centres.models import Centre
from hms.lib import ids
from registration.models import WaitingBoard


@transaction.atomic
def renew_board(centre: Centre, *, by) -> WaitingBoard:
    """A first or a new address; from now on the old one shows nothing. Two at once: the later one counts."""
    Centre.objects.select_for_update().get(pk=centre.pk)
    new = {"token": ids.new_token(), "renewed_at": timezone.now(), "renewed_by": by}
    board, _is_new = WaitingBoard.objects.update_or_create(centre=centre, defaults=new)
    audit.record("board.renewed", by=by, centre=centre)
    return board
