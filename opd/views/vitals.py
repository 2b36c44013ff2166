"""Measurements: who waits for them, and the form."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from centres.permissions import Permission
from centres.views.base import CentreView, FormMixin
from hms.lib.dates import age_on
from opd import services
from opd.forms.vitals import BOXES, VitalsForm, initial
from opd.selectors import measures, reference
from opd.selectors.queue import without_vitals
from opd.views.record import RecordView
from opd.vital_ranges import find

CHILDBEARING = range(10, 56)  # years in which pregnancy is asked
BANDS_OF_BOX = {"bp": ("systolic", "diastolic")}


class VitalsList(CentreView):
    permission = Permission.VITALS_RECORD

    def get(self, request):
        return render(request, "opd/vitals_list.html", {"rows": without_vitals(self.centre)})


class VitalsRecord(FormMixin, RecordView):
    permission = Permission.VITALS_RECORD
    form_class = VitalsForm
    template_name = "opd/vitals_record.html"

    def form_kwargs(self):
        self.ranges = reference.bands()
        self.current = self.visit.vitals.filter(is_current=True).select_related("recorded_by").first()
        age = age_on(self.visit.patient.birth_date, self.visit.visit_on)
        self.age_days = age.total_days
        return {
            "ranges": self.ranges,
            "asks_pregnancy": self.visit.patient.sex != "M" and age.years in CHILDBEARING,
            "initial": initial(self.current),
        }

    def context(self, form):
        for name in BOXES:
            form.fields[name].widget.attrs |= self.band_attributes(name)
        return {
            "visit": self.visit,
            "current": self.current,
            "measures": measures.measures(self.current, self.visit.patient, self.ranges),
            "flag_words": measures.FLAG_WORDS,
            "has_errors": bool(form.errors),
        }

    def band_attributes(self, name: str) -> dict:
        """What the page needs to flag a value while it is typed; the server flags again when it is saved."""
        pregnant = bool(self.current and self.current.is_pregnant)
        found = [
            find(parameter, self.ranges, age_days=self.age_days, pregnant=pregnant)
            for parameter in BANDS_OF_BOX.get(name, (name,))
        ]
        limits = [[band.low, band.high, band.critical_low, band.critical_high] for band in found if band]
        said = ";".join(",".join("" if limit is None else f"{limit:f}" for limit in row) for row in limits)
        return {"data-band": said} if said else {}

    def act(self, form):
        row = services.record_vitals(self.visit, form.values(), by=self.request.user)
        self.tell(row, form)
        if Permission.CONSULT in self.request.permissions:
            return self.url("consultation")
        return reverse("opd:vitals-list", args=[self.centre.code])

    def tell(self, row, form):
        """Say what was understood and what is abnormal, at once."""
        told = measures.measures(row, self.visit.patient, self.ranges)
        abnormal = [f"{one.label} {one.value} {one.unit} {one.flag} ({one.word})" for one in told if one.flag]
        saved = _("Token %(token)d: measurements saved.") % {"token": self.visit.token}
        said = " ".join([saved, *form.understood.values()])
        if abnormal:
            messages.warning(self.request, f"{said} {_('Abnormal:')} {'; '.join(abnormal)}")
        else:
            messages.success(self.request, said)
