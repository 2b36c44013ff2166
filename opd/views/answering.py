"""The specialist's side: what waits, the slip that was asked about, and the answer."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.views.base import CentreView
from hms.lib.dates import INDIA
from opd import drafts, services
from opd.entry.actions import Desk, apply
from opd.entry.entered import Entered
from opd.errors import EConsultError, StaleReply
from opd.forms.draft import Posted, read
from opd.selectors import e_consults, helping, room
from opd.services.answering import reply_of
from registration import access

SENDS = {"answer": services.answer, "back": services.ask_back}


class HelpList(CentreView):
    permission = Permission.E_CONSULT_ANSWER

    def get(self, request):
        rows = e_consults.worklist(request.user, self.centre)
        audit.record("e_consult.listed", by=request.user, centre=self.centre, rows=len(rows))
        context = {
            "rows": rows, "answered": e_consults.answered_by(request.user, self.centre),
            "is_member": e_consults.is_member(request.user, self.centre),
        }  # fmt: skip
        return render(request, "opd/help_list.html", context)


class HelpView(CentreView):
    """A question to a pool of this person's, at this hospital; `code` is the question's."""

    permission = Permission.E_CONSULT_ANSWER

    def dispatch(self, request, *args, **kwargs):
        code = kwargs.pop("code")
        if self.permission in request.permissions:
            rows = e_consults.for_specialist(request.user, request.centre).select_related(*e_consults.ROWS)
            self.row = rows.filter(code=code).first()
            if self.row is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def url(self, name: str, **kwargs) -> str:
        return reverse(f"opd:{name}", kwargs={"centre": self.centre.code, **kwargs})

    @property
    def page(self) -> str:
        return self.url("help", code=self.row.code)


class HelpPage(HelpView):
    """Exactly the slip asked about and the patient's story; the answer is kept while it is typed."""

    def get(self, request):
        if not access.may_open(self.row.visit.patient, self.centre):
            return render(request, "opd/help_open.html", {"row": self.row, "asked": self.asked})
        audit.record(
            "record.opened", by=request.user, centre=self.centre, target=self.row.visit,
            patient=self.row.visit.patient_id, page="online_help",
        )  # fmt: skip
        return self.show(reply_of(self.row), version=self.row.reply_version)

    @property
    def asked(self):
        return e_consults.Asked(self.row, timezone.now())

    def post(self, request):
        if request.POST.get("do") == "open":
            return self.once(self.open)
        if not access.may_open(self.row.visit.patient, self.centre):
            return redirect(self.page)
        posted = read(request.POST)
        if posted.action in {"answer", "back", "at-once"}:
            return self.once(lambda: self.send(posted), posted)
        return self.write(posted)

    def once(self, act, posted: Posted | None = None):
        try:
            return redirect(once.answer_once(self.request, act))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except StaleReply as error:
            return self.both(posted, error)
        except HmsError as error:
            if posted is None:
                messages.warning(self.request, str(error))
                return redirect(self.page)
            return self.refused(posted, error)

    def open(self) -> str:
        services.open_record(self.row, by=self.request.user)
        return self.page

    def send(self, posted: Posted) -> str:
        """Everything typed counts: what stands in the medicine box is taken first."""
        who = {"by": self.request.user}
        entered, _box = apply(posted.draft, "enter", "", self.desk())
        if not entered.is_taken:
            raise EConsultError(entered.problem or _("Choose the medicine first."), field="medicine")
        row = services.save_reply(self.row, entered.draft, version=posted.version, page=posted.page, **who)
        if posted.action == "at-once":
            services.answer(row, version=row.reply_version, is_send_at_once=True, **who)
        else:
            SENDS[posted.action](row, version=row.reply_version, **who)
        messages.success(
            self.request, _("Asked back.") if posted.action == "back" else _("The answer is with the treating doctor.")
        )
        return self.url("help-list")

    def write(self, posted: Posted):
        entered, box = apply(posted.draft, posted.action, posted.argument, self.desk())
        try:
            row = services.save_reply(
                self.row, entered.draft, version=posted.version, by=self.request.user, page=posted.page
            )
        except StaleReply as error:
            return self.both(posted, error)
        except HmsError as error:
            return self.refused(posted, error)
        if self.wants_part():
            if posted.action == "save":
                return JsonResponse(
                    {"version": row.reply_version, "saved": f"{timezone.now().astimezone(INDIA):%H:%M:%S}"}
                )
            return self.show(entered.draft, entered, box, version=row.reply_version, page=posted.page.key, part=True)
        if not entered.is_taken:
            return self.show(entered.draft, entered, box, version=row.reply_version, status=422)
        return redirect(self.page + ("?at=medicine" if box == "medicine" else ""))

    def both(self, posted: Posted, error: StaleReply):
        """Two colleagues wrote: both texts stand in the boxes, nothing is sent."""
        if self.wants_part():
            return JsonResponse({"conflict": str(error)}, status=409)
        joined = drafts.merged(posted.draft, reply_of(error.saved), {})
        entered = Entered(joined, problem=str(error))
        return self.show(joined, entered, "advice", version=error.saved.reply_version, status=409)

    def refused(self, posted: Posted, error: HmsError):
        if self.wants_part():
            return JsonResponse({"conflict": str(error)}, status=409)
        entered = Entered(posted.draft, problem=str(error))
        return self.show(posted.draft, entered, error.field or "", version=posted.version, status=409)

    def wants_part(self) -> bool:
        return self.request.headers.get("X-Requested-With") == "fetch"

    def desk(self) -> Desk:
        return Desk(self.row.visit, self.request.user, lambda: None, lambda: room.person_of(self.row.visit))

    def show(self, draft, entered=None, box="", *, version, page="", part=False, status=200):
        context = helping.writing(self.row, draft) | {
            "row": self.row, "asked": self.asked, "version": version, "page_key": page or get_random_string(20),
            "entered": entered, "box": box or self.request.GET.get("at", ""),
            "has_errors": bool(entered and entered.problem), "idem": once.new_key(self.request.user),
        }  # fmt: skip
        if part:
            return render(self.request, "opd/_help_paper.html", context)
        context |= helping.reading(self.row) | {
            "said": e_consults.said(self.row), "pictures": e_consults.pictures(self.row),
        }  # fmt: skip
        return render(self.request, "opd/help.html", context, status=status)
