"""Staff out of a CSV file: what each row does, what is refused, and the links that show once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from centres import imports
from centres.models import AuditEvent, Membership, SetPasswordLink, User
from centres.permissions import Role, granted
from tests.centres.factories import CentreFactory, UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = "username,role,centre,name_en,name_hi,phone"
ASHA = "asha.kumari,clerk,UPHC-02,Asha Kumari,आशा कुमारी,9801234567"
RAVI = "ravi.das,Doctor,UPHC-02,Ravi Das,रवि दास,"
NETWORK = granted([Role.ADMINISTRATOR])


def table(*lines: str, head: str = HEAD) -> str:
    return "\r\n".join([head, *lines])


def choose(worker, text: str):
    file = SimpleUploadedFile("staff.csv", text if isinstance(text, bytes) else text.encode(), "text/csv")
    return worker.post("centre:staff-import", {"file": file})


def confirm(worker, path: str):
    page = worker.client.get(path).content.decode()
    return worker.client.post(path, {"idem": page.split('name="idem" value="')[1].split('"')[0]})


def plain(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def errors(text: str, centre, permissions=NETWORK) -> dict:
    (row,) = imports.people.preview(text, centres=[centre], permissions=permissions)
    return row.errors


def test_choose_look_confirm_and_hand_over(administrator, centre):
    path = choose(administrator, table(ASHA, RAVI)).url
    page = plain(administrator.client.get(path))
    assert "Registration clerk · UPHC Yarpur" in page
    assert not User.objects.filter(username="asha.kumari").exists()

    answer = confirm(administrator, path)
    links = administrator.client.get(answer.url)
    again = administrator.client.get(answer.url)

    assert "2 people new, 0 given a further role, 0 as they were." in plain(links)
    assert "asha.kumari" in plain(links)
    addresses = re.findall(r"http://testserver(/set-password/[^<]+)</code>", links.content.decode())
    assert len(addresses) == len(set(addresses)) == 2
    assert links.content.decode().count('role="img"') == 2
    assert Client().get(addresses[0]).status_code == 200
    assert "/set-password/" not in administrator.client.get(again.url).content.decode()
    person = User.objects.get(username="ravi.das")
    assert [(row.role, row.centre) for row in person.memberships.all()] == [("doctor", centre)]
    assert not person.has_usable_password()
    assert AuditEvent.objects.get(action="staff.imported").detail == {"new": 2, "changed": 0, "unchanged": 0}


def test_the_same_file_again_changes_nothing(administrator, centre):
    confirm(administrator, choose(administrator, table(ASHA)).url)
    links = SetPasswordLink.objects.count()

    page = plain(administrator.client.get(choose(administrator, table(ASHA)).url))

    assert "has this role already" in page
    assert "Nothing can be imported from this file" in page
    assert (User.objects.filter(username="asha.kumari").count(), SetPasswordLink.objects.count()) == (1, links)


def test_confirmed_twice_it_acts_once(administrator, centre):
    path = choose(administrator, table(ASHA)).url
    confirm(administrator, path)

    assert administrator.client.get(path).status_code == 404
    assert Membership.objects.filter(user__username="asha.kumari").count() == 1


def test_somebody_known_gets_a_further_role_and_no_link(administrator, centre):
    ravi = UserFactory(username="ravi.das", name_en="Ravi Das", name_hi="रवि दास")
    text = table("ravi.das,doctor,UPHC-02", "RAVI.DAS,in_charge,UPHC-02", head="username,role,centre")

    answer = confirm(administrator, choose(administrator, text).url)

    assert sorted(ravi.memberships.values_list("role", flat=True)) == ["doctor", "in_charge"]
    assert answer.url == administrator.url("centre:staff")
    assert not SetPasswordLink.objects.exists()


def test_a_new_person_may_have_two_roles_in_one_file(administrator, centre):
    confirm(administrator, choose(administrator, table(ASHA, ASHA.replace("clerk", "nurse"))).url)

    person = User.objects.get(username="asha.kumari")
    assert sorted(person.memberships.values_list("role", flat=True)) == ["clerk", "nurse"]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ("Asha!,clerk,,A,अ,", "username", "Three to forty small letters, digits, dots or hyphens; a letter first."),
        ("asha.k,king,,A,अ,", "role", "Choose from the list."),
        ("asha.k,administrator,,A,अ,", "role", "Choose from the list."),
        (
            "asha.k,clerk,NOPE-1,A,अ,",
            "centre",
            "You cannot give roles at this centre, or there is none with this code.",
        ),
        ("asha.k,clerk,,,अ,", "name_en", "Name in English: fill this in."),
        ("asha.k,clerk,,A,अ,12345", "phone", None),
        (f"asha.k,clerk,,{'A' * 201},अ,", "", "A cell of this row is too long."),
        ("anita,clerk,,Somebody Else,कोई और,", "username", "Somebody with another name has this user name."),
        ("gone,clerk,,,,", "username", "This account is closed."),
    ],
)
def test_a_wrong_row_says_why(centre, line, column, sentence):
    UserFactory(username="anita", name_en="Anita Kujur", name_hi="अनीता कुजूर")
    UserFactory(username="gone", is_active=False)

    found = errors(table(line), centre)

    assert list(found) == [column]
    assert sentence is None or found[column][0].startswith(sentence)
    assert "Kujur" not in str(found)


def test_the_same_row_twice_and_one_name_for_two_people(centre):
    rajesh = "ravi.das,nurse,UPHC-02,Rajesh Roy,राजेश रॉय,"
    text = table(ASHA, ASHA, RAVI, rajesh)

    rows = imports.people.preview(text, centres=[centre], permissions=NETWORK)

    assert [row.status for row in rows] == ["wrong", "wrong", "new", "wrong"]
    assert rows[3].errors == {"username": ["Line 4 has this user name with another name."]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name_en\nAsha", "The first line must name the columns"),
        ("username,role,salary\na,b,9", "Columns not known or given twice: salary."),
        ("username,role\n", "The file has no rows under its first line."),
        (b"\xff\xfe\x00", "The file is not UTF-8"),
        (b"PK\x03\x04", "This is a spreadsheet."),
        ("username,role\n" + "a,b\n" * 301, "Too many rows: at most 300."),
    ],
)
def test_a_file_that_cannot_be_read(administrator, text, sentence):
    response = choose(administrator, text)

    assert response.status_code == 422
    assert sentence in plain(response)


def test_the_person_in_charge_takes_in_the_own_staff_only(in_charge, centre):
    CentreFactory(code="UPHC-09")
    text = table("asha.kumari,clerk,,Asha Kumari,आशा कुमारी,", "ravi.das,clerk,UPHC-09,Ravi Das,रवि दास,")

    page = plain(in_charge.client.get(choose(in_charge, text).url))

    assert "You cannot give roles at this centre" in page
    assert "Nothing can be imported from this file" in page
    confirm(in_charge, choose(in_charge, table("asha.kumari,clerk,,Asha Kumari,आशा कुमारी,")).url)
    assert Membership.objects.get(user__username="asha.kumari").centre == centre


def test_the_preview_belongs_to_whoever_chose_the_file(in_charge, centre):
    from tests.centres.signing import Worker

    path = choose(in_charge, table("asha.kumari,clerk,,Asha Kumari,आशा कुमारी,")).url

    assert Worker.at(centre, Role.IN_CHARGE).client.get(path).status_code == 404


def test_a_cell_stays_text(administrator, centre):
    text = table("asha.kumari,clerk,UPHC-02,=1+1,<b>आशा</b>,")
    page = administrator.client.get(choose(administrator, text).url).content.decode()

    assert "<b>आशा</b>" not in page
    assert "=1+1" in page


def test_the_preview_costs_the_same_however_many_rows(centre, django_assert_num_queries):
    lines = [f"person.no{number},clerk,,Asha {number},आशा {number}," for number in range(60)]
    staff(Role.CLERK, centre, username="known", name_en="Known", name_hi="जाना")
    lines.append("known,clerk,,,,")

    with django_assert_num_queries(2):
        rows = imports.people.preview(table(*lines), centres=[centre], permissions=NETWORK)

    assert [row.status for row in rows] == ["new"] * 60 + ["unchanged"]


def test_a_new_person_is_added_on_the_page_with_a_last_day(in_charge, centre):
    asked = {
        "username": "asha.kumari", "role": "clerk", "starts_on": "01-01-2026", "ends_on": "31-12-2099",
        "name_en": "Asha Kumari", "name_hi": "आशा कुमारी", "language": "hi",
    }  # fmt: skip
    answer = in_charge.post("centre:staff-new", asked)

    assert answer.status_code == 302
    assert str(Membership.objects.get(user__username="asha.kumari").ends_on) == "2099-12-31"
