"""The desk of a hospital: one scan of the same slip says that a referred patient has arrived."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib import ids
from opd import services
from opd.models import Referral
from opd.selectors.referrals import COMING, expected, meant
from registration import access, references
from registration.models import PatientAccess
from registration.search import Kind, Query, read

WRONG = {Kind.NOTHING, Kind.WRONG_NUMBER, Kind.HINDI_KEYBOARD, Kind.NAME, Kind.TOKEN, Kind.SAMPLE}


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ReferralDesk(CentreView):
    """One box. What fits one referral to this hospital is marked at once; nothing else is ever told."""

    permission = Permission.REFERRAL_DESK

    def get(self, request):
        return self.show()

    def post(self, request):
        query = _read(request.POST.get("q", ""))
        found = [] if query.kind in WRONG else meant(query, self.centre)
        chosen = [row for row in found if row.visit.code == request.POST.get("code")]
        coming = chosen or [row for row in found if row.status in COMING]
        if len(coming) == 1:
            return self.arrive(coming[0], query)
        if not coming and found:
            return redirect(self.page(found[0]))
        return self.show(problem=_problem(query), choices=coming, typed=request.POST.get("q", ""), status=422)

    def arrive(self, referral: Referral, query: Query):
        try:
            return redirect(once.answer_once(self.request, lambda: self.act(referral, query)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.warning(self.request, str(error))
            return redirect(self.page(referral))

    def act(self, referral: Referral, query: Query) -> str:
        services.mark_arrived(referral, by=self.request.user)
        if query.is_proof:
            access.grant(referral.visit.patient, self.centre, PatientAccess.Basis.SCAN, by=self.request.user)
        return self.page(referral)

    def page(self, referral: Referral) -> str:
        return reverse("opd:referral-arrived", args=[self.centre.code, referral.visit.code])

    def show(self, *, problem="", choices=(), typed="", status=200):
        rows = expected(self.centre)
        audit.record("referral.listed", by=self.request.user, centre=self.centre, rows=len(rows))
        context = {
            "rows": rows, "problem": "" if choices else problem, "choices": choices, "typed": typed,
            "idem": once.new_key(self.request.user), "has_errors": bool(problem and not choices),
            "has_own_search": True,
        }  # fmt: skip
        return render(self.request, "opd/referral_desk.html", context, status=status)


class ReferralArrived(CentreView):
    """What the desk needs of one referral: who, from where, to which department, how soon. Nothing clinical."""

    permission = Permission.REFERRAL_DESK

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def referral(self) -> Referral:
        rows = Referral.objects.filter(to_centre=self.centre, visit__code=self.code)
        row = rows.select_related("visit__patient", "visit__centre", "arrived_by").first()
        if row is None:
            raise Http404
        return row

    def get(self, request):
        row, address = self.referral, ""
        if Permission.VISIT_OPEN in request.permissions:
            reference = references.of_person(
                row.visit.patient_id, user=request.user, centre=self.centre, knows_number=False
            )
            address = reverse("registration:person", args=[self.centre.code, reference])
        context = {"referral": row, "token_url": address, "is_coming": row.status in COMING}
        context |= {"idem": once.new_key(request.user), "has_own_search": True}
        return render(request, "opd/referral_arrived.html", context)


def _read(text: str) -> Query:
    """No names and tokens here: ABCDEFGW is the code of a slip and no name, ABCDE234 no token of today."""
    query = read(text)
    if query.kind not in {Kind.NAME, Kind.TOKEN}:
        return query
    try:
        return Query(Kind.CODE, ids.parse_code(text[:40]))
    except ids.InvalidId:
        return query


def _problem(query: Query) -> str:
    if query.kind == Kind.WRONG_NUMBER:
        return query.value
    if query.kind == Kind.HINDI_KEYBOARD:
        return _("The scan came through the Hindi keyboard. Switch the keyboard to English and scan again.")
    if query.kind in WRONG:
        return _("Scan the QR of the slip, or type its code, the UHID or the phone number. A name is not enough here.")
    return _(
        "No referral to this hospital was found for this. Look at the slip: which hospital does it name? If it names "
        "another, show the way there; if the patient came without one, give a token at the counter."
    )
