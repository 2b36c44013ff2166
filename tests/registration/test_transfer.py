"""On to another department: the same visit and slip, a new token; and the strip that says it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from registration import documents, services
from registration.errors import AlreadyToday, NoSuchDepartment, NotInThisState, ReasonMissing
from registration.models import Counter, Visit, VisitTransfer
from tests.centres.factories import CentreFactory, DepartmentFactory, RoomFactory, UserFactory
from tests.registration.factories import VisitFactory

pytestmark = pytest.mark.django_db
PAGE = "registration:visit-transfer"


@pytest.fixture
def mch(centre):
    room = RoomFactory(centre=centre, number="55")
    return DepartmentFactory(centre=centre, code="mch", name_hi="माँ और बच्चा", name_en="Mother and child", room=room)


@pytest.fixture
def visit(centre):
    return VisitFactory(centre=centre, token=17)


def move(visit, department, **changes):
    words = {"by": UserFactory(), "reason": "गर्भवती है", "version": visit.version, **changes}
    return services.transfer_visit(visit, department, **words)


def test_the_visit_waits_there_with_the_next_token(visit, mch):
    Counter.objects.create(centre=visit.centre, scope=f"token:{mch.pk}:{visit.visit_on}", value=6)

    moved = move(visit, mch)

    visit.refresh_from_db()
    assert (visit.pk, visit.department, visit.token, visit.room, visit.status) == (
        moved.pk,
        mch,
        7,
        mch.room,
        "waiting",
    )
    assert (visit.slip_version, visit.number) == (2, moved.number)
    [row] = visit.transfers.all()
    assert (row.from_token, row.to_token, row.to_department, row.reason) == (17, 7, mch, "गर्भवती है")
    assert row.from_department.code == "general"


def test_it_stands_in_the_audit_without_the_reason(visit, mch):
    move(visit, mch)

    event = AuditEvent.objects.get(action="visit.transferred")
    assert event.detail == {"before": "general 17", "after": "mch 1"}


def test_somebody_called_in_waits_again(visit, mch):
    services.call_visit(visit, by=UserFactory())
    visit.refresh_from_db()

    moved = move(visit, mch)

    assert (moved.status, moved.called_at, moved.called_by) == ("waiting", None, None)


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_whoever_is_done_or_cancelled_stays(visit, mch, status):
    Visit.objects.filter(pk=visit.pk).update(status=status)

    with pytest.raises(NotInThisState):
        move(visit, mch)


def test_yesterdays_visit_stays(centre, mch):
    old = VisitFactory(centre=centre, registered_at=timezone.now() - timedelta(days=1))

    with pytest.raises(NotInThisState):
        move(old, mch)


def test_a_visit_changed_meanwhile_is_not_moved_blindly(visit, mch):
    services.call_visit(visit, by=UserFactory())

    with pytest.raises(NotInThisState):
        move(visit, mch)
    assert not VisitTransfer.objects.exists()


def test_not_to_the_same_a_closed_or_another_centres_department(visit, mch):
    closed = DepartmentFactory(centre=visit.centre, code="old", is_active=False)
    for department in (visit.department, closed, DepartmentFactory(centre=CentreFactory())):
        with pytest.raises(NoSuchDepartment):
            move(visit, department)


def test_not_where_the_person_waits_already(visit, mch):
    VisitFactory(centre=visit.centre, patient=visit.patient, department=mch, token=3)

    with pytest.raises(AlreadyToday):
        move(visit, mch)


def test_not_without_a_reason(visit, mch):
    with pytest.raises(ReasonMissing):
        move(visit, mch, reason="  ")


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_get_eight_tokens(centre, mch, in_threads):
    visits = [VisitFactory(centre=centre) for _one in range(8)]

    answers = in_threads(*[lambda visit=visit: move(visit, mch) for visit in visits])

    assert sorted(one.token for one in answers) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_move_it_once(visit, mch, in_threads):
    by = UserFactory()

    answers = in_threads(*[lambda: move(visit, mch, by=by)] * 2)

    assert sorted(type(one).__name__ for one in answers) == ["NotInThisState", "Visit"]
    assert VisitTransfer.objects.count() == 1


def test_the_clerk_sends_on_and_sees_where_it_came_from(clerk, visit, mch):
    form = {"department": mch.pk, "reason": "गर्भवती है", "version": visit.version}
    answer = clerk.post(PAGE, form, code=visit.code)
    page = clerk.client.get(answer.url).content.decode()

    assert answer.url == clerk.url("registration:visit", code=visit.code) + "?print"
    assert '<h1 id="token" class="token">1</h1>' in page
    assert "(टोकन 17) से" in page
    assert "गर्भवती है" in page


def test_what_was_typed_is_kept_when_refused(clerk, visit, mch):
    form = {"department": mch.pk, "reason": "गर्भवती है", "version": visit.version}
    services.call_visit(visit, by=clerk.user)

    answer = clerk.post(PAGE, form, code=visit.code)

    assert answer.status_code == 409
    assert "गर्भवती है" in answer.content.decode()


@pytest.mark.parametrize("changes", [{"department": "x"}, {"department": "999999"}, {"version": "x"}, {"reason": ""}])
def test_nonsense_is_refused(clerk, visit, mch, changes):
    form = {"department": mch.pk, "reason": "गर्भवती है", "version": visit.version, **changes}

    assert clerk.post(PAGE, form, code=visit.code).status_code == 422
    assert not VisitTransfer.objects.exists()


@pytest.mark.parametrize("role", ["doctor", "nurse", "lab_technician"])
def test_others_do_not_send_on(request, visit, mch, role):
    assert request.getfixturevalue(role).get(PAGE, code=visit.code).status_code == 403


def test_the_strip_says_token_and_room_and_no_name(clerk, visit, mch, paper_fonts, monkeypatch):
    moved = move(visit, mch)
    seen = []
    plain = documents.pdf.render
    monkeypatch.setattr(documents.pdf, "render", lambda html, **more: seen.append(html) or plain(html, **more))
    answer = clerk.get("registration:token-strip", code=moved.code)

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert '<p class="number">1</p>' in seen[0]
    assert "<b>55</b>" in seen[0]
    assert visit.patient.name not in seen[0]
    assert AuditEvent.objects.filter(action="token.printed").count() == 1
