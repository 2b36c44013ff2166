"""Post offices of a PIN code, and where the last person lived."""

from dataclasses import dataclass

from registration.models import Patient, PostOffice


@dataclass(frozen=True)
class Locality:
    street: str
    ward: str
    pincode: str
    post_office: str
    district: str
    state: str

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.street, self.ward, self.pincode) if part)


def offices_of(pincode: str) -> list[PostOffice]:
    """Empty for a PIN outside our list: then district and state are typed."""
    return list(PostOffice.objects.filter(pincode=pincode)) if len(pincode) == 6 else []


def pincodes() -> list[tuple[str, str]]:
    """(PIN, its first post office) of the whole list."""
    rows = PostOffice.objects.order_by("pincode", "pk").distinct("pincode")
    return list(rows.values_list("pincode", "name"))


def last_locality(centre, user) -> Locality | None:
    """Where the newest person registered by this clerk here lives (1 query)."""
    names = list(Locality.__dataclass_fields__)
    patients = Patient.objects.filter(registered_centre=centre, registered_by=user).exclude(street="")
    row = patients.order_by("-registered_at").values(*names).first()
    return Locality(**row) if row else None
