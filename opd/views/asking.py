"""The treating doctor's side: ask, follow, reply, take the answer over."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centres import audit, once
from centres.errors import HmsError
from centres.permissions import Permission
from centres.services import pins
from centres.views.base import CentreView
from hms.lib.dates import INDIA
from hms.lib.pictures import MAX_BYTES
from hms.lib.text import clean
from opd import services
from opd.errors import EConsultError
from opd.forms.e_consult import AcceptForm, AskForm, DeclineForm, ReplyForm
from opd.models import Consultation, EConsult
from opd.selectors import e_consults, helping
from opd.views.record import RecordView

S = EConsult.Status


class EConsultList(CentreView):
    """Everything this centre asked."""

    permission = Permission.CONSULT

    def get(self, request):
        rows = e_consults.of_centre(self.centre)
        audit.record("e_consult.listed", by=request.user, centre=self.centre, rows=len(rows))
        return render(request, "opd/e_consult_list.html", {"rows": rows})


class EConsultAsk(RecordView):
    """One form: whom, what, pictures. It is kept while it is typed; each button takes everything along."""

    permission = Permission.CONSULT

    @property
    def draft(self) -> EConsult | None:
        rows = EConsult.objects.filter(visit=self.visit, saved_by=self.request.user, status=S.DRAFT)
        return rows.select_related("visit").first()

    def make_form(self, *args, **kwargs) -> AskForm:
        same = e_consults.same_specialist(self.visit.patient)
        return AskForm(*args, pools=e_consults.pools_to_ask(), same=same, **kwargs)

    def get(self, request):
        form = self.make_form(initial=self.initial(self.draft))
        return self.show(form)

    def initial(self, row: EConsult | None) -> dict:
        if row is None:
            return {}
        whom = f"{row.pool_id}:{row.asked_to_id}" if row.asked_to_id else str(row.pool_id or "")
        return {"question": row.question, "is_red_flag": row.is_red_flag, "whom": whom}

    def post(self, request):
        form = self.make_form(request.POST)
        what = request.POST.get("do", "send")
        if what == "save" and request.headers.get("X-Requested-With") == "fetch":
            row = services.save_question(self.visit, by=request.user, **form.meant())
            return JsonResponse({"saved": f"{row.saved_at.astimezone(INDIA):%H:%M:%S}"})
        try:
            return redirect(once.answer_once(request, lambda: self.act(form, what)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            services.save_question(self.visit, by=request.user, **form.meant())
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show(form, status=409, picture_problem=str(error) if error.field == "picture" else "")

    def act(self, form, what: str) -> str:
        do, _colon, which = what.partition(":")
        meant = form.meant()
        row = services.save_question(self.visit, by=self.request.user, **meant)
        if do == "drop":
            services.remove_picture(row, which, by=self.request.user)
        elif do == "discard":
            services.withdraw(row, by=self.request.user)
            return self.url("consultation")
        if file := self.request.FILES.get("picture"):
            caption = clean(self.request.POST.get("caption", ""))
            services.add_picture(row, file.read(MAX_BYTES + 1), caption, by=self.request.user)
        if do != "send":
            return self.url("e-consult-ask")
        if meant["pool"] is None:
            raise EConsultError(_("Choose whom to ask."), field="whom")
        services.send_question(self.visit, by=self.request.user, **meant)
        messages.success(self.request, _("Sent. The answer will stand here and on the slip."))
        return self.url("consultation")

    def show(self, form, status=200, picture_problem=""):
        row = self.draft
        context = helping.beside(self.visit) | {
            "form": form, "row": row, "pictures": e_consults.pictures(row) if row else [],
            "asked": [one for one in e_consults.of_visit(self.visit) if one.row.status != S.DRAFT],
            "idem": once.new_key(self.request.user), "has_errors": bool(form.errors),
            "picture_problem": picture_problem,
            "saved": f"{row.saved_at.astimezone(INDIA):%H:%M:%S}" if row else "",
        }  # fmt: skip
        return render(self.request, "opd/e_consult_ask.html", context, status=status)


class AskedView(RecordView):
    """A question of this centre: `code` is the question's own."""

    def find(self, request, code):
        rows = EConsult.objects.for_centre(request.centre).exclude(status=S.DRAFT)
        self.row = rows.select_related(*e_consults.ROWS).filter(code=code).first()
        if self.row is None:
            raise Http404
        return self.row.visit

    @property
    def page(self) -> str:
        return self.url("e-consult", code=self.row.code)


