"""Two records of one person, for tests of comparing and merging."""

from dataclasses import dataclass

from django.core import serializers

from registration.models import DuplicatePair, Patient, PatientMerge
from registration.services import compare_by_hand, merge_records, undo_merge
from registration.services.moving import following
from tests.registration.factories import PatientFactory, VisitFactory

SAME = {"name": "सुनीता देवी", "name_other": "Sunita Devi"}


@dataclass
class Doubles:
    """Both registered at `worker`'s centre, each with a visit there; `one` has the lower key."""

    worker: object
    one: Patient
    other: Patient
    pair: DuplicatePair

    @classmethod
    def at(cls, worker, first=None, second=None) -> "Doubles":
        first, second = (
            {"phone": "9835012041", **SAME, **(first or {})},
            {"phone": "9835012041", **SAME, **(second or {})},
        )
        people = [PatientFactory(registered_centre=worker.centre, **facts) for facts in (first, second)]
        for person in people:
            VisitFactory(centre=worker.centre, patient=person)
        return cls.of(worker, *people)

    @classmethod
    def of(cls, worker, *people) -> "Doubles":
        pair = compare_by_hand(*people, centre=worker.centre, by=worker.user)
        return cls(worker, pair.one, pair.other, pair)

    def merge(self, *, keep="one", reason="she says so", by=None, **chosen) -> PatientMerge:
        self.one.refresh_from_db()
        self.other.refresh_from_db()
        return merge_records(
            self.pair,
            keep=keep,
            chosen=chosen,
            reason=reason,
            versions=(self.one.version, self.other.version),
            centre=self.worker.centre,
            by=by or self.worker.user,
        )

    def undo(self, merge, *, reason="two women", visits=(), are_two_people=False) -> PatientMerge:
        return undo_merge(
            merge,
            reason=reason,
            visits=visits,
            are_two_people=are_two_people,
            centre=self.worker.centre,
            by=self.worker.user,
        )


def everything(*people) -> dict:
    """Both records and every row that points at them, as they stand: what an undo must bring back."""
    keys = [person.pk for person in people]
    rows = {"patient": _plain(Patient.everyone.filter(pk__in=keys))}
    for name, field in following().items():
        rows[name] = _plain(field.model._base_manager.filter(**{f"{field.name}__in": keys}))
    return rows


def _plain(rows) -> list:
    """Without the version, which grows."""
    found = serializers.serialize("python", rows.order_by("pk"))
    return [(row["pk"], {**row["fields"], "version": None}) for row in found]
