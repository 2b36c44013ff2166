import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English; the default language of the system is Hindi."""
    with translation.override("en"):
        yield
