"""The pad or the slip in the address, found behind the check of the right."""

from django.shortcuts import redirect
from django.views import View

from centres import once
from hms.lib.dates import format_day
from registration import pad_numbers
from registration.models import DowntimePad, PadSlip

WHOLE = ("pad__centre", "visit__patient", "visit__department", "attached_by", "spoilt_by")


class FindPad(View):
    def dispatch(self, request, *args, pad, **kwargs):
        rows = DowntimePad.objects.select_related("centre", "printed_by")
        self.pad = self.get_or_404(rows, number=pad)
        return super().dispatch(request, *args, **kwargs)


class FindSlip(View):
    """A slip that somebody else entered a moment ago leads to its page, which says so."""

    needs_blank = True

    def dispatch(self, request, *args, serial, **kwargs):
        self.slip = self.get_or_404(PadSlip.objects.select_related(*WHOLE), serial=serial.upper())
        if self.needs_blank and (self.slip.attached_at or self.slip.spoilt_at):
            answer = once.first_answer(request) if request.method == "POST" else None
            return redirect(answer or self.slip_url())
        return super().dispatch(request, *args, **kwargs)

    def slip_url(self) -> str:
        return self.url("pad-slip", self.slip.serial)

    def said(self) -> str:
        return pad_numbers.show(self.slip.serial)

    def last_day(self) -> str:
        """The paper entered last was most likely of the same cut (1 query)."""
        last = PadSlip.objects.filter(pad=self.slip.pad_id, attached_at__isnull=False).order_by("-attached_at").first()
        return format_day(last.written_at) if last else ""
