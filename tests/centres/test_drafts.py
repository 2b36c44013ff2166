"""A form kept while it is typed: one form, one row, one key, and never offered again once it is saved."""

import re
import uuid

import pytest

from centres.models import HeldForm, Workstation
from centres.permissions import Role
from hms.lib import crypto
from tests.centres.factories import PASSWORD, CentreFactory, staff

pytestmark = pytest.mark.django_db

FORM = "/me/computer/"
SCRIPT = {"X-Saving": "yes"}


@pytest.fixture
def reena():
    return staff(Role.CLERK, CentreFactory(code="UPHC-77"), username="reena", password=PASSWORD, language="en")


@pytest.fixture
def at_work(client, reena):
    client.post("/sign-in/", {"username": "reena", "password": PASSWORD})
    return client


def key_on(client, path=FORM):
    return re.search(r'name="idem" value="([^"]+)"', client.get(path).content.decode())[1]


def typed(key, name="काउंटर 1", **more):
    return {"centre": "UPHC-77", "name": name, "_page": FORM, "idem": key, **more}


def reference(key) -> uuid.UUID:
    return crypto.idempotency_of(key)[1]


def test_a_form_kept_again_and_again_is_one_row_with_its_newest_words(at_work):
    key = key_on(at_work)

    answers = [at_work.post("/draft/", typed(key, name)).status_code for name in ("का", "काउंटर", "काउंटर 2")]
    back = at_work.get(f"{FORM}?held={HeldForm.objects.get().reference}")

    assert answers == [204, 204, 204]
    assert back.context["form"]["name"].value() == "काउंटर 2"
    assert "What you had typed is here again. It is not saved yet." in back.content.decode()


def test_a_form_taken_up_again_goes_on_under_its_own_key(at_work):
    key = key_on(at_work)
    at_work.post("/draft/", typed(key))

    assert reference(key_on(at_work, f"{FORM}?held={reference(key)}")) == reference(key)


def test_a_refused_form_goes_on_under_its_own_key_and_saving_forgets_what_was_kept(at_work):
    key = key_on(at_work)
    at_work.post("/draft/", typed(key, ""))

    refused = at_work.post(FORM, typed(key, "", _kept="yes"))
    again = re.search(r'name="idem" value="([^"]+)"', refused.content.decode())[1]
    saved = at_work.post(FORM, typed(again, _kept="yes"))

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert reference(again) == reference(key)
    assert 'name="_kept"' in refused.content.decode()
    assert HeldForm.objects.count() == 0


def test_a_form_whose_answer_was_lost_is_not_offered_again_but_leads_to_what_it_did(at_work, reena):
    """Saved, the answer lost, then the screen locked with the form still on it."""
    key = key_on(at_work)
    saved = at_work.post(FORM, typed(key))

    at_work.post("/lock/", typed(key))
    back = at_work.post("/locked/", {"secret": PASSWORD})
    by_hand = at_work.get(f"{FORM}?held={reference(key)}")

    assert (back.url, by_hand.url) == (saved.url, saved.url)
    assert HeldForm.objects.count() == 0
    assert Workstation.objects.count() == 1


def test_a_late_draft_of_a_saved_form_does_not_wait_on_the_home_page(at_work):
    key = key_on(at_work)
    at_work.post("/draft/", typed(key, "काउं"))
    at_work.post(FORM, typed(key))  # without the mark: the script's answer came too late

    tiles = [tile.what for tile in at_work.get("/c/UPHC-77/").context["tiles"]]

    assert "Typed and not saved yet" not in tiles


def test_thrown_away_by_its_owner_only(at_work, client):
    key = key_on(at_work)
    at_work.post("/draft/", typed(key))
    staff(Role.CLERK, CentreFactory(code="UPHC-78"), username="meena", password=PASSWORD)
    meena = client.__class__()
    meena.post("/sign-in/", {"username": "meena", "password": PASSWORD})

    meena.post("/draft/drop/", {"reference": reference(key), "_page": "/me/"})
    meena.post("/draft/", typed(key, drop="yes"))
    stands = HeldForm.objects.count()
    gone = at_work.post("/draft/drop/", {"reference": reference(key), "_page": "/me/"})

    assert (stands, gone.url, HeldForm.objects.count()) == (1, "/me/", 0)


def test_left_without_saving_nothing_is_kept(at_work):
    key = key_on(at_work)
    at_work.post("/draft/", typed(key))

    assert at_work.post("/draft/", typed(key, drop="yes")).status_code == 204
    assert HeldForm.objects.count() == 0


def test_a_form_of_nobody_is_not_kept(at_work):
    assert at_work.post("/draft/", {"name": "x", "idem": "forged"}).status_code == 400
    assert HeldForm.objects.count() == 0


def test_a_script_is_told_where_a_saved_form_leads(at_work):
    plain = at_work.post(FORM, typed(key_on(at_work), "एक"))
    sent = at_work.post(FORM, typed(key_on(at_work), "दो"), headers=SCRIPT)

    assert (sent.status_code, sent["X-Go"], sent.content) == (204, plain.url, b"")


def test_a_script_is_told_where_to_sign_in_and_what_it_sent_is_kept(at_work):
    key = key_on(at_work)
    at_work.session.flush()

    sent = at_work.post(FORM, typed(key), headers=SCRIPT)

    assert sent["X-Go"] == f"/sign-in/?held={reference(key)}"
    assert HeldForm.objects.get().reference == reference(key)


def test_a_script_gets_the_page_of_a_refused_form_as_it_is(at_work):
    sent = at_work.post(FORM, typed(key_on(at_work), ""), headers=SCRIPT)

    assert (sent.status_code, "X-Go" in sent) == (422, False)
