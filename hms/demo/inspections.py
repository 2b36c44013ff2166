"""Inspections of the demonstration: rounds, gaps in every state, a proposal sanctioned in part."""

import io
import random
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from PIL import Image, ImageDraw

from centres import gap_rules
from centres.models import (
    Centre,
    ChecklistVersion,
    Finding,
    FindingVersion,
    Gap,
    Inspection,
    InspectionPhoto,
    InspectionRound,
    PriceItem,
    Proposal,
)
from centres.scoring import score
from centres.selectors import inspecting
from centres.services import gaps, proposals
from centres.services import inspecting as visiting
from centres.services.proposals.deciding import Answer
from hms.lib.dates import INDIA
from hms.lib.ids import random_code
from hms.lib.pictures import Picture, tidy

State, Status = Gap.State, Inspection.Status
# How good each centre is: the share of items that meet the norm. Invented.
QUALITY = {"UPHC-02": 0.78, "UPHC-06": 0.66, "UPHC-09": 0.71, "UPHC-01": 0.55, "UPHC-04": 0.6}
REMARKS = ("टूटा हुआ है", "मरम्मत के लिए भेजा है", "माँग पत्र दिया है", "एक ही चालू है", "", "", "")
POSTS = ("पद खाली है", "प्रतिनियुक्ति पर हैं", "", "")
PROPOSED = 16  # lines of the proposal that was decided


def make(users: dict, rng: random.Random) -> None:
    """Everything, for the Civil Surgeon's office."""
    office = Centre.objects.get(code="CSO")
    officer = users["district"]
    version = ChecklistVersion.objects.get(checklist__code="iphs-uphc", status=ChecklistVersion.Status.PUBLISHED)
    today = timezone.localdate()
    rounds = (
        ("बरसात का दौर", today - timedelta(days=118), ("UPHC-02", "UPHC-06", "UPHC-01"), -0.12),
        ("पूजा के बाद का दौर", today - timedelta(days=12), tuple(QUALITY), 0),
    )
    for name, first, codes, worse in rounds:
        planned = _round(office, officer, version, name, first, len(codes) * 2)
        for place, code in enumerate(codes):
            visit = _visit(planned, code, first + timedelta(days=place * 2), officer)
            _finish(visit, QUALITY[code] + worse, rng, officer)
    _going_on(office, officer, version, today, rng)
    _mend(office, users, officer)


def _round(office, officer, version, name, first, days) -> InspectionRound:
    return InspectionRound.objects.create(
        code=random_code(), office=office, name=name, version=version, starts_on=first,
        ends_on=first + timedelta(days=days), planned_at=_at(first), planned_by=officer,
    )  # fmt: skip


def _visit(planned: InspectionRound, code: str, day, officer) -> Inspection:
    return Inspection.objects.create(
        code=random_code(), round=planned, office=planned.office, centre=Centre.objects.get(code=code),
        version=planned.version, inspector=officer, planned_on=day,
    )  # fmt: skip


def _at(day, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), INDIA)


def _finish(visit: Inspection, quality: float, rng: random.Random, officer) -> None:
    """A visit of an earlier day, as it would have been left."""
    items = list(visit.version.items.all())
    visit.started_at, visit.started_by, visit.status = _at(visit.planned_on), officer, Status.STARTED
    visit.facts = visiting.facts_of(visit, until=visit.planned_on)
    visit.save()
    _answer(visit, items, quality, rng, officer)
    lines = inspecting.lines(visit)
    short = next(line for line in lines if line.state == "missing" and line.item.code.startswith("EQ"))
    _photo(visit, short.item, officer)
    visit.status, visit.finished_at, visit.finished_by = Status.FINISHED, _at(visit.planned_on, 14), officer
    visit.remark = "साफ़-सफ़ाई अच्छी है। लैब और दवा भंडार पर ध्यान दें; अगले निरीक्षण में ज़रूरी कमियाँ पूरी मिलनी चाहिए।"
    visit.score = score(line.scored for line in lines)
    visit.save()
    gaps.from_inspection(visit, lines, by=officer)
    for severity, rule in gap_rules.rules().items():
        due = visit.planned_on + timedelta(days=rule.days)
        Gap.objects.filter(found_in=visit, severity=severity).update(due_on=due)


def _answer(visit, items, quality, rng, officer) -> None:
    at = visit.started_at
    made = [
        Finding(inspection=visit, item=item, answered_at=at, answered_by=officer, **_found(item, quality, rng))
        for item in items
    ]
    Finding.objects.bulk_create(made)
    FindingVersion.objects.bulk_create(
        FindingVersion(finding=one, value=one.value, is_applicable=one.is_applicable, remark=one.remark,
                       answered_at=at, answered_by=officer)
        for one in made
    )  # fmt: skip


