"""Whose rows a reader may count, and whether the rows behind a number may say who."""

from dataclasses import dataclass

from centres.catalogue.defaults import SEES_PATIENTS
from centres.models import Centre
from centres.permissions import Permission


@dataclass(frozen=True)
class Scope:
    """`centres` may be chosen from; `at` is the chosen one, None for all of them together.

    Without `has_names` a row shows its slip number, age, sex and ward, never who it was.
    """

    centres: list[Centre]
    at: Centre | None
    has_names: bool
    is_office: bool = False

    @property
    def codes(self) -> str:
        """For names of files: the chosen centre's code, or "district"."""
        return self.at.code if self.at else "district"

    @property
    def chosen(self) -> list[Centre]:
        return [self.at] if self.at else self.centres

    @property
    def is_demo(self) -> bool:
        return any(centre.is_demo for centre in self.chosen)


def scope_of(request) -> Scope:
    """The own centre; at an office every urban centre within the person's reach, ADR 0014 (1 query)."""
    own, may = request.centre, request.permissions
    if own.kind != Centre.Kind.ADMIN or Permission.NETWORK_VIEW not in may:
        return Scope([own], own, Permission.FIGURES_NAMES in may)
    reached = Centre.objects.reached_from(own, request.reach)
    centres = list(reached.filter(kind__in=SEES_PATIENTS, is_active=True).order_by("code"))
    by_code = {centre.code: centre for centre in centres}
    return Scope(centres, by_code.get(request.GET.get("at", "")), has_names=False, is_office=True)
