"""What a centre itself said it has, frozen with an inspection and laid beside what is found and what is used."""

from dataclasses import dataclass
from datetime import date

from centres import resources
from centres.facts import said
from centres.selectors import statements
from hms.lib.dates import format_day

USED = {"tests": "lab", "staff": "staff"}  # group of a statement -> kind of use that somebody counts


@dataclass(frozen=True)
class Claim:
    """One line of the frozen statement."""

    group: str
    code: str
    name: dict
    value: bool | int

    @property
    def use(self) -> str:
        return f"{USED[self.group]}:{self.code}" if self.group in USED else ""


def freeze(centre, *, until: date) -> dict:
    """The newest statement of `until` or before as JSON in both languages; {} where there is none (2 queries)."""
    row = centre.statements.filter(on__lte=until).select_related("made_by").first()
    if row is None:
        return {}
    groups: dict[str, list] = {}
    for line in statements.lines(row).values():
        name = {"hi": line.name_hi, "en": line.name_en}
        groups.setdefault(line.group, []).append({"code": line.code, "name": name, "value": line.value})
    labels = {source.group: said(source.label) for source in resources.sources()}
    return {
        "on": row.on.isoformat(),
        "day": format_day(row.on),
        "by": {"hi": row.made_by.name_hi, "en": row.made_by.name_en},
        "remark": row.remark,
        "groups": [
            {"group": group, "label": labels[group], "lines": groups[group]} for group in labels if group in groups
        ],
    }


def claims(stated: dict) -> list[Claim]:
    return [
        Claim(group["group"], line["code"], line["name"], line["value"])
        for group in stated.get("groups", ())
        for line in group["lines"]
    ]


def uses(stated: dict) -> set[str]:
    """What to count the use of: everything said to be there whose use somebody counts."""
    return {one.use for one in claims(stated) if one.value and one.use}


def of_item(stated: dict, item) -> bool | int | None:
    """What was stated of one item of a checklist, None where nothing was: equipment by its code, else by its use."""
    known = {(one.group, one.code): one.value for one in claims(stated)}
    if ("equipment", item.code) in known and item.domain_en == "Equipment":
        return known["equipment", item.code]
    kind, _, names = item.use.partition(":")
    group = next((group for group, used in USED.items() if used == kind), "")
    found = [known[group, name] for name in names.split("|") if (group, name) in known]
    if not found:
        return None
    return any(found) if isinstance(found[0], bool) else sum(found)


def unused(facts: dict) -> list[Claim]:
    """What the centre said it has and never used in the 30 days before."""
    counted = facts.get("uses", {})
    return [one for one in claims(facts.get("stated", {})) if one.value and counted.get(one.use) == 0]
