"""What a centre says it has today: kept by day, confirmed in one press, compared with what the system knows."""

import io
from datetime import timedelta

import pgtrigger
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from PIL import Image

from centres import once, resources
from centres.catalogue import load_equipment
from centres.errors import CentresError
from centres.models import AuditEvent, Statement, StatementLine, StatementPhoto
from centres.permissions import Role
from centres.selectors import rollout, statements
from centres.services import statements as services
from tests.centres.factories import CentreFactory, RoomFactory, staff
from tests.centres.signing import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked(db):
    load_equipment()


def everything(centre, **changes):
    """Every line as the system knows it, but for `changes`: group_code=value."""
    said = {}
    for source, found in resources.of(centre):
        for fact in found:
            value = fact.count if fact.is_available is None else fact.is_available
            said[source.group, fact.code] = changes.get(f"{source.group}_{fact.code}", value)
    return said


def state(centre, by, remark="", **changes):
    return services.state(centre, everything(centre, **changes), remark=remark, by=by.user)


def days_earlier(row, days):
    with transaction.atomic(), pgtrigger.ignore():
        Statement.objects.filter(pk=row.pk).update(on=row.on - timedelta(days=days))


def posted(centre, **changes):
    """The form as the page renders it, ticked boxes only."""
    said = everything(centre, **changes)
    kept = {key: value for key, value in said.items() if value is not False}
    return {f"{group}-{code}": "on" if value is True else value for (group, code), value in kept.items()}


def photo(kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, comment=b"taken by Ramesh")
    return out.getvalue()


def test_every_app_says_what_it_knows(centre):
    assert [source.group for source, _found in resources.of(centre)] == [
        "staff", "rooms", "equipment", "tests", "medicines",
    ]  # fmt: skip


def test_a_statement_keeps_every_line_of_its_day(centre, in_charge):
    row = state(centre, in_charge, equipment_EQ01=2)

    assert (row.on, row.version, row.same_as) == (timezone.localdate(), 1, None)
    lines = statements.lines(row)
    assert lines["equipment", "EQ01"].count == 2
    assert lines["staff", "in_charge"].count == lines["staff", "in_charge"].total == 1
    assert lines["rooms", f"room{centre.rooms.get().pk}"].is_available is True
    assert AuditEvent.objects.filter(action="statement.made").count() == 1


def test_the_same_lines_again_are_kept_as_unchanged(centre, in_charge):
    first = state(centre, in_charge, equipment_EQ01=2)
    again = state(centre, in_charge, equipment_EQ01=2)

    assert (again.version, again.same_as) == (2, first)
    assert not again.lines.exists()
    assert statements.lines(again).keys() == statements.lines(first).keys()


def test_one_press_confirms_yesterdays(centre, in_charge):
    first = state(centre, in_charge)
    days_earlier(first, 1)

    row = services.confirm(centre, by=in_charge.user)
    again = services.confirm(centre, by=in_charge.user)

    assert (row.on, row.same_as_id, again) == (timezone.localdate(), first.pk, row)


@pytest.mark.usefixtures("english")
def test_there_is_nothing_to_confirm_at_first(centre, in_charge):
    with pytest.raises(CentresError, match="Nothing has been stated yet: fill in the list once"):
        services.confirm(centre, by=in_charge.user)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("count", [-1, 1000])
def test_an_impossible_count_is_refused(centre, in_charge, count):
    with pytest.raises(CentresError, match="Between 0 and 999") as refusal:
        state(centre, in_charge, equipment_EQ01=count)

    assert refusal.value.field == "equipment-EQ01"
    assert not Statement.objects.exists()


def test_a_statement_cannot_be_rewritten(centre, in_charge):
    state(centre, in_charge)

    for model, field in ((Statement, "remark"), (StatementLine, "name_en")):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            model.objects.update(**{field: "x"})


def test_the_next_one_starts_from_the_last_word(centre, in_charge):
    state(centre, in_charge, equipment_EQ01=2)
    RoomFactory(centre=centre, number="900")

    filled = {(one.group, one.code): one.said for _source, rows in statements.prefilled(centre) for one in rows}

    assert filled["equipment", "EQ01"] == 2
    assert filled["equipment", "EQ02"] == 0
    assert filled["rooms", f"room{centre.rooms.get(number='900').pk}"] is True  # new since then


