"""Each prescribed medicine as the slip says it, and what the pharmacy windows gave of it, wherever they are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from opd.models import Dispensing
from opd.slip.words import in_language, moment, short

Outcome = Dispensing.Outcome


@dataclass(frozen=True)
class Medicine:
    """`name` in capitals, as prescribers must write it; `spoken` as a patient reads it."""

    name: str
    spoken: str
    strength: str
    how: str
    how_hi: str
    days: str
    quantity: str
    note: str
    given: str = ""
    is_missing: bool = False
    given_at: datetime | None = None


def medicine(row: dict, *, home: int) -> Medicine:
    """`home` is the centre that wrote the slip: what was given there needs no place."""
    given = row["given"]
    return Medicine(
        name=row["name_en"].upper(),
        spoken=in_language(row, "name"),
        strength=" ".join(filter(None, [row["strength"], _form(row["form"])])),
        how=in_language(row, "words"),
        how_hi=row["words_hi"],
        days=str(row["days"] or ""),
        quantity=short(row["quantity"]),
        note=row["note"],
        given=said(given, home),
        is_missing=bool(given) and given[-1]["outcome"] == Outcome.NOT_AVAILABLE,
        given_at=moment(given[-1]["given_at"]) if given else None,
    )


def said(rows: list[dict], home: int) -> str:
    """What was handed out: "given: 15", "given: 10; given: 5 (UPHC Yarpur)", "not available here"."""
    own = [row for row in rows if row["outcome"] == Outcome.GIVEN]
    parts = [
        _placed(_("given: %(count)d") % {"count": sum(row["quantity"] for row in own if row["centre"] == centre)}, of)
        for centre, of in _places(own, home).items()
    ]
    parts += [_placed(_instead(row), _place(row, home)) for row in rows if row["outcome"] == Outcome.SUBSTITUTED]
    if parts or not rows:
        return "; ".join(parts)
    last = rows[-1]
    if last["outcome"] == Outcome.NOT_WANTED:
        return _("not taken")
    place = _place(last, home)
    return _("not available at %(place)s") % {"place": place} if place else _("not available here")


def _places(rows: list[dict], home: int) -> dict[int, str]:
    """Every centre once, in the order in which they gave."""
    return {row["centre"]: _place(row, home) for row in rows}


def _place(row: dict, home: int) -> str:
    return "" if row["centre"] == home else in_language(row, "at")


def _placed(text: str, place: str) -> str:
    return f"{text} ({place})" if place else text


def _instead(row: dict) -> str:
    name = f"{in_language(row, 'name')} {row['strength']}".strip()
    return _("instead: %(medicine)s, %(count)d") % {"medicine": name, "count": row["quantity"]}


def _form(form: str) -> str:
    """The form as the pharmacy window says it."""
    return {
        "tablet": _("tablet"),
        "capsule": _("capsule"),
        "syrup": _("syrup"),
        "drops": _("drops"),
        "injection": _("injection"),
        "ointment": _("ointment"),
        "inhaler": _("inhaler"),
        "powder": _("powder"),
        "lotion": _("lotion"),
        "spray": _("spray"),
        "sachet": _("sachet"),
    }.get(form, "" if form == "other" else form)
