"""Reference data that hundreds of tests start from: loaded by the real loader once, then copied in as it was."""

from django.db import connection

import labs.catalogue
import opd.catalogue
from labs.models import DeltaLimit, Panel, PanelTest, ReferenceRange, Test
from opd.models import (
    CareLevel,
    Complaint,
    DeskComplaint,
    Diagnosis,
    DosagePhrase,
    DoseRule,
    HonestyRule,
    HouseNumber,
    Medicine,
    ReportLine,
    VitalRange,
)

LABS = (Test, ReferenceRange, DeltaLimit, Panel, PanelTest)
OPD = (
    *(Complaint, Diagnosis, Medicine, DosagePhrase, DoseRule, VitalRange, CareLevel),
    *(DeskComplaint, HouseNumber, HonestyRule, ReportLine),
)
_kept: dict[tuple, dict[str, bytes]] = {}


def lab_catalogue() -> None:
    _load("labs", labs.catalogue.load, LABS)


def opd_catalogue() -> None:
    """Lines of the forms name tests only where there are any."""
    _load(("opd", Test.objects.exists()), opd.catalogue.load, OPD)


def _load(key, load, models) -> None:
    """Into empty tables copy what an earlier test loaded; else load: a second load may mean something."""
    if any(model.objects.exists() for model in models):
        load()
    elif key in _kept:
        for table, rows in _kept[key].items():
            with _cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
    else:
        load()
        _kept[key] = {model._meta.db_table: _rows(model._meta.db_table) for model in models}


def _rows(table: str) -> bytes:
    with _cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def _cursor():
    connection.ensure_connection()
    return connection.connection.cursor()
