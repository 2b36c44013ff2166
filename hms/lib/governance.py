"""What every model says about itself: whose rows they are, and how private each field is.

    @governed(centre="visit__centre", clinical="systolic diastolic", internal="recorded_at")
    class Vitals(models.Model): …

Classes of privacy: public (printed on a wall), internal (staff), personal (tells who someone is), clinical
(tells how someone is), aadhaar (derived from an Aadhaar number), credential (hashes of what opens something).
Primary keys and relations are internal unless said otherwise. tests/sweeps/test_models.py refuses an unlabelled field.
"""

from dataclasses import dataclass, field

CLASSES = ("public", "internal", "personal", "clinical", "aadhaar", "credential")


@dataclass(frozen=True)
class Governance:
    """`centre` is the lookup from a row to its Centre; None means the rows belong to no single centre."""

    centre: str | None
    shared: str
    privacy: dict[str, str] = field(default_factory=dict)


def governed(*, centre: str | None = None, shared: str = "", **classes: str):
    """Attach a Governance. Give `centre`, or say in `shared` why the rows belong to no single centre."""
    if bool(centre) == bool(shared):
        raise ValueError("Give either the path to the centre or the reason why the rows are shared.")
    unknown = set(classes) - set(CLASSES)
    if unknown:
        raise ValueError(f"Unknown privacy class: {', '.join(sorted(unknown))}")
    privacy = {name: cls for cls, names in classes.items() for name in names.split()}

    def attach(model):
        model.governance = Governance(centre=centre, shared=shared, privacy=privacy)
        return model

    return attach
