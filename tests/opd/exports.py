"""Files asked for, for tests."""

from opd.models import Export
from opd.reporting.periods import Period
from opd.reporting.scope import Scope
from opd.services import ask_for_export, make_next
from tests.registration.factories import VisitFactory


def ready_export(centre, user, *, file_format="csv", has_names=False) -> Export:
    """The register of today as a file of `user`'s, made and ready to be downloaded."""
    day = VisitFactory(centre=centre).visit_on
    scope = Scope([centre], centre, has_names)
    export = ask_for_export(scope, Period(day, day), Export.Kind.REGISTER, file_format, by=user, centre=centre)
    while (made := make_next()) and made.pk != export.pk:
        pass
    export.refresh_from_db()
    return export
