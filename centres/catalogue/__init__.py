"""Reference content: facilities, checklists, prices, what a UPHC starts with. May be loaded as often as one likes."""

from centres.catalogue import facilities, readiness
from centres.catalogue.checklists import load_checklists
from centres.catalogue.defaults import furnish
from centres.catalogue.house_lists import load_asked, load_equipment, load_gap_rules
from centres.catalogue.prices import load_prices

__all__ = ["furnish", "load", "load_asked", "load_checklists", "load_prices"]


def load() -> dict[str, int]:
    """Facilities, the house's lists, checklists and prices; counts by what they are."""
    done = facilities.load() | {f"readiness points {what}": count for what, count in readiness.load().items()}
    done |= {"days of gaps": load_gap_rules(), "equipment of statements": load_equipment()}
    return {**done, "new versions of checklists": load_checklists(), "new prices": load_prices()}
