"""The ground the other tests stand on."""

import pytest
from django.utils import translation

from centres import audit
from centres.models import AuditEvent, Membership


def test_everybody_has_a_role_at_a_centre(clerk, administrator, office):
    roles = set(Membership.objects.values_list("user__pk", "centre__code", "role"))

    assert roles == {(clerk.user.pk, "UPHC-02", "clerk"), (administrator.user.pk, "CSO", "administrator")}
    assert administrator.centre == office


def test_hindi_is_what_people_read():
    assert translation.get_language() == "hi"


def test_english_when_asked_for(english):
    assert translation.get_language() == "en"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_committed_audit_rows_are_gone_in_the_next_test(round_):
    audit.record("test.happened", by=None)

    assert [event.number for event in AuditEvent.objects.all()] == [1]


@pytest.mark.django_db(transaction=True)
def test_calls_run_side_by_side(in_threads):
    answers = in_threads(lambda: 1, lambda: int("x"))

    assert answers[0] == 1
    assert isinstance(answers[1], ValueError)
