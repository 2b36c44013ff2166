"""Everything in one line: what a doctor without JavaScript types instead of walking from box to box."""

import pytest

from opd import drafts, services
from opd.models import Bundle
from tests.opd.consultation.page import draft, page, press
from tests.opd.factories import MedicineFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LINE = "c fever 3d, cough 5d; d J06.9; r pcm 500 1-0-1 5d pc; f 7d"


@pytest.fixture
def written(me, visit):
    """The draft after Enter in the box."""

    def enter(text: str) -> dict:
        answer = press(me, visit, "enter", whole=text)
        enter.answer, enter.kept = answer, draft(visit)
        return enter.kept

    return enter


def test_one_line_writes_the_consultation(written):
    kept = written(LINE)

    assert [(row["en"], row["for"]) for row in kept["complaints"]] == [("fever", "3 दिन"), ("cough", "5 दिन")]
    assert [row["code"] for row in kept["diagnoses"]] == ["J06.9"]
    assert [(row["en"], row["dose"], row["days"], row["food"]) for row in kept["medicines"]] == [
        ("Paracetamol", "1-0-1", 5, "PC")
    ]
    assert (kept["follow_up"], kept["typing"]["whole"]) == ("7d", "")


def test_s_at_the_end_goes_to_the_signature(written):
    written(f"{LINE}; s")

    assert written.answer.url.endswith("/sign/")


def test_capitals_spaces_and_hindi_are_fine(written):
    kept = written("C  बुखार ३ दिन ;; D J06.9 ;X;A  खूब पानी पिएँ; H since Monday")

    assert [(row["hi"], row["for"]) for row in kept["complaints"]] == [("बुखार", "3 दिन")]
    assert "Chest" in kept["examination"]
    assert (kept["advice"], kept["history"]) == ("खूब पानी पिएँ", "since Monday")


def test_what_is_not_clear_stays_in_the_line_with_all_that_follows(written):
    kept = written("c fever 3d; zz top; d J06.9; s")

    assert [row["en"] for row in kept["complaints"]] == ["fever"]
    assert kept["diagnoses"] == []
    assert kept["typing"]["whole"] == "zz top; d J06.9; s"
    shown = written.answer.content.decode()
    assert written.answer.status_code == 422
    assert "“zz top” is not clear: begin it with b, c, d, r, t, l, x, h, a, f or s." in shown
    assert 'value="zz top; d J06.9; s"' in shown


@pytest.mark.parametrize(
    "part", ["r Unobtainium 5 od", "r pcm 500 1000-0-0 5d", "r pcm 500 1-0-1 999d", "t NOSUCH", "q", "r"]
)
def test_nothing_absurd_is_taken(written, part):
    kept = written(f"{part}; c fever 3d")

    assert kept["medicines"] == kept["tests"] == kept["complaints"] == []
    assert kept["typing"]["whole"] == f"{part}; c fever 3d"
    assert written.answer.status_code == 422


def test_several_that_fit_are_offered_and_the_next_enter_goes_on(me, visit, written):
    MedicineFactory(code="MED0009", presentation="Tablet 650 mg", strength="650 mg")
    kept = written("r pcm 1-0-1 5d; d J06.9")
    shown = written.answer

    assert kept["medicines"] == []
    assert (kept["typing"]["medicine"], kept["typing"]["whole"]) == ("pcm 1-0-1 5d", "d J06.9")
    assert "Tablet 650 mg" in shown.content.decode() or "650 mg" in shown.content.decode()

    press(me, visit, "medicine:MED0009", on=shown, medicine="pcm 1-0-1 5d", whole="d J06.9")
    press(me, visit, "enter", whole="d J06.9")

    assert [row["code"] for row in draft(visit)["medicines"]] == ["MED0009"]
    assert [row["code"] for row in draft(visit)["diagnoses"]] == ["J06.9"]


def test_a_bundle_by_name_or_by_its_number_on_the_page(me, visit, written):
    content = {"diagnoses": [{"code": "J06.9", "en": "URI", "hi": "", "certainty": "final"}], "advice": "rest"}
    services.keep_bundle(visit, drafts.tidy(content), "throat", is_shared=False, by=me.user)

    assert "b 1 throat" in page(me, visit).content.decode()
    assert written("b 1")["advice"] == "rest"
    assert Bundle.objects.get().uses == 1


def test_a_number_of_twelve_digits_is_masked_in_it_too(written):
    kept = written("zz 234123412346")

    assert "234123412346" not in str(kept)


def test_with_javascript_the_box_shows_only_what_was_left_in_it(me, visit, written):
    assert '<noscript><div class="whole">' in page(me, visit).content.decode()
    written("zz top")

    assert '<noscript><div class="whole">' not in page(me, visit).content.decode()
    assert 'value="zz top"' in page(me, visit).content.decode()
