"""Proposals: written from gaps, numbered and frozen, decided line by line, paid; sums by independent SQL."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdfium2 import PdfDocument

from centres import once
from centres.catalogue import load_prices
from centres.errors import CentresError, Conflict
from centres.models import AuditEvent, Gap, PriceItem, Proposal, ProposalLine
from centres.permissions import Role
from centres.selectors import proposals as selectors
from centres.services import proposals
from centres.services.proposals.deciding import Answer
from centres.services.proposals.sending import seal_of
from hms.lib.dates import format_day
from tests.centres.factories import CentreFactory, staff
from tests.centres.inspecting import (
    GapFactory,
    decided_proposal,
    draft_proposal,
    finished_inspection,
    priced_gap,
    sent_proposal,
)

pytestmark = pytest.mark.django_db
State = Gap.State


@pytest.fixture
def officer(office):
    return staff(Role.DISTRICT_OFFICER, office)


@pytest.fixture
def made(centre, office):
    """Gaps of two centres: one centrifuge here, two there."""
    other = CentreFactory()
    return [priced_gap(centre, office), priced_gap(other, office, missing=Decimal(2))]


def day(plus=0):
    return format_day(timezone.localdate() + timedelta(days=plus))


def pages_of(paper: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in PdfDocument(paper)]


def test_gaps_of_several_centres_become_lines_with_listed_prices(district_officer, made):
    response = district_officer.post("proposal:new", {"title": "उपकरण", "gaps": [gap.code for gap in made]})

    proposal = Proposal.objects.get()
    assert response.url.endswith(f"/proposals/{proposal.code}/")
    lines = selectors.lines(proposal)
    assert [(line.quantity, line.unit_cost, line.amount) for line in lines] == [
        (Decimal(2), Decimal(18500), Decimal(37000)),
        (Decimal(1), Decimal(18500), Decimal(18500)),
    ]
    assert {line.price_source for line in lines} == {"test list"}
    assert {gap.state for gap in Gap.objects.all()} == {State.OPEN}
    assert "2 केंद्रों पर 2 कमियाँ" in proposal.justification


def test_the_reasons_come_out_of_the_inspection(centre, office, officer):
    finished_inspection(centre, office, HR01="0", EQ01="1")

    proposal = proposals.draft(office, Gap.objects.all(), title="x", by=officer)

    assert "1 केंद्रों पर 2 कमियाँ पाई गईं, जिनमें 1 गंभीर" in proposal.justification
    assert f"{centre.name_hi} ({day()} का निरीक्षण, 100 में 58.3 अंक): 2 कमियाँ" in proposal.justification


def test_each_visit_counts_its_own_gaps(centre, office, officer):
    finished_inspection(centre, office, HR01="0")
    finished_inspection(centre, office, HR01="0", EQ01="1", EQ02="0")

    proposal = proposals.draft(office, Gap.objects.all(), title="x", by=officer)

    assert [line.rpartition(": ")[2] for line in proposal.justification.splitlines()[1:3]] == ["1 कमियाँ।", "2 कमियाँ।"]


def test_sending_numbers_freezes_and_moves_the_gaps(office, made):
    first = sent_proposal(office, made)
    second = sent_proposal(office, [priced_gap(CentreFactory(), office)])

    year = first.number.split("/")[1]
    assert (first.number, second.number) == (f"CSO/{year}/0001", f"CSO/{year}/0002")
    assert seal_of(first.content) == first.seal
    assert first.content["total"] == "55,500.00"
    assert first.content["words"] == "पचपन हज़ार पाँच सौ रुपये मात्र"
    assert {gap.state for gap in Gap.objects.filter(pk__in=[one.pk for one in made])} == {State.PROPOSED}
    assert proposals.send(first, answer_by=timezone.localdate(), by=first.made_by).number == first.number
    for change in (
        lambda: Proposal.objects.filter(pk=first.pk).update(title="x"),
        lambda: first.lines.update(unit_cost=1),
        lambda: first.lines.first().delete(),
        lambda: Proposal.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_thrown_away_leaves_no_hole_in_the_numbers(office, officer, made):
    proposals.throw_away(draft_proposal(office, made, officer), by=officer)

    assert sent_proposal(office, made).number.endswith("/0001")


@pytest.mark.django_db(transaction=True)
def test_two_letters_at_once_get_two_numbers_and_a_gap_is_asked_for_once(centre, office, officer, in_threads):
    gap = priced_gap(centre, office)
    drafts = [draft_proposal(office, [gap, priced_gap(CentreFactory(), office)], officer) for _two in range(2)]
    until = timezone.localdate() + timedelta(days=9)

    answers = in_threads(*(lambda one=one: proposals.send(one, answer_by=until, by=officer) for one in drafts))

    assert sum(isinstance(one, CentresError) for one in answers) == 1
    sent = Proposal.objects.exclude(sent_at=None).get()
    assert sent.number.endswith("/0001")
    assert Gap.objects.get(pk=gap.pk).state == State.PROPOSED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"quantity": "0"}, "A quantity above 0 and up to 10,000."),
        ({"quantity": "-3"}, "A quantity above 0 and up to 10,000."),
        ({"quantity": "10001"}, "A quantity above 0 and up to 10,000."),
        ({"quantity": "NaN"}, "Type a number."),
        ({"unit_cost": "0"}, "A cost above 0 and up to one crore for one unit."),
        ({"unit_cost": "-1"}, "A cost above 0 and up to one crore for one unit."),
        ({"unit_cost": "1,00,00,001"}, "A cost above 0 and up to one crore for one unit."),
        ({"unit_cost": "1.234"}, "Too many digits after the point"),
        ({"unit_cost": "1,85,001"}, "The price list says ₹ 18,500.00. For more than ten times that"),
        ({"price_source": ""}, "fill this in"),
    ],
)
def test_absurd_lines_are_refused_in_words(english, district_officer, typed, sentence):
    proposal = draft_proposal(district_officer.centre)
    line = {"quantity": "1", "unit_cost": "18500", "price_source": "test list"}

    response = district_officer.post("proposal:line-edit", {**line, **typed}, code=proposal.code, number=1)

    assert sentence in response.content.decode()
    assert proposal.lines.get().unit_cost == 18500


def test_a_cost_is_taken_as_people_write_it(district_officer):
    proposal = draft_proposal(district_officer.centre)
    typed = {"quantity": "३", "unit_cost": "₹ 1,90,000.50", "price_source": "GeM, 3 quotations"}

    assert district_officer.post("proposal:line-edit", typed, code=proposal.code, number=1).status_code == 302

    line = proposal.lines.get()
    assert (line.quantity, line.unit_cost, line.amount) == (Decimal(3), Decimal("190000.50"), Decimal("570001.50"))


def test_two_who_change_a_line_do_not_overwrite_each_other(english, district_officer):
    proposal = draft_proposal(district_officer.centre)
    typed = {"seen": proposal.lines.get().state, "quantity": "3", "unit_cost": "18500", "price_source": "test list"}
    assert (
        proposal.lines.get().state
        in district_officer.get("proposal:line-edit", code=proposal.code, number=1).content.decode()
    )
    district_officer.post("proposal:line-edit", typed, code=proposal.code, number=1)

    late = district_officer.post("proposal:line-edit", {**typed, "quantity": "9"}, code=proposal.code, number=1)

    assert late.status_code == 409
    assert "A colleague changed this line meanwhile: 3 at ₹ 18,500.00." in late.content.decode()
    assert proposal.lines.get().quantity == 3


def test_a_line_without_a_cost_cannot_be_sent(english, district_officer, centre):
    proposal = draft_proposal(district_officer.centre, [GapFactory(centre=centre, office=district_officer.centre)])

    response = district_officer.post("proposal:send", {"answer_by": day(20)}, code=proposal.code)

    assert "No cost yet: Centrifuge." in response.content.decode()
    assert Proposal.objects.get().status == "draft"


@pytest.mark.parametrize("until", [0, -5, 400])
def test_an_answer_is_wanted_after_today(english, district_officer, until):
    proposal = draft_proposal(district_officer.centre)

    response = district_officer.post("proposal:send", {"answer_by": day(until)}, code=proposal.code)

    assert "A day after today and within a year." in response.content.decode()


def test_the_same_form_twice_sends_once(district_officer):
    proposal = draft_proposal(district_officer.centre)
    key = once.new_key(district_officer.user)

    answers = [
        district_officer.post("proposal:send", {"answer_by": day(9)}, key=key, code=proposal.code)
        for _twice in range(2)
    ]

    assert answers[0].url == answers[1].url
    assert AuditEvent.objects.filter(action="proposal.sent").count() == 1


def test_the_decision_moves_each_gap_its_own_way(district_officer, made):
    office = district_officer.centre
    third = priced_gap(CentreFactory(), office)
    sent = sent_proposal(office, [*made, third], district_officer.user)
    names = {line.gap_id: f"line{line.position}" for line in sent.lines.all()}
    full, part, refused = (names[gap.pk] for gap in (*made, third))
    typed = {"decision": "SHSB/2026/77", "on": day(), "money_by": day(30)}
    typed |= {
        full: "full",
        part: "part",
        f"{part}-amount": "20,000",
        refused: "refused",
        f"{refused}-reason": "पहले से है",
    }

    assert district_officer.post("proposal:decide", typed, code=sent.code).status_code == 302

    assert [Gap.objects.get(pk=gap.pk).state for gap in (*made, third)] == ["approved", "approved", "open"]
    sums = selectors.sums(Proposal.objects.get())
    assert (sums.asked, sums.sanctioned) == (Decimal(74000), Decimal(38500))
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalLine.objects.update(sanctioned=1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": day(1)}, "The date lies in the future."),
        ({"on": day(-1)}, "It cannot be decided before it was sent."),
        ({"money_by": day(-3)}, "The money cannot come before the decision"),
        ({"line1": "part"}, "in part means more than 0 and less than ₹ 18,500.00."),
        ({"line1": "part", "line1-amount": "18500"}, "in part means more than 0"),
        ({"line1": "part", "line1-amount": "-5"}, "in part means more than 0"),
        ({"line1": "refused"}, "say why it was refused."),
        ({"line1": "maybe"}, "Choose from the list."),
        ({"decision": ""}, "fill this in"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_moves(english, district_officer, typed, sentence):
    sent = sent_proposal(district_officer.centre)
    good = {"decision": "SHSB/1", "on": day(), "line1": "full"}

    response = district_officer.post("proposal:decide", {**good, **typed}, code=sent.code)

    assert sentence in response.content.decode()
    assert Proposal.objects.get().status == "sent"
    assert Gap.objects.get().state == State.PROPOSED


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("release", {"amount": "18501"}, "Only ₹ 18,500.00 of what was sanctioned is still to come."),
        ("release", {"amount": "0"}, "An amount above 0."),
        ("release", {"amount": "-7"}, "An amount above 0."),
        ("release", {"on": day(-1)}, "Money cannot come before the decision."),
        ("release", {"on": day(1)}, "The date lies in the future."),
        ("spend", {}, "No money has come yet."),
    ],
)
def test_money_that_cannot_be_is_refused(english, district_officer, name, typed, sentence):
    proposal = decided_proposal(district_officer.centre)
    good = {"amount": "100", "on": day(), "reference": "UTR 1"}

    response = district_officer.post(f"proposal:{name}", {**good, **typed}, code=proposal.code)

    assert sentence in response.content.decode()
    assert not proposal.releases.exists()
    assert not proposal.spendings.exists()


def test_no_more_is_spent_than_came(english, district_officer):
    proposal = decided_proposal(district_officer.centre)
    came = {"amount": "10,000", "on": day(), "reference": "UTR 1"}
    assert district_officer.post("proposal:release", came, code=proposal.code).status_code == 302

    refused = district_officer.post("proposal:spend", {**came, "amount": "10000.01"}, code=proposal.code)
    assert "Only ₹ 10,000.00 is left of the money that came." in refused.content.decode()
    assert district_officer.post("proposal:spend", {**came, "line": proposal.lines.get().pk}, code=proposal.code)
    assert selectors.sums(proposal).unspent == 0


def test_the_sums_are_what_sql_says(district_officer, centre):
    office = district_officer.centre
    for place, missing in enumerate(("1.33", "2.67", "3")):
        gap = priced_gap(CentreFactory(), office, missing=Decimal(missing))
        draft = draft_proposal(office, [gap], district_officer.user)
        if place < 2:
            line = draft.lines.get()
            cost = {"unit_cost": Decimal("333.35"), "price_source": "GeM"}
            proposals.change_line(line, quantity=Decimal(missing), by=district_officer.user, **cost)
            proposals.send(draft, answer_by=timezone.localdate() + timedelta(days=3), by=district_officer.user)
    page = district_officer.get("proposal:list")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(round(quantity * unit_cost, 2)) FROM centres_proposalline l JOIN centres_proposal p "
            "ON p.id = l.proposal_id WHERE p.sent_at IS NOT NULL AND p.office_id = %s",
            [office.pk],
        )
        by_sql = cursor.fetchone()[0]
    assert page.context["sums"].asked == by_sql == Decimal("443.36") + Decimal("890.04")
    letters = Proposal.objects.exclude(sent_at=None)
    assert sum(Decimal(one.content["total"].replace(",", "")) for one in letters) == by_sql


def test_what_is_late_is_said(english, district_officer):
    office = district_officer.centre
    sent_proposal(office)
    decided_proposal(office, [priced_gap(CentreFactory(), office)])
    assert district_officer.get("proposal:list").context["late"] == []

    later = timezone.localdate() + timedelta(days=31)
    rows = list(selectors.proposals(office))
    from unittest.mock import patch  # only the clock is moved

    with patch("django.utils.timezone.localdate", lambda *moment: later):
        kinds = [one.kind for one in selectors.late(rows)]
    assert kinds == ["money", "answer"]


def test_the_letter_says_everything_and_breaks_over_pages(paper_fonts, district_officer, english):
    office = district_officer.centre
    places = [CentreFactory() for _five in range(5)]
    made = [priced_gap(places[number % 5], office, missing=Decimal(number)) for number in range(1, 61)]
    sent = sent_proposal(office, made, district_officer.user)

    response = district_officer.get("proposal:letter", code=sent.code)

    assert response["Content-Type"] == "application/pdf"
    pages = pages_of(response.content)
    assert len(pages) >= 3
    words = " ".join(pages)
    assert sent.number in words
    assert "3,38,55,000.00" in words
    assert sent.seal[:4] in words
    assert all("18,500.00" in page for page in pages[1:])


def test_the_draft_of_a_letter_says_that_it_is_one(paper_fonts, district_officer):
    proposal = draft_proposal(district_officer.centre)

    content = selectors.preview(proposal, selectors.lines(proposal))
    response = district_officer.get("proposal:letter", code=proposal.code)

    assert content["is_draft"]
    assert len(pages_of(response.content)) == 2


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_letter_about_a_practice_centre_says_so(paper_fonts, district_officer, is_demo):
    gap = priced_gap(CentreFactory(is_demo=is_demo), district_officer.centre)
    proposal = draft_proposal(district_officer.centre, [gap])

    pages = pages_of(district_officer.get("proposal:letter", code=proposal.code).content)

    assert all(("DEMO" in page) is is_demo for page in pages)


def test_the_price_list_loads_once_and_keeps_what_was_changed(english, district_officer):
    assert load_prices() == PriceItem.objects.count() > 40
    assert load_prices() == 0
    assert not PriceItem.objects.filter(is_reviewed=True).exists()
    price = PriceItem.objects.get(code="EQ28")
    typed = {"name_en": price.name_en, "name_hi": price.name_hi, "unit_cost": "21,000", "source": "GeM"}
    typed |= {"priced_on": day(), "is_active": "on", "version": "1"}

    district_officer.post("proposal:price-edit", typed, item="EQ28")

    price.refresh_from_db()
    assert (price.unit_cost, price.version, price.code) == (Decimal(21000), 2, "EQ28")
    assert load_prices() == 0
    late = district_officer.post("proposal:price-edit", {**typed, "unit_cost": "5"}, item="EQ28")
    assert "Somebody else changed this" in late.content.decode()
    assert (
        "The date lies in the future."
        in district_officer.post(
            "proposal:price-edit", {**typed, "version": "2", "priced_on": day(2)}, item="EQ28"
        ).content.decode()
    )


def test_two_people_writing_the_letter_see_each_other(office, officer):
    draft = draft_proposal(office, by=officer)
    proposals.change_letter(draft, {"title": "एक"}, version=1, by=officer)

    with pytest.raises(Conflict):
        proposals.change_letter(draft, {"title": "दो"}, version=1, by=officer)


def test_a_refused_line_may_be_asked_for_again(office, officer, made):
    sent = sent_proposal(office, made, officer)
    answers = {line.position: Answer("refused", reason="बजट नहीं") for line in sent.lines.all()}
    proposals.decide(sent, answers, on=timezone.localdate(), decision="1", money_by=None, by=officer)

    assert {gap.state for gap in Gap.objects.all()} == {State.OPEN}
    assert sent_proposal(office, list(Gap.objects.all()), officer).number.endswith("/0002")


def test_pages_cost_the_same_however_long_the_proposal(district_officer, django_assert_max_num_queries):
    office = district_officer.centre
    made = [priced_gap(CentreFactory(), office) for _many in range(30)]
    proposal = decided_proposal(office, made, district_officer.user)

    for name, parts in (
        ("view", {"code": proposal.code}),
        ("list", {}),
        ("new", {}),
        ("decide", {"code": proposal.code}),
    ):
        with django_assert_max_num_queries(20):
            assert district_officer.get(f"proposal:{name}", **parts).status_code == 200
