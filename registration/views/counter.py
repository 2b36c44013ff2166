"""The counter while nobody is chosen: the search box, what is not saved yet, today's registrations, the queues."""

from django.shortcuts import render

from centres import held
from centres.permissions import Permission
from registration.views.base import CounterView


class Counter(CounterView):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        context = {**self.sides(), "unsaved": self.unsaved(), "search_has_focus": True}
        return render(request, "registration/counter.html", context)

    def unsaved(self) -> list[dict]:
        """Forms of this counter that this person typed and did not save, after a power cut for instance (1 query)."""
        rows = [row for row in held.waiting(self.request.user) if row.path.startswith(self.url("counter"))]
        return [{"row": row, "name": held.name_in(row)} for row in rows]
