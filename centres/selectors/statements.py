"""What centres said they have, and where that differs from the time before and from what the system knows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from centres import resources
from centres.models import AskedItem, Centre, Statement, StatementLine

KEPT_SHOWN = 30


@dataclass(frozen=True)
class Shown:
    """One line on the page: what was said, what was said before, what the system knows; any may be missing."""

    group: str
    code: str
    name: str
    said: object = None
    before: object = None
    known: object = None
    total: int | None = None
    note: str = ""

    @property
    def has_changed(self) -> bool:
        return self.before is not None and self.said != self.before

    @property
    def contradicts(self) -> bool:
        """Said to be there while the system knows that it is not."""
        return self.said is True and self.known is False


def latest(centre: Centre) -> Statement | None:
    """The newest statement, with who made it (1 query)."""
    return centre.statements.select_related("made_by").first()


def lines(statement: Statement | None) -> dict[tuple[str, str], StatementLine]:
    """Its lines by group and code, also where it said that nothing had changed (1 query)."""
    if statement is None:
        return {}
    rows = StatementLine.objects.filter(statement_id=statement.lines_of)
    return {(row.group, row.code): row for row in rows}


def claims(centre: Centre) -> dict[tuple[str, str], StatementLine]:
    """What the centre says today, for those who compare claims with use (2 queries)."""
    return lines(latest(centre))


def before(statement: Statement) -> Statement | None:
    """The last statement with other lines (1 query)."""
    own = statement.centre.statements.filter(same_as=None).exclude(pk=statement.lines_of)
    return own.filter(pk__lt=statement.lines_of).order_by("-pk").first()


def shown(centre: Centre, statement: Statement) -> list[tuple[resources.Source, list[Shown]]]:
    """Group by group what was said (2 queries and those of the facts)."""
    said, earlier = lines(statement), lines(before(statement))
    known = {(source.group, fact.code): fact for source, found in resources.of(centre) for fact in found}
    grouped = defaultdict(list)
    for key, row in said.items():
        fact, old = known.get(key), earlier.get(key)
        note = fact.note if fact else ""
        one = Shown(row.group, row.code, row.name, row.value, old and old.value, _known(fact), row.total, note)
        grouped[row.group].append(one)
    return [(source, grouped[source.group]) for source in resources.sources() if grouped[source.group]]


def _known(fact):
    return fact.is_available if fact is not None and fact.is_known else None


def prefilled(centre: Centre) -> list[tuple[resources.Source, list[Shown]]]:
    """What to start from: the last statement's word, else what the system knows."""
    said = lines(latest(centre))
    hindi = get_language() == "hi"
    groups = []
    for source, found in resources.of(centre):
        rows = []
        for fact in found:
            row = said.get((source.group, fact.code))
            start = fact.count if fact.is_available is None else fact.is_available
            value = row.value if row is not None and type(row.value) is type(start) else start
            name = fact.name_hi if hindi else fact.name_en
            rows.append(Shown(source.group, fact.code, name, value, None, _known(fact), fact.total, fact.note))
        if rows:
            groups.append((source, rows))
    return groups


def days(centre: Centre) -> list[Statement]:
    """The last statements, newest first (1 query)."""
    return list(centre.statements.select_related("made_by")[:KEPT_SHOWN])


def stated_on(centres: list[Centre]) -> dict[int, date]:
    """The day of each centre's newest statement (1 query)."""
    rows = Statement.objects.filter(centre__in=centres).order_by("centre_id", "-on").distinct("centre_id")
    return dict(rows.values_list("centre_id", "on"))


def unreviewed() -> set[str]:
    """The groups of a statement whose list nobody who answers for it has reviewed to the end (1 query)."""
    rows = AskedItem.objects.filter(is_active=True, is_reviewed=False).order_by()
    return set(rows.values_list("group", flat=True).distinct())
