"""The consultation page as a browser without JavaScript uses it."""

from opd.models import Consultation

FETCH = {"X-Requested-With": "fetch"}
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}<script>alert(1)</script>'


def page(worker, visit):
    return worker.get("opd:consultation", code=visit.code)


def fields(response):
    """What the browser would send of the page as it stands."""
    context = response.context
    draft = context["draft"]
    boxes = {name: draft[name] for name in ("history", "examination", "advice", "follow_up", "follow_up_note")}
    return {**boxes, "version": context["version"], "page": context["page_key"], "lines": context["lines"]}


def press(worker, visit, do, *, on=None, fetch=False, **typed):
    """Type into the boxes of the page as it stands and press a button."""
    on = on or page(worker, visit)
    data = {**fields(on), "do": do, **typed}
    return worker.client.post(worker.url("opd:consultation", code=visit.code), data, headers=FETCH if fetch else None)


def draft(visit):
    return Consultation.objects.get(visit=visit).draft
