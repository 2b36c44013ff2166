"""Two people wrote in one draft: both texts side by side, nothing discarded."""

import json

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from opd import drafts
from opd.errors import StaleDraft
from opd.selectors import room
from opd.services.drafting import plain

SECTION_NAMES = {
    "complaints": _("Complaints"),
    "history": _("History"),
    "examination": _("Examination"),
    "diagnoses": _("Diagnosis"),
    "medicines": _("Medicines"),
    "tests": _("Tests"),
    "advice": _("Advice"),
    "follow_up": _("Come again"),
    "referral": _("Referral"),
}
ONLY_ONE = {"follow_up", "referral"}  # both cannot stand


def render_conflict(view, mine: dict, error: StaleDraft):
    """409 with a choice for each section that differs. What this person wrote travels along in the form."""
    saved = plain(error.saved)
    sections = [
        {
            "name": name,
            "title": SECTION_NAMES[name],
            "mine": as_text(mine, name),
            "saved": as_text(saved, name),
            "only_one": name in ONLY_ONE,
        }
        for name in drafts.differing(mine, saved)
    ]
    context = {
        "visit": view.visit,
        "problem": str(error),
        "saved_by": error.saved.saved_by,
        "saved_at": error.saved.saved_at,
        "sections": sections,
        "version": error.saved.version,
        "mine": json.dumps(mine, ensure_ascii=False),
    }
    return render(view.request, "opd/consultation_conflict.html", context, status=409)


def as_text(draft: dict, name: str) -> list[str]:
    """A section in lines for reading."""
    value = draft[name]
    if name == "complaints":
        return [" · ".join(filter(None, [row["name"], row["lasting"]])) for row in map(room.complaint_shown, value)]
    if name == "diagnoses":
        return [" ".join(filter(None, [row["code"], room.in_language(row)])) for row in value]
    if name == "medicines":
        rows = map(room.medicine_shown, value)
        return [f"{row.name} {row.line['strength']} · {row.words or row.line['dose']}" for row in rows]
    if name == "referral":
        return [value[key] for key in ("to", "department", "reason") if value[key]]
    if name == "tests":
        return value
    return value.split("\n") if value else []