def test_what_changed_and_what_the_system_denies_is_pointed_out(centre, in_charge, monkeypatch):
    first = state(centre, in_charge, equipment_EQ01=2)
    second = state(centre, in_charge, equipment_EQ01=1)
    room = centre.rooms.get()
    broken = resources.Resource(f"room{room.pk}", "1", "1", False, note="flooded")
    monkeypatch.setitem(resources._sources, "rooms", resources.Source("rooms", "Rooms", lambda centre: [broken], 20))

    shown = {(one.group, one.code): one for _source, rows in statements.shown(centre, second) for one in rows}

    assert first != second
    assert (shown["equipment", "EQ01"].before, shown["equipment", "EQ01"].has_changed) == (2, True)
    assert not shown["equipment", "EQ02"].has_changed
    denied = shown["rooms", f"room{room.pk}"]
    assert (denied.contradicts, denied.note) == (True, "flooded")


@pytest.mark.usefixtures("english")
def test_the_page_says_how_old_it_is(centre, in_charge):
    days_earlier(state(centre, in_charge), 5)

    page = in_charge.get("centre:statement").content.decode()

    assert "5 days old" in page
    assert "Nothing has changed" in page
    assert "5 days old" in in_charge.get("centre-home").content.decode()


def test_it_is_filled_in_and_shown(centre, in_charge):
    answer = in_charge.post("centre:statement-new", posted(centre, equipment_EQ01=3))

    assert answer.status_code == 302
    assert '<b class="there">3</b>' in in_charge.client.get(answer.url).content.decode()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("-1", "Too little: at least 0."), ("two", "Type a whole number, digits only."), ("", "BP apparatus")],
)
def test_nonsense_is_refused_beside_its_box_and_nothing_is_lost(centre, in_charge, typed, sentence):
    asked = {**posted(centre), "equipment-EQ01": typed, "equipment-EQ02": "7", "remark": "Rain"}
    answer = in_charge.post("centre:statement-new", asked)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'name="equipment-EQ02" id="id_equipment-EQ02" value="7"' in page
    assert 'value="Rain"' in page


def test_confirming_twice_by_double_click(centre, in_charge):
    days_earlier(state(centre, in_charge), 1)
    key = once.new_key(in_charge.user)

    first = in_charge.post("centre:statement-same", key=key)
    second = in_charge.post("centre:statement-same", key=key)

    assert (first.status_code, first.url, second.url) == (302, second.url, first.url)
    assert Statement.objects.count() == 2


def test_a_photo_is_kept_without_its_notes_and_shown_to_those_who_may(centre, in_charge, nurse, district_officer):
    state(centre, in_charge)
    file = SimpleUploadedFile("ups.jpg", photo())
    answer = in_charge.post("centre:statement-photo", {"photo": file, "caption": "नया UPS"})

    row = StatementPhoto.objects.get()
    assert answer.status_code == 302
    assert b"Ramesh" not in bytes(row.jpeg)
    seen = in_charge.get("centre:statement-picture", pk=row.pk)
    assert (seen["Content-Type"], seen.content) == ("image/jpeg", bytes(row.jpeg))
    assert district_officer.get("centre:statement-picture", at="UPHC-02", pk=row.pk).status_code == 200
    assert nurse.get("centre:statement-picture", pk=row.pk).status_code == 403
    stranger = Worker.at(CentreFactory(), Role.IN_CHARGE)
    assert stranger.get("centre:statement-picture", pk=row.pk).status_code == 404


@pytest.mark.usefixtures("english")
def test_a_file_that_is_no_photo_and_a_photo_too_many(centre, in_charge):
    def send(content):
        file = SimpleUploadedFile("x.jpg", content)
        return in_charge.post("centre:statement-photo", {"photo": file, "caption": "x"})

    refused, early = send(b"GIF89a"), send(photo())
    state(centre, in_charge)
    for _number in range(services.PHOTOS_AT_MOST):
        send(photo())
    late = send(photo())

    assert "This is no photo that can be read" in refused.content.decode()
    assert "Make today&#x27;s statement first" in early.content.decode()
    assert "At most 6 photos a day." in late.content.decode()
    assert StatementPhoto.objects.count() == services.PHOTOS_AT_MOST


def test_the_district_reads_and_does_not_write(centre, in_charge, district_officer):
    state(centre, in_charge)

    page = district_officer.get("centre:statement", at="UPHC-02").content.decode()

    assert "resources/new" not in page
    assert rollout.line(centre).stated_on == timezone.localdate()


def test_a_live_centre_silent_for_more_than_a_week_is_pointed_out(centre, in_charge):
    row = state(centre, in_charge)
    assert not rollout.line(centre).is_unsaid
    days_earlier(row, 8)
    assert rollout.line(centre).is_unsaid


def test_the_page_costs_the_same_however_much_there_is(centre, in_charge, django_assert_max_num_queries):
    for role in (Role.CLERK, Role.DOCTOR):
        staff(role, centre)
    RoomFactory.create_batch(20, centre=centre)
    state(centre, in_charge)

    with django_assert_max_num_queries(25):
        in_charge.get("centre:statement")
    with django_assert_max_num_queries(17):
        in_charge.get("centre:statement-new")
