"""How far each of the 26 centres has come: steps with days and names, what is in the way, what stands there."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from centres.models import (
    Blocker,
    Centre,
    DeviceCount,
    ReadinessCheck,
    ReadinessItem,
    StageMove,
    StepPlan,
    User,
    Workstation,
)  # fmt: skip
from hms.demo import staff
from hms.lib.ids import new_token, token_hash

STAGES = Centre.Stage.values
REACHED = {
    "UPHC-01": 3, "UPHC-02": 4, "UPHC-03": 3, "UPHC-04": 3, "UPHC-05": 2, "UPHC-06": 4, "UPHC-07": 2, "UPHC-08": 2,
    "UPHC-09": 4, "UPHC-10": 3, "UPHC-11": 1, "UPHC-12": 1, "UPHC-13": 1, "UPHC-16": 1,
}  # fmt: skip
OWNERS = {
    "surveyed": "राकेश कुमार, डी.पी.एम.यू.", "equipped": "बेल्ट्रॉन इंजीनियर",
    "trained": "संगीता सिन्हा, प्रशिक्षक", "live": "केंद्र प्रभारी",
}  # fmt: skip
IN_THE_WAY = (
    ("UPHC-05", "इंटरनेट की लाइन नहीं लगी, खुदाई की अनुमति नगर निगम से नहीं मिली", 41, "नगर निगम / BSNL"),
    ("UPHC-05", "UPS की बैटरी खराब आई, बदलनी है", 9, "बेल्ट्रॉन"),
    ("UPHC-07", "बिजली का कनेक्शन सिंगल फ़ेज़ है, बोर्ड पर लोड नहीं उठता", 23, "बिजली विभाग"),
    ("UPHC-11", "भवन किराये का है, मकान मालिक तार लगाने नहीं दे रहे", 60, "सिविल सर्जन कार्यालय"),
    ("UPHC-01", "एक ही क्लर्क है और छुट्टी पर है", 6, "ज़िला स्वास्थ्य समिति"),
    ("UPHC-08", "स्कैनर अब तक नहीं आया", 15, "बेल्ट्रॉन"),
)
COUNTS = {2: (3, 1, 1, 1, 1), 3: (4, 2, 1, 2, 1), 4: (6, 2, 3, 3, 2)}
SIGNED = "दो हफ़्ते से सब अभ्यास हो चुका है; मरीज़ बहुत हैं, बाकी बिंदु इस महीने पूरे होंगे"


def fill(rng: random.Random) -> None:
    """Every row here is made up; the names of the centres are not."""
    people = {user.username: user for user in User.objects.filter(username__in=["district", "admin"])}
    centres = {centre.code: centre for centre in Centre.objects.filter(kind=Centre.Kind.UPHC)}
    moves, plans = [], []
    for code, centre in centres.items():
        reached = REACHED.get(code, 0)
        moves += _moves(centre, reached, people["district"], rng)
        plans += _plans(centre, reached, people["admin"], rng)
        centre.stage = STAGES[reached]
    Centre.objects.bulk_update(centres.values(), ["stage"])
    StageMove.objects.bulk_create(moves)
    StepPlan.objects.bulk_create(plans)
    Blocker.objects.bulk_create(_blocker(centres[code], *said, people["district"]) for code, *said in IN_THE_WAY)
    _devices(centres, people["admin"], rng)
    _checks(centres, people["district"])


def _ago(days: int, hour: int = 11) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(hour, 20)))


def _moves(centre, reached: int, by, rng) -> list[StageMove]:
    days = 25 + 34 * reached + rng.randint(0, 9)
    rows = []
    for step in range(1, reached + 1):
        days -= rng.randint(18, 32)
        is_signed = centre.code == "UPHC-09" and step == 4
        item = ReadinessItem.objects.filter(code="HELP").first() if is_signed else None
        missing = [{"code": item.code, "version": item.version, "en": item.text_en, "hi": item.text_hi}] if item else []
        rows.append(StageMove(
            centre=centre, before=STAGES[step - 1], after=STAGES[step], done_on=_ago(days).date(),
            reason=SIGNED if missing else "", is_signed=bool(missing), missing=missing,
            moved_at=_ago(days, 16), moved_by=by,
        ))  # fmt: skip
    return rows


def _plans(centre, reached: int, by, rng) -> list[StepPlan]:
    """Everything up to live in phase 1; in phase 2 only the survey, for some."""
    last = len(STAGES) if centre.phase == 1 else 2
    start = rng.randint(-20, 20) if reached else rng.randint(10, 40)
    return [
        StepPlan(
            centre=centre, stage=STAGES[step], owner=OWNERS[STAGES[step]],
            due_on=timezone.localdate() + timedelta(days=start + 21 * (step - reached - 1)),
            planned_at=_ago(70), planned_by=by,
        )
        for step in range(1, last)
    ]  # fmt: skip


def _blocker(centre, text: str, days: int, owner: str, by) -> Blocker:
    at = _ago(days)
    return Blocker(centre=centre, text=text, since=at.date(), owner=owner, raised_at=at, raised_by=by)


def _devices(centres, by, rng) -> None:
    rows, computers = [], []
    for code, centre in centres.items():
        numbers = COUNTS.get(REACHED.get(code, 0))
        if numbers is None:
            continue
        at = _ago(rng.randint(3, 20))
        for kind, total in zip(DeviceCount.Kind.values, numbers, strict=True):
            broken = kind in {"ups", "printer"} and total > 1 and rng.random() < 0.35
            rows.append(DeviceCount(
                centre=centre, kind=kind, total=total, working=total - broken, counted_on=at.date(),
                counted_at=at, counted_by=by,
            ))  # fmt: skip
        computers += _computers(centre, by, rng)
    DeviceCount.objects.bulk_create(rows)
    Workstation.objects.bulk_create(computers)


def _computers(centre, by, rng) -> list[Workstation]:
    """Live centres are heard from all day, the ones in training now and then; one lab computer fell silent."""
    is_live = centre.code in staff.PLACES
    names = ("काउंटर 1", "काउंटर 2", "डॉक्टर", "जाँच घर") if is_live else ("काउंटर 1",)
    rows = []
    for name in names:
        minutes = rng.randint(3, 55) if is_live else rng.randint(2, 9) * 1440
        if centre.code == "UPHC-06" and name == "जाँच घर":
            minutes = 4 * 1440
        seen = timezone.now() - timedelta(minutes=minutes)
        rows.append(Workstation(
            centre=centre, name=name, token_hash=bytes.fromhex(token_hash(new_token())), opened_by=by,
            opened_at=seen - timedelta(hours=2), open_until=seen, seen_at=seen,
        ))  # fmt: skip
    return rows


def _checks(centres, by) -> None:
    """Points that a person looks at hold as far as the centre has come."""
    rows = []
    for item in ReadinessItem.objects.filter(rule=""):
        for code, centre in centres.items():
            if REACHED.get(code, 0) >= STAGES.index(item.stage) and (code, item.code) != ("UPHC-09", "HELP"):
                rows.append(ReadinessCheck(
                    centre=centre, item=item, item_version=item.version, is_met=True,
                    checked_at=_ago(12), checked_by=by,
                ))  # fmt: skip
    ReadinessCheck.objects.bulk_create(rows)