def _found(item, quality: float, rng: random.Random) -> dict:
    if rng.random() < (quality if item.is_essential else quality - 0.2):
        return {"value": item.norm}
    share = rng.choice((Decimal(0), Decimal("0.5")))
    value = item.norm * share if item.answer != item.Answer.QUANTITY else Decimal(int(item.norm * share))
    remarks = REMARKS if item.code.startswith(("EQ", "IT", "INF")) else POSTS if item.code.startswith("HR") else ("",)
    return {"value": value, "remark": rng.choice(remarks)}


def _photo(visit, item, officer) -> None:
    visiting.add_photo(visit, item, picture(item.code), by=officer)
    InspectionPhoto.objects.filter(inspection=visit).update(added_at=visit.started_at)


def picture(words: str) -> Picture:
    """A drawn stand-in for a photo: the demonstration has no real places."""
    image = Image.new("RGB", (640, 480), "#d9dedb")
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 140, 520, 400), fill="#b9c2bd", outline="#6b7670", width=6)
    draw.text((140, 60), f"DEMO {words}", fill="#333", font_size=48)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return tidy(out.getvalue())


def _going_on(office, officer, version, today, rng) -> None:
    """A round of these weeks: one visit begun and half answered, three to come."""
    planned = _round(office, officer, version, "जाड़े का दौर", today - timedelta(days=2), 21)
    first, *_others = (
        _visit(planned, code, today + timedelta(days=place * 4), officer)
        for place, code in enumerate(("UPHC-02", "UPHC-06", "UPHC-09", "UPHC-03"))
    )
    visit = visiting.begin(first, by=officer)
    _answer(visit, list(version.items.all()[:45]), 0.85, rng, officer)


def _mend(office, users, officer) -> None:
    """Gaps in every state: a proposal decided in part, things ordered, come and verified, one merged."""
    priced = gaps_with_price(office)
    sent = _sent(office, priced[:PROPOSED], "शहरी प्राथमिक स्वास्थ्य केंद्रों के लिए उपकरण हेतु राशि की स्वीकृति", officer)
    _decide(sent, officer)
    _sent(office, priced[PROPOSED : PROPOSED + 6], "जाँच उपकरणों के लिए अतिरिक्त राशि", officer)
    draft = priced[PROPOSED + 6 : PROPOSED + 11]
    proposals.draft(office, draft, title="कंप्यूटर और बिजली बैकअप के लिए राशि", by=officer)
    approved = list(Gap.objects.filter(office=office, state=State.APPROVED).order_by("pk"))
    for gap in approved[:6]:
        gaps.move(gap, State.ORDERED, note="GeM पर ऑर्डर दिया", photo=None, by=officer)
    for gap in approved[:4]:
        gaps.move(gap, State.RECEIVED, note="", photo=None, by=officer)
    for gap in approved[:2]:
        gaps.move(gap, State.VERIFIED, note="मौके पर देखा", photo=picture(gap.item_code), by=officer)
    in_charge = users["yarpur.incharge"]
    own = list(Gap.objects.filter(centre__code="UPHC-02", state=State.OPEN).order_by("due_on")[:2])
    gaps.answer(own[0], note="माँग पत्र भंडार को भेज दिया है", photo=None, has_come=False, by=in_charge)
    gaps.answer(own[1], note="लग गया है, फ़ोटो साथ में", photo=picture("OK"), has_come=True, by=in_charge)
    gaps.remind()


def gaps_with_price(office) -> list[Gap]:
    codes = PriceItem.objects.values("code")
    rows = Gap.objects.filter(office=office, state=State.OPEN, item_code__in=codes).select_related("centre")
    return list(rows.order_by("severity", "item_code", "centre__code"))


def _sent(office, chosen, title: str, officer) -> Proposal:
    draft = proposals.draft(office, chosen, title=title, by=officer)
    return proposals.send(draft, answer_by=timezone.localdate() + timedelta(days=30), by=officer)


def _decide(sent: Proposal, officer) -> None:
    """Most in full, three in part, two refused; half of the money came, some of it is spent."""
    answers = {}
    for place, line in enumerate(sent.lines.order_by("position")):
        part = (line.amount / 2).quantize(Decimal(1))
        answers[line.position] = (
            Answer("refused", reason="BMSICL से आपूर्ति होगी") if place % 8 == 7
            else Answer("part", part) if place % 5 == 3 and part
            else Answer("full")
        )  # fmt: skip
    today = timezone.localdate()
    sent = proposals.decide(
        sent, answers, on=today, decision="SHSB/UH/2026/417", money_by=today + timedelta(days=45), by=officer
    )
    came = sum(line.sanctioned for line in sent.lines.all()) / 2
    proposals.release(sent, amount=came, on=today, reference="PFMS 26-11-0417", by=officer)
    first = sent.lines.filter(outcome="full").order_by("position").first()
    proposals.spend(sent, amount=min(first.sanctioned, came), on=today, reference="बिल 118", line=first, by=officer)
