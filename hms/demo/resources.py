"""What the centres of the demonstration said they have: the live ones lately, one of them days ago, one never."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from centres import resources
from centres.models import Centre, Statement, StatementLine, User

# centre: days ago of its statements, the oldest first; the later ones confirm it unchanged
SAID = {"UPHC-02": (9, 4, 1), "UPHC-06": (13,), "UPHC-09": (6, 5), "UPHC-03": (20,)}
OUT = {"UPHC-02": {"ECG", "EQ35"}, "UPHC-06": {"EQ30", "CBC"}, "UPHC-09": {"EQ29", "KFT", "LFT"}}


def state() -> None:
    """After tests and stock are there, since statements start from them."""
    makers = {user.username: user for user in User.objects.filter(username__endswith="incharge")}
    by_place = {"UPHC-02": "yarpur", "UPHC-06": "chitkohra", "UPHC-09": "alamganj", "UPHC-03": "yarpur"}
    for centre in Centre.objects.filter(code__in=SAID):
        _state(centre, makers[f"{by_place[centre.code]}.incharge"])


def _state(centre: Centre, by: User) -> None:
    first, *later = SAID[centre.code]
    row = _row(centre, first, by)
    missing = OUT.get(centre.code, set())
    StatementLine.objects.bulk_create(
        _line(row, source.group, fact, missing) for source, found in resources.of(centre) for fact in found
    )
    for days in later:
        _row(centre, days, by, same_as=row)


def _row(centre: Centre, days: int, by: User, same_as=None) -> Statement:
    on = timezone.localdate() - timedelta(days=days)
    at = timezone.make_aware(datetime.combine(on, time(8, 12)))
    return Statement.objects.create(centre=centre, on=on, same_as=same_as, made_at=at, made_by=by)


def _line(row: Statement, group: str, fact, missing: set[str]) -> StatementLine:
    line = StatementLine(
        statement=row, group=group, code=fact.code, name_en=fact.name_en, name_hi=fact.name_hi, total=fact.total
    )
    if fact.is_available is None:
        usual = {"EQ01": 2, "EQ02": 3, "EQ03": 3, "EQ07": 2}.get(fact.code, 1) if group == "equipment" else fact.count
        line.count = 0 if fact.code in missing else usual
    else:
        line.is_available = fact.code not in missing and (fact.is_available or not fact.is_known)
    return line
