"""What falls out of the demonstration's rows: forms sent, a file made, questions about numbers and their answers."""

from datetime import timedelta

from django.utils import timezone, translation

from centres.models import Centre, User
from opd import services
from opd.models import Export, Form, HonestyFinding, Vitals
from opd.reporting import counting
from opd.reporting.periods import Period, month_of, week_of
from opd.reporting.scope import Scope
from registration.models import Visit

PHONE = "9000000000"  # typed when nobody gives a number
CAMP = "सोमवार को बस्ती में कैंप था। काग़ज़ पर लिखी पर्चियाँ दोपहर में एक साथ दर्ज की गईं।"
NUMBER = "जिनके पास फ़ोन नहीं था, उनका नंबर खाली छोड़ने के बजाय यही लिख दिया गया। क्लर्क को बता दिया है।"


def make(users: dict[str, User]) -> None:
    """After visits, vitals and results are there."""
    centres = {centre.code: centre for centre in Centre.objects.filter(code__in=["UPHC-02", "UPHC-06", "UPHC-09"])}
    hurry(centres["UPHC-02"])
    round_off(centres["UPHC-06"])
    one_phone(centres["UPHC-09"])
    services.look_at_numbers()
    answer("UPHC-02", "burst", CAMP, by=users["yarpur.incharge"])
    answer("UPHC-09", "same_phone", NUMBER, by=users["alamganj.incharge"], accepted_by=users["district"])
    send(centres["UPHC-02"], users["yarpur.incharge"])
    take_a_file(centres["UPHC-02"], users["yarpur.incharge"])


def _last_week(centre):
    today = timezone.localdate()
    week = week_of(week_of(today).first - timedelta(days=1))
    rows = Visit.objects.for_centre(centre).filter(visit_on__range=(week.first, week.last))
    return rows.exclude(status=Visit.Status.CANCELLED).order_by("registered_at")


def hurry(centre: Centre) -> None:
    """Sixteen slips of a camp, typed together."""
    rows = _last_week(centre).filter(source=Visit.Source.COUNTER).exclude(counter_entry=Visit.Entry.FAMILY)
    first = rows.first()
    if first is None:
        return
    for place, visit in enumerate(rows.filter(visit_on=first.visit_on)[:16]):
        at = first.registered_at + timedelta(seconds=9 * place)
        station = {"workstation": first.workstation, "registered_by": first.registered_by}
        Visit.objects.filter(pk=visit.pk).update(registered_at=at, **station)


def round_off(centre: Centre) -> None:
    """A dial that is read to the next ten."""
    rows = Vitals.objects.for_centre(centre).filter(visit__in=_last_week(centre), systolic__isnull=False)
    for row in rows.order_by("pk"):
        if row.pk % 6:
            Vitals.objects.filter(pk=row.pk).update(
                systolic=round(row.systolic, -1), diastolic=row.diastolic and round(row.diastolic, -1)
            )


def one_phone(centre: Centre) -> None:
    people = {visit.patient_id: visit.patient for visit in _last_week(centre).select_related("patient")}
    homes = {person.house: person for person in people.values() if person.house}
    for person in list(homes.values())[:6]:
        person.phone, person.phone_owner, person.phone_owner_name = PHONE, "self", ""
        person.save()


def answer(code: str, rule: str, text: str, *, by: User, accepted_by: User | None = None) -> None:
    finding = HonestyFinding.objects.filter(centre__code=code, rule__code=rule).first()
    if finding is None:  # too few visits
        return
    finding = services.answer_question(finding, text, version=finding.version, by=by)
    if accepted_by is not None:
        services.accept_answer(finding, "ठीक है।", version=finding.version, by=accepted_by)


def send(centre: Centre, by: User) -> None:
    """The last full week's form P and the last full month's HMIS, as read."""
    today = timezone.localdate()
    week, month = week_of(today).first - timedelta(days=1), month_of(today).first - timedelta(days=1)
    for form, period in ((Form.IDSP_P, week_of(week)), (Form.HMIS, month_of(month))):
        seal = counting.seal_of(counting.content_of(counting.count(form, [centre], period)))
        services.submit_form(centre, form, period, seen=seal, by=by)


def take_a_file(centre: Centre, by: User) -> None:
    """The register of the last full week as XLSX, ready to be had for a day; none of a week without visits."""
    if not _last_week(centre).exists():
        return
    today = timezone.localdate()
    week = week_of(week_of(today).first - timedelta(days=1))
    with translation.override("hi"):
        scope = Scope([centre], centre, has_names=True)
        services.ask_for_export(
            scope, Period(week.first, week.last), Export.Kind.REGISTER, "xlsx", by=by, centre=centre
        )
        services.make_next()
