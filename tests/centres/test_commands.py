"""Commands for whoever runs the server."""

import re
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from centres.models import HeldForm, Membership, SetPasswordLink, SubmittedForm, User
from centres.services import passwords
from tests.centres.factories import UserFactory

pytestmark = pytest.mark.django_db


def said(name, **options):
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_gets_a_link_that_works(office, client):
    words = said("create_administrator", username=" Rakesh ")

    user = User.objects.get(username="rakesh")
    assert list(Membership.objects.values_list("user", "role", "centre__code")) == [(user.pk, "administrator", "CSO")]
    link = re.search(r"/set-password/(\S+)", words)[1]
    assert passwords.find_link(link).user == user


def test_run_again_it_gives_a_new_link_and_no_second_person(office):
    said("create_administrator", username="rakesh")

    said("create_administrator", username="rakesh")

    assert (User.objects.count(), Membership.objects.count()) == (1, 1)
    assert SetPasswordLink.objects.filter(expires_at__gt=timezone.now()).count() == 1


def test_without_the_office_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_catalogues first"):
        said("create_administrator", username="rakesh")


def test_a_closed_account_stays_closed(office):
    UserFactory(username="rakesh", is_active=False)

    with pytest.raises(CommandError, match="is closed"):
        said("create_administrator", username="rakesh")


def test_what_is_old_goes_and_what_is_new_stays():
    user, now = UserFactory(), timezone.now()
    for age in (timedelta(hours=1), timedelta(days=40)):
        then = now - age
        held = HeldForm.objects.create(reference=uuid.uuid4(), user=user, path="/", body=b"x")
        form = SubmittedForm.objects.create(user=user, key=uuid.uuid4(), body_hash=b"x", answer="/")
        HeldForm.objects.filter(pk=held.pk).update(created_at=then)
        SubmittedForm.objects.filter(pk=form.pk).update(created_at=then)
        SetPasswordLink.objects.create(user=user, token_hash=str(age).encode(), expires_at=then)
        Session.objects.create(session_key=str(age), session_data="", expire_date=now - age + timedelta(hours=2))
        attempt = AccessAttempt.objects.create(username=str(age), failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=then + timedelta(minutes=50))

    words = said("forget_old")

    assert words == (
        "deleted: 1 held forms, 1 form keys, 1 password links, 1 sessions, 1 wrong passwords, "
        "0 expired files, 0 wrong answers at slips, 0 details from patients' phones, "
        "0 registers' files and rows\n"
    )


def test_all_catalogues_load_twice(django_assert_max_num_queries):
    first = said("load_catalogues")
    second = said("load_catalogues")

    assert "centres: 49 new, 0 changed, 0 unchanged" in first
    assert "centres: 0 new, 0 changed, 49 unchanged" in second
    assert "labs: 0 tests newly offered" in second
