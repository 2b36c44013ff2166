"""What the records themselves say about a centre, for whoever inspects it. Apps above fill this in their `ready()`.

    facts.add("labs.undone", undone)          undone(centre, since, until) -> Fact
    facts.count_use("lab", counts)            counts(centre, names, since) -> {name: how often}

`gather` makes it JSON, in both languages, to be frozen with a visit. A fact nobody can measure says so.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from django.utils import timezone, translation

WINDOW_DAYS = 30
URGENCY = ["late", "ok", "unknown"]


@dataclass(frozen=True)
class Fact:
    """`label` and `value` as {"hi", "en"} (see `said`); `rows` are further lines; `state` is ok, late or unknown."""

    label: dict
    value: dict
    state: str = "ok"
    rows: list[dict] = field(default_factory=list)


FACTS: dict[str, Callable] = {}
USES: dict[str, Callable] = {}


def add(key: str, function: Callable) -> None:
    FACTS[key] = function


def count_use(kind: str, function: Callable) -> None:
    USES[kind] = function


def said(words, **values) -> dict:
    """Lazy words in both languages, with `values` put in."""
    answer = {}
    for language in ("hi", "en"):
        with translation.override(language):
            answer[language] = str(words) % values if values else str(words)
    return answer


def gather(centre, uses: set[str], *, until: date | None = None) -> dict:
    """Everything for `centre` over the last 30 days, `until` included, as JSON: facts, and how often `uses` were."""
    until = until or timezone.localdate()
    since = until - timedelta(days=WINDOW_DAYS - 1)
    found = [{"key": key, **asdict(FACTS[key](centre, since, until))} for key in sorted(FACTS)]
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "facts": sorted(found, key=lambda fact: URGENCY.index(fact["state"])),
        "uses": _uses(centre, uses, since),
    }


def _uses(centre, wanted: set[str], since: date) -> dict[str, int]:
    """`lab:RBS|FBS` is the sum of both. A kind nobody counts is left out, and so is never held against a centre."""
    split = {use: (use.partition(":")[0], use.partition(":")[2].split("|")) for use in wanted}
    counts = {}
    for kind, function in USES.items():
        names = {name for own, parts in split.values() if own == kind for name in parts}
        if names and (counted := function(centre, names, since)) is not None:
            counts[kind] = counted
    return {
        use: sum(counts[kind].get(name, 0) for name in names) for use, (kind, names) in split.items() if kind in counts
    }
