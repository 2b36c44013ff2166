"""Spreadsheets: what somebody typed stays text, numbers stay numbers."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from hms.lib import sheets

HOSTILE = ["=cmd|' /C calc'!A0", "+91987", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1", "\u200b=1"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_cell_that_would_be_computed_is_text(typed):
    rows = list(csv.reader(io.StringIO(sheets.to_csv(["a"], [[typed]]).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'")

    cell = load_workbook(io.BytesIO(sheets.to_xlsx("t", ["a"], [[typed]]))).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_ordinary_cells_come_through():
    book = load_workbook(io.BytesIO(sheets.to_xlsx("01/11 – 02/11", ["सं.", "नाम"], [[7, "सुनीता देवी"], [-3, None]])))
    sheet = book.active

    assert [[cell.value for cell in row] for row in sheet.rows] == [["सं.", "नाम"], [7, "सुनीता देवी"], [-3, None]]
    assert sheet.title == "0111 – 0211"


def test_numbers_may_be_negative_in_a_csv():
    assert sheets.to_csv(["n"], [[-3, Decimal("-1.5"), "a\x00b"]]).decode("utf-8-sig") == "n\r\n-3,-1.5,ab\r\n"
