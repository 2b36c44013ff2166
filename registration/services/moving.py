"""Every row that points at one record, to another; found by looking at the models, not by a list that grows old."""

from django.apps import apps
from django.db.models import Exists, ForeignKey, OuterRef, UniqueConstraint

from registration.models import Patient, Visit
from registration.models.following import FOLLOWS

# Relations to Patient whose rows stay where they are, and why.
STAYS = {
    "registration.duplicatepair.one": "a pair names the two records that were compared",
    "registration.duplicatepair.other": "a pair names the two records that were compared",
    "registration.patientchange.patient": "the history of that record's own facts; append-only",
    "registration.patientmerge.merged": "names the record that went",
    "registration.patientmerge.survivor": "names the record it went into",
    "registration.visit.came_as": "the record whose UHID is printed on the slip",
}
CHAIN = "registration.patient.merged_into"  # whoever was merged into the one that goes now follows it


def pointing() -> dict[str, ForeignKey]:
    """Every relation to Patient: "app.model.field" to the field."""
    models = apps.get_models(include_auto_created=True)
    fields = (field for model in models for field in model._meta.local_fields if field.related_model is Patient)
    return {f"{field.model._meta.label_lower}.{field.name}": field for field in fields}


def following() -> dict[str, ForeignKey]:
    """Those whose rows move. A model declares it with the trigger FOLLOWS_MERGE."""
    return {name: field for name, field in pointing().items() if name == CHAIN or follows(field)}


def follows(field) -> bool:
    return field.name == "patient" and any(one.name == FOLLOWS for one in getattr(field.model._meta, "triggers", ()))


def move_all(source: Patient, target: Patient) -> dict[str, list[int]]:
    """Keys of what moved, for the merge's record; relations without a row are left out."""
    moved = {name: _move(field, source, target) for name, field in following().items()}
    return {name: keys for name, keys in moved.items() if keys}


def give_back(moved: dict[str, list[int]], source: Patient, target: Patient) -> int:
    """Undo of move_all(source, target): every row that is still with `target` goes home. Returns how many were not."""
    fields, missing = following(), 0
    for name, keys in moved.items():
        field = fields[name]
        rows = field.model._base_manager.filter(pk__in=keys, **{field.name: target})
        missing += len(keys) - rows.update(**{field.name: source})
    Visit.objects.filter(patient=source, came_as=source).update(came_as=None)
    return missing


def _move(field, source: Patient, target: Patient) -> list[int]:
    rows = field.model._base_manager.filter(**{field.name: source})
    if field.model is Visit:  # never in the way of another: `came_as` sets it apart from the day's own visit
        keys = list(rows.values_list("pk", flat=True))
        rows.filter(came_as=None).update(came_as=source)
    else:
        keys = list(_without_twins(rows, field, target).values_list("pk", flat=True))
    field.model._base_manager.filter(pk__in=keys).update(**{field.name: target})
    return keys


def _without_twins(rows, field, target: Patient):
    """Leave a row where it is when the other record has one that says the same and may stand there only once."""
    for columns, condition in _once(field):
        twins = field.model._base_manager.filter(**{field.name: target}, **{one: OuterRef(one) for one in columns})
        both = Exists(twins.filter(condition) if condition else twins)
        mine = rows.filter(condition).values("pk") if condition else None
        rows = rows.exclude(both, pk__in=mine) if condition else rows.exclude(both)
    return rows


def _once(field):
    """(columns beside the person, condition) of what a person has once."""
    for constraint in field.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            yield [one for one in constraint.fields if one != field.name], constraint.condition
    if said := getattr(field.model, "SAID_ONCE", ()):
        yield list(said), None


def move_visits(keys: list[int], source: Patient, target: Patient) -> None:
    """Visits with every row that names both the visit and the person: those that an undo is asked to take along."""
    Visit.objects.filter(pk__in=keys, patient=source).update(patient=target)
    for field in following().values():
        if any(other.name == "visit" for other in field.model._meta.local_fields):
            rows = field.model._base_manager.filter(visit__in=keys, **{field.name: source})
            rows.update(**{field.name: target})
