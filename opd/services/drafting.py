"""Saving a draft as it is typed. Whoever saves over somebody else's words is told first and loses nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from opd import drafts
from opd.errors import AlreadySigned, StaleDraft
from opd.models import Consultation
from opd.services.locking import lock_consultation, lock_visit
from registration.models import Visit


@dataclass(frozen=True)
class Page:
    """One open page: its random key, and a number that grows with each save it sends."""

    key: str = ""
    number: int = 0


def save_draft(visit: Visit, draft: dict, *, version: int, by, page: Page | None = None) -> Consultation:
    """Keep `draft`, which was written on top of `version` (0: on an empty page). The version grows when it differs.

    A save that the same page sent again, or that overtook its successor, changes nothing and is no conflict. A page
    posted whole has no number: it is what the person sees, also after the back button.
    Raises StaleDraft when another page saved meanwhile, AlreadySigned when it is final.
    """
    with transaction.atomic():
        visit = lock_visit(visit)
        consultation = lock_consultation(visit)
        if consultation is None:
            return _start(visit, draft, by, page or Page())
        return _save(visit, consultation, draft, version, by, page or Page())


def plain(consultation: Consultation | None) -> dict:
    """The draft as it stands, complete and tidy."""
    return drafts.tidy(consultation.draft if consultation else {})


def _start(visit, draft, by, page) -> Consultation:
    now = timezone.now()
    consultation = Consultation.objects.create(
        visit=visit, draft=_stamped(draft, page), started_at=now, started_by=by, saved_at=now, saved_by=by
    )
    audit.record("consultation.started", by=by, centre=visit.centre, target=consultation, patient=visit.patient_id)
    return consultation


def _save(visit, consultation, draft, version, by, page) -> Consultation:
    if consultation.signed_at:
        raise AlreadySigned(_("This consultation is signed. Write an addendum."))
    stamp = consultation.draft.get("_saved") or {}
    is_same_page = bool(page.key) and stamp.get("page") == page.key
    if is_same_page and 0 < page.number <= stamp.get("number", 0):
        return consultation
    if plain(consultation) == draft:
        return consultation
    if version != consultation.version and not is_same_page:
        raise StaleDraft(
            _("%(name)s saved this draft meanwhile. Nothing of yours is lost: choose below.")
            % {"name": consultation.saved_by.name},
            saved=consultation,
        )
    if consultation.saved_by_id != by.pk:
        audit.record("consultation.joined", by=by, centre=visit.centre, target=consultation, patient=visit.patient_id)
    consultation.draft, consultation.version = _stamped(draft, page), consultation.version + 1
    consultation.saved_at, consultation.saved_by = timezone.now(), by
    consultation.save(update_fields=["draft", "version", "saved_at", "saved_by"])
    return consultation


def _stamped(draft: dict, page: Page) -> dict:
    return {**draft, "_saved": {"page": page.key, "number": page.number}}
