"""Every address × what no person types: invisible and impossible numbers in addresses, queries and hidden fields."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch

from tests.sweeps.test_urls import CENTRE_ROUTES, ask, each, people, place_of, worlds  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

HIDDEN = ["\x00", "²", "9" * 5000, "-1", "call:\x00", "remove:²", "drop:medicines:" + "9" * 5000, "advise:\x00"]
READ = re.compile(r"""(?:POST|GET)(?:\.get(?:list)?\(|\[)["']([\w-]+)["']""")


def names_read() -> set[str]:
    """What views read out of a request by themselves, past any form."""
    apps = ("centres", "registration", "labs", "opd", "hms")
    files = [file for app in apps for file in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    return {name for file in files for name in READ.findall(file.read_text())} - {"idem", "held", "_page"}


def test_an_invisible_letter_in_an_address_names_nothing(worlds, people):  # noqa: F811
    problems = []
    for route, method in each(CENTRE_ROUTES):
        place = place_of(route, worlds, people)
        for name in set(route.parts) - {"centre", "at"}:
            try:
                url = place.url(**{name: "\x00"})
            except NoReverseMatch:
                continue
            response = ask(place.worker.client, method, url, place.worker.user)
            if response.status_code != 404:
                problems.append(f"{method.upper()} {route.id}: {response.status_code}")

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("typed", HIDDEN, ids=lambda text: ascii(text)[:16])
def test_what_no_person_types_breaks_no_page(worlds, people, typed):  # noqa: F811
    sent = dict.fromkeys(names_read(), typed)
    problems = []
    for route, method in each(CENTRE_ROUTES):
        if method == "get" and ":" in typed:  # what a button says: it is posted
            continue
        place = place_of(route, worlds, people, method=method)
        response = ask(place.worker.client, method, place.url(), place.worker.user, **sent)
        if response.status_code >= 500:
            problems.append(f"{method.upper()} {route.id}: {response.status_code}")

    assert not problems, "\n".join(problems)
