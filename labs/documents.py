"""What the laboratory prints: the report and the labels. Plain content first, then paper."""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from hms.lib import barcodes, dates, ids, pdf, qr
from labs.codes import format_sample_code
from labs.flags import in_both
from labs.models import LabOrder, Report, Sample
from labs.selectors.lines import Line, slip_lines

SEAL_LETTERS = 12
MODULE_MM = 0.25  # two dots of a 203 dpi label printer
KINDS = {
    Report.Kind.FIRST: _("Laboratory report"),
    Report.Kind.FURTHER: _("Laboratory report, with further results"),
    Report.Kind.AMENDED: _("AMENDED laboratory report"),
}


def report_content(visit, *, version: int, kind: str, amended, at) -> dict:
    """Everything the report says, in both languages, as it is now; stored and never looked up again."""
    groups = slip_lines(visit)
    lines = [line for group in groups for line in group.lines]
    return {
        "version": version,
        "kind": str(kind),
        "title": both(KINDS[kind]),
        "centre": _centre(visit.centre),
        "patient": _patient(visit),
        "visit": {
            "number": visit.number,
            "token": visit.token,
            "day": dates.format_day(visit.visit_on),
            "department": pair(visit.department),
        },
        "groups": [entry for group in groups if (entry := _group(group, visit.visit_on))["lines"]],
        "asked": asked_by(visit),
        "waiting": [{"hi": line.name_hi, "en": line.name_en} for line in lines if line.is_pending],
        "amended": [_change(line) for line in lines if line.order_code in {r.order.code for r in amended}],
        "released_at": dates.format_moment(at),
    }


def asked_by(visit) -> list[str]:
    """Who asked for the tests: our doctors by name, or the name on the paper from outside (1 query)."""
    orders = visit.lab_orders.exclude(status=LabOrder.Status.CANCELLED).select_related("outside", "ordered_by")
    names = [order.outside.who if order.outside else order.ordered_by.name_hi for order in orders.order_by("pk")]
    return list(dict.fromkeys(names))[:4]


def report_pdf(content: dict, *, seal: str, paper: str, check_url: str = "", is_demo: bool = False) -> bytes:
    """The report on paper, Hindi first, with a QR of `check_url` that proves it genuine. About 150 ms."""
    context = {"report": content, "seal": spell_seal(seal)}
    if check_url:
        context["qr"] = qr.qr_svg(check_url, label="QR", border=2)
    sheets = ["report", "report_large"] if paper == Report.Paper.A4 else ["report"]
    with translation.override("hi"):
        return pdf.render(render_to_string("labs/report_print.html", context), css_name=sheets, is_demo=is_demo)


def register_pdf(book: dict) -> bytes:
    """One day of the laboratory's register on A4, Hindi first."""
    return _book_pdf("labs/register_print.html", book)


def notifiable_pdf(book: dict) -> bytes:
    """A week's positives for the surveillance forms on A4, Hindi first."""
    return _book_pdf("labs/notifiable_print.html", book)


def _book_pdf(template: str, book: dict) -> bytes:
    with translation.override("hi"):
        html = render_to_string(template, {**book, "language": "hi"})
        return pdf.render(html, css_name=["register", "lab_register"], is_demo=book["centre_row"].is_demo)


def labels_pdf(samples: list[Sample]) -> bytes:
    """One label of 50 × 25 mm for each sample."""
    labels = [
        {
            "sample": sample,
            "code": format_sample_code(sample.code),
            "bars": barcodes.code128_svg(sample.code, height_mm=8, module_mm=MODULE_MM),
            "age": age_words(sample.visit)["en"],
        }
        for sample in samples
    ]
    is_demo = any(sample.visit.is_demo or sample.visit.centre.is_demo for sample in samples)
    with translation.override("hi"):
        html = render_to_string("labs/label_print.html", {"labels": labels})
    return pdf.render(html, css_name="label", is_demo=is_demo)


def report_number(report: Report) -> str:
    """As printed: the visit's number and the version, "YRP-261122-041/2"."""
    return f"{report.visit.number}/{report.version}"


