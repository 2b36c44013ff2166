"""Two doctors in one draft: whatever the order of their saves, nothing is lost."""

import pytest

from opd import drafts, services
from opd.errors import StaleDraft
from opd.models import Consultation
from opd.services.drafting import Page, plain
from tests.centres.signing import Worker
from tests.opd.factories import a_draft
from tests.registration.factories import VisitFactory

SAVES = 50


def write(visit, doctor, name: str) -> int:
    """Fifty lines, each saved on its own, as the page does; how often both texts had to be joined."""
    joined, version, mine = 0, 0, drafts.empty()
    for number in range(1, SAVES + 1):
        mine = {**mine, "history": "\n".join(filter(None, [mine["history"], f"{name}{number:02}"]))}
        while True:
            try:
                row = services.save_draft(visit, mine, version=version, by=doctor, page=Page(f"{name}{number}", number))
                version, mine = row.version, plain(row)
                break
            except StaleDraft as error:
                joined += 1
                saved = plain(error.saved)
                lines = [line for line in mine["history"].split("\n") if line not in saved["history"].split("\n")]
                mine = drafts.merged({**mine, "history": "\n".join(lines)}, saved, {})
                version = error.saved.version
    return joined


@pytest.mark.django_db(transaction=True)
def test_two_doctors_fifty_saves_each_and_no_line_is_lost(centre, in_threads):
    visit = VisitFactory(centre=centre)
    first, second = Worker.at(centre, "doctor").user, Worker.at(centre, "doctor").user
    services.save_draft(visit, a_draft(), version=0, by=first)

    joined = in_threads(lambda: write(visit, first, "A"), lambda: write(visit, second, "B"))

    assert all(isinstance(count, int) for count in joined), joined
    written = Consultation.objects.get(visit=visit).draft["history"].split("\n")
    assert sorted(written) == [f"{name}{number:02}" for name in "AB" for number in range(1, SAVES + 1)]
