"""People and their roles: what each change does, and every way it is refused."""

import datetime

import pytest

from centres.errors import CentresError, Conflict
from centres.models import AuditEvent, Membership, SignIn, User
from centres.permissions import Role, granted
from centres.services import accounts, people, sign_ins
from centres.services.staff_rules import NotYours, may_manage_account
from tests.centres.factories import CentreFactory, MembershipFactory, UserFactory, staff
from tests.centres.signing import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TODAY = datetime.date(2026, 11, 23)
CHARGE = granted([Role.IN_CHARGE])
NETWORK = granted([Role.ADMINISTRATOR])
SEEMA = {"username": "seema.devi", "name_en": "Seema Devi", "name_hi": "सीमा देवी"}


def add(centre, role=Role.NURSE, *, by, permissions=CHARGE, **values):
    return people.add_person(
        {**SEEMA, **values}, role, centre=centre, by=by.user, permissions=permissions, starts_on=TODAY
    )


def give(user, role, centre, *, by, permissions=CHARGE, starts_on=TODAY, ends_on=None):
    return people.add_membership(
        user, role, centre=centre, by=by.user, permissions=permissions, starts_on=starts_on, ends_on=ends_on
    )


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_person_has_a_role_and_no_password(in_charge):
    seema = add(in_charge.centre, by=in_charge)

    assert not seema.has_usable_password()
    assert [(one.role, one.centre_id) for one in seema.memberships.all()] == [("nurse", in_charge.centre.pk)]
    assert actions() == ["person.added", "membership.added"]


def test_a_user_name_is_used_once(in_charge):
    add(in_charge.centre, by=in_charge)

    with pytest.raises(CentresError, match="Somebody has this user name already") as refusal:
        add(in_charge.centre, by=in_charge)

    assert refusal.value.field == "username"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DISTRICT_OFFICER])
def test_in_charge_gives_centre_roles_only(in_charge, role):
    with pytest.raises(NotYours, match="You cannot give this role here"):
        add(in_charge.centre, role, by=in_charge)

    assert not User.objects.filter(username="seema.devi").exists()


def test_an_office_role_belongs_to_an_office(administrator, centre):
    with pytest.raises(NotYours):
        add(centre, Role.ADMINISTRATOR, by=administrator, permissions=NETWORK)


def test_nobody_changes_their_own_roles(in_charge):
    with pytest.raises(NotYours, match="Your own account"):
        give(in_charge.user, Role.DOCTOR, in_charge.centre, by=in_charge)


@pytest.mark.parametrize(
    ("starts", "ends", "is_free"),
    [
        (datetime.date(2026, 1, 1), datetime.date(2026, 5, 31), True),
        (datetime.date(2026, 1, 1), datetime.date(2026, 6, 1), False),
        (datetime.date(2026, 6, 30), None, False),
        (datetime.date(2026, 7, 1), None, True),
        (datetime.date(2026, 1, 1), None, False),
    ],
)
def test_one_role_at_one_time(in_charge, starts, ends, is_free):
    nurse = MembershipFactory(
        centre=in_charge.centre,
        role=Role.NURSE,
        starts_on=datetime.date(2026, 6, 1),
        ends_on=datetime.date(2026, 6, 30),
    ).user

    if is_free:
        give(nurse, Role.NURSE, in_charge.centre, by=in_charge, starts_on=starts, ends_on=ends)
    else:
        with pytest.raises(CentresError, match="has this role here at that time already"):
            give(nurse, Role.NURSE, in_charge.centre, by=in_charge, starts_on=starts, ends_on=ends)

    assert nurse.memberships.count() == 1 + is_free


def test_several_roles_and_centres_side_by_side(administrator, nurse):
    other = CentreFactory()
    give(nurse.user, Role.CLERK, nurse.centre, by=administrator, permissions=NETWORK)
    give(nurse.user, Role.NURSE, other, by=administrator, permissions=NETWORK)

    roles = set(nurse.user.memberships.values_list("role", "centre"))
    assert roles == {("nurse", nurse.centre.pk), ("clerk", nurse.centre.pk), ("nurse", other.pk)}


def test_an_end_before_the_start_is_refused(in_charge, nurse):
    with pytest.raises(CentresError, match="The last day cannot come before the first") as refusal:
        give(nurse.user, Role.CLERK, in_charge.centre, by=in_charge, ends_on=datetime.date(2026, 11, 22))

    assert refusal.value.field == "ends_on"


def test_a_role_ended_yesterday_opens_nothing_today(in_charge, nurse):
    row = Membership.objects.get(user=nurse.user)
    yesterday = datetime.date.today() - datetime.timedelta(days=2)

    people.end_membership(row, last_day=yesterday, by=in_charge.user, permissions=CHARGE)

    assert nurse.get("centre-home").status_code == 404


