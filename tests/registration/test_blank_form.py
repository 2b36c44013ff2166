"""The empty form comes from memory and still says what is true now."""

import re

import pytest

from registration import blank
from registration.models import Visit
from tests.centres.factories import CentreFactory, DepartmentFactory
from tests.centres.signing import Worker
from tests.registration.factories import VisitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def nothing_remembered():
    blank._drawn.clear()


def form_of(worker, query: str = "") -> str:
    page = worker.client.get(worker.url("registration:patient-new") + query).content.decode()
    assert "\ue000" not in page
    return page


def departments(page: str) -> list[str]:
    select = re.search(r'<select name="department".*?</select>', page, re.S)[0]
    return re.findall(r"<option[^>]*>([^<]*)</option>", select)


def test_it_is_the_same_as_drawn_anew(clerk, monkeypatch):
    form_of(clerk)
    remembered = form_of(clerk)
    monkeypatch.setattr(blank, "ALWAYS_THERE", set())  # nothing may come from memory
    anew = form_of(clerk)

    assert plain(remembered) == plain(anew)


def plain(page: str) -> str:
    """Without what differs at every opening: keys, the stopwatch and the clock."""
    page = re.sub(r'datetime="[^"]*"', "", page)
    page = re.sub(r'name="(started|idem|csrfmiddlewaretoken)" value="[^"]*"', "", page)
    return re.sub(r'Token": "[^"]*"', "", page)


def test_the_count_of_who_waits_is_todays(clerk):
    assert "1 waiting" not in departments(form_of(clerk))[0]

    VisitFactory(centre=clerk.centre)

    assert "1 waiting" in departments(form_of(clerk))[0]


def test_every_opening_has_its_own_stopwatch(clerk):
    found = {re.search(r'name="started" value="([^"]+)"', form_of(clerk))[1] for _ in range(2)}

    assert len(found) == 2 or len(next(iter(found))) > 20


def test_centres_and_languages_do_not_mix(clerk):
    from centres.permissions import Role

    form_of(clerk)
    other = CentreFactory()
    DepartmentFactory(centre=other, code="eye", name_en="Eye <b>clinic</b>", name_hi="आँख")
    there = Worker.at(other, Role.CLERK)

    assert "Eye &lt;b&gt;clinic&lt;/b&gt;" in form_of(there)
    assert "Eye" not in form_of(clerk)


def test_what_was_searched_is_filled_in_and_not_remembered(clerk):
    answer = clerk.post("registration:search", {"q": "Zubaida Khatoon"})
    found = clerk.client.get(answer.url).content.decode()
    path = re.search(r'href="([^"]*/new/\?from=[^"]+)"', found)[1].replace("&amp;", "&")

    assert 'value="Zubaida Khatoon"' in clerk.client.get(path).content.decode()
    assert "Zubaida" not in form_of(clerk)
    assert not Visit.objects.exists()
