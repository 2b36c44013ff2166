"""Questions about numbers: asked by night, answered by the centre, accepted or asked again by the district.

Nothing else follows from them: no right is taken, nothing is blocked, no points are given.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centres import audit
from centres.catalogue.defaults import SEES_PATIENTS
from centres.models import Centre
from hms.lib import ids
from opd.errors import HonestyError, StaleQuestion
from opd.honesty import phones
from opd.honesty.found import Found, Look
from opd.honesty.rules import RULES
from opd.models import HonestyCheck, HonestyFinding, HonestyRule, HonestyStep
from opd.reporting.periods import Period, week_of

NIGHT = range(1, 5)
WORDS = 10  # letters that can be an answer
S, K = HonestyFinding.State, HonestyStep.Kind


def is_due(now: datetime) -> bool:
    """In the small hours of a day without a look; at once where there never was one, or not for 36 hours."""
    last = HonestyCheck.objects.aggregate(at=Max("started_at"))["at"]
    if last is None or now - last > timedelta(hours=36):
        return True
    return timezone.localtime(now).hour in NIGHT and now - last > timedelta(hours=20)


def last_full_week(day: date) -> Period:
    return week_of(week_of(day).first - timedelta(days=1))


def look(week: Period | None = None, centres=None) -> HonestyCheck:
    """Look at a full week of every centre that sees patients. Twice the same asks nothing new.

    A centre is one transaction; a centre whose rows cannot be read stops the look, and the next one does all again.
    """
    week = week or last_full_week(timezone.localdate())
    every = Centre.objects.filter(kind__in=SEES_PATIENTS, is_active=True).order_by("code")
    every = list(every if centres is None else every.filter(code__in=centres))
    check = HonestyCheck.objects.create(started_at=timezone.now(), first=week.first, last=week.last)
    rules, shares = list(HonestyRule.objects.all()), phones.shares(every, week)
    for centre in every:
        if centre.pk in shares:  # somebody came
            others = tuple(share for key, share in shares.items() if key != centre.pk)
            check.centres += 1
            check.found += _look_at(centre, week, rules, others)
    check.ended_at = timezone.now()
    check.save(update_fields=["ended_at", "centres", "found"])
    return check


@transaction.atomic
def _look_at(centre: Centre, week: Period, rules: list[HonestyRule], others) -> int:
    asked = 0
    for rule in rules:
        if rule.code not in RULES or _was_asked(centre, rule, week):
            continue
        found = RULES[rule.code](Look(centre, week, rule, others))
        if found is not None:
            asked += _ask(centre, rule, week, found)
    return asked


def _was_asked(centre: Centre, rule: HonestyRule, week: Period) -> bool:
    """This week already, or so lately that the same is not asked again (an open question is seen again instead)."""
    rows = HonestyFinding.objects.for_centre(centre).filter(rule=rule)
    if rows.filter(first=week.first).exists():
        return True
    return rows.filter(state=S.ACCEPTED, first__gt=week.first - timedelta(days=rule.every_days)).exists()


def _ask(centre: Centre, rule: HonestyRule, week: Period, found: Found) -> bool:
    """A new question; where one of its kind is open, a line in its history. Two looks at once ask once."""
    now = timezone.now()
    open_one = HonestyFinding.objects.for_centre(centre).filter(rule=rule).exclude(state=S.ACCEPTED)
    if (finding := open_one.select_for_update().first()) is not None:
        if finding.first < week.first:
            again = HonestyStep(
                finding=finding, kind=K.SEEN_AGAIN, first=week.first, last=week.last, facts=found.facts, at=now
            )
            HonestyStep.objects.bulk_create([again], ignore_conflicts=True)
        return False
    try:
        with transaction.atomic():
            finding = HonestyFinding.objects.create(
                code=ids.random_code(), centre=centre, rule=rule, first=week.first, last=week.last, found_at=now,
                facts=found.facts, kind=found.kind, rows=found.rows,
            )  # fmt: skip
    except IntegrityError:  # another look asked it a moment ago
        return False
    HonestyStep.objects.create(finding=finding, kind=K.FOUND, at=now)
    audit.record("honesty.asked", by=None, centre=centre, target=finding, rule=rule.code, days=week.words)
    return True


@transaction.atomic
def answer_question(finding: HonestyFinding, text: str, *, version: int, by) -> HonestyFinding:
    """The centre's answer, or its next version. Raises StaleQuestion, or HonestyError for nothing said or closed."""
    finding = _locked(finding, version)
    if finding.is_closed:
        raise HonestyError(_("This question is closed: the district accepted the answer."), field="note")
    if len(text) < WORDS:
        raise HonestyError(_("Write in a few words how this came about."), field="note")
    number = finding.steps.filter(kind=K.ANSWERED).count() + 1
    return _moved(finding, S.ANSWERED, K.ANSWERED, text, by, "honesty.answered", number=number)


@transaction.atomic
def accept_answer(finding: HonestyFinding, text: str = "", *, version: int, by) -> HonestyFinding:
    """Close the question with the centre's answer. Raises StaleQuestion, or HonestyError without an answer."""
    finding = _answered(finding, version)
    return _moved(finding, S.ACCEPTED, K.ACCEPTED, text, by, "honesty.accepted")


@transaction.atomic
def ask_again(finding: HonestyFinding, text: str, *, version: int, by) -> HonestyFinding:
    """Send the question back with words. Raises StaleQuestion, or HonestyError without an answer or without words."""
    finding = _answered(finding, version)
    if len(text) < WORDS:
        raise HonestyError(_("Write what is still not clear."), field="note")
    return _moved(finding, S.ASKED, K.ASKED, text, by, "honesty.asked_again")


def _answered(finding: HonestyFinding, version: int) -> HonestyFinding:
    finding = _locked(finding, version)
    if finding.state != S.ANSWERED:
        raise HonestyError(_("There is no answer of the centre to decide about now."))
    return finding


def _locked(finding: HonestyFinding, version: int) -> HonestyFinding:
    finding = HonestyFinding.objects.select_for_update(of=("self",)).select_related("centre").get(pk=finding.pk)
    if finding.version != version:
        raise StaleQuestion(
            _("Somebody else wrote here meanwhile. Read it below; what you typed is still in the box and not saved.")
        )
    return finding


def _moved(finding, state, kind, text, by, action, **more) -> HonestyFinding:
    finding.state = state
    finding.version += 1
    finding.save(update_fields=["state", "version"])
    HonestyStep.objects.create(finding=finding, kind=kind, note=text, at=timezone.now(), by=by, **more)
    audit.record(action, by=by, centre=finding.centre, target=finding, **more)
    return finding
