"""Post offices and the notice of consent."""

import pytest

from registration import consent
from registration.catalogue import load
from registration.models import PostOffice
from registration.selectors.places import offices_of, pincodes


@pytest.mark.django_db
def test_post_offices_load_twice_without_doubling():
    first, second = load(), load()

    assert first == second == {"post offices": PostOffice.objects.count()}
    assert [office.name for office in offices_of("800003")] == ["Kadamkuan"]
    assert offices_of("999999") == []
    assert pincodes()[0][0] == "800001"


def test_the_words_of_a_used_notice_never_change():
    """Consents carry these hashes: new words need a new version."""
    hashes = {language: consent.notice(language, "2026-1").hash[:12] for language in ("hi", "en")}

    assert hashes == {"hi": "15a75c4afe2a", "en": "217100da2ea9"}