def test_a_role_that_never_began_is_taken_back(in_charge):
    row = MembershipFactory(centre=in_charge.centre, role=Role.NURSE, starts_on=TODAY)

    people.end_membership(row, last_day=TODAY - datetime.timedelta(days=1), by=in_charge.user, permissions=CHARGE)

    assert not Membership.objects.filter(pk=row.pk).exists()


def test_the_last_administrator_stays(administrator, office):
    second = staff(Role.ADMINISTRATOR, office)
    row = Membership.objects.get(user=administrator.user)
    people.end_membership(row, last_day=TODAY, by=second, permissions=NETWORK)

    last = Membership.objects.get(user=second)
    with pytest.raises(CentresError, match="last system administrator"):
        people.end_membership(last, last_day=TODAY, by=administrator.user, permissions=NETWORK)
    with pytest.raises(CentresError, match="last system administrator"):
        people.close_account(second, centre=office, by=administrator.user, permissions=NETWORK)


def test_closing_an_account_ends_every_sign_in(in_charge, nurse):
    assert nurse.client.session.session_key
    people.close_account(nurse.user, centre=in_charge.centre, by=in_charge.user, permissions=CHARGE)

    assert not SignIn.objects.filter(user=nurse.user, ended_at__isnull=True).exists()
    assert "/sign-in" in nurse.get("centre-home").url


def test_a_closed_account_opens_again(in_charge, nurse):
    people.close_account(nurse.user, centre=in_charge.centre, by=in_charge.user, permissions=CHARGE)

    person = people.reopen_account(nurse.user, centre=in_charge.centre, by=in_charge.user, permissions=CHARGE)

    assert person.is_active


def test_in_charge_leaves_alone_who_also_works_elsewhere(in_charge, nurse, office):
    MembershipFactory(user=nurse.user, centre=office, role=Role.ADMINISTRATOR)

    for act in (people.close_account, accounts.forget_pin, accounts.forget_second_factor):
        with pytest.raises(NotYours, match="also works elsewhere"):
            act(nurse.user, centre=in_charge.centre, by=in_charge.user, permissions=CHARGE)

    assert may_manage_account(nurse.user, in_charge.centre, NETWORK)


def test_a_role_that_starts_next_month_counts_as_elsewhere(in_charge, nurse):
    MembershipFactory(user=nurse.user, role=Role.NURSE, starts_on=datetime.date(2099, 1, 1))

    assert not may_manage_account(nurse.user, in_charge.centre, CHARGE)


def test_the_second_to_save_is_told(in_charge, nurse):
    def change(**values):
        return people.change_person(
            nurse.user, values, version=1, centre=in_charge.centre, by=in_charge.user, permissions=CHARGE
        )

    assert change(designation="Sister").version == 2
    with pytest.raises(Conflict):
        change(designation="ANM")

    assert User.objects.get(pk=nurse.user.pk).designation == "Sister"


def test_a_second_factor_is_never_ones_own_to_take_away(administrator, office):
    with pytest.raises(NotYours):
        accounts.forget_second_factor(administrator.user, centre=office, by=administrator.user, permissions=NETWORK)


def test_a_lost_phone_is_forgotten_and_its_sign_ins_end(administrator, district_officer, office):
    accounts.forget_second_factor(district_officer.user, centre=office, by=administrator.user, permissions=NETWORK)

    assert not district_officer.user.totpdevice_set.exists()
    assert not SignIn.objects.filter(user=district_officer.user, ended_at__isnull=True).exists()


def test_one_sign_in_ends_and_the_others_go_on(centre):
    one = Worker.at(centre, Role.NURSE)
    other = Worker.at(centre, Role.NURSE, user=one.user)

    sign_ins.end_all(one.user, by=one.user, but=other.client.session.session_key)

    assert list(SignIn.objects.filter(ended_at__isnull=True).values_list("session_key", flat=True)) == [
        other.client.session.session_key
    ]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other(administrator, office, in_threads):
    second = staff(Role.ADMINISTRATOR, office)
    rows = {row.user_id: row for row in Membership.objects.all()}

    def end(row, by):
        return lambda: people.end_membership(row, last_day=TODAY, by=by, permissions=NETWORK)

    answers = in_threads(end(rows[second.pk], administrator.user), end(rows[administrator.user.pk], second))

    assert sorted(type(answer).__name__ for answer in answers) == ["CentresError", "NoneType"]
    assert Membership.objects.filter(ends_on__isnull=True).count() == 1


def test_people_are_told_apart_by_user_name_alone(db):
    UserFactory(username="asha")

    assert User.objects.get_by_natural_key(" Asha ").username == "asha"
