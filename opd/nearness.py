"""How far a health centre is from where somebody lives, and how that is known. Pure.

Only what is on record counts: the ward, the PIN code, or the coordinates of both. Nothing is guessed.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from django.utils.translation import gettext as _

EARTH_KM = 6371


@dataclass(frozen=True, order=True)
class Nearness:
    """Less is nearer. `rank`: 0 same PIN code, 1 kilometres known, 2 not known."""

    rank: int
    km: float

    @property
    def words(self) -> str:
        if self.rank == 0:
            return _("same PIN code as the home")
        if self.rank == 1:
            return _("%(km)s km from this hospital in a straight line") % {"km": f"{self.km:.1f}"}
        return _("distance not known")


def nearness(home_pincode: str, centre, hospital) -> Nearness:
    if home_pincode and centre.pincode == home_pincode:
        return Nearness(0, 0)
    if None in (centre.latitude, centre.longitude, hospital.latitude, hospital.longitude):
        return Nearness(2, 0)
    return Nearness(1, straight_km(centre, hospital))


def straight_km(one, other) -> float:
    """Great circle between two places with latitude and longitude in degrees."""
    a, b = radians(one.latitude), radians(other.latitude)
    across = radians(one.longitude - other.longitude)
    half = sin((a - b) / 2) ** 2 + cos(a) * cos(b) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
