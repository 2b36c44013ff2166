"""What a button of the consultation page does besides the draft: bundles, counting what is missing, handing over."""

from django.utils.translation import gettext as _

from centres.errors import HmsError
from opd import services
from opd.entry.entered import Entered
from opd.selectors import room


def pressed(view, posted, entered: Entered, box: str) -> tuple[Entered, str]:
    """What came of it, said in `done`; a refusal comes back as the problem, and the draft is saved in any case."""
    if entered.used:
        services.count_use(entered.used)
    does = {"keep": _keep, "unkeep": _remove, "unmet": _count_missing}.get(posted.action)
    if does is None:
        return entered, box
    try:
        return does(view, posted.argument, entered), box
    except HmsError as error:
        return Entered(entered.draft, problem=str(error)), error.field or box


def handed_over(view, entered: Entered) -> Entered:
    """After the draft was saved. Raises what services.hand_over raises."""
    wanted = view.request.POST.get("hand_to", "")
    chosen = next((row.user for row in services.colleagues(view.centre) if str(row.user_id) == wanted), None)
    services.hand_over(view.visit, chosen, by=view.request.user)
    return Entered(entered.draft, done=_("Handed over to %(name)s.") % {"name": chosen.name})


def _keep(view, whose: str, entered: Entered) -> Entered:
    name = entered.draft["typing"]["bundle"]
    services.keep_bundle(view.visit, entered.draft, name, is_shared=whose == "centre", by=view.request.user)
    return _emptied(entered, "bundle", _("The bundle is kept."))


def _remove(view, key: str, entered: Entered) -> Entered:
    services.remove_bundle(view.centre, int(key) if key.isdecimal() and len(key) < 10 else 0, by=view.request.user)
    return Entered(entered.draft, done=_("The bundle is removed."))


def _count_missing(view, kind: str, entered: Entered) -> Entered:
    kind = kind if kind == "medicine" else "test"
    name = room.missing_name(kind, entered.draft["typing"])
    services.note_unmet(view.visit, kind, name, by=view.request.user)
    return _emptied(entered, kind, _("Counted as missing at this centre."))


def _emptied(entered: Entered, box: str, done: str) -> Entered:
    typing = {**entered.draft["typing"], box: ""}
    return Entered({**entered.draft, "typing": typing}, done=done)
