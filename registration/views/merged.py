"""A merge as it stands: what moved, the facts before, and the way back."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.views import View

from centres import audit
from centres.permissions import Permission
from centres.views.base import FormMixin
from registration import merging, services
from registration.forms.merging import UndoForm
from registration.merging_words import moved_words, shown_facts
from registration.selectors import doubles
from registration.services.unmerging import later, new_visits
from registration.views.base import CounterView


class FindMerge(View):
    """Stands behind CentreView in the chain."""

    def dispatch(self, request, *args, code, **kwargs):
        self.merge = doubles.merges_of(self.centre).filter(code=code).first()
        if self.merge is None or not doubles.is_reached(self.merge, self.centre):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MergeView(FormMixin, CounterView, FindMerge):
    """A GET shows it; a POST takes the two records apart again."""

    permission = Permission.PATIENT_MERGE
    form_class = UndoForm
    template_name = "registration/merge_view.html"

    def get(self, request):
        about = {"target": self.merge, "patient": self.merge.survivor_id}
        audit.record("merge.opened", by=request.user, centre=self.centre, **about)
        return super().get(request)

    @property
    def since(self) -> list:
        if not hasattr(self, "_since"):
            self._since = [] if self.merge.undone_at else list(new_visits(self.merge))
        return self._since

    def form_kwargs(self) -> dict:
        return {"visits": self.since}

    def act(self, form) -> str:
        typed = form.cleaned_data
        services.undo_merge(
            self.merge,
            reason=typed["reason"],
            visits=[visit.pk for visit in self.since if visit.code in typed["visits"]],
            are_two_people=typed["are_two_people"],
            centre=self.centre,
            by=self.request.user,
        )
        messages.success(self.request, _("Two records again, as they were."))
        return self.url("merge", self.merge.code)

    def context(self, form) -> dict:
        merge = self.merge
        ticked = set(form["visits"].value() or ())
        return {
            "merge": merge,
            "facts": shown_facts(merge),
            "moved": moved_words(merge.moved),
            "kept": [merging.LABELS[group] for group in merge.returned.get("kept", ())],
            "since": [(visit, visit.code in ticked) for visit in self.since],
            "later": None if merge.undone_at else later(merge),
            "person_url": self.person_url("person", merge.survivor_id),
            "merged_url": self.person_url("person", merge.merged_id),
            "search_has_focus": False,
        }
