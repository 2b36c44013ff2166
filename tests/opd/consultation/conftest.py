"""A patient called in, and the doctor who called."""

import pytest

from registration.models import Visit
from tests import loaded
from tests.centres.signing import Worker
from tests.registration.factories import VisitFactory


@pytest.fixture
def visit(centre, english):
    loaded.opd_catalogue()
    return VisitFactory(
        centre=centre,
        status=Visit.Status.CALLED,
        called_at="2026-11-23T04:00Z",
        called_by=Worker.at(centre, "doctor").user,
    )


@pytest.fixture
def me(visit, centre):
    return Worker.at(centre, "doctor")
