"""The parcha end to end: whole journeys in a real Chromium, by keyboard."""

import pytest

# What a helper asserts shall say what it saw, as in a test.
pytest.register_assert_rewrite(
    *(f"{__name__}.{one}" for one in ("bench", "checks", "desk", "online", "paper", "person", "phone", "room"))
)
