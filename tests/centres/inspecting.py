"""Checklists and inspections for tests."""

import io
from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from centres.models import (
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    Gap,
    Inspection,
    InspectionRound,
    PriceItem,
    Proposal,
)
from centres.permissions import Role
from centres.services import gaps, inspecting, proposals
from centres.services.proposals.deciding import Answer
from hms.lib.ids import random_code
from hms.lib.pictures import tidy
from tests.centres.factories import staff

# Code, section, kind of answer, unit, norm, essential, use.
ITEMS = (
    ("HR01", "Human resources", "quantity", "posts", "1", True, "staff:doctor"),
    ("DX02", "Diagnostics", "yes_no", "", "1", True, "lab:CBC"),
    ("EQ01", "Equipment", "quantity", "units", "3", True, ""),
    ("EQ02", "Equipment", "quantity", "units", "2", False, ""),
    ("QA01", "Quality", "grade", "", "2", False, ""),
)


def checklist(code: str = "test-list", items=ITEMS, *, status=ChecklistVersion.Status.PUBLISHED) -> ChecklistVersion:
    """The newest version of a list, made the first time."""
    made, _new = Checklist.objects.get_or_create(code=code, defaults={"name_en": "Test list", "name_hi": "जाँच सूची"})
    if (there := made.versions.first()) is not None:
        return there
    version = ChecklistVersion.objects.create(checklist=made, number=1, source="test", made_at=timezone.now())
    ChecklistItem.objects.bulk_create(_item(version, place, *row) for place, row in enumerate(items, 1))
    version.status = status
    version.save()
    return version


HINDI = {"Human resources": "कर्मी", "Diagnostics": "जाँच", "Equipment": "उपकरण", "Quality": "गुणवत्ता", "Things": "चीज़ें"}
UNITS = {"posts": "पद", "units": "नग", "": ""}
NAMES = {
    "HR01": "डॉक्टर",
    "DX02": "सी.बी.सी.",
    "EQ01": "बी.पी. मशीन",
    "EQ02": "थर्मामीटर",
    "QA01": "साफ़-सफ़ाई",
    "A1": "चीज़",
}


def _item(version, position, code, domain, answer, unit, norm, essential, use) -> ChecklistItem:
    return ChecklistItem(
        version=version, position=position, code=code, domain_en=domain, domain_hi=HINDI[domain],
        name_en=f"Item {code}", name_hi=NAMES[code], answer=answer, unit_en=unit, unit_hi=UNITS[unit],
        norm=Decimal(norm), is_essential=essential, use=use, source="test",
    )  # fmt: skip


def draft_checklist(code: str) -> ChecklistVersion:
    return checklist(code, [("A1", "Things", "yes_no", "", "1", True, "")], status=ChecklistVersion.Status.DRAFT)


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = InspectionRound

    code = factory.LazyFunction(random_code)
    name = "Winter round"
    version = factory.LazyFunction(checklist)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=20))
    planned_at = factory.LazyFunction(timezone.now)
    planned_by = factory.LazyAttribute(lambda made: staff(Role.DISTRICT_OFFICER, made.office))


class InspectionFactory(DjangoModelFactory):
    class Meta:
        model = Inspection

    code = factory.LazyFunction(random_code)
    round = factory.SubFactory(RoundFactory, office=factory.SelfAttribute("..office"))
    version = factory.SelfAttribute("round.version")
    inspector = factory.SelfAttribute("round.planned_by")
    planned_on = factory.LazyFunction(timezone.localdate)


def started_inspection(centre, office=None, **more) -> Inspection:
    visit = InspectionFactory(centre=centre, office=office or centre, **more)
    return inspecting.begin(visit, by=visit.inspector)


def answered(visit: Inspection, **values) -> None:
    """`answered(visit, EQ01="2", DX02=None)`: None does not apply."""
    for item in visit.version.items.filter(code__in=values):
        value = values[item.code]
        more = {"value": None, "applies": False} if value is None else {"value": Decimal(value)}
        inspecting.answer(visit, item, remark="", seen=0, by=visit.inspector, **more)


FULL = {"HR01": "1", "DX02": "1", "EQ01": "3", "EQ02": "2", "QA01": "2"}


def finished_inspection(centre, office=None, **values) -> Inspection:
    """Everything meets the norm but what `values` say."""
    visit = started_inspection(centre, office)
    answered(visit, **{**FULL, **values})
    return inspecting.finish(visit, remark="", unseen_reason="", by=visit.inspector)


def jpeg(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def photo_of(visit: Inspection, item: str = "EQ01", *, finish: bool = False):
    row = visit.version.items.get(code=item)
    photo = inspecting.add_photo(visit, row, tidy(jpeg()), by=visit.inspector)
    if finish:
        answered(visit, **FULL)
        inspecting.finish(visit, remark="", unseen_reason="", by=visit.inspector)
    return photo


class GapFactory(DjangoModelFactory):
    class Meta:
        model = Gap

    code = factory.LazyFunction(random_code)
    name_en = "Centrifuge"
    name_hi = "सेंट्रीफ्यूज"
    severity = Gap.Severity.HIGH
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    found_at = factory.LazyFunction(timezone.now)
    found_by = factory.LazyAttribute(lambda made: staff(Role.DISTRICT_OFFICER, made.office))


def picture(colour: str = "teal"):
    return tidy(jpeg(colour))


def gap_photo(gap: Gap):
    """The photo of the centre's answer."""
    gaps.answer(gap, note="आ गया", photo=picture(), has_come=False, by=gap.found_by)
    return gap.photos.get()


class PriceItemFactory(DjangoModelFactory):
    class Meta:
        model = PriceItem
        django_get_or_create = ["code"]

    code = "EQ28"
    name_en = "Centrifuge"
    name_hi = "सेंट्रीफ्यूज"
    unit_en = "units"
    unit_hi = "नग"
    unit_cost = Decimal("18500.00")
    source = "test list"
    priced_on = factory.LazyFunction(timezone.localdate)


def priced_gap(centre, office, **more) -> Gap:
    """A gap that the price list knows."""
    PriceItemFactory()
    return GapFactory(centre=centre, office=office, **{"item_code": "EQ28", "unit_hi": "नग", **more})


def draft_proposal(office, made=None, by=None) -> Proposal:
    made = made or [priced_gap(office, office)]
    by = by or staff(Role.DISTRICT_OFFICER, office)
    return proposals.draft(office, made, title="उपकरणों के लिए राशि", by=by)


def sent_proposal(office, made=None, by=None) -> Proposal:
    draft = draft_proposal(office, made, by)
    return proposals.send(draft, answer_by=timezone.localdate() + timedelta(days=30), by=draft.made_by)


def decided_proposal(office, made=None, by=None, answers=None) -> Proposal:
    """Everything in full, unless `answers` say otherwise."""
    sent = sent_proposal(office, made, by)
    answers = answers or {line.position: Answer("full") for line in sent.lines.all()}
    return proposals.decide(
        sent, answers, on=timezone.localdate(), decision="SHSB/1", money_by=timezone.localdate(), by=sent.made_by
    )
