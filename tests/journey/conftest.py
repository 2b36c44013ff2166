"""A centre with its catalogues and its five people."""

import pytest

from tests.journey.town import Town


@pytest.fixture
def town(live_server, paper_fonts):
    """One live centre where somebody else must release what a technician entered."""
    return Town.build(live_server.url)
