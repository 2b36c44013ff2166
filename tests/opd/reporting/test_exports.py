"""Files as jobs: asked for, made once, had by their owner only, gone after a day."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from centres.models import AuditEvent, Membership
from centres.permissions import Role
from opd.errors import ExportRefused
from opd.models import Export
from opd.reporting import making
from opd.reporting.periods import Period
from opd.reporting.scope import Scope
from opd.services import ask_for_export, empty_expired, exporting, make_next, take_export
from tests.centres.signing import Worker
from tests.opd.exports import ready_export
from tests.opd.reporting.days import came, yesterday

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(centre):
    on = yesterday()
    for name in ("=HYPERLINK(1)", "सुनीता देवी"):
        came(centre, on, patient__name=name)
    return on


def ask(worker, day, file_format="csv", **more):
    return worker.post("opd:figures-exports", {"from": f"{day}", "to": f"{day}", "format": file_format, **more})


def test_a_file_is_asked_for_made_and_had(in_charge, day):
    ask(in_charge, day)
    export = Export.objects.get()
    assert (export.status, export.all_rows, export.done_rows) == ("waiting", 2, 0)

    make_next()
    export.refresh_from_db()
    assert (export.status, export.done_rows, export.size) == ("ready", 2, len(export.content))
    answer = in_charge.get("opd:figures-export", code=export.code)

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[rows[0].index("नाम")] for row in rows[1:]] == ["'=HYPERLINK(1)", "सुनीता देवी"]
    assert answer["Content-Disposition"] == f'attachment; filename="opd-register-uphc-02-{day:%Y%m%d}-{day:%Y%m%d}.csv"'
    actions = AuditEvent.objects.filter(action__startswith="export.").values_list("action", flat=True)
    assert sorted(actions) == ["export.asked", "export.downloaded", "export.made"]


def test_a_workbook_holds_the_same_rows(in_charge, day):
    ask(in_charge, day, "xlsx")
    make_next()

    sheet = load_workbook(io.BytesIO(bytes(Export.objects.get().content))).active

    assert sheet.max_row == 3


def test_a_book_is_paper(in_charge, day, paper_fonts):
    ask(in_charge, day, "pdf")
    make_next()

    assert bytes(Export.objects.get().content)[:4] == b"%PDF"


def test_the_districts_file_has_no_names(district_officer, centre, day):
    district_officer.client.post(
        f"{district_officer.url('opd:figures-exports')}?at={centre.code}",
        {"idem": key(district_officer), "from": f"{day}", "to": f"{day}", "format": "csv"},
    )
    make_next()

    text = bytes(Export.objects.get().content).decode()

    assert "सुनीता देवी" not in text
    assert text.count(centre.code) == 2


def key(worker):
    from centres import once

    return once.new_key(worker.user)


def test_nobody_elses_file(in_charge, centre):
    export = ready_export(centre, in_charge.user)

    assert Worker.at(centre, Role.IN_CHARGE).get("opd:figures-export", code=export.code).status_code == 404


def test_a_file_with_names_needs_the_right_to_names_still(in_charge, centre):
    export = ready_export(centre, in_charge.user, has_names=True)
    Membership.objects.filter(user=in_charge.user).update(role=Role.CLERK)

    assert in_charge.get("opd:figures-export", code=export.code).status_code == 403


def test_a_file_is_gone_after_a_day(in_charge, centre):
    export = ready_export(centre, in_charge.user)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ExportRefused):
        take_export(export, by=in_charge.user)

    assert empty_expired() == 1
    export.refresh_from_db()
    assert (export.status, export.content) == ("expired", None)


def test_limits_are_said_kindly(in_charge, centre, day, monkeypatch):
    monkeypatch.setitem(making.MOST_ROWS, "csv", 1)
    page = ask_and_see(in_charge, day)
    assert "ये 2 पंक्तियाँ हैं, ऐसी फाइल में 1 ही आती हैं" in page
    assert Export.objects.count() == 0

    for _ in range(exporting.AT_ONCE):
        ask(in_charge, day, "xlsx")
    assert "अभी बन रही हैं" in ask_and_see(in_charge, day, "xlsx")
    assert Export.objects.count() == exporting.AT_ONCE


def ask_and_see(worker, day, file_format="csv"):
    ask(worker, day, file_format)
    return worker.get("opd:figures-exports").content.decode()


def test_no_rows_no_file(in_charge):
    long_ago = yesterday() - timedelta(days=900)

    assert "लिखने को कुछ नहीं" in ask_and_see(in_charge, long_ago)


def test_one_that_cannot_be_made_is_tried_three_times(in_charge, centre, day, monkeypatch):
    ask(in_charge, day)
    monkeypatch.setattr(making, "make", lambda *args: 1 / 0)

    for _ in range(exporting.ATTEMPTS):
        assert make_next() is not None

    export = Export.objects.get()
    assert (export.status, export.attempts, export.content) == ("failed", 3, None)
    assert make_next() is None


def test_one_whose_loop_was_ended_is_taken_up_again(in_charge, centre, day):
    ask(in_charge, day)
    long_ago = timezone.now() - exporting.STUCK_AFTER - timedelta(seconds=1)
    Export.objects.update(status="running", started_at=long_ago, attempts=1)

    make_next()

    assert Export.objects.get().status == "ready"


@pytest.mark.django_db(transaction=True)
def test_two_loops_make_each_file_once(in_charge, centre, in_threads):
    day = yesterday()
    came(centre, day)
    scope = Scope([centre], centre, has_names=False)
    for _ in range(2):
        ask_for_export(scope, Period(day, day), "register", "csv", by=in_charge.user, centre=centre)

    in_threads(make_next, make_next)

    assert sorted(Export.objects.values_list("status", "attempts")) == [("ready", 1), ("ready", 1)]
