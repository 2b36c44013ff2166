"""A form acts once: what its second copy is told, however late or early it comes."""

import pytest
from django.test import RequestFactory

from centres import once
from centres.errors import HmsError
from centres.permissions import Role
from tests.centres.factories import CentreFactory, staff


class AlreadyDone(HmsError):
    """The work was done by the first copy."""


def sent(user, key, **typed):
    request = RequestFactory().post("/", {"idem": key, **typed})
    request.user = user
    return request


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_at_once_is_led_to_the_first_ones_answer_not_told_it_is_done(in_threads):
    """Both passed the look for an earlier answer; the second then waits, and finds the work done."""
    user = staff(Role.NURSE, CentreFactory())
    key = once.new_key(user)

    def act():
        in_threads(lambda: once.answer_once(sent(user, key), lambda: "/saved/"))  # the first copy ends meanwhile
        raise AlreadyDone("It is done.")

    assert once.answer_once(sent(user, key), act) == "/saved/"


def refused():
    raise AlreadyDone("It is done.")


@pytest.mark.django_db
def test_a_refusal_of_the_work_itself_is_told():
    user = staff(Role.NURSE, CentreFactory())

    with pytest.raises(AlreadyDone):
        once.answer_once(sent(user, once.new_key(user)), refused)


@pytest.mark.django_db
def test_a_form_that_fits_no_more_is_known_by_its_key_and_contents():
    user, other = staff(Role.NURSE, CentreFactory()), staff(Role.NURSE, CentreFactory())
    key = once.new_key(user)
    once.answer_once(sent(user, key, pulse="80"), lambda: "/saved/")

    assert once.first_answer(sent(user, key, pulse="80")) == "/saved/"
    assert once.first_answer(sent(user, key, pulse="81")) is None
    assert once.first_answer(sent(user, once.new_key(user), pulse="80")) is None
    assert once.first_answer(sent(other, key, pulse="80")) is None
