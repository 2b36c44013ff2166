"""A centre with the real catalogue, and one patient at it: a woman of 40, here today."""

import pytest

from tests.labs.factories import load_catalogue
from tests.registration.factories import VisitFactory


@pytest.fixture
def lab(centre):
    load_catalogue(centre)
    return centre


@pytest.fixture
def visit(lab):
    return VisitFactory(centre=lab, patient__name="सुनीता देवी", patient__name_other="Sunita Devi")