def manifest_pdf(box, rows) -> bytes:
    """The list that lies in a box of samples, A4 lying, with the box's code as Code 128 and QR."""
    bars = barcodes.code128_svg(box.code, height_mm=9, module_mm=0.33)
    context = {"box": box, "rows": rows, "bars": bars, "qr": qr.qr_svg(box.code, label="QR", border=2)}
    with translation.override("hi"):
        html = render_to_string("labs/manifest_print.html", context)
    return pdf.render(html, css_name="register", is_demo=box.from_centre.is_demo)


def spell_seal(seal: str) -> str:
    """The first letters of the content's SHA-256 as printed: "4f2a-91c3-77b0"."""
    return "-".join(seal[start : start + 4] for start in range(0, SEAL_LETTERS, 4))


def both(lazy_text) -> dict:
    hindi, english = in_both(lazy_text)
    return {"hi": hindi, "en": english}


def pair(named) -> dict:
    """A row with name_hi and name_en."""
    return {"hi": named.name_hi, "en": named.name_en}


def age_words(visit) -> dict:
    patient = visit.patient
    if patient.birth_date > visit.visit_on:
        return {"hi": "", "en": ""}
    age = dates.age_on(patient.birth_date, visit.visit_on)
    words = {}
    for language in ("hi", "en"):
        with translation.override(language):
            words[language] = age.label
    return words


def _centre(centre) -> dict:
    place = " ".join(part for part in (centre.district, centre.pincode) if part)
    return {**pair(centre), "place": place, "code": centre.code}


def _patient(visit) -> dict:
    patient = visit.patient
    return {
        "name": patient.name,
        "name_other": patient.name_other,
        "uhid": ids.format_uhid(patient.uhid),
        "sex": both(patient.Sex(patient.sex).label),
        "age": age_words(visit),
        "guardian": patient.guardian_name,
        "relation": both(patient.Relation(patient.guardian_relation).label) if patient.guardian_relation else None,
        "phone": ids.mask_phone(patient.phone),
    }


def _group(group, day) -> dict:
    """`facts` stands once above lines that share specimen, times and person; else each line has its own."""
    lines = [_line(line, day) for line in group.lines if line.result]
    shared = lines[0]["facts"] if lines and all(line["facts"] == lines[0]["facts"] for line in lines) else None
    return {"hi": group.name_hi, "en": group.name_en, "lines": lines, "facts": shared if group.name_hi else None}


def _line(line: Line, day) -> dict:
    return {
        "hi": line.name_hi,
        "en": line.name_en,
        "facts": {
            "specimen": {"hi": line.specimen_hi, "en": line.specimen_en},
            "collected_at": _moment(line.collected_at, day),
            "released_at": _moment(line.result.released_at, day),
            "released_by": {"hi": line.result.released_by_hi, "en": line.result.released_by_en},
            "sent_to": {"hi": line.sent_to_hi, "en": line.sent_to_en},
        },
        "method": line.result.method,
        "result": _value(line.result),
        "earlier": [{**_value(old), "released_at": _moment(old.released_at, day)} for old in line.earlier],
        "reason": line.result.reason if line.earlier else "",
        "is_being_corrected": line.is_being_corrected,
    }


def _moment(moment, day) -> str:
    """The time alone on the day of the visit, which stands at the top of the report."""
    if moment is None:
        return ""
    on_the_day = timezone.localdate(moment, dates.INDIA) == day
    return dates.format_time(moment) if on_the_day else dates.format_moment(moment)


def _value(shown) -> dict:
    return {
        "hi": shown.value_hi,
        "en": shown.value_en,
        "unit": shown.unit,
        "letter": shown.flag_letter,
        "flag": {"hi": shown.flag_hi, "en": shown.flag_en},
        "is_abnormal": shown.is_abnormal,
        "is_critical": shown.is_critical,
        "range": shown.range_text,
        "version": shown.version,
        "parts": [_part(part) for part in shown.parts],
    }


def _part(part) -> dict:
    values = {
        "value": {"hi": part.value_hi, "en": part.value_en},
        "unit": part.unit if part.value_en[0].isdigit() else "",
    }
    return {
        "hi": part.hi,
        "en": part.en,
        **values,
        "range": part.usual,
        "letter": part.flag if part.is_abnormal else "",
    }


def _change(line: Line) -> dict:
    """What an amended report names at its top."""
    return {
        "hi": line.name_hi,
        "en": line.name_en,
        "before": _value(line.earlier[0]),
        "after": _value(line.result),
        "reason": line.result.reason,
    }
