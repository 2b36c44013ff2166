"""The reasons of a proposal out of the data: what was found where, and what the records said then. In Hindi."""

from collections import Counter

from centres.models import Gap, Inspection
from hms.lib.dates import format_day


def justification(gaps: list[Gap]) -> str:
    """Paragraphs for the letter, to be edited (1 query)."""
    centres = {gap.centre_id for gap in gaps}
    by_visit = Counter(gap.found_in_id for gap in gaps)
    grave = sum(gap.severity == Gap.Severity.HIGH for gap in gaps)
    lines = [
        f"शहरी प्राथमिक स्वास्थ्य केंद्रों के निरीक्षण में {len(centres)} केंद्रों पर {len(gaps)} कमियाँ पाई गईं, "
        f"जिनमें {grave} गंभीर हैं, यानी ज़रूरी वस्तु बिल्कुल नहीं है।"
    ]
    visits = Inspection.objects.filter(pk__in={gap.found_in_id for gap in gaps} - {None}).select_related("centre")
    lines += [_of_visit(visit, by_visit[visit.pk]) for visit in visits.order_by("centre__code", "finished_at")]
    lines.append("इनके बिना मरीज़ों को बड़े अस्पताल जाना पड़ता है। अतः अनुसूची में लिखी सामग्री के लिए राशि स्वीकृत करने की कृपा की जाए।")
    return "\n".join(lines)


def _of_visit(visit: Inspection, count: int) -> str:
    late = [f"{fact['label']['hi']}: {fact['value']['hi']}" for fact in visit.facts["facts"] if fact["state"] == "late"]
    said = f"; {'; '.join(late)}" if late else ""
    points = visit.score.get("points") or "–"
    day = format_day(visit.finished_at)
    return f"{visit.centre.name_hi} ({day} का निरीक्षण, 100 में {points} अंक): {count} कमियाँ{said}।"
