"""Saving as one types, alone and two together: nothing is lost."""

import pytest

from opd.models import Consultation
from tests.centres.signing import Worker
from tests.opd.consultation.page import draft, page, press

pytestmark = pytest.mark.django_db


def test_a_save_in_the_background_answers_with_its_version_and_time(me, visit):
    answer = press(me, visit, "save", fetch=True, history="half a senten", number="1")

    saved = Consultation.objects.get()
    assert answer.json() == {"version": 1, "saved": answer.json()["saved"]}
    assert saved.draft["history"] == "half a senten"


def test_a_button_pressed_in_the_background_answers_with_the_paper(me, visit):
    answer = press(me, visit, "complaint:CC001", fetch=True, number="1")

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "fever" in answer.content.decode()


def test_what_stands_in_an_entry_box_is_saved_too(me, visit):
    press(me, visit, "save", fetch=True, medicine="amox 50", number="1")

    assert 'value="amox 50"' in page(me, visit).content.decode()


def test_the_last_words_before_signing_are_kept_when_the_page_is_posted_whole(me, visit):
    """Earlier saves of the same page had numbers; a page posted without JavaScript, or after going back, has none."""
    mine = page(me, visit)
    for number in ("1", "2"):
        press(me, visit, "save", on=mine, fetch=True, history="first", number=number)

    review = press(me, visit, "review", on=mine, history="first and last", number="0")

    assert review.url == me.url("opd:consultation-sign", code=visit.code)
    assert "first and last" in me.client.get(review.url).content.decode()
    assert draft(visit)["history"] == "first and last"


def test_a_save_that_its_successor_overtook_changes_nothing(me, visit):
    mine = page(me, visit)
    press(me, visit, "save", on=mine, fetch=True, history="newer", number="2")

    late = press(me, visit, "save", on=mine, fetch=True, history="older", number="1")

    assert late.status_code == 200
    assert draft(visit)["history"] == "newer"


def test_two_doctors_see_both_texts_and_choose(me, visit, centre):
    other = Worker.at(centre, "doctor")
    mine = page(me, visit)
    press(other, visit, "save", history="from the other", examination="chest clear")

    conflict = press(me, visit, "save", on=mine, history="from me", advice="rest")

    assert conflict.status_code == 409
    shown = conflict.content.decode()
    assert shown.count("from the other") >= 1
    assert shown.count("from me") >= 1
    assert draft(visit)["history"] == "from the other"

    joined = me.post(
        "opd:consultation-merge",
        {
            "mine": conflict.context["mine"],
            "version": conflict.context["version"],
            "choose-history": "both",
            "choose-examination": "saved",
        },
        code=visit.code,
    )

    assert joined.status_code == 302
    kept = draft(visit)
    assert (kept["history"], kept["examination"], kept["advice"]) == ("from the other\nfrom me", "chest clear", "rest")


def test_a_background_save_into_a_changed_draft_is_a_conflict_and_writes_nothing(me, visit, centre):
    mine = page(me, visit)
    press(Worker.at(centre, "doctor"), visit, "save", history="theirs")

    answer = press(me, visit, "save", on=mine, fetch=True, history="mine", number="1")

    assert answer.status_code == 409
    assert draft(visit)["history"] == "theirs"
