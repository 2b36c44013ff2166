"""The counter while nobody is chosen: the search box, today's registrations, the queues."""

from django.shortcuts import render

from centres.permissions import Permission
from registration.views.base import CounterView


class Counter(CounterView):
    permission = Permission.PATIENT_FIND

    def get(self, request):
        return render(request, "registration/counter.html", {**self.sides(), "search_has_focus": True})
