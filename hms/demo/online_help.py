"""Questions to specialists at PMCH: one answered, one waiting with an ECG, one late with a warning sign."""

import io
import math
from datetime import timedelta

from django.utils import timezone
from PIL import Image, ImageDraw

from centres.models import Centre
from hms.lib import ids
from hms.lib.pictures import tidy
from opd.models import EConsult, EConsultEntry, EConsultPicture, PoolMember, SpecialistPool
from registration.models import Visit

Kind, S = EConsultEntry.Kind, EConsult.Status
POOLS = (
    ("Medicine", "मेडिसिन", 60, ("pmch.doctor",)),
    ("Skin", "चर्म रोग", 240, ("pmch.skin", "pmch.doctor")),
)
WASH = {
    "code": "", "en": "Liquid paraffin", "hi": "लिक्विड पैराफिन", "form": "lotion", "strength": "", "unit": "piece",
    "dose": "1-0-1", "food": "", "days": 14, "quantity": "", "note": "पूरे बदन पर, नहाने के बाद",
}  # fmt: skip


def ask(users: dict) -> None:
    """Out of the newest visits at Yarpur that fit; nothing where there are none."""
    pools = _pools(users)
    doctor, now = users["yarpur.doctor"], timezone.now()
    seen = Visit.objects.filter(centre__code="UPHC-02", consultation__signed_at__isnull=False).order_by(
        "-registered_at"
    )
    skin = seen.filter(consultation__diagnoses__code="B86").first()
    heart = seen.filter(consultation__diagnoses__code="I10").first()
    sugar = seen.filter(consultation__diagnoses__code="E11.9").first()
    if skin:
        row = _question(skin, pools["Skin"], doctor, now - timedelta(hours=5), _SKIN, now - timedelta(hours=1))
        _answer(row, users["pmch.skin"], now - timedelta(hours=2))
    if heart:
        row = _question(
            heart, pools["Medicine"], doctor, now - timedelta(minutes=12), _HEART, now + timedelta(minutes=48)
        )
        _picture(row, doctor)
    if sugar:
        late = now - timedelta(minutes=40)
        _question(sugar, pools["Medicine"], doctor, now - timedelta(minutes=100), _SUGAR, late, red=True, told=late)


_SKIN = "दो हफ़्ते से खुजली, परमेथ्रिन दो बार लगाया, घर में औरों को भी। ठीक नहीं हुआ। अब क्या करें?"
_HEART = "BP 3 महीने से 150/95 के ऊपर, एम्लोडिपिन 5 रोज़ ले रहे हैं। ई.सी.जी. साथ है: दवा बढ़ाएँ या दूसरी जोड़ें?"
_SUGAR = "शुगर की गोली लेते हुए भी RBS 340, दो दिन से उल्टी। यहाँ कीटोन की जाँच नहीं है। भेज दें?"


def _pools(users) -> dict[str, SpecialistPool]:
    hospital, now = Centre.objects.get(code="PMCH"), timezone.now()
    rows = {}
    for name_en, name_hi, minutes, members in POOLS:
        pool = SpecialistPool.objects.create(
            centre=hospital, name_en=name_en, name_hi=name_hi, answer_minutes=minutes, weekdays=[0, 1, 2, 3, 4, 5]
        )
        PoolMember.objects.bulk_create(
            PoolMember(pool=pool, user=users[name], added_at=now, added_by=users["admin"]) for name in members
        )
        rows[name_en] = pool
    return rows


def _question(visit, pool, by, at, text, due, *, red=False, told=None) -> EConsult:
    row = EConsult.objects.create(
        code=ids.random_code(), visit=visit, pool=pool, question=text, is_red_flag=red, status=S.WAITING, saved_at=at,
        saved_by=by, asked_at=at, asked_by=by, due_at=due, in_charge_at=told,
    )  # fmt: skip
    EConsultEntry.objects.create(e_consult=row, kind=Kind.QUESTION, text=text, written_at=at, written_by=by)
    return row


def _answer(row: EConsult, by, at) -> None:
    text = "परमेथ्रिन सही लगा तो खुजली 4 हफ़्ते तक रह सकती है। चमड़ी सूखी है: तेल/लोशन लगाएँ, साबुन कम। नए दाने आएँ तो फिर पूछें।"
    EConsultEntry.objects.create(
        e_consult=row, kind=Kind.ANSWER, text=text, medicines=[WASH], written_at=at, written_by=by
    )
    row.status, row.answered_at, row.answered_by = S.ANSWERED, at, by
    row.save(update_fields=["status", "answered_at", "answered_by"])


def _picture(row: EConsult, by) -> None:
    drawn = tidy(_trace())
    EConsultPicture.objects.create(
        code=ids.random_code(), e_consult=row, caption="ECG, lead II", content=drawn.jpeg, width=drawn.width,
        height=drawn.height, size=len(drawn.jpeg), added_at=row.asked_at, added_by=by,
    )  # fmt: skip


def _trace() -> bytes:
    """A line like an ECG on squared paper, drawn here."""
    image = Image.new("RGB", (1000, 320), "#fff4f0")
    paper = ImageDraw.Draw(image)
    for place in range(0, 1000, 20):
        paper.line([(place, 0), (place, 320)], fill="#f3c9bf")
        paper.line([(0, place), (1000, place)], fill="#f3c9bf")
    paper.line([(x, 180 - _beat(x % 170)) for x in range(1000)], fill="#222", width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _beat(x: int) -> float:
    """P, QRS and T of one beat as bumps; points upwards."""
    bumps = ((12, 40, 9), (-12, 66, 3), (120, 74, 4), (-26, 83, 3), (26, 120, 14))
    return sum(height * math.exp(-(((x - middle) / width) ** 2)) for height, middle, width in bumps)
