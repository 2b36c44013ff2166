"""What each audit action says to a reader. Every app keeps its own WORDS in `<app>/audit_words.py`.

A sentence may use the event's detail by name: "Stage changed from %(before)s to %(after)s". A sweep test refuses an
action in the code that has no sentence.
"""

from collections import defaultdict
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centres.models import AuditEvent, Centre
from centres.permissions import Role

WORDS = {
    "centre.loaded": _("Centre taken from the list of facilities"),
    "centre.opened": _("Centre added"),
    "centre.changed": _("Centre's entry changed: %(fields)s"),
    "centre.stage": _("Stage changed from %(before)s to %(after)s"),
    "centre.signed_live": _("Signed: goes live with %(missing)s points missing"),
    "rollout.planned": _("Step of the rollout planned: %(stage)s"),
    "blocker.raised": _("Something in the way written down"),
    "blocker.resolved": _("Something in the way cleared"),
    "devices.counted": _("Computers and other devices counted"),
    "readiness.checked": _("Readiness list: %(count)s points changed"),
    "statement.made": _("Services and resources of the day stated"),
    "statement.confirmed": _("Services and resources confirmed unchanged"),
    "statement.photo": _("Photo added to the statement of the day"),
    "centre.hours": _("Opening hours changed"),
    "centres.imported": _("List of centres imported: %(new)s new, %(changed)s changed"),
    "centres.exported": _("List of centres downloaded"),
    "room.added": _("Room added"),
    "room.changed": _("Room changed"),
    "department.added": _("Department added"),
    "department.changed": _("Department changed"),
    "staff.imported": _("Staff imported: %(new)s new, %(changed)s given a further role"),
    "person.added": _("Person added"),
    "person.changed": _("Person's entry changed: %(fields)s"),
    "person.closed": _("Account closed and signed out everywhere"),
    "person.reopened": _("Account opened again"),
    "membership.added": _("Role given: %(role)s"),
    "membership.ended": _("Role ended: %(role)s"),
    "password.link_issued": _("Link to set a password given out"),
    "password.set": _("Password set"),
    "pin.set": _("PIN chosen"),
    "pin.cleared": _("PIN removed"),
    "pin.wrong": _("Wrong PIN, try %(tries)s"),
    "second_factor.enrolled": _("Phone for codes set up"),
    "second_factor.passed": _("Code from the phone accepted"),
    "second_factor.failed": _("Wrong code from the phone"),
    "second_factor.reset": _("Phone for codes taken away"),
    "sign_in": _("Signed in (%(method)s)"),
    "switched": _("Took over the computer (%(method)s)"),
    "sign_in.failed": _("Wrong user name or password"),
    "sign_in.spraying": _("Sign-in refused: too many wrong passwords from one address"),
    "sign_out": _("Signed out"),
    "sign_in.ended": _("Sign-in ended on another computer"),
    "sign_in.ended_all": _("Signed out everywhere: %(count)s sign-ins"),
    "locked": _("Screen locked"),
    "unlocked": _("Screen unlocked (%(method)s)"),
    "workstation.opened": _("Computer opened for colleagues' PINs"),
    "workstation.closed": _("Computer closed for PINs"),
    "checklist.made": _("Checklist made"),
    "checklist.draft": _("Next version of a checklist begun"),
    "checklist.item": _("Item of a checklist saved: %(code)s"),
    "checklist.item_removed": _("Item of a checklist taken out: %(code)s"),
    "checklist.imported": _("Items of a checklist taken from a file: %(count)s"),
    "checklist.published": _("Checklist put into use: version %(number)s"),
    "inspection.planned": _("Visits planned: %(count)s"),
    "inspection.moved": _("Visit moved to another day or inspector"),
    "inspection.cancelled": _("Visit taken out of its round"),
    "inspection.begun": _("Inspection begun"),
    "inspection.answered": _("Inspection: %(item)s answered"),
    "inspection.photo": _("Inspection: photo of %(item)s kept"),
    "inspection.photo_removed": _("Inspection: photo of %(item)s taken away"),
    "inspection.finished": _("Inspection finished: %(points)s points"),
    "inspection.printed": _("Inspection report printed"),
    "gap.inspected": _("Gaps after an inspection: %(new)s new, %(again)s seen again, %(verified)s verified"),
    "gap.added": _("Gap written down"),
    "gap.moved": _("Gap moved on: %(state)s"),
    "gap.answered": _("Gap answered by the centre"),
    "gap.changed": _("Gap changed: %(fields)s"),
    "gap.merged": _("Gap merged with another: %(into)s"),
    "gap.reminded": _("Late gaps reminded of: %(count)s"),
    "proposal.drafted": _("Proposal begun with %(count)s lines"),
    "proposal.changed": _("Proposal changed"),
    "proposal.line": _("Line of a proposal changed: %(amount)s rupees"),
    "proposal.thrown_away": _("Draft of a proposal thrown away"),
    "proposal.sent": _("Proposal sent: %(number)s"),
    "proposal.decided": _("Proposal decided: %(decision)s"),
    "proposal.released": _("Money of a proposal came: %(amount)s rupees"),
    "proposal.spent": _("Money of a proposal spent: %(amount)s rupees"),
    "proposal.viewed": _("Letter of a proposal opened"),
    "price.saved": _("Price of %(code)s saved: %(after)s rupees, before: %(before)s"),
    "house_list.changed": _("Limit or list of the house changed: %(code)s"),
    "audit.viewed": _("Audit read"),
    "denied.centre": _("Refused: not a person of that centre"),
    "denied.permission": _("Refused: not allowed for this role"),
}


@cache
def words() -> dict[str, str]:
    """Every app's sentences by action."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "audit_words"):
            found |= import_module(f"{config.name}.audit_words").WORDS
    return found


def say(event: AuditEvent) -> str:
    """One event as a sentence in the reader's language; an unknown action as it is."""
    sentence = words().get(event.action)
    if sentence is None:
        return event.action
    return gettext(str(sentence)) % defaultdict(lambda: "–", _readable(event.detail))


def _readable(detail: dict) -> dict:
    """Codes of roles and stages as their words, lists with commas."""
    labels = {**dict(Role.choices), **dict(Centre.Stage.choices)}
    return {
        name: ", ".join(map(_field_label, value))
        if isinstance(value, list)
        else labels.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in detail.items()
    }


def _field_label(name) -> str:
    """`name_hi` as the form says it; what no form of ours knows stays as it is."""
    from centres.models import User

    for model in (Centre, User):
        field = next((one for one in model._meta.concrete_fields if one.name == name), None)
        if field is not None:
            return str(field.verbose_name)
    return str(name)
