"""Who did what: the centre's own chain; from the network's office any chain."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from centres import audit, audit_words
from centres.forms.audit import AuditForm
from centres.models import Centre
from centres.permissions import Permission
from centres.selectors import audit as selectors
from centres.views.base import CentreView


class AuditLog(CentreView):
    permission = Permission.AUDIT_VIEW

    def get(self, request):
        form = self.form(request)
        chosen = {**form.cleaned_data} if form.is_valid() else {}
        chain = chosen.pop("chain", "") or request.centre.code
        chosen = {name: value for name, value in chosen.items() if value}
        rows = [] if form.errors else selectors.events(chain, before=number(request.GET.get("before")), **chosen)
        audit.record("audit.viewed", by=request.user, centre=request.centre, chain=chain)
        page = rows[: selectors.PAGE]
        for event in page:
            event.sentence = audit_words.say(event)
        context = {
            "form": form,
            "rows": page,
            "chain": chain,
            "older": self.older(rows, page),
            "is_filtered": bool(chosen),
        }
        return render(request, "centres/audit_list.html", context)

    def form(self, request):
        is_network = Permission.NETWORK_MANAGE in request.permissions
        chains = [(request.centre.code, request.centre.name)]
        if is_network:
            chains.append((audit.SYSTEM_CHAIN, _("Outside any centre")))
            chains += [(one.code, one.name) for one in Centre.objects.exclude(pk=request.centre.pk)]
        people = selectors.people(request.centre, everywhere=is_network)
        data = {name: value for name, value in request.GET.items() if name in AuditForm.base_fields}
        return AuditForm(data, people=people, chains=chains)

    def older(self, rows, page) -> str:
        """The query of the next page; "" on the last one."""
        if len(rows) <= len(page):
            return ""
        query = self.request.GET.copy()
        query["before"] = page[-1].number
        return query.urlencode()


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
