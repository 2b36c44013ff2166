"""The audit cannot be rewritten, and whoever manages to is found."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from centres import audit, audit_words
from centres.models import AuditChain, AuditEvent
from centres.models.audit import AuditEvent as Event
from tests.centres.factories import CentreFactory

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE centres_auditevent SET action = 'x'",
    "DELETE FROM centres_auditevent",
    "TRUNCATE centres_auditevent",
    "UPDATE centres_auditchain SET length = 9",
    "DELETE FROM centres_auditchain",
    "TRUNCATE centres_auditchain",
    "INSERT INTO centres_auditchain (name, length, hash) VALUES ('x', 1, '')",
]


def run(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def triggers_off():
    """What somebody with the database's own keys can do."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("centres_auditevent", "centres_auditchain"):
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in ("centres_auditevent", "centres_auditchain"):
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verify():
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


@pytest.fixture
def three_events(centre):
    for token in (1, 2, 3):
        audit.record("visit.opened", by=None, centre=centre, target="visit:7", token=token, note="पर्ची")
    return list(AuditEvent.objects.order_by("number"))


@pytest.mark.parametrize("sql", REFUSED)
def test_the_database_refuses_to_change_it(three_events, sql):
    with pytest.raises(DatabaseError), transaction.atomic():
        run(sql)

    assert AuditEvent.objects.filter(action="visit.opened").count() == 3
    assert AuditChain.objects.get().length == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.delete(),
        lambda event: Event.objects.update(action="x"),
        lambda event: Event.objects.all()._raw_delete("default"),
        lambda event: Event.objects.bulk_update([event], ["action"]),
        lambda event: event.save(),
    ],
)
def test_the_orm_cannot_change_it_either(three_events, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(three_events[0])

    assert AuditEvent.objects.count() == 3


def test_every_event_seals_the_one_before(three_events):
    first, second, third = three_events

    assert (bytes(first.previous_hash), bytes(second.previous_hash)) == (b"", bytes(first.hash))
    assert bytes(AuditChain.objects.get().hash) == bytes(third.hash)
    assert [event.number for event in three_events] == [1, 2, 3]


def test_the_caller_cannot_choose_number_time_or_hash(centre):
    AuditEvent.objects.bulk_create(
        [AuditEvent(chain="system", number=77, at="2001-01-01T00:00Z", action="x", previous_hash=b"1", hash=b"2")]
    )

    event = AuditEvent.objects.get()
    assert (event.number, event.at.year > 2020, len(event.hash)) == (1, True, 32)


def test_whole_chains_verify(three_events):
    audit.record("sign_in.ended", by=None)

    assert verify() == (0, ["2 chains, 4 events, 0 broken"])


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("UPDATE centres_auditevent SET action = 'x' WHERE number = 2", "2: the event was changed"),
        ("UPDATE centres_auditevent SET detail = '{}' WHERE number = 1", "1: the event was changed"),
        ("UPDATE centres_auditevent SET at = at + interval '1 s' WHERE number = 3", "3: the event was changed"),
        ("UPDATE centres_auditevent SET address = '10.0.0.1' WHERE number = 3", "3: the event was changed"),
        ("DELETE FROM centres_auditevent WHERE number = 2", "3: event 2 is missing"),
        ("DELETE FROM centres_auditevent WHERE number = 3", "2: the last event is 2, the chain says 3"),
        ("DELETE FROM centres_auditchain", "3: the last event is 3, the chain says 0"),
        ("DELETE FROM centres_auditevent", "0: the last event is 0, the chain says 3"),
    ],
)
def test_tampering_is_found_and_named(three_events, sql, line):
    with triggers_off():
        run(sql)

    code, lines = verify()

    assert code == 1
    assert lines[0] == f"BROKEN UPHC-02 at event {line}"


def test_an_event_replaced_with_a_right_seal_breaks_the_next(three_events):
    from centres.models.audit import SEALED

    with triggers_off():
        run("UPDATE centres_auditevent SET action = 'nothing' WHERE number = 2")
        run(f"UPDATE centres_auditevent AS e SET hash = {SEALED.format(row='e')} WHERE number = 2")

    code, lines = verify()

    assert (code, lines[0]) == (1, "BROKEN UPHC-02 at event 3: the event before it was changed or replaced")


@pytest.mark.django_db(transaction=True)
def test_events_at_one_moment_stand_in_one_row(in_threads):
    centre = CentreFactory()

    def write():
        with transaction.atomic():
            audit.record("visit.opened", by=None, centre=centre)

    answers = in_threads(*[write] * 8)

    assert answers == [None] * 8
    assert sorted(AuditEvent.objects.values_list("number", flat=True)) == list(range(1, 9))
    assert verify()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_refused_change_leaves_no_gap():
    audit.record("a", by=None)
    with transaction.atomic():
        audit.record("b", by=None)
        transaction.set_rollback(True)
    audit.record("c", by=None)

    assert list(AuditEvent.objects.order_by("number").values_list("number", "action")) == [(1, "a"), (2, "c")]


def test_an_event_reads_as_a_sentence(centre, english):
    audit.record("centre.stage", by=None, centre=centre, target=centre, before="planned", after="live")
    audit.record("centre.changed", by=None, centre=centre, target=centre, fields=["name_hi", "fee_rupees"])

    sentences = [audit_words.say(event) for event in AuditEvent.objects.order_by("number")]
    assert sentences == [
        "Stage changed from Planned to Live",
        "Centre's entry changed: name in Hindi, fee in rupees",
    ]


def test_a_missing_detail_does_not_stop_the_reader(english):
    assert audit_words.say(AuditEvent(action="centre.stage", detail={})) == "Stage changed from – to –"
    assert audit_words.say(AuditEvent(action="who.knows", detail={})) == "who.knows"
