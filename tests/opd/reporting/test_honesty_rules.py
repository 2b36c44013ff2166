"""Each rule finds what it is for, and leaves its innocent twin alone."""

from datetime import timedelta

import pytest

from centres.permissions import Role
from labs.models import Sample
from opd.models import HonestyRule
from registration.models import Patient, Visit
from registration.services.pads import print_pad
from tests import loaded
from tests.centres.factories import CentreFactory
from tests.labs.factories import load_catalogue
from tests.opd.reporting.days import moment
from tests.opd.reporting.honesty import (
    at_work,
    colleague,
    look,
    measured,
    people,
    results,
    signed,
    stated,
    week,
)
from tests.registration.factories import PatientFactory

pytestmark = pytest.mark.django_db
NOBODY = {"patient__phone": "", "patient__phone_owner": Patient.PhoneOwner.NONE}


@pytest.fixture(autouse=True)
def _rules(db):
    loaded.opd_catalogue()


def test_every_row_of_the_catalogue_has_its_rule_and_says_where_it_comes_from():
    from opd.honesty import rules, words

    rows = list(HonestyRule.objects.all())

    assert {row.code for row in rows} == set(rules.RULES)
    for row in rows:
        assert row.source
        assert not row.is_reviewed
        assert len(row.innocent) >= 2
        assert "%" not in words.asked_from(row.code, row.limits).replace(" %", "")


def test_many_people_without_a_phone(centre):
    without = people(centre, 16, **NOBODY)
    people(centre, 24, on=week().first + timedelta(days=1))

    found = look("no_phone", centre, others=[8.0, 10.0, 12.0])

    assert found.rows == sorted(visit.pk for visit in without)
    assert (found.facts["counted"], found.facts["of"], found.facts["expected"]) == (16, 40, 4)


@pytest.mark.parametrize("others", [[22.0, 25.0]], ids=["where few have a phone everywhere"])
def test_few_phones_are_usual_where_the_neighbours_have_few(centre, others):
    people(centre, 16, **NOBODY)
    people(centre, 24, on=week().first + timedelta(days=1))

    assert look("no_phone", centre, others=others) is None


def test_one_person_coming_often_is_one_person_without_a_phone(centre):
    person = PatientFactory(registered_centre=centre, phone="", phone_owner="none")
    for day in range(5):
        people(centre, 1, on=week().first + timedelta(days=day), patient=person)
    people(centre, 38)

    assert look("no_phone", centre) is None


def test_one_number_as_the_own_one_of_four_homes(centre):
    homes = [people(centre, 1, patient__phone="9000000000", patient__house=str(house))[0] for house in range(4)]
    people(centre, 5, on=week().first + timedelta(days=1))

    found = look("same_phone", centre)

    assert found.rows == sorted(visit.pk for visit in homes)
    assert (found.facts["numbers"], found.facts["largest"], found.facts["of"]) == (1, 4, 9)
    assert "9000000000" not in str(found.facts)


def test_a_large_family_has_one_phone(centre):
    people(centre, 7, patient__phone="9812345670", patient__house="44")

    assert look("same_phone", centre) is None


def test_a_helper_may_give_her_number_for_many_homes(centre):
    for house in range(6):
        people(centre, 1, patient__phone="9812345670", patient__phone_owner="other", patient__house=str(house))

    assert look("same_phone", centre) is None


def test_fifteen_registrations_in_three_minutes(centre):
    fast = people(centre, 16, gap=10, counter_entry=Visit.Entry.TYPED)
    people(centre, 10, on=week().first + timedelta(days=1), gap=60)

    found = look("burst", centre)

    assert found.rows == sorted(visit.pk for visit in fast)
    assert (found.facts["bursts"], found.facts["largest"], found.facts["of"]) == (1, 16, 26)
    assert found.facts["days"] == [f"{week().first:%Y-%m-%d}"]


@pytest.mark.parametrize(
    "innocent",
    [
        {"gap": 20},
        {"gap": 10, "source": Visit.Source.DOWNTIME},
        {"gap": 10, "source": Visit.Source.OWN_PHONE},
        {"gap": 10, "counter_entry": Visit.Entry.FAMILY},
    ],
    ids=["brisk", "pads after a power cut", "patients' own phones", "families"],
)
def test_fast_is_not_a_burst(centre, innocent):
    people(centre, 16, **innocent)

    assert look("burst", centre) is None


def test_two_counters_share_the_rush(centre):
    people(centre, 10, gap=15)
    people(centre, 10, gap=15)

    assert look("burst", centre) is None


def test_two_doctors_sign_where_one_was_on_duty(centre):
    first, second = colleague(centre), colleague(centre)
    for back in range(2):
        day = week().first + timedelta(days=back)
        visits = people(centre, 14, on=day)
        signed(visits[:9], first)
        signed(visits[9:], second)
        stated(centre, day, first, doctor=1)

    found = look("off_duty", centre)

    assert (found.facts["counted"], found.facts["of"]) == (10, 28)
    assert [(one["stated"], one["credited"]) for one in found.facts["trades"]] == [(1, 2), (1, 2)]
    assert str(second.pk) not in str(found.facts["trades"])
    assert second.username not in str(found.facts)


@pytest.mark.parametrize("on_duty", [2, None], ids=["both were stated", "nothing was stated"])
def test_two_doctors_may_sign(centre, on_duty):
    first, second = colleague(centre), colleague(centre)
    for back in range(2):
        day = week().first + timedelta(days=back)
        visits = people(centre, 14, on=day)
        signed(visits[:9], first)
        signed(visits[9:], second)
        if on_duty:
            stated(centre, day, first, doctor=on_duty)

    assert look("off_duty", centre) is None


