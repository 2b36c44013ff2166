"""Where each centre stands on the map of the rollout: to scale where places are known, else an honest sketch.

Once most centres have latitude and longitude the map is drawn to scale. Until then each PIN code is one box of a
sketch of the city (catalogue/pin_places.csv, from memory): what is shown is the PIN code, not a place on the ground.
Centres whose PIN code is not known stand below, where the map says so.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from centres.catalogue.files import rows

BOX, GAP, HEAD, MARK = 140, 8, 42, 34  # in units of the drawing, about one pixel each at 1366
SIDE, TALL = 9 * (BOX + GAP), 560
# Shapes around (0, 0), 22 units across; a different outline for every stage.
SHAPES = {
    "planned": "M0-10a10 10 0 1 0 .01 0z",
    "surveyed": "M0-11 11 9H-11z",
    "equipped": "M-9-9H9V9H-9z",
    "trained": "M0-12 12 0 0 12-12 0z",
    "live": "M0-12 3.4-4.2 12-3.5 5.5 2 7.5 10.5 0 6-7.5 10.5-5.5 2-12-3.5-3.4-4.2z",
}


@dataclass(frozen=True)
class Mark:
    """One centre at (x, y)."""

    line: object
    x: int
    y: int

    @property
    def shape(self) -> str:
        return SHAPES[self.line.centre.stage]


@dataclass(frozen=True)
class Box:
    """One PIN code of the sketch; `name` is what the post calls it."""

    pincode: str
    name: str
    x: int
    y: int
    height: int
    marks: list[Mark] = field(default_factory=list)

    @property
    def name_lines(self) -> list[str]:
        """Two lines at most, broken at the comma."""
        first, _, second = self.name.partition(", ")
        return [first, second] if second else [first]


@dataclass(frozen=True)
class Plan:
    """What the template draws. `placed` are marks to scale, `boxes` those of the sketch, `unplaced` have no place."""

    is_to_scale: bool
    width: int
    height: int
    boxes: list[Box] = field(default_factory=list)
    placed: list[Mark] = field(default_factory=list)
    unplaced: list[Mark] = field(default_factory=list)
    unplaced_at: int = 0


def draw(lines: list) -> Plan:
    known = [line for line in lines if line.centre.latitude is not None]
    if len(known) * 2 > len(lines):
        return _to_scale(known, [line for line in lines if line.centre.latitude is None])
    return _sketch(lines)


def _to_scale(known: list, others: list) -> Plan:
    """North is up; one degree of longitude is drawn as wide as it is at Patna's latitude."""
    north, south = max(map(north_of, known)), min(map(north_of, known))
    east, west = max(map(east_of, known)), min(map(east_of, known))
    shrink = 0.902  # cosine of 25.6 degrees
    scale = min((SIDE - 180) / max((east - west) * shrink, 0.01), (TALL - 80) / max(north - south, 0.01))
    placed = [
        Mark(one, 40 + round((east_of(one) - west) * shrink * scale), 40 + round((north - north_of(one)) * scale))
        for one in known
    ]
    return _with_unplaced(True, others, TALL, placed=placed)


def north_of(line) -> float:
    return float(line.centre.latitude)


def east_of(line) -> float:
    return float(line.centre.longitude)


def _sketch(lines: list) -> Plan:
    by_pin: dict[str, list] = {}
    for line in lines:
        by_pin.setdefault(line.centre.pincode, []).append(line)
    places = rows("pin_places.csv")
    heights = {
        row: max(HEAD + MARK * max(1, len(by_pin.get(one["pincode"], []))) for one in places if int(one["row"]) == row)
        for row in {int(one["row"]) for one in places}
    }
    boxes = [_box(one, by_pin.pop(one["pincode"], []), heights) for one in places]
    height = sum(heights.values()) + GAP * len(heights)
    return _with_unplaced(False, [line for rest in by_pin.values() for line in rest], height, boxes=boxes)


def _box(place: dict, lines: list, heights: dict[int, int]) -> Box:
    row = int(place["row"])
    x = int(place["column"]) * (BOX + GAP)
    y = sum(heights[above] + GAP for above in range(row))
    marks = [Mark(line, x + 20, y + HEAD + MARK * at + 16) for at, line in enumerate(lines)]
    name = place["name_hi"] if get_language() == "hi" else place["name_en"]
    return Box(place["pincode"], name, x, y, heights[row], marks)


def _with_unplaced(is_to_scale: bool, others: list, height: int, **what) -> Plan:
    """Those without a place in rows of nine below."""
    top = height + 40
    unplaced = [
        Mark(line, (at % 9) * (BOX + GAP) + 20, top + (at // 9) * (MARK + 6) + 16) for at, line in enumerate(others)
    ]
    tall = top + (-(-len(others) // 9)) * (MARK + 6) if others else height
    return Plan(is_to_scale, SIDE, tall, unplaced=unplaced, unplaced_at=height + 24, **what)
