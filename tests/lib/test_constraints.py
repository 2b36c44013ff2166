from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from hms.lib.constraints import (
    at_most_one,
    both_or_neither,
    exactly_one,
    in_range,
    non_negative,
    not_blank,
    one_of,
    positive,
    valid_range,
)

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Asha Devi",
    "state": "open",
    "count": 0,
    "days": 1,
    "pulse": 72,
    "phone": "9876543210",
    "starts_on": date(2026, 11, 22),
    "ends_on": date(2026, 11, 22),
}


@pytest.fixture
def shelf():
    with isolate_apps("hms"):

        class Shelf(models.Model):
            name = models.CharField(max_length=80, null=True)
            state = models.CharField(max_length=10)
            count = models.IntegerField()
            days = models.IntegerField()
            pulse = models.IntegerField()
            phone = models.CharField(max_length=10, null=True, blank=True)
            no_phone = models.CharField(max_length=10, null=True, blank=True)
            room = models.IntegerField(null=True, blank=True)
            bed = models.IntegerField(null=True, blank=True)
            starts_on = models.DateField()
            ends_on = models.DateField(null=True, blank=True)
            verified_at = models.DateTimeField(null=True, blank=True)
            verified_by = models.IntegerField(null=True, blank=True)

            class Meta:
                app_label = "hms"
                constraints = [
                    not_blank("name"),
                    one_of("state", ["open", "shut"]),
                    non_negative("count"),
                    positive("days"),
                    in_range("pulse", 20, 250),
                    exactly_one("phone", "no_phone"),
                    at_most_one("room", "bed"),
                    valid_range("starts_on", "ends_on"),
                    both_or_neither("verified_at", "verified_by"),
                ]

            def __str__(self):
                return self.name

        with connection.schema_editor() as editor:
            editor.create_model(Shelf)
        yield Shelf


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": None},
        {"state": "shut"},
        {"pulse": 20},
        {"pulse": 250},
        {"phone": None, "no_phone": "refused"},
        {"room": 1},
        {"ends_on": None},
        {"verified_at": "2026-11-22 09:42+05:30", "verified_by": 1},
    ],
)
def test_what_may_be_is_kept(shelf, values):
    row = shelf.objects.create(**GOOD | values)

    assert shelf.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("values", "rule", "sentence"),
    [
        ({"name": "  \n"}, "name_filled", "This cannot be empty."),
        ({"state": "lost"}, "state_known", "Choose one of the list."),
        ({"count": -1}, "count_min0", "This cannot be less than 0."),
        ({"days": 0}, "days_gt0", "This must be more than 0."),
        ({"pulse": 19}, "pulse_range", "This is outside what is possible."),
        ({"pulse": 251}, "pulse_range", "This is outside what is possible."),
        ({"phone": None}, "phone_no_phone_one", "Fill in exactly one of these."),
        ({"no_phone": "refused"}, "phone_no_phone_one", "Fill in exactly one of these."),
        ({"room": 1, "bed": 1}, "room_bed_max1", "Fill in only one of these."),
        (
            {"ends_on": date(2026, 11, 21)},
            "starts_on_ends_on_order",
            "The end cannot come before the start.",
        ),
        (
            {"verified_by": 1},
            "verified_at_verified_by_both",
            "These belong together: fill in all or none.",
        ),
    ],
)
def test_what_must_never_be_is_refused_by_the_database_and_said_by_forms(shelf, values, rule, sentence):
    with pytest.raises(IntegrityError, match=f"hms_shelf_{rule}"), transaction.atomic():
        shelf.objects.create(**GOOD | values)

    with pytest.raises(ValidationError) as caught:
        shelf(**GOOD | values).validate_constraints()
    assert caught.value.messages == [sentence]


def test_one_open_end_is_no_bound():
    assert str(in_range("pulse", None, 250).condition) == "(AND: ('pulse__lte', 250))"
    assert str(in_range("pulse", 20, None).condition) == "(AND: ('pulse__gte', 20))"


def test_a_message_of_ones_own_is_shown():
    assert not_blank("name", message="Enter the name.").violation_error_message == "Enter the name."


def test_long_names_are_shortened_the_same_way_each_time_and_stay_apart():
    one = both_or_neither("critical_value_acknowledged_at", "critical_value_acknowledged_by").name
    other = both_or_neither("critical_value_acknowledged_at", "critical_value_acknowledged_to").name

    assert one == both_or_neither("critical_value_acknowledged_at", "critical_value_acknowledged_by").name
    assert one != other
    assert one.startswith("%(app_label)s_%(class)s_critical_value_")
    assert len(one.replace("%(app_label)s_%(class)s_", "")) <= 32
