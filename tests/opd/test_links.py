"""One link for each print: computed, never stored, ended when the paper is lost."""

import logging
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from centres.models import AuditEvent
from hms.lib.logs import LineFormatter
from opd.models import SlipLink
from opd.slip import links
from opd.slip.errors import LinkRevoked
from registration import scans
from registration.services import touch_slip
from tests.opd import slips

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(centre):
    return slips.visit_of(centre)


def test_only_the_hash_of_a_token_is_kept(visit):
    printed = slips.printed(visit)

    row = SlipLink.objects.values().get()

    assert bytes(row["token_hash"]) == links.digest(printed.token)
    assert printed.token not in str(row)
    assert len(printed.token) == 22


def test_the_same_form_prints_the_same_paper_again(visit):
    key = uuid.uuid4()

    tokens = {slips.printed(visit, key=key).token for _again in range(3)}

    assert len(tokens) == 1
    assert SlipLink.objects.count() == 1
    assert AuditEvent.objects.filter(action="slip.printed").count() == 1


@pytest.mark.parametrize("change", [{"paper": "A4"}, {"language": "en"}])
def test_another_paper_from_the_same_form_is_another_copy(visit, change):
    key = uuid.uuid4()
    slips.printed(visit, key=key)

    second = slips.printed(visit, key=key, **change)

    assert second.link.copy == 2


def test_the_same_form_after_news_prints_a_new_copy(visit):
    key = uuid.uuid4()
    first = slips.printed(visit, key=key)
    touch_slip(visit, why="results")

    second = slips.printed(visit, key=key)

    assert second.token != first.token
    assert (second.link.copy, second.link.slip_version) == (2, 2)


def test_a_print_says_what_it_showed(visit):
    slips.ordered(visit, 0)
    slips.reported(visit, 1)

    link = slips.printed(visit, paper="A4").link

    assert (link.paper, link.slip_version, link.pending, link.copy) == ("A4", 1, 1, 1)


def test_a_link_lives_as_long_as_the_setting_says(visit, settings):
    settings.SLIP_LINK_DAYS = 10

    link = slips.printed(visit).link

    assert link.expires_at - link.issued_at == timedelta(days=10)


def test_tokens_are_spread_evenly_and_hold_nothing_of_the_visit(visit):
    """10,000 tokens of one visit: every letter at every place about as often, and none twice."""
    tokens = [links._token(uuid.uuid4(), visit, "A5", "hi") for _n in range(10_000)]

    assert len(set(tokens)) == 10_000
    assert len({token[:6] for token in tokens}) > 9_990
    for place in range(21):  # the last letter carries two bits only
        counts = Counter(token[place] for token in tokens)
        assert len(counts) == 64
        assert min(counts.values()) > 90
        assert max(counts.values()) < 230


def test_neighbouring_forms_give_tokens_without_likeness(visit):
    first = links._token(uuid.UUID(int=1), visit, "A5", "hi")
    second = links._token(uuid.UUID(int=2), visit, "A5", "hi")

    same = sum(one == other for one, other in zip(first, second, strict=True))

    assert same < 6


def test_a_token_cannot_be_computed_without_the_key_outside_the_database(visit, settings):
    key = uuid.uuid4()
    before = links._token(key, visit, "A5", "hi")
    settings.HMS_SEAL_KEY = b"another key, thirty-two bytes ok"

    assert links._token(key, visit, "A5", "hi") != before


def test_a_scan_at_the_counter_finds_the_visit_even_long_after(visit):
    printed = slips.printed(visit)
    SlipLink.objects.update(expires_at=timezone.now() - timedelta(days=90))

    assert scans.visit_of(scans.slip_token(links.address(printed.token))) == visit


def test_a_scan_of_nobodys_link_finds_nothing(visit):
    slips.printed(visit)

    assert scans.visit_of("A" * 22) is None


def test_a_lost_copy_is_ended_alone(visit):
    first, second = slips.printed(visit), slips.printed(visit)

    ended = links.revoke(visit, by=visit.registered_by, copy=1)

    assert ended == 1
    assert links.visit_of(first.token) is None
    assert links.visit_of(second.token) == visit


def test_all_prints_can_be_ended_at_once(visit):
    tokens = [slips.printed(visit).token for _n in range(3)]

    ended = links.revoke(visit, by=visit.registered_by)

    assert ended == 3
    assert [links.visit_of(token) for token in tokens] == [None] * 3
    assert AuditEvent.objects.get(action="slip.revoked").detail == {"ended": 3}


def test_ending_nothing_is_not_recorded(visit):
    assert links.revoke(visit, by=visit.registered_by) == 0
    assert not AuditEvent.objects.filter(action="slip.revoked").exists()


def test_a_form_whose_print_was_ended_prints_no_dead_paper(visit):
    key = uuid.uuid4()
    slips.printed(visit, key=key)
    links.revoke(visit, by=visit.registered_by)

    with pytest.raises(LinkRevoked):
        slips.printed(visit, key=key)


def test_the_audit_of_a_print_holds_no_token(visit):
    printed = slips.printed(visit)

    event = AuditEvent.objects.get(action="slip.printed")

    assert event.detail == {"copy": 1, "version": 1, "paper": "A5"}
    assert printed.token not in f"{event.detail}{event.target}"
    assert event.patient_key == visit.patient_id


@pytest.mark.django_db(transaction=True)
def test_two_counters_printing_together_get_two_copies(centre, in_threads):
    visit = slips.visit_of(centre)

    answers = in_threads(*[lambda: slips.printed(visit).link.copy] * 4)

    assert sorted(answers) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_print(centre, in_threads):
    visit, key = slips.visit_of(centre), uuid.uuid4()

    answers = in_threads(*[lambda: slips.printed(visit, key=key).link.copy] * 4)

    assert answers == [1, 1, 1, 1]
    assert SlipLink.objects.count() == 1


@pytest.mark.parametrize("words", ["Internal Server Error: /s/%s", "Not Found: /s/%s?lang=en", 'GET "/s/%s" 200'])
def test_no_log_line_holds_a_token(visit, words):
    token = slips.printed(visit).token
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, words, (token,), None)

    line = LineFormatter().format(record)

    assert token not in line
    assert "/s/…" in line
