"""What a doctor uses most: bundles and diagnoses."""

from django.db.models import Q

from opd.models import Bundle, Diagnosis, DiagnosisUse

MINE_COUNTS = 3  # one's own use against the rest of the centre
CHIPS = 6


def bundles(centre, by) -> list[Bundle]:
    """One's own at this centre and the centre's, the most used first (1 query)."""
    rows = Bundle.objects.for_centre(centre).filter(Q(owner=by) | Q(owner=None), removed_at=None)
    return list(rows.order_by("-uses", "name", "pk"))


def named(rows: list[Bundle], typed: str) -> list[Bundle]:
    """The bundle of exactly that name (one's own before the centre's), else those where each word begins a word."""
    words = typed.lower().split()
    exact = [row for row in rows if row.name.lower() == typed.lower()]
    if exact:
        return sorted(exact, key=lambda row: row.owner_id is None)[:1]
    return [row for row in rows if all(any(own.startswith(word) for own in row.name.lower().split()) for word in words)]


def diagnosis_use(centre, by) -> dict[int, int]:
    """How often each diagnosis was signed here, one's own counted thrice (1 query)."""
    use = {}
    for key, doctor, uses in DiagnosisUse.objects.for_centre(centre).values_list("diagnosis", "doctor", "uses"):
        use[key] = use.get(key, 0) + uses * (MINE_COUNTS if doctor == by.pk else 1)
    return use


def usual_diagnoses(centre, by) -> list[Diagnosis]:
    """What this doctor signs most here, for one press (1 query)."""
    rows = DiagnosisUse.objects.for_centre(centre).filter(doctor=by).select_related("diagnosis")
    return [row.diagnosis for row in rows.order_by("-uses", "diagnosis")[:CHIPS]]