class EConsultPage(AskedView):
    """What was asked and said; an answer is taken over with one key."""

    permission = Permission.CONSULT

    @cached_property
    def consultation(self) -> Consultation | None:
        return Consultation.objects.for_centre(self.centre).filter(visit=self.visit).first()

    @cached_property
    def answer(self) -> helping.Answer | None:
        return helping.answer(self.row, self.consultation)

    def get(self, request):
        self.record_opening("e_consult")
        return self.show()

    def post(self, request):
        what = request.POST.get("do", "accept")
        form = self.make_form(what, request.POST)
        if form is None:
            return redirect(self.page)
        if not form.is_valid():
            answer = once.first_answer(request)
            return redirect(answer) if answer else self.show({what: form}, status=422)
        try:
            return redirect(once.answer_once(request, lambda: self.act(what, form)))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.show({what: form}, status=409)

    def make_form(self, what: str, *args):
        if what == "accept" and self.answer:
            needs_pin = self.centre.sign_with_pin and self.answer.is_signed
            return AcceptForm(
                *args, answer=self.answer.entry, names=self.answer.names, open_alerts=self.answer.open_alerts,
                check_pin=self.check_pin if needs_pin else None,
            )  # fmt: skip
        return {"decline": DeclineForm, "reply": ReplyForm}.get(what, lambda *_args: None)(*args)

    def check_pin(self, pin: str) -> None:
        if not self.request.user.pin:
            raise pins.PinRefused(_("Set your PIN first: it is on your own page, in the menu with your name."))
        pins.check(self.request.user, pin)

    def act(self, what: str, form) -> str:
        who = {"by": self.request.user}
        if what == "accept":
            services.accept(self.row, **form.chosen(), **who)
            messages.success(
                self.request,
                _("Taken over into an addendum; the slip shows it.")
                if self.answer.is_signed
                else _("Taken over into the draft. Look at it once and sign."),
            )
            return self.url("consultation")
        if what == "decline":
            services.decline(self.row, form.cleaned_data["reason"], **who)
        else:
            services.reply(self.row, form.cleaned_data["text"], **who)
        messages.success(self.request, _("Saved."))
        return self.page

    def show(self, forms=None, status=200):
        forms = forms or {}
        context = helping.beside(self.visit) | {
            "row": self.row, "asked": e_consults.Asked(self.row, timezone.now()), "said": e_consults.said(self.row),
            "pictures": e_consults.pictures(self.row), "answer": self.answer,
            "accept": forms.get("accept") or self.make_form("accept"),
            "decline": forms.get("decline") or DeclineForm(), "reply": forms.get("reply") or ReplyForm(),
            "idem": once.new_key(self.request.user), "has_errors": bool(forms),
        }  # fmt: skip
        return render(self.request, "opd/e_consult.html", context, status=status)


class EConsultWithdraw(AskedView):
    permission = Permission.CONSULT

    def get(self, request):
        return redirect(self.page)

    def post(self, request):
        try:
            return redirect(once.answer_once(request, self.act))
        except once.FormAlreadyUsed as error:
            return redirect(error.answer)
        except HmsError as error:
            messages.warning(request, str(error))
            return redirect(self.page)

    def act(self) -> str:
        services.withdraw(self.row, by=self.request.user)
        messages.success(self.request, _("The question is taken back."))
        return self.url("consultation")