def test_one_day_on_which_a_colleague_came_later_is_not_asked(centre):
    first, second = colleague(centre), colleague(centre)
    visits = people(centre, 24)
    signed(visits[:12], first)
    signed(visits[12:], second)
    stated(centre, week().first, first, doctor=1)

    assert look("off_duty", centre) is None


def test_work_of_somebody_who_never_signed_in(centre):
    clerk, doctor = colleague(centre, Role.CLERK), colleague(centre)
    for back in range(2):
        day = week().first + timedelta(days=back)
        signed(people(centre, 6, on=day, registered_by=clerk), doctor)
        at_work(clerk, day)

    found = look("off_duty", centre)

    assert found.facts["counted"] == 12
    assert found.facts["trades"] == []


def test_days_of_which_no_sign_in_is_known_say_nothing(centre):
    for back in range(2):
        signed(people(centre, 6, on=week().first + timedelta(days=back)), colleague(centre))

    assert look("off_duty", centre) is None


def test_blood_pressure_in_round_numbers(centre):
    visits = people(centre, 60)
    measured(visits, [(120, 80)] * 30 + [(130, 90)] * 10 + [(127, 81)] * 20)

    found = look("round_vitals", centre)

    assert len(found.rows) == 40
    assert (found.facts["counted"], found.facts["of"], found.facts["expected"]) == (40, 60, 12)
    assert (found.facts["pair"], found.facts["pair_times"]) == ("120/80", 30)


def test_an_instrument_gives_even_numbers(centre):
    measured(people(centre, 60), [(110 + 2 * (place % 20), 78) for place in range(60)])

    assert look("round_vitals", centre) is None


def test_a_few_round_numbers_say_nothing(centre):
    measured(people(centre, 20), [(120, 80)] * 20)

    assert look("round_vitals", centre) is None


def test_signatures_days_after_the_visit(centre):
    before = week().first - timedelta(days=7)
    late = people(centre, 10, on=before + timedelta(days=2))
    signed(late, colleague(centre), days_after=6)
    people(centre, 20)

    found = look("late_entry", centre)

    assert found.rows == sorted(visit.pk for visit in late)
    assert (found.facts["signed"], found.facts["pads"], found.facts["of"]) == (10, 0, 20)


def test_a_draft_over_the_weekend_is_signed_on_monday(centre):
    signed(people(centre, 12, on=week().first - timedelta(days=2)), colleague(centre), days_after=3)
    people(centre, 20)

    assert look("late_entry", centre) is None


def test_a_few_late_ones_in_a_full_week(centre):
    signed(people(centre, 9, on=week().first - timedelta(days=5)), colleague(centre), days_after=6)

    assert look("late_entry", centre) is None


@pytest.mark.parametrize(("days", "is_asked"), [(5, True), (1, False)], ids=["days later", "the day after"])
def test_pads_of_a_power_cut_belong_into_the_computer_soon(centre, days, is_asked):
    written = week().first - timedelta(days=1)
    visits = people(centre, 10, on=written, source=Visit.Source.DOWNTIME)
    pad = print_pad(centre, place="1", size=10, paper="A5", by=colleague(centre, Role.CLERK))
    for slip, visit in zip(pad.slips.all(), visits, strict=True):
        slip.visit, slip.written_at, slip.attached_by = visit, moment(written), pad.printed_by
        slip.attached_at = moment(written + timedelta(days=days), 12)
        slip.save()

    found = look("late_entry", centre)

    assert bool(found) is is_asked
    assert not is_asked or found.facts["pads"] == 10


def test_results_long_after_the_sample(centre):
    load_catalogue(centre)
    before = week().first - timedelta(days=3)
    visits = people(centre, 10, on=before)
    for place, result in enumerate(results(visits, [10 + n for n in range(10)], days_after=5)):
        order = result.order
        order.sample = Sample.objects.create(
            visit=order.visit, code=f"10000000000{place}", specimen="Blood", container="edta",
            collected_at=order.visit.registered_at, collected_by=result.entered_by,
        )  # fmt: skip
        order.save()

    assert look("late_entry", centre).facts["results"] == 10


def test_the_same_value_for_six_people_running(centre):
    load_catalogue(centre)
    made = results(people(centre, 9), ["9.1", "11.2", "11.2", "11.2", "11.2", "11.2", "11.2", "12.0", "11.2"])

    found = look("same_results", centre)

    assert found.rows == sorted(row.pk for row in made[1:7])
    assert (found.facts["test"], found.facts["value"], found.facts["longest"]) == ("HB", "11.2", 6)


def test_the_same_persons_sample_measured_again_and_again(centre):
    load_catalogue(centre)
    person = PatientFactory(registered_centre=centre)
    visits = [people(centre, 1, on=week().first + timedelta(days=day), patient=person)[0] for day in range(6)]
    results(visits, ["11.2"] * 6)

    assert look("same_results", centre) is None


def test_two_people_who_happen_to_write_the_same(centre):
    load_catalogue(centre)
    visits = people(centre, 8)
    results(visits[:4], ["11.2"] * 4, by=colleague(centre, Role.LAB_TECHNICIAN))
    results(visits[4:], ["11.2"] * 4, by=colleague(centre, Role.LAB_TECHNICIAN))

    assert look("same_results", centre) is None


def test_a_value_that_is_usual_for_the_test(centre):
    load_catalogue(centre)
    before = people(centre, 10, on=week().first - timedelta(days=10))
    results(before, ["1", "2"] * 5)
    results(people(centre, 7), ["1"] * 7)

    assert look("same_results", centre) is None


def test_another_centres_rows_are_never_counted(centre):
    elsewhere = CentreFactory()
    people(elsewhere, 16, gap=10, **NOBODY)
    people(centre, 1)

    for code in HonestyRule.objects.values_list("code", flat=True):
        assert look(code, centre) is None
