"""An existing register out of a file: read safely, understood in both languages, taken over once, then corrected."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import Workbook

from centres import once
from centres.models import AuditEvent
from registration.errors import NotInThisState, RegistrationError
from registration.importing import columns, facts, reading
from registration.importing.reading import NotReadable
from registration.models import Identifier, ImportChunk, ImportedRow, Patient, RegisterImport, Visit
from registration.selectors import importing as selectors
from registration.services import importing as services
from registration.services.importing import rows as work_of
from registration.services.importing import running
from tests.centres.factories import CentreFactory, UserFactory
from tests.registration.factories import TEST_AADHAAR, PatientFactory, aadhaar

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HEAD = ["OPD No", "Date", "Patient Name", "Age", "Sex", "W/o, S/o", "Mobile No.", "Address", "Ward"]
ROW = ["1234", "05-03-2019", "सुनीता देवी", "46", "F", "W/O रमेश यादव", "98765 43210", "यारपुर रोड", "14"]
OTHER = ["1235", "05-03-2019", "Ramesh Yadav", "50", "M", "S/O Mohan", "9123456780", "Mithapur", ""]


def csv_of(*rows, head=HEAD, coding="utf-8-sig", delimiter=",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return out.getvalue().encode(coding)


def xlsx_of(*rows, head=HEAD) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (head, *rows):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def chosen(centre, *rows, head=HEAD, by=None) -> RegisterImport:
    table = reading.read(csv_of(*rows, head=head))
    return services.choose(table, file_name="old.csv", centre=centre, by=by or UserFactory())


def run(centre, *rows, head=HEAD) -> RegisterImport:
    one = chosen(centre, *rows, head=head)
    services.start(one, by=UserFactory())
    services.work()
    one.refresh_from_db()
    return one


def counts(one: RegisterImport) -> tuple:
    return one.status, one.made, one.known, one.asked, one.refused


# --- Reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_in_every_usual_coding(coding, delimiter):
    table = reading.read(csv_of(ROW, coding=coding, delimiter=delimiter))

    assert (table.headings, table.rows, table.lines) == (HEAD, [ROW], [2])


def test_a_workbook_reads_as_it_was_typed():
    row = [1234, date(2019, 3, 5), "सुनीता देवी", 46, "F", "W/O रमेश यादव", 9876543210.0, "यारपुर रोड", 14]
    table = reading.read(xlsx_of(row, [None] * 9, ROW))

    assert table.rows[0] == ["1234", "05-Mar-2019", "सुनीता देवी", "46", "F", "W/O रमेश यादव", "9876543210",
                             "यारपुर रोड", "14"]  # fmt: skip
    assert table.lines == [2, 4]


def test_formulas_are_text_and_never_computed():
    table = reading.read(csv_of(["'=1+1", "+91 98765 43210", "@x"], head=["name", "phone", "address"]))
    assert table.rows == [["=1+1", "9876543210", "@x"]]


def test_an_aadhaar_number_is_masked_at_the_door(centre):
    row = [*ROW[:3], f"{TEST_AADHAAR[:4]} {TEST_AADHAAR[4:8]} {TEST_AADHAAR[8:]}", *ROW[4:7], TEST_AADHAAR, "14"]
    one = chosen(centre, row)

    kept = str(selectors.first_rows(one))
    assert TEST_AADHAAR not in kept.replace(" ", "")
    assert kept.count("XXXX XXXX") == 2


def test_a_mobile_with_91_before_it_is_no_aadhaar_number():
    looks_like = next(number for n in range(400) if (number := f"9198765{n:05d}") and reading.ids.is_aadhaar(number))
    table = reading.read(csv_of([*ROW[:6], looks_like, *ROW[7:]]))

    assert table.rows[0][6] == looks_like[2:]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return out.getvalue()


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "hello")
    return out.getvalue()


def entities() -> bytes:
    """A workbook whose cells are entities that grow by ten with each step."""
    grow = "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9))
    kind = f"<!DOCTYPE worksheet [<!ENTITY a 'aaaaaaaaaa'>{grow}]><worksheet"
    good, out = zipfile.ZipFile(io.BytesIO(xlsx_of(ROW))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in good.namelist():
            text = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<worksheet", kind.encode(), 1).replace(b"OPD No", b"&j;")
            packed.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"name", b"name,age\n", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"PK\x03\x04 broken", b"name,age\n\xff\xfe\xe9,4",
     "नाम,उम्र\nसुनीता,46".encode("utf-16-le"), b"name,age\n\"open,4", b"a\0b,c\nd,e", b"x" * 10_000_001,
     (",".join("c" * 61) + "\n" + ",".join("1" * 61)).encode(), bomb(), a_zip(), entities(), b"%PDF-1.7 \n1,2\n"],
    ids=["empty", "one word", "no rows", "old excel", "broken zip", "windows-1252", "utf-16 without mark", "open quote",
         "nul", "too large", "too wide", "bomb", "zip", "entities", "pdf"],
)  # fmt: skip
def test_what_is_no_register_is_refused_in_words(content):
    with pytest.raises(NotReadable) as refused:
        reading.read(content)

    assert len(str(refused.value)) > 20
    assert refused.value.field == "file"


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(NotReadable):
        reading.read(csv_of(ROW, ROW, ROW))


# --- Columns and facts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (HEAD, ["number", "came_on", "name", "age", "sex", "guardian", "phone", "street", "ward"]),
        (["पंजीकरण संख्या", "मरीज़ का नाम", "उम्र", "लिंग", "पति/पिता का नाम", "मोबाइल नं.", "पता"],
         ["number", "name", "age", "sex", "guardian", "phone", "street"]),
        (["Name of Patient", "DOB", "Gender", "Father's Name", "Contact No"],
         ["name", "birth_date", "sex", "guardian", "phone"]),
        (["S/o / W/o", "foo", "Patient's Full Name (in capitals)"], ["guardian", None, "name"]),
    ],
)  # fmt: skip
def test_headings_are_guessed_in_both_languages(headings, found):
    places = {at: fact for fact, at in columns.guess(headings).items()}
    assert [places.get(at) for at, wanted in enumerate(found) if wanted] == [wanted for wanted in found if wanted]


def understood(**cells) -> facts.Facts:
    row = {"name": "Sunita Devi", "age": "46", "sex": "F", **cells}
    return facts.read(list(row.values()), {name: at for at, name in enumerate(row)}, TODAY)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"age": "46", "came_on": "05/03/2019"}, {"birth_date": date(1973, 3, 5), "birth_is_estimated": True}),
        ({"age": "46/M", "sex": ""}, {"birth_date": date(1980, 11, 24), "sex": "M"}),
        ({"age": "8 माह", "sex": "महिला"}, {"birth_date": date(2026, 3, 24), "sex": "F"}),
        ({"birth_date": "12/03/1980", "age": ""}, {"birth_date": date(1980, 3, 12), "birth_is_estimated": False}),
        ({"guardian": "W/O Ramesh"}, {"guardian_name": "Ramesh", "guardian_relation": "W"}),
        ({"guardian": "पिता: मोहन"}, {"guardian_name": "मोहन", "guardian_relation": "F"}),
        ({"guardian": "Mohan Lal"}, {"guardian_name": "Mohan Lal", "guardian_relation": "C"}),
        ({"phone": "+91-98765 43210"}, {"phone": "9876543210"}),
        ({"phone": "0"}, {"phone": ""}),
        ({"sex": "पु."}, {"sex": "M"}),
        ({"name": "  सुनीता   देवी "}, {"name": "सुनीता देवी", "name_other": "Sunita Devi"}),
    ],
)
def test_what_registers_write_is_understood(cells, expected):
    found = understood(**cells)

    assert found.problems == []
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "name"), ({"name": "123"}, "name"), ({"name": "x" * 101}, "name"), ({"sex": ""}, "sex"),
        ({"sex": "42"}, "sex"), ({"age": ""}, "age"), ({"age": "200"}, "age"), ({"age": "abc"}, "age"),
        ({"phone": "98765"}, "phone"), ({"phone": "9.87654E+09"}, "phone"), ({"pincode": "12"}, "pincode"),
        ({"ward": "99"}, "ward"), ({"came_on": "01/01/2099"}, "came_on"), ({"street": "XXXX XXXX 1814"}, "street"),
        ({"birth_date": "05/03/2020", "came_on": "05/03/2019"}, "birth_date"), ({"house": "x" * 501}, "house"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_with_its_column(cells, column):
    assert column in [name for name, _sentence in understood(**cells).problems]


# --- Running --------------------------------------------------------------------------------------------------------


def test_rows_become_records_and_nothing_of_the_file_stays(centre):
    one = run(centre, ROW, OTHER)

    assert counts(one) == ("done", 2, 0, 0, 0)
    sunita = Patient.objects.get(name="सुनीता देवी")
    assert (sunita.registered_centre, sunita.phone, sunita.ward, sunita.guardian_name) == (
        centre, "9876543210", "14", "रमेश यादव",
    )  # fmt: skip
    assert timezone.localdate(sunita.registered_at) == date(2019, 3, 5)
    assert sunita.identifiers.get().value == f"{centre.code} 1234/2019"
    assert not Visit.objects.exists()
    assert not ImportChunk.objects.exists()
    assert not ImportedRow.objects.exclude(said=None).exists()


def test_the_counter_finds_them(clerk):
    run(clerk.centre, ROW)
    page = clerk.client.post(clerk.url("registration:search"), {"q": "9876543210"}, follow=True)
    assert "सुनीता देवी" in page.content.decode()


def test_twice_makes_nobody_twice(centre):
    run(centre, ROW, OTHER)
    again = run(centre, ROW, OTHER)

    assert counts(again) == ("done", 0, 2, 0, 0)
    assert Patient.objects.count() == 2


def test_a_row_without_a_number_is_known_by_what_it_says(centre):
    head, row = HEAD[1:], ROW[1:]
    run(centre, row, head=head)
    again = run(centre, row, head=head)

    assert counts(again) == ("done", 0, 1, 0, 0)


def test_the_same_number_next_year_is_another_person(centre):
    one = run(centre, ROW, [ROW[0], "06-03-2020", "Geeta Kumari", "20", "F", "", "", "", ""])
    assert counts(one) == ("done", 2, 0, 0, 0)


def test_a_number_of_somebody_else_is_refused(centre):
    run(centre, ROW)
    wrong = run(centre, [*ROW[:2], "Geeta Kumari", *ROW[3:]])

    assert counts(wrong) == ("done", 0, 0, 0, 1)
    [(_line, _cells, reason)] = selectors.refused(wrong)
    assert reason == ImportedRow.Why.NUMBER.label


def test_whoever_may_be_on_record_is_asked_about_and_not_made(centre):
    known = PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=centre)
    one = run(centre, ROW)

    assert counts(one) == ("done", 0, 0, 1, 0)
    [row] = selectors.asked(one)
    assert (row.patient, Patient.objects.count()) == (known, 1)


def test_two_rows_of_one_person_in_one_file_are_asked_about(centre):
    one = run(centre, ROW, ["1299", "07-04-2020", *ROW[2:3], "47", *ROW[4:]])

    assert counts(one) == ("done", 1, 0, 1, 0)
    assert ImportedRow.objects.get(outcome="asked").patient == Patient.objects.get()


def test_answered_the_same_it_joins_the_number(centre):
    known = PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=centre)
    one = run(centre, ROW)

    services.answer(selectors.asked(one)[0], is_same=True, by=UserFactory())

    assert known.identifiers.get().value.endswith("1234/2019")
    assert (Patient.objects.count(), ImportedRow.objects.get().said) == (1, None)
    assert counts(run(centre, ROW)) == ("done", 0, 1, 0, 0)


def test_answered_somebody_else_it_becomes_a_record(centre):
    PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=centre)
    one = run(centre, ROW)
    row = selectors.asked(one)[0]

    services.answer(row, is_same=False, by=UserFactory())

    assert Patient.objects.count() == 2
    with pytest.raises(NotInThisState):
        services.answer(row, is_same=True, by=UserFactory())


def test_refused_rows_come_back_corrected(centre):
    one = run(centre, ROW, [*OTHER[:3], "", *OTHER[4:]])
    with translation.override("en"):
        [(line, cells, reason)] = selectors.refused(one)
    with translation.override("hi"):
        [(_line, _cells, hindi)] = selectors.refused(one)

    assert (line, cells[2], reason) == (3, "Ramesh Yadav", "Age: Neither age nor birth date.")
    assert "उम्र" in hindi
    corrected = run(centre, ["3", *OTHER, "reason"], head=["Line", *HEAD, "Why refused"])
    assert counts(corrected) == ("done", 1, 0, 0, 0)


def test_killed_in_the_middle_it_goes_on_where_it_was(centre, monkeypatch):
    monkeypatch.setattr("registration.services.importing.choosing.CHUNK", 2)
    people = [[str(n), "05-03-2019", name, "30", "F", "", "", "", ""] for n, name in enumerate(NAMES)]
    one = chosen(centre, *people)
    services.start(one, by=UserFactory())

    running._one_chunk(RegisterImport.objects.get())
    broken = work_of.insert
    monkeypatch.setattr(work_of, "insert", lambda *args: broken(*args) or 1 / 0)  # the power fails inside a chunk
    services.work()
    one.refresh_from_db()
    assert (one.done_rows, one.made, one.attempts, Patient.objects.count()) == (2, 2, 1, 2)

    monkeypatch.setattr(work_of, "insert", broken)
    services.work()
    one.refresh_from_db()
    assert (one.status, one.done_rows, one.made) == ("done", len(NAMES), len(NAMES))
    assert Patient.objects.count() == len(NAMES)


NAMES = ["Sunita Devi", "Ramesh Yadav", "Geeta Kumari", "Mohan Lal", "Shabana Khatoon"]


def test_a_fault_that_stays_ends_the_run_and_drops_the_file(centre, monkeypatch):
    one = chosen(centre, ROW)
    services.start(one, by=UserFactory())
    monkeypatch.setattr(work_of, "insert", lambda *args: 1 / 0)
    for _turn in range(running.ATTEMPTS):
        services.work()

    one.refresh_from_db()
    assert (one.status, one.chunks.count(), Patient.objects.count()) == ("failed", 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_loops_make_nobody_twice(centre, in_threads, monkeypatch):
    monkeypatch.setattr("registration.services.importing.choosing.CHUNK", 1)
    people = [[str(n), "05-03-2019", name, "30", "F", "", "", "", ""] for n, name in enumerate(NAMES)]
    one = chosen(centre, *people)
    services.start(one, by=UserFactory())

    in_threads(services.work, services.work)

    services.work()
    one.refresh_from_db()
    assert (one.status, one.made, Patient.objects.count()) == ("done", len(NAMES), len(NAMES))


def test_stopped_what_is_done_stays(centre, monkeypatch):
    monkeypatch.setattr("registration.services.importing.choosing.CHUNK", 1)
    one = chosen(centre, ROW, OTHER)
    services.start(one, by=UserFactory())
    running._one_chunk(RegisterImport.objects.get())
    services.stop(one, by=UserFactory())

    assert services.work() == 0
    assert (Patient.objects.count(), ImportChunk.objects.count()) == (1, 0)
    with pytest.raises(NotInThisState):
        services.stop(one, by=UserFactory())
    assert counts(run(centre, ROW, OTHER)) == ("done", 1, 1, 0, 0)


def test_started_twice_or_two_at_once_is_refused(centre):
    one, two = chosen(centre, ROW), chosen(centre, OTHER)
    services.start(one, by=UserFactory())

    for again in (one, two):
        with pytest.raises(NotInThisState):
            services.start(again, by=UserFactory())


@pytest.mark.parametrize("wrong", [{"name": 2, "ward": 8}, {"name": 2, "sex": 4}, {"age": 3, "sex": 4}, {}])
def test_columns_that_make_no_person_are_refused(centre, wrong):
    with pytest.raises(RegistrationError):
        services.match_columns(chosen(centre, ROW), wrong, by=UserFactory())


def test_everything_stands_in_the_audit_and_no_name(centre):
    run(centre, ROW)

    actions = [event.action for event in AuditEvent.objects.order_by("pk")]
    assert actions == ["import.chosen", "import.started", "patient.imported", "import.done"]
    assert AuditEvent.objects.get(action="patient.imported").patient_key == Patient.objects.get().pk
    assert "सुनीता" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_what_nobody_needs_is_forgotten(centre):
    PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=centre)
    done = run(centre, ROW, [*OTHER[:3], "", *OTHER[4:]])
    left = chosen(centre, ROW)
    long_ago = timezone.now() - timedelta(days=91)
    RegisterImport.objects.filter(pk=done.pk).update(finished_at=long_ago)
    RegisterImport.objects.filter(pk=left.pk).update(chosen_at=long_ago)

    assert services.forget_old() == 3
    assert not ImportedRow.objects.exclude(said=None).exists()
    assert not ImportChunk.objects.exists()
    assert selectors.to_answer(done) == 0


def test_another_centres_rows_are_its_own(centre):
    run(centre, ROW)
    elsewhere = run(CentreFactory(), ROW)

    assert counts(elsewhere) == ("done", 0, 0, 1, 0)  # the same person, perhaps: a question, not a second record
    assert Identifier.objects.count() == 1


# --- Pages ----------------------------------------------------------------------------------------------------------


def post(worker, name, /, code=None, **typed):
    url = worker.url(f"registration:{name}", **({"code": code} if code else {}))
    return worker.client.post(url, {"idem": once.new_key(worker.user), **typed})


def test_the_in_charge_takes_a_register_over(in_charge):
    file = SimpleUploadedFile("old.csv", csv_of(ROW, OTHER))
    answer = post(in_charge, "imports", file=file)
    one = RegisterImport.objects.get()
    assert answer.url == in_charge.url("registration:import-columns", code=one.code)

    places = {f"column{at}": fact for fact, at in one.columns.items()} | {"column5": "guardian"}
    answer = post(in_charge, "import-columns", one.code, **places)
    page = in_charge.client.get(answer.url).content.decode()
    assert "सुनीता देवी" in page
    assert "Ramesh Yadav" in page

    post(in_charge, "import-run", one.code, do="start")
    services.work()
    page = in_charge.client.get(answer.url).content.decode()
    assert (Patient.objects.count(), "हो गया" in page) == (2, True)


@pytest.mark.parametrize("content", [b"", b"x", bomb()])
def test_a_file_that_cannot_be_read_is_said_beside_the_box(in_charge, content):
    answer = post(in_charge, "imports", file=SimpleUploadedFile("x.xlsx", content))

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert not RegisterImport.objects.exists()


def test_one_fact_twice_is_refused(in_charge):
    one = chosen(in_charge.centre, ROW)
    answer = post(in_charge, "import-columns", one.code, column2="name", column3="name")

    assert answer.status_code == 422
    assert "column3" in answer.context["form"].errors


def test_the_refused_rows_are_harmless_in_a_spreadsheet(in_charge):
    one = run(in_charge.centre, ["1", "05-03-2019", "=HYPERLINK(1)", "", "F", "@x", "", "+1", "-2"])
    answer = in_charge.client.get(in_charge.url("registration:import-refused", code=one.code))
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))

    assert (head[1:-1], row[0]) == (HEAD, "2")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert "उम्र" in row[-1]


def test_the_page_of_questions_answers_and_ends(in_charge):
    PatientFactory(
        name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=in_charge.centre
    )
    one = run(in_charge.centre, ROW)
    url = in_charge.url("registration:import-likely", code=one.code)
    page = in_charge.client.get(url)
    assert "रमेश यादव" in page.content.decode()

    row = ImportedRow.objects.get(outcome="asked")
    post(in_charge, "import-likely", one.code, row=row.pk, answer="same")

    assert in_charge.client.get(url).url == in_charge.url("registration:import-run", code=one.code)
    assert AuditEvent.objects.filter(action="import.joined").count() == 1


def test_a_record_of_another_centre_is_shown_partly(in_charge):
    PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), street="गुप्त टोला")
    one = run(in_charge.centre, ROW)
    page = in_charge.client.get(in_charge.url("registration:import-likely", code=one.code)).content.decode()

    assert "सुनीता दे…" in page
    assert "गुप्त टोला" not in page


def test_a_clerk_takes_nothing_over(clerk):
    assert clerk.client.get(clerk.url("registration:imports")).status_code == 403


def test_pages_cost_the_same_however_many_rows(in_charge, django_assert_max_num_queries):
    rows = [[str(n), "05-03-2019", f"{name} {n}", "30", "F", "", "", "", ""] for n, name in enumerate(NAMES * 8)]
    one = chosen(in_charge.centre, *rows)
    url = in_charge.url("registration:import-run", code=one.code)
    in_charge.client.get(url)

    with django_assert_max_num_queries(16):
        in_charge.client.get(url)


def test_no_marker_number_survives_a_whole_run(centre):
    rows = [
        [str(n), "05-03-2019", name, aadhaar(n), "F", "", aadhaar(n), aadhaar(n), ""] for n, name in enumerate(NAMES)
    ]
    one = run(centre, *rows)

    assert one.refused == len(NAMES)
    kept = "".join(str(cells) + reason for _line, cells, reason in selectors.refused(one))
    assert not any(aadhaar(n) in kept for n in range(len(NAMES)))


def test_the_first_rows_say_what_an_earlier_run_did(in_charge):
    run(in_charge.centre, ROW)
    again = chosen(in_charge.centre, ROW, [*OTHER[:1], *ROW[1:2], *OTHER[2:]], [ROW[0], ROW[1], "Geeta", *ROW[3:]])
    shown = selectors.preview(again)

    assert [(one.is_known, one.is_of_another) for one in shown] == [(True, False), (False, False), (False, True)]


def test_the_office_takes_a_register_over_for_a_centre_and_compares_nobody(administrator, centre):
    PatientFactory(name="सुनीता देवी", phone="9876543210", birth_date=date(1973, 1, 1), registered_centre=centre)

    def url(name, **parts):
        return administrator.url(f"registration:{name}", at=centre.code, **parts)

    def send(address, **typed):
        return administrator.client.post(address, {"idem": once.new_key(administrator.user), **typed})

    answer = send(url("imports"), file=SimpleUploadedFile("old.csv", csv_of(ROW, [*OTHER[:3], "", *OTHER[4:]])))
    one = RegisterImport.objects.get()
    assert (one.centre, answer.url) == (centre, url("import-columns", code=one.code))
    send(answer.url, **{f"column{at}": fact for fact, at in one.columns.items()})
    send(url("import-run", code=one.code), do="start")
    services.work()

    page = administrator.client.get(url("import-run", code=one.code)).content.decode()
    assert url("import-refused", code=one.code) in page
    assert "likely" not in page
    refused = administrator.client.get(url("import-refused", code=one.code))
    assert "Ramesh Yadav" in refused.content.decode("utf-8-sig")
    likely = administrator.url("registration:import-likely", code=one.code)
    assert administrator.client.get(likely).status_code == 404


def test_an_office_has_no_register_of_its_own_and_chooses_a_centre(administrator):
    for about in ({}, {"at": administrator.centre.code}):
        answer = administrator.client.post(administrator.url("registration:imports", **about))
        assert answer.url == administrator.url("centre:network")
