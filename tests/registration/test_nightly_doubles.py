"""The nightly search: what it proposes, what it never proposes again, and that twice is once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from hms import jobs
from registration import services
from registration.models import DuplicatePair, DuplicateSearch, Patient
from registration.services import doubles
from tests.registration.doubles import SAME, Doubles
from tests.registration.factories import PatientFactory, VisitFactory

pytestmark = pytest.mark.django_db

S = DuplicatePair.State


@pytest.fixture
def two(centre):
    facts = {**SAME, "phone": "9835012041", "registered_centre": centre}
    return [PatientFactory(**facts), PatientFactory(**{**facts, "name": "Suneeta Devi", "name_other": ""})]


def night(after: int = 0):
    return doubles.search(timezone.now() + timedelta(days=after))


def test_the_night_proposes_them_with_reasons_and_where_they_are_known(two, centre):
    PatientFactory(registered_centre=centre, name="Rakesh Sahni", phone="9835012041", sex="M")

    run = night()

    pair = DuplicatePair.objects.get()
    assert (pair.one, pair.other, pair.state, pair.centres) == (*two, S.PROPOSED, [centre.pk])
    assert {"phone", "name", "guardian", "birth"} <= set(pair.reasons)
    assert (run.people, run.found) == (3, 1)


def test_the_second_night_finds_nothing_new(two):
    night()
    assert night(1).found == 0
    assert DuplicatePair.objects.count() == 1


def test_two_people_are_never_proposed_again(two, in_charge):
    night()
    services.call_two_people(DuplicatePair.objects.get(), centre=in_charge.centre, by=in_charge.user)
    DuplicateSearch.objects.all().delete()

    night()

    assert DuplicatePair.objects.get().state == S.NOT_SAME


def test_nor_under_the_number_that_one_of_them_has_now(two, in_charge):
    """A is not B. A goes into C: C is not B either, and nobody is asked again."""
    night()
    services.call_two_people(DuplicatePair.objects.get(), centre=in_charge.centre, by=in_charge.user)
    third = PatientFactory(**SAME, phone="9835012041", registered_centre=in_charge.centre)
    Doubles.of(in_charge, two[0], third).merge(keep="other")
    DuplicateSearch.objects.all().delete()

    night()

    assert not DuplicatePair.objects.filter(state=S.PROPOSED).exists()


def test_a_merged_record_is_not_proposed(two, in_charge):
    third = PatientFactory(**SAME, phone="9835012041", registered_centre=in_charge.centre)
    Doubles.of(in_charge, two[0], third).merge(keep="one")

    night()

    proposed = DuplicatePair.objects.filter(state=S.PROPOSED).get()
    assert (proposed.one, proposed.other) == tuple(two)


def test_whoever_was_corrected_or_came_since_is_looked_at_again(two, in_charge):
    Patient.objects.filter(pk=two[1].pk).update(phone="9122200011", guardian_name="", birth_date="1960-01-01")
    night()
    assert DuplicatePair.objects.count() == 0
    now = Patient.objects.get(pk=two[1].pk)
    facts = {"phone": "9835012041", "birth_date": two[0].birth_date}
    services.correct_facts(
        now, facts, reason="card seen", version=now.version, centre=in_charge.centre, by=in_charge.user
    )

    assert night(1).found == 1


def test_a_pair_that_waits_shows_what_is_true_now(two, centre):
    night()
    elsewhere = VisitFactory(patient=two[0]).centre
    VisitFactory(patient=two[1], centre=elsewhere)

    night(1)

    assert DuplicatePair.objects.get().centres == sorted([centre.pk, elsewhere.pk])


def test_a_night_that_was_cut_off_goes_on_where_it_was(two, monkeypatch):
    monkeypatch.setattr(doubles, "BATCH", 1)
    monkeypatch.setattr(doubles, "AGAIN", 0)
    monkeypatch.setattr(doubles, "MOST", 1)
    assert night().people == 1

    assert night(1).people == 1
    assert DuplicateSearch.objects.first().upto == two[1].pk


def test_a_thousand_people_on_one_phone_are_not_compared_all_with_all(centre, django_assert_max_num_queries):
    for _ in range(60):
        PatientFactory(registered_centre=centre, phone="9470000001", name="Rakesh Sahni", guardian_name="")
    keys = list(Patient.objects.values_list("pk", flat=True))

    with django_assert_max_num_queries(12):
        services.propose(keys)

    assert len(doubles.candidates(keys[:1])) <= 100


@pytest.mark.parametrize(
    ("hour", "hours_since", "due"), [(2, 23, True), (2, 10, False), (11, 23, False), (11, 37, True), (2, None, True)]
)
def test_it_runs_by_night(hour, hours_since, due):
    now = timezone.make_aware(datetime(2026, 11, 25, hour))
    if hours_since is not None:
        DuplicateSearch.objects.create(started_at=now - timedelta(hours=hours_since))

    assert doubles.is_due(now) is due


def test_the_job_says_what_it_found(two):
    job = next(job for job in jobs.JOBS if job.name == "find_doubles")

    assert job.run() == "2 people looked at, 1 pairs to compare"
    assert job.run() == ""
